import { westernDigits } from '#kernel/years.ts'
import { h } from './dom.ts'
import { button, line, paragraph } from './fields.ts'
import type { Shell } from './screens.ts'
import type { Key } from './words.ts'

/** Nine words, and the same as six groups of digits with a space between them. */
export type Shown = { readonly words: readonly string[]; readonly digits: string }

/** The words, or the groups of digits, that are asked for, counted from one. A keyboard of another script has no Latin letters. */
const ASKED = { word: [2, 5, 8], group: [2, 4, 6] } as const
type Way = keyof typeof ASKED
const LETTERS = 4

/** Both spellings, the digits in the digits of the language where somebody asks for them. Never copied, never printed. */
export function secretShown(shell: Shell, { words, digits }: Shown): readonly HTMLElement[] {
  const groups = digits.split(' ').map((group) => h('span', null, inLocal(shell, group)))
  return [
    h('ol', { class: 'nine', dir: 'ltr', lang: 'en', translate: 'no' }, ...words.map((word) => h('li', null, word))),
    paragraph(shell, 'words.or_digits'),
    h('p', { class: 'digits', dir: 'ltr', translate: 'no' }, ...groups),
    ...(hasLocalDigits(shell) ? [button(shell, isLocal(shell) ? 'words.western' : 'words.local', () => switchDigits(shell), 'plain')] : []),
    paragraph(shell, 'words.paper'),
  ]
}

/** Asks for three of the words, or of the groups. `of` tells two secrets of one page apart. */
export function confirmPanel(shell: Shell, of = ''): HTMLElement {
  const way = wayOf(shell)
  const fields =
    way === 'word'
      ? ASKED.word.map((n) => asked(shell, `${of}word-${n}`, `words.word_${n}`))
      : ASKED.group.map((n) => asked(shell, `${of}group-${n}`, `words.group_${n}`, 'digits'))
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, shell.say(way === 'word' ? 'words.confirm' : 'words.confirm_digits')),
    h('div', { class: 'three' }, ...fields),
    button(shell, way === 'word' ? 'words.by_digits' : 'words.by_words', () => changeWay(shell), 'plain'),
  )
}

/** True when what was typed is what was asked for; otherwise says which one is another, and shows all again without blame. */
export function isConfirmed(shell: Shell, { words, digits }: Shown, of = ''): boolean {
  const way = wayOf(shell)
  const groups = digits.split(' ')
  const isRight = (n: number): boolean => {
    const typed = shell.report.typed[`${of}${way}-${n}`] ?? ''
    return way === 'word' ? isSame(typed, words[n - 1] ?? '') : isSameGroup(typed, groups[n - 1] ?? '')
  }
  const wrong = ASKED[way].find((n) => !isRight(n))
  if (wrong === undefined) return true
  shell.fault(way === 'word' ? 'words.differs' : 'words.group_differs', `${of}${way}-${wrong}`, { n: wrong })
  return false
}

/** What was typed to confirm is a part of the secret: it goes with the screen. */
export function forgetTyped({ report }: Shell, of = ''): void {
  for (const way of ['word', 'group'] as const) for (const n of ASKED[way]) delete report.typed[`${of}${way}-${n}`]
}

function wayOf(shell: Shell): Way {
  return shell.report.typed['confirm'] === 'group' ? 'group' : 'word'
}

function changeWay(shell: Shell): void {
  shell.report.typed['confirm'] = wayOf(shell) === 'word' ? 'group' : 'word'
  shell.redraw()
}

function asked(shell: Shell, id: string, label: Key, size?: 'digits'): HTMLElement {
  const onInput = (value: string): void => {
    shell.report.typed[id] = value
  }
  return line(shell, { id, label, value: shell.report.typed[id] ?? '', onInput, ...(size === undefined ? {} : { size }) })
}

function isSame(typed: string, word: string): boolean {
  const plain = typed.normalize('NFKC').trim().toLowerCase()
  return word !== '' && (plain === word || (plain.length >= LETTERS && word.startsWith(plain)))
}

function isSameGroup(typed: string, group: string): boolean {
  return group !== '' && westernDigits(typed).replace(/\s/g, '') === group
}

const ZERO: Readonly<Record<string, number>> = { th: 0x0e50, ar: 0x0660 }

function hasLocalDigits({ language }: Shell): boolean {
  return language in ZERO
}

function isLocal(shell: Shell): boolean {
  return shell.report.typed['digits'] === 'local' && hasLocalDigits(shell)
}

function switchDigits(shell: Shell): void {
  shell.report.typed['digits'] = isLocal(shell) ? '' : 'local'
  shell.redraw()
}

function inLocal(shell: Shell, group: string): string {
  const zero = ZERO[shell.language] ?? 0x30
  return isLocal(shell) ? group.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit))) : group
}
