import type { Release } from './release.contract.ts'
import { SECTIONS } from './sections.ts'

type Records = { -readonly [K in (typeof SECTIONS)[number][0]]: Release[K] }

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
  const documents = new Set(release.documents.map((one) => one.sha256))
  const used = quotationsInUse(release)
  const citations = release.citations.filter((one) => documents.has(one.document) && used.has(one.code))
  const cited = new Set(citations.map((one) => one.code))
  const codes = {
    persons: new Set(release.persons.map((one) => one.code)),
    cases: new Set(release.cases.map((one) => one.code)),
    incidents: new Set(release.incidents.map((one) => one.code)),
    commitments: new Set(release.commitments.map((one) => one.code)),
    paragraphs: new Set(release.paragraphs.map((one) => one.code)),
    nodes: new Set(release.recommendations.map((one) => one.id)),
    agreements: new Set(release.agreements.map((one) => one.key)),
  }
  const keep = (citation: string) => cited.has(citation)
  const withCitations = <T extends { citations: string[] }>(records: T[]): T[] =>
    records.map((one) => ({ ...one, citations: one.citations.filter(keep) })).filter((one) => one.citations.length > 0)
  const saidBySource = <T extends { citation: string }>(list: T[]): T[] => list.filter((one) => keep(one.citation))

  return {
    ...release,
    citations,
    persons: withCitations(release.persons),
    cases: withCitations(release.cases).filter((one) => codes.persons.has(one.person) && keep(one.protection.citation)),
    incidents: withCitations(release.incidents)
      .filter((one) => one.case === null || codes.cases.has(one.case))
      .map((one) => (one.attribution !== null && !keep(one.attribution.citation) ? { ...one, attribution: null } : one)),
    events: withCitations(release.events),
    organisations: withCitations(release.organisations),
    signatories: saidBySource(release.signatories).filter((one) => documents.has(one.document)),
    discrepancies: release.discrepancies.filter((one) => keep(one.first) && (one.second === null || keep(one.second))),
    paragraphs: withCitations(release.paragraphs).map((one) => ({ ...one, commitments: one.commitments.filter((code) => codes.commitments.has(code)) })),
    commitments: saidBySource(release.commitments).filter((one) => codes.paragraphs.has(one.paragraph)),
    recommendations: saidBySource(release.recommendations)
      .filter((one) => one.parent === null || codes.nodes.has(one.parent))
      .map((one) => ({ ...one, sameAs: one.sameAs.filter((id) => codes.nodes.has(id)) })),
    mechanisms: withCitations(release.mechanisms),
    agreements: release.agreements.map((one) => ({
      ...one,
      citations: one.citations.filter(keep),
      invocations: saidBySource(one.invocations),
    })),
    findings: saidBySource(release.findings)
      .map((one) => ({
        ...one,
        incidents: one.incidents.filter((code) => codes.incidents.has(code)),
        commitments: one.commitments.filter((code) => codes.commitments.has(code)),
        agreements: one.agreements.filter((key) => codes.agreements.has(key)),
      }))
      .filter((one) => one.incidents.length > 0),
    dialogues: withCitations(release.dialogues).map((one) => ({
      ...one,
      heads: one.heads.filter((code) => codes.persons.has(code)),
      preparatory: saidBySource(one.preparatory),
      agenda: saidBySource(one.agenda),
      asks: saidBySource(one.asks),
      offers: saidBySource(one.offers),
      partnerCommitments: saidBySource(one.partnerCommitments),
    })),
  }
}

/** Every citation code that some record still names. */
function quotationsInUse(release: Records): Set<string> {
  const used = new Set<string>()
  for (const [section] of SECTIONS) {
    if (section === 'citations' || section === 'documents') continue
    collectCodes(release[section], used)
  }
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
