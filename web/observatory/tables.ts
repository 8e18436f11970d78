import type { Column } from '#formats/csv.ts'
import type { Happened, Place } from '#formats/public-record.ts'
import type { Said } from '#kernel/languages.ts'
import { countByGroup } from './parts/bars.ts'
import { flowsOf } from './parts/map.ts'
import { recount } from './recount.ts'
import type { Site } from './site.ts'
import { timelineOf } from './timeline-entries.ts'
import type { Key } from './words.ts'

/** A table for download: rows as records (JSON) and as columns (CSV). */
export type Table<Row = unknown> = {
  readonly name: string
  readonly title: Key
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly primaryKey: string | null
}

const text = <Row>(name: string, description: string, value: (row: Row) => string | null): Column<Row> => ({ name, type: 'string', description, value })
const whole = <Row>(name: string, description: string, value: (row: Row) => number | null): Column<Row> => ({ name, type: 'integer', description, value })
const date = <Row>(name: string, description: string, value: (row: Row) => string | null): Column<Row> => ({ name, type: 'date', description, value })
const list = <Row>(name: string, description: string, value: (row: Row) => readonly string[]): Column<Row> => text(name, `${description}; several are joined by |`, (row) => value(row).join('|'))
const said = <Row>(name: string, description: string, value: (row: Row) => Said | null): Column<Row> => text(`${name}_en`, description, (row) => value(row)?.en ?? null)
const code = <Row extends { code: string }>(): Column<Row> => text('code', 'Public code of the record', (row) => row.code)
const citations = <Row extends { citations: readonly string[] }>(): Column<Row> => list('citations', 'Codes of the quotations it stands on', (row) => row.citations)
const happened = <Row extends { happened: Happened }>(): Column<Row>[] => [
  date('from', 'First possible day, UTC; empty where open', (row) => row.happened.from),
  date('until', 'Last possible day, UTC; empty where open', (row) => row.happened.until),
  text('date_precision', 'exact, month, year, range, before, since, unknown', (row) => row.happened.precision),
  text('date_said', 'The words of the source for the date', (row) => row.happened.said),
]
const place = <Row extends { place: Place | null }>(): Column<Row>[] => [
  text('place_country', 'Country of the place', (row) => row.place?.country ?? null),
  text('place', 'Name of the place; empty where only the country may be told', (row) => row.place?.name?.en ?? null),
  text('place_precision', 'point, locality, admin1, country, hidden', (row) => row.place?.precision ?? null),
]

type Records = Site['library']['release']
const table = <Row>(name: string, title: Key, rows: readonly Row[], columns: readonly Column<Row>[], primaryKey: string | null = 'code'): Table => ({ name, title, rows, columns, primaryKey }) as Table

/** Every table of the release, in the order the download page lists them. Hedge and source travel with every line. (R-NGO-09) */
export function tablesOf(site: Site): Table[] {
  return [...recordTables(site), ...promiseTables(site.library.release), ...lawTables(site.library.release), ...countTables(site)]
}

function recordTables({ library }: Site): Table[] {
  const { release } = library
  return [
    table('incidents', 'table.name.incidents', library.incidents, [
      code(),
      text('case', 'Code of the case; empty for incidents against a community', (row) => row.case),
      text('community', 'Community, for incidents that name nobody', (row) => row.community),
      said('title', 'What it is, in our words', (row) => row.title),
      list('methods', 'Method codes of the taxonomy', (row) => row.methods),
      said('method_note', 'Why a method code goes beyond the words of the source', (row) => row.methodNote),
      text('origin', 'Country of origin', (row) => row.origin),
      text('host', 'Host country', (row) => row.host),
      ...happened<(typeof library.incidents)[number]>(),
      ...place<(typeof library.incidents)[number]>(),
      text('hedge', 'The hedge of the source, never raised', (row) => row.hedge.code),
      text('hedge_said', 'The words of the source that carry the hedge', (row) => row.hedge.said),
      text('attribution_said', 'Who is said to have done it, in the words of the source', (row) => row.attribution?.said ?? null),
      text('attribution_level', 'How firmly the act is tied to them', (row) => row.attribution?.level ?? null),
      text('attribution_agency', 'Kind of body', (row) => row.attribution?.agency ?? null),
      text('attribution_state', 'State', (row) => row.attribution?.state ?? null),
      text('attribution_nexus', 'Link to the state', (row) => row.attribution?.nexus ?? null),
      text('verification', 'Our own state of checking', (row) => row.assessment.verification),
      text('standard_of_proof', 'Our own standard of proof', (row) => row.assessment.standard),
      whole('sentence_years', 'Years of a sentence', (row) => row.sentenceYears),
      citations(),
      text('quotation', 'The first quotation it stands on', (row) => library.citation(row.citations[0] ?? '').quote),
    ]),
    table('cases', 'table.name.cases', release.cases, [code(), text('person', 'Code of the person', (row) => row.person), said('title', 'Title', (row) => row.title), said('summary', 'Summary in our words', (row) => row.summary), text('origin', 'Country of origin', (row) => row.origin), text('host', 'Host country', (row) => row.host), said('protection', 'Protection status as the source gives it', (row) => row.protection.summary), list('not_in_sources', 'Facts that the sources do not give', (row) => row.notInSources.map((one) => one.en)), citations()]),
    table('persons', 'table.name.persons', release.persons, [code(), text('name', 'Name as the document writes it', (row) => row.name), text('kind', 'targeted_person, official, press_contact', (row) => row.kind), list('descriptors', 'The words of the document for the person', (row) => row.descriptors), text('community', 'Community', (row) => row.community), list('occupations', 'Occupations', (row) => row.occupations), citations()]),
    table('events', 'table.name.events', release.events, [code(), text('kind', 'Kind', (row) => row.kind), said('title', 'Title', (row) => row.title), said('status', 'Status', (row) => row.status), ...happened<Records['events'][number]>(), ...place<Records['events'][number]>(), whole('votes_for', 'Votes for', (row) => row.votes?.for ?? null), whole('votes_against', 'Votes against', (row) => row.votes?.against ?? null), whole('votes_abstain', 'Abstentions', (row) => row.votes?.abstain ?? null), citations()]),
    table('organisations', 'table.name.organisations', release.organisations, [code(), text('name', 'Name', (row) => row.name), text('kind', 'Kind', (row) => row.kind), text('country', 'Country', (row) => row.country), citations()]),
    table('signatories', 'table.name.signatories', release.signatories, [code(), whole('number', 'Place in the list as printed', (row) => row.number), text('name', 'Name', (row) => row.name), text('document', 'SHA-256 of the document', (row) => row.document), text('citation', 'Code of the quotation', (row) => row.citation)]),
    table('discrepancies', 'table.name.discrepancies', release.discrepancies, [code(), said('issue', 'What does not agree', (row) => row.issue), said('effect', 'What follows for a reader', (row) => row.effect), text('first', 'Code of one quotation', (row) => row.first), text('second', 'Code of the other quotation', (row) => row.second)]),
    table('documents', 'table.name.documents', release.documents.map(withoutText), [code(), text('sha256', 'SHA-256 of the file', (row) => row.sha256), text('title', 'Title in the language of the document', (row) => row.title), text('publisher', 'Publisher', (row) => row.publisher), text('kind', 'Kind', (row) => row.kind), text('language', 'Language', (row) => row.language), date('issued_from', 'Issued, first possible day', (row) => row.issued.from), date('issued_until', 'Issued, last possible day', (row) => row.issued.until), text('issued_precision', 'Precision of the date', (row) => row.issued.precision), text('address', 'Address outside, as text; empty where unknown', (row) => row.address), text('reference', 'Reference', (row) => row.reference), text('licence', 'Licence of the document', (row) => row.licence.name), text('state', 'held: the text is here; referenced: quoted, text not held here', (row) => (library.isHeld(row.sha256) ? 'held' : 'referenced'))]),
    table('citations', 'table.name.citations', release.citations, [code(), text('document', 'SHA-256 of the document', (row) => row.document), whole('paragraph', 'Paragraph of the file', (row) => row.paragraph), whole('start', 'First character of the span in the normalised text', (row) => row.start), whole('end', 'End of the span', (row) => row.end), text('text_hash', 'SHA-256 of the normalised paragraph', (row) => row.textHash), text('quote', 'The words', (row) => row.quote)]),
  ]
}

function promiseTables(release: Records): Table[] {
  return [
    table('paragraphs', 'table.name.paragraphs', release.paragraphs, [code(), whole('number', 'Number in the document', (row) => row.number), said('heading', 'Heading', (row) => row.heading), said('summary', 'Summary in our words', (row) => row.summary), list('areas', 'Areas', (row) => row.areas), text('relevance', 'Relevance to repression across borders', (row) => row.relevance), said('relevance_note', 'Why', (row) => row.relevanceNote), list('commitments', 'Codes of its commitments; empty where it holds none', (row) => row.commitments), citations()]),
    table('commitments', 'table.name.commitments', release.commitments, [code(), text('paragraph', 'Code of the paragraph', (row) => row.paragraph), text('instrument', 'Instrument', (row) => row.instrument), text('legal_force', 'Legal force: a political commitment is no treaty', (row) => row.legalForce), said('action', 'What is promised, in our words', (row) => row.action), text('verb', 'The deciding words of the document', (row) => row.verb), text('strength', 'Strength of the words', (row) => row.strength), text('promiser', 'Who promises', (row) => row.promiser), text('status', 'Follow-up', (row) => row.status), text('citation', 'Code of the quotation', (row) => row.citation)]),
    table('recommendations', 'table.name.recommendations', release.recommendations, [code(), text('id', 'Number in the tree', (row) => row.id), text('parent', 'Number of the parent', (row) => row.parent), whole('level', 'Level in the tree', (row) => row.level), text('addressee', 'Made to', (row) => row.addressee), list('addressee_codes', 'Codes of the addressees', (row) => row.addresseeCodes), text('kind', 'Kind', (row) => row.kind), said('action', 'What is asked, in our words', (row) => row.action), text('status', 'Status', (row) => row.status), list('same_as', 'Numbers of the same demand elsewhere', (row) => row.sameAs), text('citation', 'Code of the quotation', (row) => row.citation)]),
    table('findings', 'table.name.findings', release.findings, [code(), text('asserted_by', 'Whose finding it is', (row) => row.assertedBy), list('commitments', 'Codes of the commitments', (row) => row.commitments), list('agreements', 'Keys of the agreements', (row) => row.agreements), list('incidents', 'Codes of the incidents', (row) => row.incidents), said('note', 'In our words', (row) => row.note), text('verdict', 'Verdict of the source', (row) => row.verdict), text('hedge', 'The hedge of the source, never raised', (row) => row.hedge), text('standard_of_proof', 'Our own standard of proof', (row) => row.standard), text('citation', 'Code of the quotation', (row) => row.citation)]),
    table('dialogues', 'table.name.dialogues', release.dialogues, [code(), text('track', 'Track', (row) => row.track), whole('round', 'Number that the source gives', (row) => row.round), said('title', 'Title', (row) => row.title), text('status', 'Status', (row) => row.status), ...happened<Records['dialogues'][number]>(), ...place<Records['dialogues'][number]>(), list('agenda', 'Raised', (row) => row.agenda.map((one) => one.summary.en)), list('asks', 'Asked', (row) => row.asks.map((one) => one.summary.en)), list('offers', 'Offered', (row) => row.offers.map((one) => one.summary.en)), text('repression_raised', 'Whether repression across borders was raised', (row) => row.repressionRaised), citations()]),
    table('dialogue-gaps', 'table.name.dialogue-gaps', release.dialogueGaps, [code(), text('track', 'Track', (row) => row.track), said('summary', 'What the sources do not tell', (row) => row.summary)]),
  ]
}

function lawTables(release: Records): Table[] {
  const provisions = release.instruments.flatMap((instrument) => instrument.provisions.map((one) => ({ ...one, instrument: instrument.id, title: instrument.title, legalForce: instrument.legalForce })))
  return [
    table('provisions', 'table.name.provisions', provisions, [text('id', 'Id', (row) => row.id), text('instrument', 'Instrument', (row) => row.instrument), text('instrument_title', 'Title of the instrument', (row) => row.title), text('legal_force', 'Legal force', (row) => row.legalForce), text('ref', 'Article', (row) => row.ref), text('summary', 'Summary in our words, never the official text', (row) => row.summary), list('questions', 'Questions to ask', (row) => row.safeguardTests), text('basis', 'Basis; every one but seed and own is unverified', (row) => row.basis)], 'id'),
    table('ratifications', 'table.name.ratifications', release.ratifications, [text('state', 'State', (row) => row.state), text('treaty', 'Treaty', (row) => row.treaty), text('status', 'Status', (row) => row.status), date('date', 'Date', (row) => row.date), text('note', 'Note', (row) => row.note), text('basis', 'Basis; every one but seed and own is unverified', (row) => row.basis)], null),
    table('agreements', 'table.name.agreements', release.agreements, [code(), text('key', 'Key', (row) => row.key), text('country', 'Country', (row) => row.country), said('name', 'Name', (row) => row.name), text('legal_force', 'Legal force', (row) => row.legalForce), said('state', 'State', (row) => row.state), text('clause', 'Human-rights clause', (row) => row.clause?.reference ?? null), said('clause_summary', 'The clause in our words', (row) => row.clause?.summary ?? null), text('clause_basis', 'Basis of the clause', (row) => row.clause?.basis ?? null), whole('invocations', 'Recorded invocations over repression across borders', (row) => row.invocations.length), citations()]),
    table('mechanisms', 'table.name.mechanisms', release.mechanisms, [code(), text('key', 'Key', (row) => row.key), text('kind', 'Kind', (row) => row.kind), said('name', 'Name', (row) => row.name), text('legal_force', 'Legal force', (row) => row.legalForce), text('under', 'Under', (row) => row.under), said('remit', 'Remit', (row) => row.remit), said('frequency', 'How often', (row) => row.frequency), said('chair', 'Chair', (row) => row.chair), said('entry_point', 'Where a case can be raised', (row) => row.entryPoint), text('basis', 'Basis; every one but seed and own is unverified', (row) => row.basis), citations()]),
  ]
}

/** What the pictures show, each as a table of its own. Counts are of public incidents and of nothing else. */
function countTables(site: Site): Table[] {
  const { library } = site
  return [
    table('flows', 'table.name.flows', flowsOf(library.incidents), [text('origin', 'Country of origin', (row) => row.origin), text('host', 'Host country', (row) => row.host), whole('public_incidents', 'Public incidents', (row) => row.n)], null),
    table('methods', 'table.name.methods', countByGroup(library.incidents), [text('group', 'Group of methods; an incident counts once in each of its groups', (row) => row.group), whole('public_incidents', 'Public incidents', (row) => row.n)], 'group'),
    table('recount', 'table.name.recount', recount(library.incidents), [text('definition', 'Id of the definition', (row) => row.definition.id), text('version', 'Version of the definition', (row) => row.definition.version), text('category', 'Category; overall counts each incident once', (row) => row.code), whole('public_incidents', 'Public incidents', (row) => row.n), date('as_of', 'Day of the release', () => library.release.asOf)], null),
    table('timeline', 'table.name.timeline', timelineOf(library, library.incidents), [code(), text('lane', 'incident, event, dialogue', (row) => row.lane), said('title', 'What it is, in our words', (row) => row.title), ...happened<ReturnType<typeof timelineOf>[number]>(), text('hedge', 'The hedge of the source, for incidents', (row) => row.incident?.hedge.code ?? null), text('citation', 'Code of a quotation', (row) => row.citation)]),
    table('changes', 'table.name.changes', site.changes, [date('on', 'Day', (row) => row.on), text('kind', 'loaded, corrected, withdrawn', (row) => String(row.kind)), text('subject', 'Code of the record', (row) => row.subject), said('note', 'Note', (row) => row.note)], null),
  ]
}

/** A document as it may be given away: its words only where its licence allows. */
export function withoutText(document: Records['documents'][number]): Records['documents'][number] {
  if (document.licence.allowsFullText) return document
  return { ...document, paragraphs: document.paragraphs.map(({ text: _, ...paragraph }) => paragraph) }
}
