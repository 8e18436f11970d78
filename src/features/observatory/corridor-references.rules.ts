import type { RefusalCode } from '#kernel/refusal.ts'
import type { VocabularyList } from '#kernel/vocabulary.ts'
import type { CorridorFile } from './release.contract.ts'
import { keyOfRecord, SECTIONS, type Section } from './sections.ts'

/** A refusal code and the path of what it is about. */
export type Finding = readonly [code: RefusalCode, path: string]

/** The lists that codes must be in. Given, not imported, so that a file can be checked against the lists of its time. */
export type CorridorVocabulary = {
  readonly isMethod: (code: string) => boolean
  readonly isTerm: (list: VocabularyList, code: string) => boolean
}

/** A string somewhere in the file: its path, and the same path without the places in lists. */
type Leaf = { readonly path: string; readonly shape: string; readonly field: string; readonly value: string }

/** Fields that name another record, by the kind of record that they name. */
const REFERENCES: Readonly<Record<string, keyof Names>> = {
  citation: 'citations',
  citations: 'citations',
  statusCitation: 'citations',
  first: 'citations',
  second: 'citations',
  person: 'persons',
  heads: 'persons',
  case: 'cases',
  incidents: 'incidents',
  commitments: 'commitments',
  paragraph: 'paragraphs',
  document: 'documents',
  parent: 'recommendations',
  sameAs: 'recommendations',
  under: 'mechanisms',
  agreements: 'agreements',
}

/** Fields that hold a code of a list, by shape. */
const TERMS: Readonly<Record<string, VocabularyList>> = {
  'persons.community': 'communities',
  'persons.occupations': 'occupations',
  'incidents.community': 'communities',
  'incidents.hedge.code': 'certainty_hedge',
  'incidents.attribution.level': 'attribution_level',
  'incidents.attribution.agency': 'perpetrator_agency_types',
  'incidents.attribution.nexus': 'state_nexus',
  'incidents.assessment.verification': 'verification_status',
  'incidents.assessment.standard': 'standard_of_proof',
  'commitments.status': 'followup_status',
  'recommendations.status': 'followup_status',
  'findings.verdict': 'followup_status',
  'findings.hedge': 'certainty_hedge',
  'findings.standard': 'standard_of_proof',
  'dialogues.track': 'dialogue_tracks',
  'dialogueGaps.track': 'dialogue_tracks',
}

type Names = ReturnType<typeof namesOf>

function namesOf(corridor: CorridorFile) {
  const codes = (records: readonly { readonly code: string }[]): ReadonlySet<string> => new Set(records.map(({ code }) => code))
  return {
    documents: new Set(corridor.documents.map(({ sha256 }) => sha256)) as ReadonlySet<string>,
    citations: codes(corridor.citations),
    persons: codes(corridor.persons),
    cases: codes(corridor.cases),
    incidents: codes(corridor.incidents),
    paragraphs: codes(corridor.paragraphs),
    commitments: codes(corridor.commitments),
    recommendations: new Set(corridor.recommendations.map(({ id }) => id)) as ReadonlySet<string>,
    mechanisms: new Set(corridor.mechanisms.map(({ key }) => key)) as ReadonlySet<string>,
    agreements: new Set(corridor.agreements.map(({ key }) => key)) as ReadonlySet<string>,
  }
}

/** What a file of the right form still gets wrong about its own records and about the vocabularies. */
export function* findReferenceProblems(corridor: CorridorFile, vocabulary: CorridorVocabulary): Generator<Finding> {
  const names = namesOf(corridor)
  for (const leaf of leavesOf(corridor, '', '', '')) {
    const target = REFERENCES[leaf.field]
    if (target !== undefined && !names[target].has(leaf.value)) yield ['corridor.broken_reference', leaf.path]
    const list = TERMS[leaf.shape]
    if (list !== undefined && !vocabulary.isTerm(list, leaf.value)) yield ['corridor.malformed', leaf.path]
    if (leaf.shape === 'incidents.methods' && !vocabulary.isMethod(leaf.value)) yield ['corridor.malformed', leaf.path]
  }
  yield* findRepeated(corridor)
  yield* findMisplacedCitations(corridor)
  yield* findContradictions(corridor)
  yield* findUnsupported(corridor)
}

function* leavesOf(value: unknown, path: string, shape: string, field: string): Generator<Leaf> {
  if (typeof value === 'string') yield { path, shape, field, value }
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (Array.isArray(value)) yield* leavesOf(inner, `${path}/${key}`, shape, field)
    else yield* leavesOf(inner, `${path}/${key}`, shape === '' ? key : `${shape}.${key}`, key)
  }
}

function* findRepeated(corridor: CorridorFile): Generator<Finding> {
  const seen = new Set<string>()
  for (const [section] of SECTIONS) {
    for (const [i, record] of corridor[section].entries()) {
      const names = namesIn(section, record)
      if (names.some((name) => seen.has(name))) yield ['corridor.malformed', `/${section}/${i}`]
      for (const name of names) seen.add(name)
    }
  }
}

/** The names under which a record must be the only one. A code is unique through the whole file. */
function namesIn(section: Section, record: Readonly<Record<string, unknown>>): string[] {
  const fields = ['sha256', 'id', 'key'].filter((field) => record[field] !== undefined)
  const names = [`${section} ${keyOfRecord(section, record)}`, ...fields.map((field) => `${section} ${field} ${String(record[field])}`)]
  const { code } = record
  return typeof code === 'string' ? [...names, code] : names
}

function* findMisplacedCitations(corridor: CorridorFile): Generator<Finding> {
  const documents = new Map(corridor.documents.map((document) => [document.sha256, document]))
  for (const [i, document] of corridor.documents.entries()) {
    const counted = document.paragraphs.every(({ number }, index) => number === index + 1)
    if (!counted) yield ['corridor.malformed', `/documents/${i}/paragraphs`]
  }
  for (const [i, { document, paragraph, textHash, start, end, quote }] of corridor.citations.entries()) {
    const recorded = documents.get(document)?.paragraphs[paragraph - 1]
    if (recorded?.textHash !== textHash) yield ['corridor.broken_reference', `/citations/${i}/paragraph`]
    if (start >= end || end - start !== quote.length) yield ['citation.mismatch', `/citations/${i}`]
  }
}

function* findContradictions(corridor: CorridorFile): Generator<Finding> {
  for (const [i, { place, assessment }] of corridor.incidents.entries()) {
    if (place.precision === 'hidden' && place.name !== null) yield ['corridor.malformed', `/incidents/${i}/place`]
    // Without an assessment by a named person there is no standard of proof that could have been met.
    if (assessment.verification === 'unverified' && assessment.standard !== 'none')
      yield ['corridor.malformed', `/incidents/${i}/assessment`]
  }
  const owner = new Map(corridor.commitments.map(({ code, paragraph }) => [code, paragraph]))
  for (const [i, { code, commitments }] of corridor.paragraphs.entries()) {
    if (commitments.some((commitment) => owner.get(commitment) !== code))
      yield ['corridor.broken_reference', `/paragraphs/${i}/commitments`]
  }
}

/** That something was asked is said where it is asked; whatever became of it needs a source of its own. (R-EP-16) */
function* findUnsupported(corridor: CorridorFile): Generator<Finding> {
  for (const [i, { status, statusCitation }] of corridor.recommendations.entries()) {
    const needsSource = status !== 'open' && status !== 'unknown'
    if (needsSource && statusCitation === undefined) yield ['corridor.malformed', `/recommendations/${i}/status`]
  }
}
