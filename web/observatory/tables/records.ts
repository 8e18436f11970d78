import type { Citation, PublicDocument } from '#features/documents/document.contract.ts'
import type {
  Discrepancy,
  PublicCase,
  PublicEvent,
  PublicIncident,
  PublicOrganisation,
  PublicPerson,
  Signatory,
  SourceStatement,
} from '#features/register/register.contract.ts'
import type { Column } from '#formats/csv.ts'
import type { Library } from '../library.ts'
import { citation, citations, code, date, happened, list, place, said, type Table, table, text, whole } from './columns.ts'

/** The hedge, the words that carry it, who is said to have done it and our own assessment: four things, never one. */
const CERTAINTY: readonly Column<PublicIncident>[] = [
  text('hedge', 'The hedge of the source, never raised', (row) => row.hedge.code),
  text('hedge_said', 'The words of the source that carry the hedge', (row) => row.hedge.said),
  text('attribution_said', 'Who is said to have done it, in the words of the source', (row) => row.attribution?.said ?? null),
  text('attribution_level', 'How firmly the act is tied to them', (row) => row.attribution?.level ?? null),
  text('attribution_agency', 'Kind of body', (row) => row.attribution?.agency ?? null),
  text('attribution_state', 'State', (row) => row.attribution?.state ?? null),
  text('attribution_nexus', 'Link to the state', (row) => row.attribution?.nexus ?? null),
  text('verification', 'Our own state of checking', (row) => row.assessment.verification),
  text('standard_of_proof', 'Our own standard of proof', (row) => row.assessment.standard),
]

const INCIDENT: readonly Column<PublicIncident>[] = [
  code(),
  text('case', 'Code of the case; empty for incidents against a community', (row) => row.case),
  text('community', 'Community, for incidents that name nobody', (row) => row.community),
  said('title', 'What it is, in our words', (row) => row.title),
  list('methods', 'Method codes of the taxonomy', (row) => row.methods),
  said('method_note', 'Why a method code goes beyond the words of the source', (row) => row.methodNote),
  text('origin', 'Country of origin', (row) => row.origin),
  text('host', 'Host country', (row) => row.host),
  ...happened<PublicIncident>(),
  ...place<PublicIncident>(),
  ...CERTAINTY,
  whole('sentence_years', 'Years of a sentence', (row) => row.sentenceYears),
  citations(),
]

const CASE: readonly Column<PublicCase>[] = [
  code(),
  text('person', 'Code of the person', (row) => row.person),
  said('title', 'Title', (row) => row.title),
  said('summary', 'Summary in our words', (row) => row.summary),
  text('origin', 'Country of origin', (row) => row.origin),
  text('host', 'Host country', (row) => row.host),
  said('protection', 'Protection status as the source gives it', (row) => row.protection.summary),
  list('not_in_sources', 'Facts that the sources do not give', (row) => row.notInSources.map((one) => one.en)),
  citations(),
]

const PERSON: readonly Column<PublicPerson>[] = [
  code(),
  text('name', 'Name as the document writes it', (row) => row.name),
  text('kind', 'targeted_person, official, press_contact', (row) => row.kind),
  list('descriptors', 'The words of the document for the person', (row) => row.descriptors),
  text('community', 'Community', (row) => row.community),
  list('occupations', 'Occupations', (row) => row.occupations),
  citations(),
]

const EVENT: readonly Column<PublicEvent>[] = [
  code(),
  text('kind', 'Kind', (row) => row.kind),
  said('title', 'Title', (row) => row.title),
  said('status', 'Status', (row) => row.status),
  ...happened<PublicEvent>(),
  ...place<PublicEvent>(),
  whole('votes_for', 'Votes for', (row) => row.votes?.for ?? null),
  whole('votes_against', 'Votes against', (row) => row.votes?.against ?? null),
  whole('votes_abstain', 'Abstentions', (row) => row.votes?.abstain ?? null),
  citations(),
]

const ORGANISATION: readonly Column<PublicOrganisation>[] = [
  code(),
  text('name', 'Name', (row) => row.name),
  text('kind', 'Kind', (row) => row.kind),
  text('country', 'Country', (row) => row.country),
  citations(),
]

const SIGNATORY: readonly Column<Signatory>[] = [
  code(),
  whole('number', 'Place in the list as printed', (row) => row.number),
  text('name', 'Name', (row) => row.name),
  text('document', 'SHA-256 of the document', (row) => row.document),
  citation(),
]

const DISCREPANCY: readonly Column<Discrepancy>[] = [
  code(),
  said('issue', 'What does not agree', (row) => row.issue),
  said('effect', 'What follows for a reader', (row) => row.effect),
  text('first', 'Code of one quotation', (row) => row.first),
  text('second', 'Code of the other quotation', (row) => row.second),
]

const STATEMENT: readonly Column<SourceStatement>[] = [
  code(),
  text('kind', 'commitment, relation, place, date, legal_reference, instrument', (row) => row.kind),
  text('document', 'SHA-256 of the document', (row) => row.document),
  text('value', 'Normal form', (row) => row.value),
  text('said', 'The words of the source', (row) => row.said),
  text('precision', 'Precision of a day or a place', (row) => row.precision),
  date('valid_from', 'First day on which the place was what its name says; empty where open', (row) => row.valid?.from ?? null),
  date('valid_until', 'Last such day; empty where open', (row) => row.valid?.until ?? null),
  text('strength', 'Strength of a promise', (row) => row.strength),
  text('promiser', 'Who promises, in the words of the document; empty where it names nobody', (row) => row.promiser ?? null),
  text('role', 'What a relation joins', (row) => row.role),
  list('parts', 'Words that it joins', (row) => row.parts.map((part) => part.said)),
  list('part_records', 'Records of these words, empty where there is none', (row) => row.parts.map((part) => part.record ?? '')),
  text('hedge', 'The hedge of the source, never raised', (row) => row.hedge.code),
  text('hedge_said', 'The words of the source that carry the hedge', (row) => row.hedge.said),
  text('negated', 'true where the source denies it', (row) => String(row.negated)),
  citations(),
]

const DOCUMENT: readonly Column<PublicDocument>[] = [
  code(),
  text('sha256', 'SHA-256 of the file', (row) => row.sha256),
  text('title', 'Title in the language of the document', (row) => row.title),
  text('publisher', 'Publisher', (row) => row.publisher),
  text('kind', 'Kind', (row) => row.kind),
  text('language', 'Language', (row) => row.language),
  date('issued_from', 'Issued, first possible day', (row) => row.issued.from),
  date('issued_until', 'Issued, last possible day', (row) => row.issued.until),
  text('issued_precision', 'Precision of the date', (row) => row.issued.precision),
  text('address', 'Address outside, as text; empty where unknown', (row) => row.address),
  text('reference', 'Reference', (row) => row.reference),
  text('licence', 'Licence of the document', (row) => row.licence.name),
]

const CITATION: readonly Column<Citation>[] = [
  code(),
  text('document', 'SHA-256 of the document', (row) => row.document),
  whole('paragraph', 'Paragraph of the file', (row) => row.paragraph),
  whole('start', 'First character of the span in the normalised text', (row) => row.start),
  whole('end', 'End of the span', (row) => row.end),
  text('text_hash', 'SHA-256 of the normalised paragraph', (row) => row.textHash),
  text('quote', 'The words', (row) => row.quote),
]

/** What public documents tell, line by line, and the documents themselves. */
export function recordTables(library: Library): Table[] {
  const { release } = library
  const quotation: Column<PublicIncident> = text(
    'quotation',
    'The first quotation it stands on',
    (row) => library.citation(row.citations[0] ?? '').quote,
  )
  const state: Column<PublicDocument> = text('state', 'held: the text is here; referenced: quoted, text not held here', (row) =>
    library.isHeld(row.sha256) ? 'held' : 'referenced',
  )
  return [
    table('table.name.incidents', { rows: library.incidents, columns: [...INCIDENT, quotation] }),
    table('table.name.cases', { rows: release.cases, columns: CASE }),
    table('table.name.persons', { rows: release.persons, columns: PERSON }),
    table('table.name.events', { rows: release.events, columns: EVENT }),
    table('table.name.organisations', { rows: release.organisations, columns: ORGANISATION }),
    table('table.name.signatories', { rows: release.signatories, columns: SIGNATORY }),
    table('table.name.discrepancies', { rows: release.discrepancies, columns: DISCREPANCY }),
    table('table.name.statements', { rows: release.statements ?? [], columns: STATEMENT }),
    table('table.name.documents', { rows: release.documents.map(withoutText), columns: [...DOCUMENT, state] }),
    table('table.name.citations', { rows: release.citations, columns: CITATION }),
  ]
}

/** A document as it may be given away: its words only where its licence allows. */
export function withoutText(document: PublicDocument): PublicDocument {
  if (document.licence.allowsFullText) return document
  return { ...document, paragraphs: document.paragraphs.map(({ text: _, ...paragraph }) => paragraph) }
}
