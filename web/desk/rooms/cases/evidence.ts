import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import type { ViewedCase } from '#features/cases/files/case.contract.ts'
import { call, working } from '../../actions.ts'
import type { Item, OpenedFile, SealedFile } from '../../model.ts'
import { Box } from '../../parts/box.ts'
import { Empty } from '../../parts/empty.ts'
import { Table } from '../../parts/table.ts'
import { button } from '../../views/parts.ts'
import { dayInWords, language, localeOf, say } from '../../words.ts'
import { items } from '../inbox/state.ts'
import { TransferDialog } from '../transfer/dialog.ts'
import { pick, worded } from './fields.ts'
import { ownerWord } from './list.ts'
import { savePlain } from './save.ts'
import { opened } from './state.ts'
import { codeWord } from './words-of.ts'

const REASONS = ['legal_filing', 'verification', 'protection', 'correction', 'evidence_work', 'briefing'] as const
type Reason = (typeof REASONS)[number]

/** The sealed originals of a case. Opening one says why, and the ledger has that line first. */
export function Evidence({ code }: { readonly code: string }): JSX.Element {
  const files = items.value
    .filter(({ taken }) => taken === code)
    .flatMap((item) => (item.opened?.files ?? []).map((file) => ({ item, file })))
  const reports = opened.value?.view.reports ?? []
  if (files.length === 0 && reports.length === 0) return h(Empty, { words: say('cases.evidence_none') })
  return h(
    'div',
    null,
    h('h2', null, say('cases.tab.evidence')),
    h('p', { class: 'quiet' }, say('cases.evidence_words')),
    h(Reports, { all: opened.value?.view.reports ?? [] }),
    files.length === 0 && reports.some((report) => report.files > 0) ? h('p', null, say('cases.evidence_look')) : null,
    h('ul', { class: 'files' }, ...files.map(({ item, file }) => h(Original, { key: `${item.item} ${file.n}`, code, item, file }))),
  )
}

type Held = ViewedCase['reports'][number]

/** What the case holds, report by report: when it came, who took it in, how many originals lie sealed with it, and the way to another team. */
function Reports({ all }: { readonly all: readonly Held[] }): JSX.Element | null {
  const passing = useSignal<string | null>(null)
  const close = () => (passing.value = null)
  if (all.length === 0) return null
  return h(
    'div',
    null,
    h(Table<Held>, {
      id: 'case-reports',
      caption: say('cases.reports_held'),
      rows: all,
      keyOf: ({ report }) => report,
      columns: [
        { id: 'report', head: say('cases.report'), cell: ({ report }) => h('span', { class: 'code', dir: 'ltr' }, report) },
        { id: 'arrived', head: say('cases.arrived'), cell: ({ arrivedOn }) => dayInWords(arrivedOn) },
        {
          id: 'taken',
          head: say('cases.taken_in'),
          cell: ({ takenOn, takenBy }) => [dayInWords(takenOn), ' · ', h('bdi', null, ownerWord(takenBy))],
        },
        { id: 'files', head: say('cases.originals'), cell: ({ files }) => files },
        {
          id: 'pass',
          head: say('transfer.do'),
          cell: ({ report, state }) =>
            state === 'returned' ? null : button(say('transfer.do'), () => (passing.value = report), { kind: 'quiet' }),
        },
      ],
    }),
    passing.value === null ? null : h(TransferDialog, { key: passing.value, of: passing.value, onDone: close, onCancel: close }),
  )
}

type OriginalParts = { readonly code: string; readonly item: Item; readonly file: SealedFile }

function Original({ code, item, file }: OriginalParts): JSX.Element {
  const asks = useSignal(false)
  const reason = useSignal<Reason>('legal_filing')
  const got = useSignal<OpenedFile | null>(null)
  const view = opened.value?.view
  const report = view?.reports.find((one) => one.arrivedOn === item.day && one.files > 0)
  const open = async () => {
    if (view === undefined) return
    got.value = await working(say('files.fetching', { name: file.name }), () =>
      call('cases.openFile', { case: code, record: view.record, item: item.item, n: file.n, reason: reason.value }),
    )
    asks.value = false
  }
  const size = new Intl.NumberFormat(localeOf(language.value)).format(Math.ceil(file.size / 1000))
  return h(
    'li',
    null,
    h('bdi', { class: 'file-name', translate: 'no' }, file.name),
    ` ${say('files.size', { size })} · `,
    h('span', { dir: 'ltr' }, file.type),
    report === undefined
      ? null
      : h(
          'p',
          { class: 'quiet' },
          say('cases.custody', {
            report: report.report,
            arrived: dayInWords(report.arrivedOn),
            taken: dayInWords(report.takenOn),
            name: ownerWord(report.takenBy),
          }),
        ),
    asks.value
      ? h(
          Box,
          {
            title: say('cases.open_original'),
            go: say('cases.open_original'),
            onGo: () => void open(),
            onCancel: () => (asks.value = false),
          },
          pick({
            id: `why-${item.code}-${file.n}`,
            label: say('cases.why'),
            value: reason.value,
            all: worded(REASONS, (one) => codeWord(`why_${one}`)),
            onValue: (value) => (reason.value = REASONS.find((one) => one === value) ?? 'legal_filing'),
          }),
        )
      : button(say('cases.open_original'), () => (asks.value = true)),
    got.value === null ? null : outcome(got.value),
  )
}

function outcome(got: OpenedFile): JSX.Element {
  if (got.problem !== null) return h('p', { class: 'wrong' }, say('files.incomplete', { code: got.problem }))
  return h(
    'div',
    null,
    h('p', { class: 'quiet hash', dir: 'ltr' }, say('files.hash', { hash: got.sha256 })),
    button(say('files.save', { name: got.saveAs }), () => savePlain(got.parts, got.saveAs, got.type)),
  )
}
