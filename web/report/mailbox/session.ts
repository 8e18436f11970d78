import { refusalCode } from '../files/refusal-code.ts'
import { AGAIN_MS, mayFitAgain } from '../lists.ts'
import { type Answer, findFile, getFile, pause, postBytes, postFrame } from '../requests.ts'
import type { Shell } from '../screens.ts'
import type { FilePick, Upload } from '../state.ts'
import type { Act, MailFiles, NextFrame, Prepared, Shown } from './ask.ts'
import { endWhenIdle } from './idle.ts'

/** What the page holds of an open mailbox; it ends with the page. guards T-16 */
export type Session = {
  shown: Shown
  /** Alarms count as seen once they were on the screen and the person went on. */
  alarmsSeen: boolean
  memoryConfirmed: boolean
  /** What is being done, in words; null while nothing is. */
  busy: 'look' | 'seal' | 'send' | 'no_line' | 'waiting' | 'delete' | null
  /** The files of a message that was accepted, to be sent after it. */
  uploads: { readonly uploads: readonly Upload[]; readonly picks: readonly FilePick[] } | null
}

type Kept = { readonly session: Session; readonly gone: AbortSignal }
let kept: Kept | null = null

/** Whether the person left while something was waited for. */
export const hasLeft = (gone: AbortSignal): boolean => gone.aborted

export function session(): Session | null {
  return kept === null || kept.gone.aborted ? null : kept.session
}

/**
 * The whole list of keys with the epoch before, always the same files in the same order. Files that do not fit one another
 * are fetched once more: the list may have been published in between. Rejects when the line is cut.
 */
export async function readMailFiles(shell: Shell): Promise<MailFiles> {
  const { gone } = shell
  const files = await fetchMailFiles(gone)
  const code = await shell.work('mailbox').call<string | null>('listsFault', files)
  if (code === null || !mayFitAgain(code)) return files
  await pause(AGAIN_MS, gone)
  return fetchMailFiles(gone)
}

async function fetchMailFiles(signal: AbortSignal): Promise<MailFiles> {
  const get = (name: string): Promise<Uint8Array> => getFile(`/report/${name}`, signal)
  const [pins, roster, epochs, recipients, former, hint] = await Promise.all([
    get('pins.json'),
    get('roster.json'),
    get('epochs.json'),
    get('recipients.bin'),
    findFile('/report/epochs-former.json', signal),
    findFile('/api/time', signal),
  ])
  return { pins, roster, epochs, recipients, former, hint }
}

export type OpenFailure = 'no_line' | 'damaged' | 'cannot'

/** Opens the mailbox of these words, which have passed their check. Never rejects. */
export async function openSession(shell: Shell, typed: string, onProgress: (done: number) => void): Promise<OpenFailure | null> {
  const { gone } = shell
  try {
    const files = await readMailFiles(shell)
    const shown = await shell.work('mailbox').call<Shown>('open', { typed, files }, onProgress)
    kept = { session: { shown, alarmsSeen: false, memoryConfirmed: false, busy: null, uploads: null }, gone }
    endWhenIdle(shell.exit, gone)
    gone.addEventListener('abort', () => {
      kept = null
    })
    return null
  } catch (error) {
    return failureOf(error)
  }
}

function failureOf(error: unknown): OpenFailure {
  const code = refusalCode(error)
  if (code === undefined || code === 'line.lost') return 'no_line'
  return code === 'exchange.malformed' ? 'damaged' : 'cannot'
}

/** Four more exchanges. */
export async function lookAgain(shell: Shell): Promise<OpenFailure | null> {
  const open = session()
  if (open === null) return 'cannot'
  open.busy = 'look'
  shell.redraw()
  try {
    open.shown = await shell.work('mailbox').call<Shown>('again')
    return null
  } catch (error) {
    return failureOf(error)
  } finally {
    open.busy = null
    if (!shell.gone.aborted) shell.redraw()
  }
}

export type Outcome = 'sent' | 'no_line' | 'busy' | 'full' | 'refused' | Exclude<Prepared, { ok: true }>['code'] | 'fault'

const PATIENCE_MS = 600_000
const WAITS = [1_500, 3_000, 6_000, 12_000, 20_000] as const

/** Seals and sends all items of an action, one after the other; what was accepted stays accepted. Never rejects. */
export async function act(shell: Shell, what: Act, picks: readonly FilePick[] = []): Promise<Outcome> {
  const open = session()
  if (open === null) return 'fault'
  try {
    busy(shell, open, 'seal')
    const files = await readMailFiles(shell)
    const { alarmsSeen, memoryConfirmed } = open
    const ask = { act: what, language: shell.language, files, alarmsSeen, memoryConfirmed }
    const prepared = await shell.work('mailbox').call<Prepared>('prepare', ask)
    return prepared.ok ? await sendAll(shell, open, picks) : prepared.code
  } catch (error) {
    return outcomeOf(error)
  } finally {
    if (!shell.gone.aborted) busy(shell, open, null)
  }
}

function outcomeOf(error: unknown): Outcome {
  const code = refusalCode(error) ?? 'line.lost'
  return code === 'line.lost' ? 'no_line' : (code as Outcome)
}

function busy(shell: Shell, open: Session, what: Session['busy']): void {
  if (open.busy === what || shell.gone.aborted) return
  open.busy = what
  shell.redraw()
}

async function sendAll(shell: Shell, open: Session, picks: readonly FilePick[]): Promise<Outcome> {
  const work = shell.work('mailbox')
  const uploads: Upload[] = []
  for (;;) {
    busy(shell, open, 'seal')
    const next = await work.call<NextFrame>('next')
    if (next === null) break
    busy(shell, open, 'send')
    const outcome = await sendOne(shell, open, next.frame)
    if (outcome !== 'sent') return outcome
    uploads.push(...next.uploads)
    const { more, deleting } = await work.call<{ more: boolean; deleting: readonly Uint8Array[] }>('accepted')
    await erase(shell, deleting)
    if (!more) break
  }
  open.shown = await work.call<Shown>('shown')
  open.uploads = uploads.length === 0 ? null : { uploads, picks }
  return 'sent'
}

/** The same bytes until the server takes them, for ten minutes. */
async function sendOne(shell: Shell, open: Session, frame: Uint8Array): Promise<Outcome> {
  const ends = performance.now() + PATIENCE_MS
  for (let tries = 0; ; tries += 1) {
    const outcome = await postOnce(shell, frame)
    if (outcome === 'sent' || outcome === 'refused' || performance.now() > ends) return outcome
    busy(shell, open, outcome === 'no_line' ? 'no_line' : 'waiting')
    await pause(WAITS[Math.min(tries, WAITS.length - 1)] ?? 1_500, shell.gone)
  }
}

async function postOnce(shell: Shell, frame: Uint8Array): Promise<'sent' | 'no_line' | 'full' | 'refused' | 'busy'> {
  const first = await postFrame(frame, shell.gone)
  const answer = isPuzzle(first) ? await postPuzzled(shell, frame) : first
  if (answer.kind === 'accepted') return 'sent'
  return answer.kind === 'lost' ? 'no_line' : refusalOf(answer.code)
}

const isPuzzle = (answer: Answer): boolean => answer.kind === 'refused' && answer.code === 'intake.puzzle_needed'

async function postPuzzled(shell: Shell, frame: Uint8Array): Promise<Answer> {
  return postFrame(frame, shell.gone, await shell.work('seal').call<string>('puzzle', frame))
}

function refusalOf(code: string): 'full' | 'refused' | 'busy' {
  if (code === 'intake.full') return 'full'
  return code === 'intake.malformed' || code === 'intake.wrong_length' ? 'refused' : 'busy'
}

/** Sends delete calls, each again until it was heard or the line is given up. Throws when one was not heard. */
export async function erase(shell: Shell, calls: readonly Uint8Array[]): Promise<void> {
  for (const call of calls) await eraseOne(shell, call)
}

const ERASE_TRIES = 4

async function eraseOne(shell: Shell, call: Uint8Array): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const heard = await postBytes('/api/mailbox/delete', call, shell.gone).then(
      ({ ok }) => ok,
      () => false,
    )
    if (heard) return
    if (tries >= ERASE_TRIES) throw new Error('no line')
    await pause(WAITS[tries - 1] ?? 1_500, shell.gone)
  }
}
