import { h, type JSX } from 'preact'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '#kernel/languages.ts'
import { menuOpen } from '../desk-state.ts'
import { language, say, speak } from '../words.ts'

function choose(one: Language): void {
  // Without a connection the language stays as it is.
  speak(one).catch(() => undefined)
  menuOpen.value = false
}

/** The five languages by their own names; what is typed stays. */
export function Languages(): JSX.Element {
  return h(
    'ul',
    { class: 'languages', 'aria-label': say('desk.languages') },
    ...LANGUAGES.map((one) =>
      h(
        'li',
        { key: one },
        h('button', { type: 'button', lang: one, 'aria-pressed': language.value === one, onClick: () => choose(one) }, LANGUAGE_NAMES[one]),
      ),
    ),
    language.value === 'en' ? null : h('li', { class: 'quiet not-reviewed' }, say('desk.not_reviewed')),
  )
}
