import { useSignal } from '@preact/signals'
import { type ComponentChildren, h, type JSX } from 'preact'
import { button } from '../views/parts.ts'
import { language, localeOf, say } from '../words.ts'

/** Rows on one page; more of them are a page of their own (UX-C-06). */
const PAGE = 50

export type Column<Row> = {
  readonly id: string
  readonly head: string
  readonly cell: (row: Row) => ComponentChildren
  /** What the column is sorted by; without it the head is no button. Sorted here when all rows are here, else by `onSort`. */
  readonly sort?: (row: Row) => string | number
}

export type TableParts<Row> = {
  readonly id: string
  /** Read out before the table; shown above it. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** The code of a row. */
  readonly keyOf: (row: Row) => string
  /** The first column becomes a button that opens the row, most often `openPanel(room, code)`. */
  readonly onOpen?: (row: Row) => void
  /** The code of the row that is open beside the table. */
  readonly current?: string | null
  /** Asks the server for what follows its cursor; null when everything is here. */
  readonly onMore?: (() => void) | null
  /** How many there are at the server, when it says so. */
  readonly total?: number
  readonly sorted?: { readonly by: string; readonly down: boolean }
  readonly onSort?: (by: string, down: boolean) => void
}

// On a phone a row stands as lines, each with its head in front; roles are written out, for display takes them away.

/** A table that is sorted by its heads, paged by a cursor, and works by keyboard: `J` `K` are the room's, Enter opens a row. */
export function Table<Row>(parts: TableParts<Row>): JSX.Element {
  const { id, caption, columns, rows, keyOf, onMore = null } = parts
  const own = useSignal<{ readonly by: string; readonly down: boolean } | null>(null)
  const page = useSignal(0)
  const sorted = parts.onSort === undefined ? own.value : (parts.sorted ?? null)
  const all = parts.onSort === undefined ? inOrder(rows, columns, sorted) : rows
  const last = Math.max(0, Math.ceil(all.length / PAGE) - 1)
  const at = Math.min(page.value, last)
  const shown = all.slice(at * PAGE, (at + 1) * PAGE)
  const sort = (by: string) => {
    const down = sorted?.by === by && !sorted.down
    page.value = 0
    if (parts.onSort === undefined) own.value = { by, down }
    else parts.onSort(by, down)
  }
  const next = () => {
    if (at === last && onMore !== null) onMore()
    page.value = at + 1
  }
  return h(
    'div',
    { class: 'table-place' },
    h(
      'table',
      {
        id,
        role: 'table',
        class: columns.some((column) => column.sort !== undefined) ? 'sortable' : undefined,
        'aria-rowcount': parts.total ?? (onMore === null ? all.length : -1),
      },
      h('caption', null, caption),
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ...columns.map((column) => head(column, sorted, sort)))),
      h(
        'tbody',
        { role: 'rowgroup' },
        ...shown.map((row) =>
          h(
            'tr',
            { key: keyOf(row), role: 'row', 'aria-current': parts.current === keyOf(row) ? 'true' : undefined },
            ...columns.map((column, n) => cell(parts, column, row, n === 0)),
          ),
        ),
      ),
    ),
    last === 0 && onMore === null
      ? null
      : pages({ at, last, onMore, all: parts.total ?? all.length, next, back: () => (page.value = at - 1) }),
  )
}

function head<Row>(
  { id, head: words, sort: by }: Column<Row>,
  sorted: { by: string; down: boolean } | null,
  sort: (by: string) => void,
): JSX.Element {
  if (by === undefined) return h('th', { scope: 'col', role: 'columnheader', key: id }, words)
  const isThis = sorted?.by === id
  const order = isThis ? (sorted.down ? 'descending' : 'ascending') : 'none'
  return h(
    'th',
    { scope: 'col', role: 'columnheader', key: id, 'aria-sort': order },
    h('button', { type: 'button', class: `sort ${order}`, onClick: () => sort(id) }, words),
  )
}

function cell<Row>({ onOpen, id, keyOf }: TableParts<Row>, column: Column<Row>, row: Row, isFirst: boolean): JSX.Element {
  if (!isFirst) return h('td', { key: column.id, role: 'cell', 'data-head': column.head }, column.cell(row))
  const opens =
    onOpen === undefined
      ? column.cell(row)
      : h('button', { type: 'button', class: 'row-open', id: `${id}-${keyOf(row)}`, onClick: () => onOpen(row) }, column.cell(row))
  return h('th', { key: column.id, scope: 'row', role: 'rowheader' }, opens)
}

type Pages = {
  readonly at: number
  readonly last: number
  readonly all: number
  readonly onMore: (() => void) | null
  readonly next: () => void
  readonly back: () => void
}

function pages({ at, last, all, onMore, next, back }: Pages): JSX.Element {
  const isEnd = at === last && onMore === null
  const words = { from: at * PAGE + 1, to: Math.min((at + 1) * PAGE, all), all }
  return h(
    'nav',
    { class: 'ways pages', 'aria-label': say('parts.pages') },
    h('span', { class: 'quiet', role: 'status' }, onMore === null ? say('parts.page', words) : say('parts.page_open', words)),
    button(say('parts.page_back'), back, { disabled: at === 0 }),
    button(say('parts.page_next'), next, { disabled: isEnd }),
  )
}

function inOrder<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sorted: { by: string; down: boolean } | null): readonly Row[] {
  const by = columns.find(({ id }) => id === sorted?.by)?.sort
  if (by === undefined || sorted === null) return rows
  const { compare } = new Intl.Collator(localeOf(language.value), { numeric: true })
  const order = (one: string | number, other: string | number) =>
    typeof one === 'number' && typeof other === 'number' ? one - other : compare(String(one), String(other))
  return rows.toSorted((one, other) => order(by(one), by(other)) * (sorted.down ? -1 : 1))
}
