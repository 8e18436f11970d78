import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Entry } from '#features/cases/entries/entry.contract.ts'
import { type Judged, judgedBy } from '#features/cases/entries/liberty.rules.ts'
import { findTerm } from '#kernel/vocabulary.ts'
import { quietly } from '../../actions.ts'
import { button, mark } from '../../views/parts.ts'
import { say } from '../../words.ts'
import type { ShownEntry } from './calls.ts'
import { checking, dialog, editing, liberty } from './state.ts'
import { codeWord, termWord, whenWords } from './words-of.ts'
import { lookAtLiberty } from './work.ts'

/** Each deprivation of liberty of a case with the safeguards that were not kept, the standard that each engages, and its mark. */
export function Liberty({ code }: { readonly code: string }): JSX.Element | null {
  useEffect(() => void quietly(() => lookAtLiberty(code)), [code])
  const known = liberty.value?.of === code ? liberty.value : null
  if (known === null || known.deprivations.length === 0) return null
  return h(
    'section',
    { class: 'liberty', 'aria-labelledby': 'liberty-title' },
    h('h3', { id: 'liberty-title' }, say('cases.liberty')),
    h('ul', { class: 'entries' }, ...judgedBy(known.deprivations, known.checks).map((one) => h(One, { key: one.deprivation.entry, one }))),
    known.more ? h('p', { class: 'quiet' }, say('cases.liberty_more')) : null,
  )
}

/** Standards in words; one that nobody has checked says so beside it (R-EP-25). */
export function standardWords(standards: readonly string[]): string {
  return standards
    .map((one) => {
      const words = termWord('legal_standards', one)
      return (findTerm('legal_standards', one)?.unverified ?? true) ? `${words} (${say('cases.unverified')})` : words
    })
    .join('; ')
}

function One({ one: { deprivation, check, unmet, open } }: { readonly one: Judged<Entry, ShownEntry> }): JSX.Element {
  const change = () => {
    editing.value = check
    checking.value = check === null ? deprivation : null
    dialog.value = 'entry'
  }
  return h(
    'li',
    { class: 'entry' },
    h(
      'p',
      { class: 'entry-head' },
      h('strong', null, codeWord(deprivation.stage)),
      ' ',
      h('span', { class: 'quiet' }, whenWords(deprivation)),
    ),
    ...unmet.map(({ code, standards }) => h('p', { key: code }, mark('caution', codeWord(code)), ` ${standardWords(standards)}`)),
    check === null
      ? h('p', { class: 'quiet' }, say('cases.liberty_unchecked'))
      : open.length > 0
        ? h('p', { class: 'quiet' }, `${say('cases.liberty_open')} ${open.map(codeWord).join('; ')}`)
        : unmet.length === 0
          ? h('p', null, say('cases.liberty_kept'))
          : null,
    h('div', { class: 'ways' }, button(say(check === null ? 'cases.liberty_check' : 'cases.liberty_change'), change, { kind: 'quiet' })),
  )
}
