import { missingOf } from '#crypto/files/bitmap.ts'
import { planSet } from '#crypto/files/set-plan.ts'
import { actions, button, paragraph } from '../fields.ts'
import { segmentBegun } from '../files/line-speed.ts'
import type { Screen, Shell } from '../screens.ts'
import { confirmPanel, forgetTyped, isConfirmed, type Shown, secretShown } from '../secret-fields.ts'
import type { EarlierFile } from './ask.ts'
import { busyLine, outcomeFault } from './outcome.ts'
import { finished } from './safety-screens.ts'
import { act, erase, hasLeft, session } from './session.ts'

/** Before the names of fields that ask for the new words. */
const NEW = 'new-'

type Fresh = Shown & { readonly gone: AbortSignal }
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
    return [...secretShown(shell, fresh), confirmPanel(shell, NEW), actions(button(shell, 'mail.words.now', () => void confirm(shell)))]
  },
  leave: (shell) => forgetTyped(shell, NEW),
}

async function showWords(shell: Shell): Promise<void> {
  const { gone } = shell
  const made = await shell.work('mailbox').call<Shown>('newWords')
  if (hasLeft(gone)) return
  fresh = { ...made, gone }
  gone.addEventListener('abort', () => {
    fresh = null
  })
  shell.redraw()
}

async function confirm(shell: Shell): Promise<void> {
  const { gone } = shell
  if (fresh === null || !isConfirmed(shell, fresh, NEW)) return
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
