import { h } from '../dom.ts'
import { actions, button, line, paragraph } from '../fields.ts'
import { canSeal, withoutKeys } from '../list-state.ts'
import type { Screen, Shell } from '../screens.ts'

/** The words that are asked for, counted from one. */
const ASKED = [2, 5, 8] as const
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
    for (const n of ASKED) delete report.typed[`word-${n}`]
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
      h('h2', null, shell.say('words.confirm')),
      h('div', { class: 'three' }, ...ASKED.map((n) => asked(shell, n))),
    ),
    actions(button(shell, 'words.send', () => confirm(shell))),
  ]
}

function asked(shell: Shell, n: (typeof ASKED)[number]): HTMLElement {
  const id = `word-${n}`
  return line(shell, {
    id,
    label: `words.word_${n}`,
    value: shell.report.typed[id] ?? '',
    onInput: (value) => {
      shell.report.typed[id] = value
    },
  })
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

/** A wrong word shows all of them again, without blame. */
function confirm(shell: Shell): void {
  const { report } = shell
  const wrong = ASKED.find((n) => !isSame(report.typed[`word-${n}`] ?? '', report.words?.[n - 1] ?? ''))
  if (wrong !== undefined) {
    shell.fault('words.differs', `word-${wrong}`, { n: wrong })
    return
  }
  report.mailbox = 'kept'
  shell.go('sending')
}

function isSame(typed: string, word: string): boolean {
  const plain = typed.normalize('NFKC').trim().toLowerCase()
  return word !== '' && (plain === word || (plain.length >= LETTERS && word.startsWith(plain)))
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
