import type { Change } from '#features/observatory/release.contract.ts'
import type { Column } from '#formats/csv.ts'
import type { Happened } from '#formats/public-record.ts'
import type { Said } from '#kernel/languages.ts'
import { countByGroup, type GroupCount } from '../parts/bars.ts'
import { type Flow, flowsOf } from '../parts/map.ts'
import type { RecountRow } from '../recount.ts'
import type { Site } from '../site.ts'
import { timelineOf } from '../timeline-entries.ts'
import { code, date, happened, said, type Table, table, text, whole } from './columns.ts'

const COUNT = 'Public incidents: told by public documents, never added to reports'

const FLOW: readonly Column<Flow>[] = [
  text('origin', 'Country of origin', (row) => row.origin),
  text('host', 'Host country', (row) => row.host),
  whole('public_incidents', COUNT, (row) => row.n),
]

const GROUP: readonly Column<GroupCount>[] = [
  text('group', 'Group of methods; an incident counts once in each of its groups', (row) => row.group),
  whole('public_incidents', COUNT, (row) => row.n),
]

const RECOUNT: readonly Column<RecountRow>[] = [
  text('definition', 'Id of the definition', (row) => row.definition.id),
  text('version', 'Version of the definition', (row) => row.definition.version),
  text('category', 'Category; overall counts each incident once', (row) => row.code),
  whole('public_incidents', COUNT, (row) => row.n),
]

type TimelineRow = {
  readonly code: string
  readonly lane: string
  readonly title: Said
  readonly happened: Happened
  readonly hedge: string | null
  readonly citation: string
}

const TIMELINE: readonly Column<TimelineRow>[] = [
  code(),
  text('lane', 'incident, event, dialogue', (row) => row.lane),
  said('title', 'What it is, in our words', (row) => row.title),
  ...happened<TimelineRow>(),
  text('hedge', 'The hedge of the source, for incidents', (row) => row.hedge),
  text('citation', 'Code of a quotation', (row) => row.citation),
]

const CHANGE: readonly Column<Change>[] = [
  date('on', 'Day', (row) => row.on),
  text('kind', 'loaded, corrected, withdrawn', (row) => String(row.kind)),
  text('subject', 'Code of the record', (row) => row.subject),
  said('note', 'Note', (row) => row.note),
]

/** What the pictures show, each as a table of its own, and the changes. */
export function countTables(site: Site): Table[] {
  const { incidents, release } = site.library
  const asOf: Column<RecountRow> = date('as_of', 'Day of the release', () => release.asOf)
  const timeline = timelineOf(site.library, incidents).map(
    ({ code: own, lane, title, happened: when, incident, citation }): TimelineRow => ({
      code: own,
      lane,
      title,
      happened: when,
      hedge: incident?.hedge.code ?? null,
      citation,
    }),
  )
  return [
    table('table.name.flows', { rows: flowsOf(incidents), columns: FLOW, primaryKey: null }),
    table('table.name.methods', { rows: countByGroup(incidents), columns: GROUP, primaryKey: 'group' }),
    table('table.name.recount', { rows: site.recount, columns: [...RECOUNT, asOf], primaryKey: null }),
    table('table.name.timeline', { rows: timeline, columns: TIMELINE }),
    table('table.name.changes', { rows: site.changes, columns: CHANGE, primaryKey: null }),
  ]
}
