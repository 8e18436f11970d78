import { westernDigits } from '#kernel/years.ts'
import { h } from '../dom.ts'
import { actions, button, line, paragraph } from '../fields.ts'
import { canSeal, withoutKeys } from '../list-state.ts'
import type { Screen, Shell } from '../screens.ts'
import type { Key } from '../words.ts'

/** The words, or the groups of digits, that are asked for, counted from one. A keyboard of another script has no Latin letters. */
const ASKED = { word: [2, 5, 8], group: [2, 4, 6] } as const
type Way = keyof typeof ASKED
const LETTERS = 4

/** R9. The words come before sending; nothing is sealed until they are confirmed or declined. Never printed, never copied. */
export const words: Screen = {
  name: 'words',
  title: 'words.title',
  back: 'check',
  secret: true,
  view: (shell) => {
    if (!canSeal(shell)) return withoutKeys(shell)
    if (shell.report.words === null) void makeWords(shell)
    return [paragraph(shell, 'words.not_sent', 'caution'), paragraph(shell, 'words.why', 'lead'), ...shown(shell), declined(shell)]
  },
  leave: ({ report }) => {
    for (const way of ['word', 'group'] as const) for (const n of ASKED[way]) delete report.typed[`${way}-${n}`]
  },
}

async function makeWords(shell: Shell): Promise<void> {
  try {
    const made = await shell.work('seal').call<{ words: readonly string[]; digits: string }>('secret')
    shell.report.words = made.words
    shell.report.digits = made.digits
    if (shell.at() === 'words') shell.redraw()
  } catch {
    shell.fault('lists.no_protection')
  }
}

function shown(shell: Shell): readonly HTMLElement[] {
  const { words: nine, digits } = shell.report
  if (nine === null) return [paragraph(shell, 'words.making', 'quiet')]
  const groups = digits.split(' ')
  return [
    h('ol', { class: 'nine', dir: 'ltr', lang: 'en', translate: 'no' }, ...nine.map((word) => h('li', null, word))),
    paragraph(shell, 'words.or_digits'),
    h('p', { class: 'digits', dir: 'ltr', translate: 'no' }, ...groups.map((group) => h('span', null, inLocal(shell, group)))),
    ...(hasLocalDigits(shell) ? [button(shell, isLocal(shell) ? 'words.western' : 'words.local', () => switchDigits(shell), 'plain')] : []),
    paragraph(shell, 'words.paper'),
    h(
      'section',
      { class: 'panel' },
      h('h2', null, shell.say(wayOf(shell) === 'word' ? 'words.confirm' : 'words.confirm_digits')),
      h('div', { class: 'three' }, ...askedFields(shell)),
      button(shell, wayOf(shell) === 'word' ? 'words.by_digits' : 'words.by_words', () => changeWay(shell), 'plain'),
    ),
    actions(button(shell, 'words.send', () => confirm(shell))),
  ]
}

function wayOf(shell: Shell): Way {
  return shell.report.typed['confirm'] === 'group' ? 'group' : 'word'
}

function changeWay(shell: Shell): void {
  shell.report.typed['confirm'] = wayOf(shell) === 'word' ? 'group' : 'word'
  shell.redraw()
}

function askedFields(shell: Shell): readonly HTMLElement[] {
  if (wayOf(shell) === 'word') return ASKED.word.map((n) => asked(shell, `word-${n}`, `words.word_${n}`))
  return ASKED.group.map((n) => asked(shell, `group-${n}`, `words.group_${n}`, 'digits'))
}

function asked(shell: Shell, id: string, label: Key, size?: 'digits'): HTMLElement {
  const onInput = (value: string): void => {
    shell.report.typed[id] = value
  }
  return line(shell, { id, label, value: shell.report.typed[id] ?? '', onInput, ...(size === undefined ? {} : { size }) })
}

function declined(shell: Shell): HTMLElement {
  return h(
    'details',
    null,
    h('summary', null, shell.say('words.cannot')),
    paragraph(shell, 'words.cannot_means'),
    button(
      shell,
      'words.send_without',
      () => {
        shell.report.mailbox = 'none'
        shell.go('sending')
      },
      'other',
    ),
  )
}

/** A wrong word or group shows all of them again, without blame. */
function confirm(shell: Shell): void {
  const { report } = shell
  const way = wayOf(shell)
  const groups = report.digits.split(' ')
  const isRight = (n: number): boolean => {
    const typed = report.typed[`${way}-${n}`] ?? ''
    return way === 'word' ? isSame(typed, report.words?.[n - 1] ?? '') : isSameGroup(typed, groups[n - 1] ?? '')
  }
  const wrong = ASKED[way].find((n) => !isRight(n))
  if (wrong !== undefined) {
    shell.fault(way === 'word' ? 'words.differs' : 'words.group_differs', `${way}-${wrong}`, { n: wrong })
    return
  }
  report.mailbox = 'kept'
  shell.go('sending')
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
