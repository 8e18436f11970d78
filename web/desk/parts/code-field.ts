import { h, type JSX } from 'preact'
import { findMethod, findTerm, labelOf, methodCodes, methodGroups, terms, type VocabularyList } from '#kernel/vocabulary.ts'
import { language } from '../words.ts'

type Option = { readonly id: string; readonly words: string }
type PickParts = {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly all: readonly Option[]
  /** The words of no choice; without them one has to be chosen. */
  readonly none?: string
  /** What the chosen code means. */
  readonly means?: string | null
  readonly onValue: (value: string) => void
}

const chosenIn = (event: Event): string => (event.currentTarget as HTMLSelectElement).value

/** One of many codes; what the chosen one means stands below it. */
export function pick({ id, label, value, all, none, means, onValue }: PickParts): JSX.Element {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h(
      'select',
      { id, value, 'aria-describedby': means ? `${id}-means` : undefined, onChange: (event: Event) => onValue(chosenIn(event)) },
      none === undefined ? null : h('option', { value: '' }, none),
      ...all.map((one) => h('option', { key: one.id, value: one.id, selected: one.id === value }, one.words)),
    ),
    means ? h('p', { class: 'hint', id: `${id}-means` }, means) : null,
  )
}

/** The word of a term in the language on the screen, or in English. */
export const termWords = (list: VocabularyList, code: string): string => labelOf(list, code, language.value).text
export const methodWords = (code: string): string => labelOf('method', code, language.value).text

type TermParts = Omit<PickParts, 'all' | 'means'> & { readonly list: VocabularyList }

/** A term of a vocabulary, in the member's language, with its definition. */
export function termField({ list, ...parts }: TermParts): JSX.Element {
  const all = terms(list)
    .filter(({ retired }) => retired === null)
    .map(({ code }) => ({ id: code, words: termWords(list, code) }))
  return pick({ ...parts, all, means: findTerm(list, parts.value)?.definition ?? null })
}

type MethodParts = Omit<PickParts, 'all' | 'means' | 'none'>

/** A method of the taxonomy, by its group, with its definition. */
export function methodField({ id, label, value, onValue }: MethodParts): JSX.Element {
  const group = (code: string) => labelOf('group', code, language.value).text
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h(
      'select',
      { id, value, 'aria-describedby': `${id}-means`, onChange: (event: Event) => onValue(chosenIn(event)) },
      ...methodGroups.map((one) =>
        h(
          'optgroup',
          { key: one.code, label: group(one.code) },
          ...methodCodes
            .filter((code) => findMethod(code).group === one.code && findMethod(code).retired === null)
            .map((code) => h('option', { key: code, value: code, selected: code === value }, methodWords(code))),
        ),
      ),
    ),
    h('p', { class: 'hint', id: `${id}-means` }, findMethod(value)?.definition ?? ''),
  )
}
