import { type Signal, useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly, working } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { Confirm } from '../../parts/confirm.ts'
import { button, field } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { many } from './fields.ts'
import { dialog, entries, type OpenedCase } from './state.ts'
import { codeWord } from './words-of.ts'
import { again, lookAtEntries, move } from './work.ts'

type Props = { readonly of: OpenedCase }

/** Merging and splitting: held until all of it is sealed anew, and for 30 days it goes back. */
export function Moves({ of }: Props): JSX.Element {
  const { view, moves } = of
  const startSplit = () => {
    dialog.value = 'split'
    void lookAtEntries(view.case)
  }
  return h(
    'section',
    { 'aria-labelledby': 'moves-title' },
    h('h2', { id: 'moves-title' }, say('cases.moves')),
    h(
      'ul',
      { class: 'notes' },
      ...moves.map((one) =>
        h(
          'li',
          { key: one.move },
          say('cases.move_line', {
            what: codeWord(one.kind),
            source: one.source,
            target: one.target,
            day: dayInWords(one.doneOn ?? one.begunOn),
            state: codeWord(one.state),
          }),
          one.state === 'held'
            ? button(say('cases.move_on'), () => void move(say('cases.moving'), () => call('cases.finishMove', one)))
            : null,
          one.state === 'held'
            ? button(say('cases.move_drop'), () => void working(say('cases.keeping'), () => call('cases.dropMove', one)).then(again), {
                kind: 'quiet',
              })
            : null,
          one.state === 'done' && one.undoUntil !== null
            ? button(
                say('cases.move_undo', { day: dayInWords(one.undoUntil) }),
                () => void move(say('cases.moving'), () => call('cases.undoMove', one)),
                { kind: 'quiet' },
              )
            : null,
        ),
      ),
    ),
    view.state === 'merged'
      ? null
      : h(
          'div',
          { class: 'ways' },
          button(say('cases.merge'), () => (dialog.value = 'merge'), { kind: 'quiet' }),
          button(say('cases.split'), startSplit, { kind: 'quiet' }),
        ),
    dialog.value === 'merge' ? h(Merge, { of }) : null,
    dialog.value === 'split' ? h(Split, { of }) : null,
  )
}

function Merge({ of }: Props): JSX.Element {
  const into = useSignal('')
  const isChosen = useSignal(false)
  const onCancel = () => (dialog.value = null)
  const target = into.value.trim().toUpperCase()
  const { case: source } = of.view
  if (isChosen.value)
    return h(Confirm, {
      title: say('cases.merge'),
      effect: h('p', null, say('cases.merge_effect', { source, target })),
      code: target,
      go: say('cases.merge'),
      onGo: () => void move(say('cases.moving'), () => call('cases.merge', { source, target })),
      onCancel,
    })
  return h(
    Box,
    {
      title: say('cases.merge'),
      go: say('cases.next'),
      onGo: () => (isChosen.value = /^C-[2-9A-HJ-NP-Z]{6}$/.test(target) && target !== source),
      onCancel,
    },
    field({
      id: 'merge-into',
      label: say('cases.merge_into'),
      hint: say('cases.merge_hint'),
      value: into.value,
      isLatin: true,
      onValue: (value) => (into.value = value),
    }),
  )
}

function Split({ of }: Props): JSX.Element {
  const chosen = useSignal<readonly string[]>([])
  const others = useSignal<readonly Choice[]>([])
  const { view } = of
  useEffect(() => void quietly(() => othersOf(view.case, others)), [view.case])
  const reports = view.reports.map(({ record, report }) => ({ id: record, words: report }))
  const known = entries.value?.of === view.case ? entries.value.list : []
  const lines = known.map(({ entry, stage, on }) => ({ id: entry, words: `${codeWord(stage)}, ${dayInWords(on)}` }))
  const go = () => {
    if (chosen.value.length > 0) void move(say('cases.moving'), () => call('cases.split', { source: view.case, chosen: chosen.value }))
  }
  return h(
    Box,
    { title: say('cases.split'), go: say('cases.split'), onGo: go, onCancel: () => (dialog.value = null) },
    h('p', null, say('cases.split_effect')),
    many({
      label: say('cases.split_what'),
      all: [...reports, ...others.value, ...lines],
      value: chosen.value,
      onValue: (value) => (chosen.value = value),
    }),
  )
}

type Choice = { readonly id: string; readonly words: string }

/** People and incidents go by their codes; what hangs on them goes along. */
async function othersOf(code: string, others: Signal<readonly Choice[]>): Promise<void> {
  const { people } = await call('people.list', { case: code, after: null })
  const { incidents } = await call('incidents.list', { case: code, host: null, status: null, after: null })
  others.value = [
    ...people.map(({ id, code: words }) => ({ id, words })),
    ...incidents.map(({ id, code: words, people: tied }) => ({ id, words: [words, ...tied].join(' · ') })),
  ]
}
