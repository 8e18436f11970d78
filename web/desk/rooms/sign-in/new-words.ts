import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { call, lock, working as run } from '../../actions.ts'
import { button, field, submits } from '../../views/parts.ts'
import { say } from '../../words.ts'

type Step = { readonly at: 'start' } | { readonly at: 'show' | 'confirm'; readonly words: readonly string[] }

/** New words for the same key: shown once, typed from paper, and then the desk closes everywhere. */
export function NewWords(): JSX.Element {
  const step = useSignal<Step>({ at: 'start' })
  const typed = useSignal('')
  const now = step.value
  const make = async () => {
    const made = await run(say('join.making'), () => call('sign-in.newWords', null))
    if (made !== null) step.value = { at: 'show', words: made.words }
  }
  const keep = async () => {
    const kept = await run(say('join.sealing'), async () => {
      await call('sign-in.keepWords', { typed: typed.value })
      return true
    })
    if (kept === true) await lock(false)
  }
  return h(
    'section',
    { 'aria-labelledby': 'words-title', class: 'no-print' },
    h('h2', { id: 'words-title' }, say('sign-in.new_words')),
    h('p', { class: 'quiet' }, say('sign-in.new_words_why')),
    now.at === 'start'
      ? h(
          'div',
          { class: 'ways' },
          button(say('sign-in.new_words_do'), () => void make()),
        )
      : null,
    now.at === 'show' ? shown(now.words, () => (step.value = { ...now, at: 'confirm' })) : null,
    now.at === 'confirm'
      ? h(
          'form',
          { onSubmit: submits(() => void keep()) },
          field({
            id: 'new-words',
            label: say('join.confirm_title'),
            hint: say('unlock.words_hint'),
            value: typed.value,
            onValue: (value) => (typed.value = value),
            lines: 3,
            isLatin: true,
            focus: true,
          }),
          h(
            'div',
            { class: 'ways' },
            h('button', { type: 'submit', class: 'first' }, say('join.confirm')),
            button(say('join.again'), () => (step.value = { ...now, at: 'show' }), { kind: 'quiet' }),
          ),
        )
      : null,
  )
}

function shown(words: readonly string[], onWritten: () => void): JSX.Element {
  return h(
    'div',
    null,
    h('p', null, say('join.words_how')),
    h('ol', { class: 'words', dir: 'ltr', translate: 'no', lang: 'en' }, ...words.map((word) => h('li', { key: word }, word))),
    h('div', { class: 'ways' }, button(say('join.words_written'), onWritten, { kind: 'first' })),
  )
}
