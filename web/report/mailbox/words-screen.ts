import { missingOf } from '#crypto/files/bitmap.ts'
import { planSet } from '#crypto/files/set-plan.ts'
import { h } from '../dom.ts'
import { actions, button, line, paragraph } from '../fields.ts'
import { segmentBegun } from '../files/line-speed.ts'
import type { Screen, Shell } from '../screens.ts'
import type { EarlierFile } from './ask.ts'
import { busyLine, outcomeFault } from './outcome.ts'
import { finished } from './safety-screens.ts'
import { act, erase, hasLeft, session } from './session.ts'

const ASKED = [2, 5, 8] as const
const LETTERS = 4

type Fresh = { readonly words: readonly string[]; readonly digits: string; readonly gone: AbortSignal }
let fresh: Fresh | null = null

/** Files whose upload was begun and is not at its end; null where the line is cut. */
export async function unfinished(shell: Shell): Promise<readonly EarlierFile[] | null> {
  const open: EarlierFile[] = []
  for (const file of session()?.shown.files ?? []) {
    const bitmap = await shell.work('files').call<Uint8Array | null>('present', { set: file.set })
    if (bitmap === null) return null
    const segment = segmentBegun(file.size, bitmap)
    if (segment !== undefined && missingOf(bitmap, planSet(file.size, segment).count).length > 0) open.push(file)
  }
  return open
}

/** New words for the same conversation; the old ones open an empty mailbox afterwards. */
export const wordsScreen: Screen = {
  name: 'mail-words',
  title: 'mail.words.title',
  back: 'mail-safety',
  secret: true,
  view: (shell) => {
    const open = session()
    if (open === null) return []
    if (open.busy !== null) return [busyLine(shell, open.busy)]
    if (fresh === null || fresh.gone !== shell.gone) {
      return [paragraph(shell, 'mail.words.means', 'lead'), actions(button(shell, 'mail.words.show', () => void showWords(shell)))]
    }
    return [
      h('ol', { class: 'nine', dir: 'ltr', lang: 'en', translate: 'no' }, ...fresh.words.map((word) => h('li', null, word))),
      paragraph(shell, 'words.or_digits'),
      h('p', { class: 'digits', dir: 'ltr', translate: 'no' }, fresh.digits),
      paragraph(shell, 'words.paper'),
      h(
        'section',
        { class: 'panel' },
        h('h2', null, shell.say('words.confirm')),
        h('div', { class: 'three' }, ...ASKED.map((n) => asked(shell, n))),
      ),
      actions(button(shell, 'mail.words.now', () => void confirm(shell))),
    ]
  },
  leave: ({ report }) => {
    for (const n of ASKED) delete report.typed[`new-word-${n}`]
  },
}

async function showWords(shell: Shell): Promise<void> {
  const { gone } = shell
  const made = await shell.work('mailbox').call<{ words: readonly string[]; digits: string }>('newWords')
  if (hasLeft(gone)) return
  fresh = { ...made, gone }
  gone.addEventListener('abort', () => {
    fresh = null
  })
  shell.redraw()
}

function asked(shell: Shell, n: (typeof ASKED)[number]): HTMLElement {
  const id = `new-word-${n}`
  const onInput = (value: string): void => {
    shell.report.typed[id] = value
  }
  return line(shell, { id, label: `words.word_${n}`, value: shell.report.typed[id] ?? '', onInput })
}

function isSame(typed: string, word: string): boolean {
  const plain = typed.normalize('NFKC').trim().toLowerCase()
  return word !== '' && (plain === word || (plain.length >= LETTERS && word.startsWith(plain)))
}

async function confirm(shell: Shell): Promise<void> {
  const { gone } = shell
  const words = fresh?.words ?? []
  const wrong = ASKED.find((n) => !isSame(shell.report.typed[`new-word-${n}`] ?? '', words[n - 1] ?? ''))
  if (wrong !== undefined) return shell.fault('words.differs', `new-word-${wrong}`, { n: wrong })
  if (!(await endUploads(shell)) || hasLeft(gone)) return
  const open = session()
  if (open !== null) open.alarmsSeen = true
  const outcome = await act(shell, { kind: 'words' })
  if (hasLeft(gone) || !outcomeFault(shell, outcome)) return
  fresh = null
  finished(shell, 'mail.done.words')
}

/** Unfinished uploads end with the old words: they are dropped first, once the person has agreed. */
async function endUploads(shell: Shell): Promise<boolean> {
  const open = await unfinished(shell)
  if (open === null) {
    shell.fault('mail.not.no_line')
    return false
  }
  if (open.length === 0) return true
  if (shell.report.typed['drop-uploads'] !== 'yes') {
    shell.report.typed['drop-uploads'] = 'yes'
    shell.fault('mail.words.uploads', undefined, { n: open.length })
    return false
  }
  delete shell.report.typed['drop-uploads']
  try {
    await erase(shell, await shell.work('mailbox').call<readonly Uint8Array[]>('dropping', { sets: open.map(({ set }) => set) }))
    return true
  } catch {
    shell.fault('mail.not.no_line')
    return false
  }
}
