import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { call } from '../../actions.ts'
import { team } from '../../desk-state.ts'
import { button, field, mark, submits } from '../../views/parts.ts'
import { dayInWords, isKey, say } from '../../words.ts'
import type { Glass } from './calls.ts'
import { Pick } from './pick.ts'
import { approvals, change, isSteward, said, waitingReview } from './state.ts'

const REASONS = ['danger_now', 'reader_unreachable', 'legal_deadline'] as const
/** The words follow once it is known what came of it. */
const NOTHING_YET = (): string => ''
const codeOf = (typed: string): string => typed.trim().toUpperCase()

/** One case for an hour without a second person before, and with all of them after. guards T-24 */
export function BreakGlass(): JSX.Element {
  return h(
    'section',
    { 'aria-labelledby': 'approvals-glass' },
    h('h2', { id: 'approvals-glass' }, say('approvals.glass')),
    h('p', { class: 'quiet' }, say('approvals.glass_why')),
    h('ul', { class: 'people' }, ...approvals.value.glasses.map((one) => h('li', { key: one.id }, h(Broken, { glass: one })))),
    h(OpenCase, {}),
    h(HoldCase, {}),
  )
}

function reasonWords(reason: string): string {
  const key = `approvals.reason.${reason}`
  return isKey(key) ? say(key) : reason
}

function Broken({ glass }: { readonly glass: Glass }): JSX.Element {
  const { id, member, review } = glass
  const said = { member, code: glass.case, day: dayInWords(glass.openedAt), reason: reasonWords(glass.reason) }
  const judge = (verdict: 'justified' | 'not_justified') =>
    change(
      () => call('approvals.review', { id, verdict }),
      () => say('approvals.decided'),
    )
  return h(
    'div',
    null,
    h('p', null, say('approvals.glass_line', said)),
    review === null
      ? h('p', null, mark('caution', say('approvals.glass_review_by', { day: dayInWords(glass.reviewBy) })))
      : h('p', { class: 'quiet' }, say(`approvals.glass_verdict.${review.verdict}`, { member: review.by })),
    waitingReview.value.includes(glass)
      ? h(
          'div',
          { class: 'ways' },
          button(say('approvals.glass_right'), () => void judge('justified')),
          button(say('approvals.glass_wrong'), () => void judge('not_justified')),
        )
      : null,
  )
}

function OpenCase(): JSX.Element {
  const [code, reason] = [useSignal(''), useSignal<string>(REASONS[0])]
  const open = async () => {
    let until = ''
    const isOpen = await change(async () => {
      until = (await call('approvals.break', { case: codeOf(code.value), reason: reason.value })).until
    }, NOTHING_YET)
    if (isOpen) {
      const opened = { code: codeOf(code.value), time: until.slice(11, 16) }
      said.value = () => say('approvals.glass_opened', opened)
    }
  }
  return h(
    'form',
    { class: 'box', onSubmit: submits(() => void open()) },
    field({
      id: 'glass-case',
      label: say('approvals.glass_case'),
      value: code.value,
      onValue: (value) => (code.value = value),
      isLatin: true,
    }),
    h(Pick, {
      id: 'glass-reason',
      label: say('approvals.glass_reason'),
      all: REASONS.map((one) => ({ id: one, words: say(`approvals.reason.${one}`) })),
      value: reason.value,
      onValue: (value) => (reason.value = value),
    }),
    h('div', { class: 'ways' }, h('button', { type: 'submit' }, say('approvals.glass_open'))),
  )
}

function HoldCase(): JSX.Element | null {
  const code = useSignal('')
  if (team.value === null) return null
  const hold = async () => {
    let count = 0
    const isHeld = await change(async () => {
      count = (await call('approvals.hold', { case: codeOf(code.value) })).holders.length
    }, NOTHING_YET)
    if (isHeld) {
      const held = { count, code: codeOf(code.value) }
      said.value = () => say('approvals.held', held)
    }
  }
  return h(
    'details',
    { class: 'more' },
    h('summary', null, say('approvals.hold_title')),
    h('p', null, say('approvals.hold_why')),
    field({
      id: 'hold-case',
      label: say('approvals.glass_case'),
      value: code.value,
      onValue: (value) => (code.value = value),
      isLatin: true,
    }),
    button(say('approvals.hold_do'), () => void hold()),
  )
}

/** Records that nobody has a reason to open: two stewards mark one, and nobody else learns which. */
export function Honey(): JSX.Element | null {
  const code = useSignal('')
  if (!isSteward.value) return null
  const ask = () => {
    const record = codeOf(code.value)
    const binds = { team: team.value?.team ?? '', record }
    return change(
      () => call('approvals.ask', { action: 'honey.mark', subject: record, case: null, binds, reason: 'watch' }),
      () => say('approvals.asked'),
    )
  }
  return h(
    'details',
    { class: 'more' },
    h('summary', null, say('approvals.honey_title')),
    h('p', null, say('approvals.honey_why')),
    field({
      id: 'honey-code',
      label: say('approvals.honey_code'),
      value: code.value,
      onValue: (value) => (code.value = value),
      isLatin: true,
    }),
    button(say('approvals.honey_ask'), () => void ask()),
  )
}
