import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { FIELDS, type Field } from '#features/cases/import/columns.rules.ts'
import { labelOf } from '#kernel/vocabulary.ts'
import { call, quietly } from '../../actions.ts'
import { busy } from '../../desk-state.ts'
import { Box, Choice } from '../../parts/box.ts'
import { Table } from '../../parts/table.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { dayInWords, type Key, language, say } from '../../words.ts'
import { pick } from '../cases/fields.ts'
import type { ImportPreview, ReadTable } from './calls.ts'
import {
  batches,
  choose,
  file,
  forget,
  lookAtBatches,
  mapping,
  order,
  outcome,
  preview,
  read,
  run,
  table,
  told,
  undo,
  undone,
} from './state.ts'

/** One page from top to bottom: choose, settle, look, write. Nothing is written before the last button. */
export function ImportPage(): JSX.Element {
  const now = table.value
  return h(
    'section',
    { class: 'tables' },
    h('h1', null, say('import.title')),
    h('p', { class: 'quiet' }, say('import.intro')),
    faultBox(),
    chooser(),
    now === null ? null : h(Settle, { table: now }),
    told.value === null || outcome.value !== null ? null : h(Preview, { told: told.value }),
    outcome.value === null ? null : h(Outcome, {}),
    working(),
    busy.value !== null && told.value !== null ? button(say('import.stop'), () => void call('import.stop', null)) : null,
    h(Before, {}),
  )
}

function chooser(): JSX.Element {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: 'import-file' }, say('import.choose')),
    h('input', {
      id: 'import-file',
      type: 'file',
      accept: '.csv,.tsv,.txt,.xlsx,text/csv',
      disabled: busy.value !== null,
      onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
        const chosen = currentTarget.files?.[0]
        // Emptied, so that the same file can be chosen again to go on; its name stands beside.
        currentTarget.value = ''
        if (chosen !== undefined) void read(chosen)
      },
    }),
    file.value === null ? null : h('p', { class: 'quiet' }, h('bdi', { translate: 'no' }, file.value.name)),
  )
}

function Settle({ table: now }: { table: ReadTable }): JSX.Element {
  const facts = [
    h('p', { key: 'facts' }, say('import.facts', { rows: now.rows, encoding: now.encoding })),
    now.isGuess ? h('p', { key: 'guess' }, mark('caution', say('import.guess'))) : null,
    now.macros ? h('p', { key: 'macros' }, mark('caution', say('import.macros'))) : null,
  ]
  const columns = now.header.map((head, at) => ({
    head,
    at,
    sample: now.sample.map((cells) => cells[at] ?? '').filter((cell) => cell !== ''),
  }))
  return h(
    'div',
    null,
    ...facts,
    now.sheets.length > 1 ? sheetChoice(now) : null,
    h(Table<(typeof columns)[number]>, {
      id: 'import-columns',
      caption: say('import.columns'),
      rows: columns,
      keyOf: ({ at }) => String(at),
      columns: [
        { id: 'column', head: say('import.column'), cell: ({ head }) => h('bdi', { translate: 'no' }, head) },
        { id: 'example', head: say('import.example'), cell: ({ sample }) => h('bdi', { translate: 'no' }, sample.slice(0, 3).join(' · ')) },
        { id: 'becomes', head: say('import.becomes'), cell: ({ head, at }) => h('div', { class: 'field' }, fieldChoice(head, at)) },
      ],
    }),
    h(Choice, {
      name: 'import-order',
      label: say('import.order'),
      all: [
        { id: 'open', words: say('import.order_open') },
        { id: 'dmy', words: say('import.order_dmy') },
        { id: 'mdy', words: say('import.order_mdy') },
      ],
      value: order.value ?? 'open',
      onValue: (value) => {
        order.value = value === 'dmy' || value === 'mdy' ? value : null
        told.value = null
      },
    }),
    h('p', { class: 'quiet' }, say('import.nobody_sees')),
    button(say('import.preview'), () => void preview(), { kind: 'first', disabled: busy.value !== null }),
  )
}

function sheetChoice({ sheets, sheet }: ReadTable): JSX.Element {
  return pick({
    id: 'import-sheet',
    label: say('import.sheet'),
    value: String(sheet),
    all: sheets.map((name, at) => ({ id: String(at), words: name })),
    onValue: (value) => {
      const chosen = file.value
      if (chosen !== null) void read(chosen, Number(value))
    },
  })
}

const fieldWords = (field: Field): string => say(`import.field.${field}` as Key)

function fieldChoice(head: string, at: number): JSX.Element {
  return h(
    'select',
    {
      'aria-label': `${say('import.becomes')}: ${head}`,
      value: mapping.value[at] ?? '',
      onChange: ({ currentTarget }: { currentTarget: HTMLSelectElement }) =>
        choose(at, FIELDS.find((field) => field === currentTarget.value) ?? null),
    },
    h('option', { value: '' }, say('import.leave_out')),
    ...FIELDS.map((field) => h('option', { key: field, value: field }, fieldWords(field))),
  )
}

function Preview({ told: now }: { told: ImportPreview }): JSX.Element {
  const left = now.ready - now.before
  return h(
    'div',
    { role: 'region', 'aria-label': say('import.preview') },
    h(
      'p',
      { role: 'status' },
      h('strong', null, say('import.ready', { ready: now.ready, back: now.rows - now.ready, before: now.before })),
    ),
    now.notes.length === 0
      ? null
      : h('p', null, `${say('import.turned')}: `, now.notes.map(([kind, n]) => `${say(`import.note.${kind}` as Key)} (${n})`).join(', ')),
    now.keptBack.length === 0 ? null : h(KeptBack, { told: now }),
    h(Table<ImportPreview['shown'][number]>, {
      id: 'import-shown',
      caption: say('import.shown'),
      rows: now.shown,
      keyOf: ({ line }) => String(line),
      columns: [
        { id: 'name', head: say('import.name'), cell: ({ name }) => h('bdi', { translate: 'no' }, name) },
        { id: 'when', head: say('import.when'), cell: ({ when }) => h('span', { dir: 'ltr' }, when) },
        { id: 'where', head: say('import.where'), cell: ({ where }) => h('span', { dir: 'ltr' }, where) },
        {
          id: 'methods',
          head: say('import.methods'),
          cell: ({ methods }) => methods.map((code) => labelOf('method', code, language.value).text).join(', '),
        },
        { id: 'line', head: say('import.line'), cell: ({ line }) => line },
      ],
    }),
    button(say('import.run', { n: left }), () => void run(), { kind: 'first', disabled: left === 0 || busy.value !== null }),
  )
}

function KeptBack({ told: now }: { told: ImportPreview }): JSX.Element {
  return h(
    'details',
    { open: now.keptBack.length <= 10 },
    h(
      'summary',
      null,
      say('import.kept_back'),
      ': ',
      now.problems.map(([kind, n]) => `${say(`import.problem.${kind}` as Key)} (${n})`).join(', '),
    ),
    h(Table<ImportPreview['keptBack'][number]>, {
      id: 'import-back',
      caption: say('import.kept_back'),
      rows: now.keptBack,
      keyOf: ({ line }) => String(line),
      columns: [
        { id: 'line', head: say('import.line'), cell: ({ line }) => line },
        {
          id: 'why',
          head: say('import.why'),
          cell: ({ problems }) =>
            problems
              .map((one) => `${'field' in one ? `${fieldWords(one.field)}: ` : ''}${say(`import.problem.${one.kind}` as Key)}`)
              .join('; '),
        },
      ],
    }),
  )
}

function Outcome(): JSX.Element | null {
  const now = outcome.value
  if (now === null) return null
  return h(
    'div',
    null,
    h('p', { role: 'status' }, h('strong', null, say('import.done', { done: now.done, before: now.before }))),
    now.stopped ? h('p', null, say('import.stopped')) : null,
    now.failed.length === 0
      ? null
      : h('p', null, `${say('import.failed')}: `, now.failed.map(({ line, code }) => `${line} (${code})`).join(', ')),
    button(say('import.again'), () => {
      forget()
      void call('import.forget', null)
    }),
  )
}

/** What was brought in before, each run with its way back. */
function Before(): JSX.Element | null {
  const asked = useSignal<string | null>(null)
  useEffect(() => void quietly(lookAtBatches), [])
  const all = batches.value ?? []
  if (all.length === 0 && undone.value === null) return null
  const chosen = all.find(({ batch }) => batch === asked.value)
  return h(
    'section',
    { 'aria-labelledby': 'import-before' },
    h('h2', { id: 'import-before' }, say('import.before')),
    undone.value === null ? null : h(WentBack, {}),
    h(
      'ul',
      { class: 'notes' },
      ...all.map(({ batch, on, cases }) =>
        h(
          'li',
          { key: batch },
          say('import.batch', { day: dayInWords(on), cases }),
          ' ',
          button(say('import.undo'), () => (asked.value = batch), { kind: 'quiet', disabled: busy.value !== null }),
        ),
      ),
    ),
    chosen === undefined
      ? null
      : h(
          Box,
          {
            title: say('import.undo'),
            go: say('import.undo'),
            onGo: () => {
              asked.value = null
              void undo(chosen.batch)
            },
            onCancel: () => (asked.value = null),
          },
          h('p', null, say('import.undo_effect', { cases: chosen.cases })),
        ),
  )
}

function WentBack(): JSX.Element | null {
  const now = undone.value
  if (now === null) return null
  return h(
    'div',
    { role: 'status' },
    h('p', null, h('strong', null, say('import.undone', { n: now.undone }))),
    now.touched.length === 0
      ? null
      : h('p', null, `${say('import.touched')}: `, h('span', { dir: 'ltr', translate: 'no' }, now.touched.join(', '))),
  )
}
