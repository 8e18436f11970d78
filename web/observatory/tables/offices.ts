import type { Release } from '#features/observatory/release.contract.ts'
import type { Column } from '#formats/csv.ts'
import { code, date, list, type Table, table, text, whole } from './columns.ts'

type Office = NonNullable<Release['offices']>[number]
const truth = (value: boolean): string => (value ? 'yes' : 'no')

const OFFICE: readonly Column<Office>[] = [
  code(),
  text('name', 'Name of the office, as its steward wrote it', (row) => row.name),
  list('countries', 'Countries for which it answers', (row) => row.territory),
  list('languages', 'Languages', (row) => row.languages),
  whole('opens', 'Minutes after midnight at the office; the same as closes is around the clock', (row) => row.opens),
  whole('closes', 'Minutes after midnight at the office', (row) => row.closes),
  whole('offset_minutes', 'Minutes east of UTC', (row) => row.offsetMinutes),
  list('days', 'Days of the week; Monday is 1', (row) => row.days.map(String)),
  text('state_body', 'Whether it answers to a state', (row) => truth(row.stateBody)),
  text('police', 'Whether it is police', (row) => truth(row.police)),
  text('contact', 'Public number, address or page of the office', (row) => row.contact),
  date('checked_on', 'When the office last checked this line', (row) => row.checkedOn),
]

/** Offices that agreed to be found. */
export function officeTables(release: Release): Table[] {
  return [table('table.name.focal-points', { rows: release.offices ?? [], columns: OFFICE })]
}
