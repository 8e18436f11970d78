import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Benchmark, Decide, Ladder, Look, Step } from '#features/diplomacy/ladder/ladder.contract.ts'
import { call, quietly } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { Box } from '../../parts/box.ts'
import { useForm } from '../../parts/use-form.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { sourceWords, wordsOf } from './shown.ts'
import { form, keeps, ladder, loadLadder, open } from './state.ts'

const BENCH = { ahead: 'plain', met: 'picked', missed: 'stop', lifted: 'plain' } as const
const STEP = { waiting: 'plain', coming: 'caution', due: 'stop', put_off: 'caution', taken: 'picked', waived: 'plain' } as const

/** The ladders: what was promised by which day, what follows when it is missed, and what was decided each time. */
export function ConsequencesPage(): JSX.Element {
  useEffect(() => void quietly(loadLadder), [])
  const now = ladder.value ?? []
  const shown = now.filter(({ benchmarks }) => benchmarks.length > 0)
  const due = shown
    .flatMap(({ benchmarks }) => benchmarks)
    .flatMap(({ steps }) => steps)
    .filter(({ state }) => state === 'due').length
  return h(
    'div',
    null,
    h('p', { class: 'quiet' }, say('commitments.consequences_intro')),
    form.value === 'benchmark'
      ? h(BenchmarkForm, { all: now })
      : now.length === 0
        ? null
        : button(say('commitments.add_benchmark'), () => open('benchmark'), { kind: 'first' }),
    ladder.value === null
      ? null
      : shown.length === 0
        ? h('p', null, say('commitments.consequences_empty'))
        : h('p', { role: 'status' }, mark(due === 0 ? 'plain' : 'stop', say('commitments.steps_due', { n: due }))),
    ...shown.map((one) => h(OneLadder, { key: one.deliverable, one })),
  )
}

function OneLadder({ one }: { readonly one: Ladder }): JSX.Element {
  return h(
    'article',
    { class: 'box', 'aria-labelledby': `ladder-${one.deliverable}` },
    h(
      'h3',
      { id: `ladder-${one.deliverable}` },
      h('bdi', null, one.said),
      ' ',
      h('span', { class: 'code', dir: 'ltr' }, one.deliverable),
      ' ',
      h('a', { href: hrefOf('dialogues', one.round, 'outcome'), class: 'code', dir: 'ltr' }, one.round),
    ),
    ...one.benchmarks.map((bench) => h(OneBenchmark, { key: bench.id, bench })),
  )
}

function OneBenchmark({ bench }: { readonly bench: Benchmark }): JSX.Element {
  const { id, said, due, state, since, looks, steps } = bench
  return h(
    'section',
    { 'aria-labelledby': `bench-${id}` },
    h('h4', { id: `bench-${id}` }, h('bdi', null, said)),
    h(
      'p',
      { class: 'ways' },
      mark(BENCH[state], `${wordsOf('bench', state)}${since === null ? '' : `, ${say('commitments.since', { day: dayInWords(since) })}`}`),
      h('span', { class: 'quiet' }, say('commitments.until_day', { day: dayInWords(due) })),
    ),
    looks.length === 0
      ? null
      : h('ul', { class: 'plain-list hint' }, ...looks.map((one, n) => h('li', { key: looks.length - n }, ...lookWords(one)))),
    steps.length === 0 ? null : h('ul', { class: 'plain-list' }, ...steps.map((step) => h('li', { key: step.id }, h(OneStep, { step })))),
    h(
      'div',
      { class: 'ways' },
      button(say('commitments.add_step'), () => open(`step ${id}`), { kind: 'quiet' }),
      button(say('commitments.look'), () => open(`look ${id}`), { kind: 'quiet' }),
    ),
    form.value === `step ${id}` ? h(StepForm, { bench }) : null,
    form.value === `look ${id}` ? h(LookForm, { bench }) : null,
  )
}

const lookWords = ({ result, source, by, on }: Benchmark['looks'][number]) => [
  `${wordsOf('bench', result)} · ${dayInWords(on)} · `,
  h('bdi', { dir: 'ltr' }, by),
  ' · ',
  sourceWords(source),
]

function onWords({ state, on }: Step): string {
  if (on === null) return ''
  const key = state === 'due' ? 'commitments.since' : state === 'put_off' ? 'commitments.until' : 'commitments.from_day'
  return `, ${say(key, { day: dayInWords(on) })}`
}

function OneStep({ step }: { readonly step: Step }): JSX.Element {
  const { id, step: n, setOff, afterDays, said, state, decisions } = step
  return h(
    'div',
    { class: `ladder-step ${state}` },
    h(
      'p',
      null,
      h('strong', null, say('commitments.step_n', { n })),
      ' ',
      h('bdi', null, said),
      ' ',
      mark(STEP[state], `${wordsOf('step', state)}${onWords(step)}`),
    ),
    h(
      'p',
      { class: 'hint' },
      afterDays === 0
        ? say('commitments.at_once', { what: wordsOf('off', setOff) })
        : say('commitments.days_after', { n: afterDays, what: wordsOf('off', setOff) }),
    ),
    log(decisions),
    state === 'taken' ? null : button(say('commitments.decide'), () => open(`decide ${id}`), state === 'due' ? {} : { kind: 'quiet' }),
    form.value === `decide ${id}` ? h(DecideForm, { step }) : null,
  )
}

/** What was decided, the first decision first. */
function log(decisions: Step['decisions']): JSX.Element | null {
  if (decisions.length === 0) return null
  const until = (day: string | null) => (day === null ? '' : ` ${say('commitments.until', { day: dayInWords(day) })}`)
  return h(
    'ol',
    { class: 'hint', 'aria-label': say('commitments.decision_log') },
    ...decisions.map((one, at) =>
      h(
        'li',
        { key: at },
        `${wordsOf('step', one.decision)}${until(one.until)} · ${dayInWords(one.on)} · `,
        h('bdi', { dir: 'ltr' }, one.by),
        ': ',
        h('bdi', null, one.reasons),
      ),
    ),
  )
}

function BenchmarkForm({ all }: { readonly all: readonly Ladder[] }): JSX.Element {
  const { values, text, pick } = useForm('bench', { deliverable: all[0]?.deliverable ?? '', said: '', due: '' })
  const { deliverable, said, due } = values
  const send = () => keeps(() => call('commitments.addBenchmark', { deliverable, said: said.trim(), due: due.trim() }), loadLadder)
  return h(
    Box,
    { title: say('commitments.add_benchmark'), go: say('commitments.keep'), onGo: () => void send(), onCancel: () => open(null) },
    pick(
      'deliverable',
      say('commitments.deliverable'),
      all.map((one) => ({ id: one.deliverable, words: `${one.deliverable} · ${one.said}` })),
    ),
    text('said', say('commitments.benchmark'), { hint: say('commitments.line_hint') }),
    text('due', say('commitments.by_day'), { hint: say('commitments.day_hint'), isLatin: true }),
  )
}

const RESULTS = ['met', 'missed', 'lifted'] as const

function LookForm({ bench }: { readonly bench: Benchmark }): JSX.Element {
  const { values, text, pick } = useForm('look', { result: 'missed', source: '' })
  const send = () => {
    const look = { benchmark: bench.id, seen: bench.looks.length, result: values.result as Look['result'], source: values.source.trim() }
    return keeps(() => call('commitments.look', look), loadLadder)
  }
  return h(
    Box,
    { title: say('commitments.look'), go: say('commitments.keep'), onGo: () => void send(), onCancel: () => open(null) },
    pick(
      'result',
      say('commitments.look_result'),
      RESULTS.map((id) => ({ id, words: wordsOf('bench', id) })),
    ),
    text('source', say('commitments.source'), { hint: say('commitments.source_own_hint'), isLatin: true }),
  )
}

const OFF = ['missed', 'found_false'] as const

function StepForm({ bench }: { readonly bench: Benchmark }): JSX.Element {
  const next = Math.max(0, ...bench.steps.map(({ step }) => step)) + 1
  const { values, text, pick } = useForm('step', { step: `${next}`, setOff: 'missed', afterDays: '0', said: '' })
  const send = () => {
    const step = {
      benchmark: bench.id,
      step: Number(values.step.trim()),
      setOff: values.setOff === 'found_false' ? ('found_false' as const) : ('missed' as const),
      afterDays: Number(values.afterDays.trim()),
      said: values.said.trim(),
    }
    return keeps(() => call('commitments.addConsequence', step), loadLadder)
  }
  return h(
    Box,
    { title: say('commitments.add_step'), go: say('commitments.keep'), onGo: () => void send(), onCancel: () => open(null) },
    text('step', say('commitments.step'), { isLatin: true }),
    text('said', say('commitments.step_said'), { hint: say('commitments.line_hint') }),
    pick(
      'setOff',
      say('commitments.set_off'),
      OFF.map((id) => ({ id, words: wordsOf('off', id) })),
    ),
    text('afterDays', say('commitments.after_days'), { isLatin: true }),
  )
}

const DECISIONS = ['taken', 'put_off', 'waived'] as const

function DecideForm({ step }: { readonly step: Step }): JSX.Element {
  const { values, text, pick } = useForm('decide', { decision: 'taken', until: '', reasons: '' })
  const send = () => {
    const until = values.until.trim()
    const said = {
      consequence: step.id,
      seen: step.decisions.length,
      decision: values.decision as Decide['decision'],
      reasons: values.reasons.trim(),
      until: until === '' ? null : until,
    }
    return keeps(() => call('commitments.decide', said), loadLadder)
  }
  return h(
    Box,
    { title: say('commitments.decide'), go: say('commitments.keep'), onGo: () => void send(), onCancel: () => open(null) },
    pick(
      'decision',
      say('commitments.decision'),
      DECISIONS.map((id) => ({ id, words: wordsOf('step', id) })),
    ),
    values.decision === 'put_off'
      ? text('until', say('commitments.put_off_until'), { hint: say('commitments.until_hint'), isLatin: true })
      : null,
    text('reasons', say('commitments.reasons'), { hint: say('commitments.line_hint'), lines: 2 }),
  )
}
