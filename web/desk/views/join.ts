import { type Signal, useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { call, enter, working as run } from '../actions.ts'
import { screen } from '../desk-state.ts'
import { ForCustodians } from '../rooms/recovery/newcomer.ts'
import { heldDevice, holdDevice, likelyLabel } from '../way-in.ts'
import { dayInWords, language, say } from '../words.ts'
import { back } from './door.ts'
import { button, faultBox, field, submits, working } from './parts.ts'

type Step =
  | { readonly at: 'code' }
  | { readonly at: 'words'; readonly team: string; readonly founding: boolean; readonly words: readonly string[] }
  | { readonly at: 'confirm'; readonly team: string; readonly founding: boolean; readonly words: readonly string[] }
  | { readonly at: 'done'; readonly member: string; readonly fingerprint: string; readonly until: string | null }

/** Joining: a code, twelve words on paper, the words typed once more, and the founder's team key. */
export function Join(): JSX.Element {
  const step = useSignal<Step>({ at: 'code' })
  const now = step.value
  if (now.at === 'code') return h(Code, { step })
  if (now.at === 'words') return h(Words, { step })
  return now.at === 'confirm' ? h(Confirm, { step }) : h(Done, { step })
}

type Props = { readonly step: Signal<Step> }

function Code({ step }: Props): JSX.Element {
  const code = useSignal('')
  const go = async () => {
    const invited = await run(say('join.making'), () => call('invitation', { code: code.value }))
    if (invited === null) return
    const made = await run(say('join.making'), () => call('makeWords', null))
    if (made === null) return
    const team = invited.names[language.value] ?? invited.names['en'] ?? invited.team
    step.value = { at: 'words', team, founding: invited.founding, words: made.words }
  }
  return h(
    'form',
    { class: 'narrow', onSubmit: submits(() => void go()) },
    h('h1', null, say('join.title')),
    faultBox(),
    field({
      id: 'code',
      label: say('join.code'),
      hint: say('join.code_hint'),
      value: code.value,
      onValue: (value) => (code.value = value),
      isLatin: true,
      focus: true,
    }),
    working(),
    h('div', { class: 'ways' }, h('button', { type: 'submit', class: 'first' }, say('join.do')), back()),
  )
}

function Words({ step }: Props): JSX.Element {
  const now = step.value
  if (now.at !== 'words') return h('div', null)
  return h(
    'div',
    { class: 'narrow no-print' },
    h('p', { class: 'quiet', dir: 'auto' }, now.team),
    h('h1', null, say('join.words_title')),
    h('p', null, say('join.words_once')),
    h('p', null, say('join.words_how')),
    h('ol', { class: 'words', dir: 'ltr', translate: 'no', lang: 'en' }, ...now.words.map((word) => h('li', { key: word }, word))),
    h(
      'div',
      { class: 'ways' },
      button(say('join.words_written'), () => (step.value = { ...now, at: 'confirm' }), { kind: 'first' }),
    ),
  )
}

function Confirm({ step }: Props): JSX.Element {
  const typed = useSignal('')
  const name = useSignal('')
  const now = step.value
  if (now.at !== 'confirm') return h('div', null)
  const go = async () => {
    const joined = await run(say('join.sealing'), () =>
      call('join', { typed: typed.value, name: name.value, device: heldDevice(), label: likelyLabel() }),
    )
    if (joined === null) return
    holdDevice(joined.device)
    const founded = now.founding ? await run(say('join.founding'), () => call('found', null)) : null
    step.value = { at: 'done', member: joined.member, fingerprint: joined.fingerprint, until: founded?.until ?? (now.founding ? '' : null) }
  }
  return h(
    'form',
    { class: 'narrow', onSubmit: submits(() => void go()) },
    h('h1', null, say('join.confirm_title')),
    faultBox(),
    field({
      id: 'confirm',
      label: say('unlock.words'),
      hint: say('unlock.words_hint'),
      value: typed.value,
      onValue: (value) => (typed.value = value),
      lines: 3,
      isLatin: true,
      focus: true,
    }),
    field({
      id: 'name',
      label: say('join.name'),
      hint: say('join.name_hint'),
      value: name.value,
      onValue: (value) => (name.value = value),
    }),
    working(),
    h(
      'div',
      { class: 'ways' },
      h('button', { type: 'submit', class: 'first' }, say('join.confirm')),
      button(say('join.again'), () => (step.value = { ...now, at: 'words' }), { kind: 'quiet' }),
    ),
  )
}

function Done({ step }: Props): JSX.Element {
  const now = step.value
  if (now.at !== 'done') return h('div', null)
  const goOn =
    now.until === null
      ? button(say('desk.back'), () => {
          screen.value = 'door'
        })
      : button(say('join.open'), () => void run(say('unlock.opening'), enter), { kind: 'first' })
  return h(
    'div',
    { class: 'narrow' },
    h('h1', null, say('join.done_title')),
    faultBox(),
    h('p', { class: 'code', dir: 'ltr' }, now.member),
    h('p', null, say('join.member', { code: now.member })),
    h('p', null, nextWords(now)),
    now.until === null ? h(ForCustodians, {}) : null,
    working(),
    h('div', { class: 'ways' }, goOn),
  )
}

/** Who founded has a key, or makes it from the inbox; everybody else is let in by a colleague. */
function nextWords({ until, fingerprint }: { readonly until: string | null; readonly fingerprint: string }): string {
  if (until === null) return say('join.waiting', { fingerprint })
  return until === '' ? say('rotate.expired') : say('join.founded', { until: dayInWords(until) })
}
