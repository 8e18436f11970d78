import type { Release } from './release.contract.ts'
import { SECTIONS } from './sections.ts'

type Raised = NonNullable<Release['dialogues'][number]['raised']>
type Records = { -readonly [K in (typeof SECTIONS)[number][0]]: Release[K] } & Pick<Release, 'statements' | 'uncoded'>

/**
 * Leaves out whatever cannot stand once something was withdrawn: a record whose person, case, paragraph or only citation
 * is gone goes too, lists lose the entries that are gone, and a quotation that nothing uses any more is not published.
 * Repeated until nothing changes, so the result refers to nothing that it does not hold.
 */
export function dropDangling<R extends Records>(release: R): R {
  let now = dropOnce(release)
  let size = JSON.stringify(now).length
  for (;;) {
    const next = dropOnce(now)
    const after = JSON.stringify(next).length
    // Each round only leaves things out, so the same length is the same release.
    if (after === size) return next
    now = next
    size = after
  }
}

function dropOnce<R extends Records>(release: R): R {
  const used = quotationsInUse(release)
  const documents = new Set(release.documents.map((one) => one.sha256))
  const citations = release.citations.filter((one) => documents.has(one.document) && used.has(one.code))
  const cited = new Set(citations.map((one) => one.code))
  return {
    ...release,
    citations,
    ...standingRegister(release, cited, documents),
    ...standingPromises(release, cited),
    ...standingTalks(release, cited),
    ...standingStatements(release, cited),
    ...standingUncoded(release),
  }
}

/** A code whose record is gone goes with it. */
function standingUncoded(release: Records): Pick<Release, 'uncoded'> {
  if (release.uncoded === undefined) return {}
  const codes = codesOf(acceptedInto(release))
  return { uncoded: release.uncoded.filter((code) => codes.has(code)) }
}

/** Where an accepted proposal may have become a record, statements apart. */
function acceptedInto(release: Records) {
  return [release.persons, release.organisations, release.incidents, release.signatories, release.dialogues, release.recommendations].flat()
}

function standingCases(release: Records, cited: ReadonlySet<string>): Release['cases'] {
  const persons = codesOf(release.persons)
  return withCitations(release.cases, cited).filter((one) => persons.has(one.person) && cited.has(one.protection.citation))
}

/** People, cases, incidents and what stands around them. */
function standingRegister(release: Records, cited: ReadonlySet<string>, documents: ReadonlySet<string>) {
  const cases = codesOf(release.cases)
  return {
    persons: withCitations(release.persons, cited),
    cases: standingCases(release, cited),
    incidents: withCitations(release.incidents, cited)
      .filter((one) => one.case === null || cases.has(one.case))
      .map((one) => (one.attribution !== null && !cited.has(one.attribution.citation) ? { ...one, attribution: null } : one)),
    events: withCitations(release.events, cited),
    organisations: withCitations(release.organisations, cited),
    signatories: saidBySource(release.signatories, cited).filter((one) => documents.has(one.document)),
    discrepancies: release.discrepancies.filter((one) => cited.has(one.first) && (one.second === null || cited.has(one.second))),
  }
}

/** Paragraphs, commitments, demands, agreements and findings. */
function standingPromises(release: Records, cited: ReadonlySet<string>) {
  const paragraphs = codesOf(release.paragraphs)
  const commitments = codesOf(release.commitments)
  const incidents = codesOf(release.incidents)
  const nodes = new Set(release.recommendations.map((one) => one.id))
  const keys = new Set(release.agreements.map((one) => one.key))
  return {
    paragraphs: withCitations(release.paragraphs, cited).map((one) => ({
      ...one,
      commitments: one.commitments.filter((code) => commitments.has(code)),
    })),
    commitments: saidBySource(release.commitments, cited).filter((one) => paragraphs.has(one.paragraph)),
    recommendations: saidBySource(release.recommendations, cited)
      .filter((one) => one.parent === null || nodes.has(one.parent))
      .map((one) => ({ ...supported(one, cited), sameAs: one.sameAs.filter((id) => nodes.has(id)) })),
    mechanisms: withCitations(release.mechanisms, cited),
    agreements: release.agreements.map((one) => ({
      ...one,
      citations: one.citations.filter((code) => cited.has(code)),
      invocations: saidBySource(one.invocations, cited),
    })),
    findings: saidBySource(release.findings, cited)
      .map((one) => ({
        ...one,
        incidents: one.incidents.filter((code) => incidents.has(code)),
        commitments: one.commitments.filter((code) => commitments.has(code)),
        agreements: one.agreements.filter((key) => keys.has(key)),
      }))
      .filter((one) => one.incidents.length > 0),
  }
}

/** A status whose source is gone is not known any more. */
function supported(one: Release['recommendations'][number], cited: ReadonlySet<string>): Release['recommendations'][number] {
  const { statusCitation, ...rest } = one
  return statusCitation === undefined || cited.has(statusCitation) ? one : { ...rest, status: 'unknown' }
}

function standingTalks(release: Records, cited: ReadonlySet<string>) {
  const persons = codesOf(release.persons)
  const cases = codesOf(standingCases(release, cited))
  return {
    dialogues: withCitations(release.dialogues, cited).map((one) => ({
      ...one,
      heads: one.heads.filter((code) => persons.has(code)),
      preparatory: saidBySource(one.preparatory, cited),
      agenda: saidBySource(one.agenda, cited),
      asks: saidBySource(one.asks, cited),
      offers: saidBySource(one.offers, cited),
      partnerCommitments: saidBySource(one.partnerCommitments, cited),
      ...(one.raised === undefined ? {} : { raised: standingRaised(one.raised, cases, cited) }),
    })),
  }
}

/** Whose case is gone is not named any more; a reply whose source is gone is none. */
function standingRaised(raised: Raised, cases: ReadonlySet<string>, cited: ReadonlySet<string>): Raised {
  return saidBySource(raised, cited)
    .filter((one) => one.case === null || cases.has(one.case))
    .map((one) => (one.reply !== null && !cited.has(one.reply.citation) ? { ...one, reply: null } : one))
}

/** A part whose record is gone keeps its words. */
function standingStatements(release: Records, cited: ReadonlySet<string>): Pick<Release, 'statements'> {
  if (release.statements === undefined) return {}
  const codes = codesOf([...acceptedInto(release), ...release.statements])
  const parts = (one: NonNullable<Release['statements']>[number]) =>
    one.parts.map((part) => (part.record === null || codes.has(part.record) ? part : { ...part, record: null }))
  return { statements: withCitations(release.statements, cited).map((one) => ({ ...one, parts: parts(one) })) }
}

function codesOf(records: readonly { readonly code: string }[]): ReadonlySet<string> {
  return new Set(records.map((one) => one.code))
}

/** A record stands while one of its citations does. */
function withCitations<T extends { citations: string[] }>(records: readonly T[], cited: ReadonlySet<string>): T[] {
  return records
    .map((one) => ({ ...one, citations: one.citations.filter((code) => cited.has(code)) }))
    .filter((one) => one.citations.length > 0)
}

function saidBySource<T extends { citation: string }>(records: readonly T[], cited: ReadonlySet<string>): T[] {
  return records.filter((one) => cited.has(one.citation))
}

/** Every citation code that some record still names. */
function quotationsInUse(release: Records): Set<string> {
  const used = new Set<string>()
  for (const [section] of SECTIONS) {
    if (section === 'citations' || section === 'documents') continue
    collectCodes(release[section], used)
  }
  collectCodes(release.statements, used)
  return used
}

function collectCodes(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') {
    if (value.startsWith('Q-')) into.add(value)
    return
  }
  if (Array.isArray(value)) for (const one of value) collectCodes(one, into)
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) collectCodes(one, into)
}
