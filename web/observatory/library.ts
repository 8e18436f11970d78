import { createHash } from 'node:crypto'
import type { Commitment, Finding, Recommendation } from '#features/commitments/commitment.contract.ts'
import type { Citation, PublicDocument } from '#features/documents/document.contract.ts'
import type { Release } from '#features/observatory/release.contract.ts'
import type { PublicCase, PublicIncident, PublicPerson } from '#features/register/register.contract.ts'
import type { Place } from '#formats/public-record.ts'
import { Refusal } from '#kernel/refusal.ts'
import { chronological } from './chronology.ts'
import { listsOf } from './incident-lists.ts'
import { readingsOf } from './readings.ts'
import { compareWhen } from './when.ts'
import { withoutNumbers } from './without-numbers.ts'

/** What a quotation stands behind: enough to link back to it. */
export type Use = { readonly kind: UseKind; readonly code: string }
export type UseKind =
  | 'person'
  | 'case'
  | 'incident'
  | 'event'
  | 'organisation'
  | 'discrepancy'
  | 'paragraph'
  | 'commitment'
  | 'recommendation'
  | 'mechanism'
  | 'agreement'
  | 'finding'
  | 'dialogue'
  | 'statement'

/** A release with its references resolved once; every page reads from here. */
export type Library = ReturnType<typeof openLibrary>

const byCode = <T extends { code: string }>(list: readonly T[]): ReadonlyMap<string, T> => new Map(list.map((one) => [one.code, one]))

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string | null): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of list) {
    const key = keyOf(one)
    if (key === null) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return groups
}

/** Throws `release.malformed` with the code that is missing: a release refers to nothing that it does not hold. */
function demandOf<T>(map: ReadonlyMap<string, T>): (code: string) => T {
  return (code) => {
    const found = map.get(code)
    if (found === undefined) throw new Refusal('release.malformed', code)
    return found
  }
}

export function openLibrary(exact: Release) {
  const release = withoutNumbers(exact)
  const incidents = release.incidents.map(coarse).sort((a, b) => compareWhen(a.happened, b.happened) || (a.code < b.code ? -1 : 1))
  const documents = new Map(release.documents.map((one) => [one.sha256, one]))
  const paragraphs = [...release.paragraphs].sort((a, b) => a.number - b.number)
  const none: readonly never[] = []
  const byCase = groupBy(incidents, (one) => one.case)
  const findingsByIncident = manyBy(release.findings, (one) => one.incidents)
  const findingsByCommitment = manyBy(release.findings, (one) => one.commitments)
  const commitmentsByParagraph = groupBy(release.commitments, (one) => one.paragraph)
  const uncoded = new Set(release.uncoded)
  const citation = demandOf<Citation>(byCode(release.citations))
  const document = demandOf<PublicDocument>(documents)
  const lists = listsOf(incidents)
  const statements = new Map((release.statements ?? []).map((one) => [one.code, one.document]))
  const places = new Map(
    lists.flatMap((list) => list.parts.flatMap((part) => part.incidents.map((one) => [one.code, part.address] as const))),
  )
  return {
    /** As it was released, for the one file that holds it whole; all else reads `release`. */
    exact,
    release,
    incidents,
    paragraphs,
    document,
    citation,
    person: demandOf<PublicPerson>(byCode(release.persons)),
    case: demandOf<PublicCase>(byCode(release.cases)),
    incident: demandOf<PublicIncident>(byCode(incidents)),
    commitment: demandOf<Commitment>(byCode(release.commitments)),
    paragraph: demandOf(byCode(release.paragraphs)),
    recommendation: demandOf<Recommendation>(new Map(release.recommendations.map((one) => [one.id, one]))),
    /** Changes whenever anything of the document does. */
    documentKey: keyOf(documents),
    event: demandOf(byCode(release.events)),
    dialogue: demandOf(byCode(release.dialogues)),
    /** The language of the document behind the first of some quotations: the language of the source's own words. */
    tongueOf: (citations: readonly string[]) => document(citation(citations[0] ?? '').document).language,
    ...readingsOf(release, incidents),
    /** Accepted out of a document, and coded by nobody. */
    isUncoded: (code: string) => uncoded.has(code),
    incidentsOf: (caseCode: string): readonly PublicIncident[] => chronological(byCase.get(caseCode) ?? none, citation),
    lists,
    /** Where the one full telling of an incident is, below a language. */
    addressOf: (incident: PublicIncident) =>
      `${incident.case === null ? (places.get(incident.code) ?? 'incidents/') : `cases/${incident.case}/`}#${incident.code}`,
    statementAddress: (code: string) => `statements/${document(statements.get(code) ?? '').code}/#${code}`,
    findingsOfIncident: (code: string): readonly Finding[] => findingsByIncident.get(code) ?? none,
    findingsOfCommitment: (code: string): readonly Finding[] => findingsByCommitment.get(code) ?? none,
    commitmentsOf: (paragraph: string): readonly Commitment[] => commitmentsByParagraph.get(paragraph) ?? none,
    uses: usesOf(release),
  }
}

function keyOf(documents: ReadonlyMap<string, PublicDocument>): (sha256: string) => string {
  const keys = new Map<string, string>()
  return (sha256) => {
    const known =
      keys.get(sha256) ??
      createHash('sha256')
        .update(JSON.stringify(documents.get(sha256)))
        .digest('base64url')
    keys.set(sha256, known)
    return known
  }
}

/** An incident without a case is one against a community: it never has a place finer than the country. (R-NGO-03) */
function coarse(incident: PublicIncident): PublicIncident {
  return incident.case === null || incident.place.precision === 'hidden' ? { ...incident, place: countryOnly(incident.place) } : incident
}

export function countryOnly(place: Place): Place {
  return { country: place.country, name: null, precision: place.precision === 'hidden' ? 'hidden' : 'country' }
}

function manyBy<T>(list: readonly T[], keysOf: (one: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of list) for (const key of keysOf(one)) groups.set(key, [...(groups.get(key) ?? []), one])
  return groups
}

type Standing = readonly [use: Use, citations: readonly (string | null)[]]

/** Every record with the quotations it stands on, in the order that a reader is shown them. */
function standings(release: Release): Standing[] {
  return [
    ...release.cases.map((one): Standing => [{ kind: 'case', code: one.code }, [...one.citations, one.protection.citation]]),
    ...release.incidents.map(
      (one): Standing => [{ kind: 'incident', code: one.code }, [...one.citations, one.attribution?.citation ?? null]],
    ),
    ...release.findings.map((one): Standing => [{ kind: 'finding', code: one.code }, [one.citation]]),
    ...release.paragraphs.map((one): Standing => [{ kind: 'paragraph', code: one.code }, one.citations]),
    ...release.commitments.map((one): Standing => [{ kind: 'commitment', code: one.code }, [one.citation]]),
    ...release.recommendations.map(
      (one): Standing => [{ kind: 'recommendation', code: one.id }, [one.citation, one.statusCitation ?? null]],
    ),
    ...release.dialogues.map((one): Standing => [{ kind: 'dialogue', code: one.code }, dialogueCitations(one)]),
    ...release.events.map((one): Standing => [{ kind: 'event', code: one.code }, one.citations]),
    ...release.mechanisms.map((one): Standing => [{ kind: 'mechanism', code: one.code }, one.citations]),
    ...release.agreements.map(
      (one): Standing => [{ kind: 'agreement', code: one.code }, [...one.citations, ...one.invocations.map((each) => each.citation)]],
    ),
    ...release.discrepancies.map((one): Standing => [{ kind: 'discrepancy', code: one.code }, [one.first, one.second]]),
    ...release.persons.map((one): Standing => [{ kind: 'person', code: one.code }, one.citations]),
    ...release.organisations.map((one): Standing => [{ kind: 'organisation', code: one.code }, one.citations]),
    ...(release.statements ?? []).map((one): Standing => [{ kind: 'statement', code: one.code }, one.citations]),
  ]
}

function usesOf(release: Release): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>()
  for (const [use, citations] of standings(release)) {
    for (const code of new Set(citations)) {
      if (code === null) continue
      const list = uses.get(code)
      if (list === undefined) uses.set(code, [use])
      else list.push(use)
    }
  }
  return uses
}

function dialogueCitations(round: Release['dialogues'][number]): string[] {
  const said = [round.preparatory, round.agenda, round.asks, round.offers, round.partnerCommitments].flat()
  const raised = (round.raised ?? []).flatMap((one) => [one.citation, ...(one.reply === null ? [] : [one.reply.citation])])
  return [...round.citations, ...said.map((one) => one.citation), ...raised]
}
