import type { RecordTable } from '#base/public-records.ts'
import type { CorridorFile } from './release.contract.ts'

/** The sections of a corridor file that hold records, in an order in which every reference points back. */
export const SECTIONS = [
  ['documents', 'document'],
  ['citations', 'citation'],
  ['persons', 'public_person'],
  ['cases', 'public_case'],
  ['incidents', 'public_incident'],
  ['events', 'public_event'],
  ['organisations', 'public_organisation'],
  ['signatories', 'signatory'],
  ['discrepancies', 'discrepancy'],
  ['paragraphs', 'coded_paragraph'],
  ['commitments', 'commitment'],
  ['recommendations', 'recommendation'],
  ['mechanisms', 'mechanism'],
  ['agreements', 'agreement'],
  ['findings', 'finding'],
  ['instruments', 'instrument'],
  ['ratifications', 'ratification'],
  ['dialogues', 'dialogue_round'],
  ['dialogueGaps', 'dialogue_gap'],
] as const satisfies readonly (readonly [keyof CorridorFile, RecordTable])[]

export type Section = (typeof SECTIONS)[number][0]

/** The key under which a record of a section is stored. */
export function keyOfRecord(section: Section, record: Readonly<Record<string, unknown>>): string {
  if (section === 'documents') return String(record['sha256'])
  if (section === 'instruments') return String(record['id'])
  if (section === 'ratifications') return `${String(record['state'])} ${String(record['treaty'])}`
  return String(record['code'])
}
