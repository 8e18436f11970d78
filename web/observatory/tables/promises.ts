import type { CodedParagraph, Commitment, Finding, Recommendation } from '#features/commitments/commitment.contract.ts'
import type { DialogueGap, DialogueRound } from '#features/diplomacy/dialogue.contract.ts'
import type { Column } from '#formats/csv.ts'
import { themesOf } from '#kernel/public-texts.ts'
import type { Library } from '../library.ts'
import { citation, citations, code, happened, list, place, said, type Table, table, text, whole } from './columns.ts'

/** A record whose status is empty where nobody coded it: what a rule of ours put there is a reading of nobody. */
type Read<Row extends { readonly status: string }> = Omit<Row, 'status'> & { readonly status: Row['status'] | null }

const PARAGRAPH: readonly Column<CodedParagraph>[] = [
  code(),
  whole('number', 'Number in the document', (row) => row.number),
  said('heading', 'Heading', (row) => row.heading),
  said('summary', 'Summary in our words', (row) => row.summary),
  list('areas', 'Areas', (row) => row.areas),
  text('relevance', 'Relevance to repression across borders', (row) => row.relevance),
  said('relevance_note', 'Why', (row) => row.relevanceNote),
  list('commitments', 'Codes of its commitments; empty where it holds none', (row) => row.commitments),
  citations(),
]

const COMMITMENT: readonly Column<Commitment>[] = [
  code(),
  text('paragraph', 'Code of the paragraph', (row) => row.paragraph),
  text('instrument', 'Instrument', (row) => row.instrument),
  text('legal_force', 'Legal force: a political commitment is no treaty', (row) => row.legalForce),
  said('action', 'What is promised, in our words', (row) => row.action),
  text('verb', 'The deciding words of the document', (row) => row.verb),
  text('strength', 'Strength of the words', (row) => row.strength),
  text('promiser', 'Who promises', (row) => row.promiser),
  text('status', 'Follow-up', (row) => row.status),
  citation(),
]

const RECOMMENDATION: readonly Column<Read<Recommendation>>[] = [
  code(),
  text('id', 'Number in the tree', (row) => row.id),
  text('parent', 'Number of the parent', (row) => row.parent),
  whole('level', 'Level in the tree', (row) => row.level),
  text('addressee', 'Made to', (row) => row.addressee),
  list('addressee_codes', 'Codes of the addressees', (row) => row.addresseeCodes),
  text('kind', 'Kind', (row) => row.kind),
  said('action', 'What is asked, in our words', (row) => row.action),
  list('themes', 'Themes as coded by us: tnr is repression across borders', (row) => themesOf(row)),
  text('status', 'Status; empty where nobody has coded the demand', (row) => row.status),
  text(
    'status_citation',
    'Code of the quotation that the status rests on',
    (row) => row.statusCitation ?? (row.status === 'open' ? row.citation : null),
  ),
  list('same_as', 'Numbers of the same demand elsewhere', (row) => row.sameAs),
  citation(),
]

const FINDING: readonly Column<Finding>[] = [
  code(),
  said('asserted_by', 'Whose finding it is', (row) => row.assertedBy),
  list('commitments', 'Codes of the commitments', (row) => row.commitments),
  list('agreements', 'Keys of the agreements', (row) => row.agreements),
  list('incidents', 'Codes of the incidents', (row) => row.incidents),
  said('note', 'In our words', (row) => row.note),
  text('verdict', 'Verdict of the source', (row) => row.verdict),
  text('hedge', 'The hedge of the source, never raised', (row) => row.hedge),
  text('standard_of_proof', 'Our own standard of proof', (row) => row.standard),
  citation(),
]

const DIALOGUE: readonly Column<Read<DialogueRound>>[] = [
  code(),
  text('track', 'Track', (row) => row.track),
  whole('round', 'Number that the source gives', (row) => row.round),
  said('title', 'Title', (row) => row.title),
  text('status', 'Status; empty where nobody has coded the round', (row) => row.status),
  ...happened<Read<DialogueRound>>(),
  ...place<Read<DialogueRound>>(),
  list('agenda', 'Raised', (row) => row.agenda.map((one) => one.summary.en)),
  list('asks', 'Asked', (row) => row.asks.map((one) => one.summary.en)),
  list('offers', 'Offered', (row) => row.offers.map((one) => one.summary.en)),
  list('cases_raised', 'Cases raised in public; without a code where the source names nobody', (row) =>
    (row.raised ?? []).map((one) => [one.case, one.summary.en].filter((part) => part !== null).join(': ')),
  ),
  list('replies', 'What a source tells of the reply to each of them; empty where it tells of none', (row) =>
    (row.raised ?? []).map((one) => one.reply?.summary.en ?? ''),
  ),
  text('repression_raised', 'Whether repression across borders was raised', (row) => row.repressionRaised),
  citations(),
]

const GAP: readonly Column<DialogueGap>[] = [
  code(),
  text('track', 'Track', (row) => row.track),
  said('summary', 'What the sources do not tell', (row) => row.summary),
]

/** What was promised, asked, found and talked about. */
export function promiseTables({ release, isUncoded }: Library): Table[] {
  const demands = release.recommendations.map((one): Read<Recommendation> => {
    if (!isUncoded(one.code)) return one
    const { statusCitation: _, ...rest } = one
    return { ...rest, status: null }
  })
  const rounds = release.dialogues.map((one): Read<DialogueRound> => (isUncoded(one.code) ? { ...one, status: null } : one))
  return [
    table('table.name.paragraphs', { rows: release.paragraphs, columns: PARAGRAPH }),
    table('table.name.commitments', { rows: release.commitments, columns: COMMITMENT }),
    table('table.name.recommendations', { rows: demands, columns: RECOMMENDATION }),
    table('table.name.findings', { rows: release.findings, columns: FINDING }),
    table('table.name.dialogues', { rows: rounds, columns: DIALOGUE }),
    table('table.name.dialogue-gaps', { rows: release.dialogueGaps, columns: GAP }),
  ]
}
