import { type Answer, pause, postFrame } from './requests.ts'
import type { Key } from './words.ts'

/** Ten minutes without a line are survived; then the person decides. */
const PATIENCE_MS = 600_000
const FIRST_PAUSE_MS = 1_500
const LONGEST_PAUSE_MS = 20_000

export type Sending = {
  readonly gone: AbortSignal
  /** Solves the puzzle that a server asks for while it sheds load. */
  readonly solve: (frame: Uint8Array) => Promise<string>
  /** Told while it goes on trying. */
  readonly onWaiting: (says: Key) => void
}

/** `null` means accepted; a text says why it stopped trying; `left` means that the person is gone. */
export type Sent = null | Key | 'left'

/** Sends one frame until it is accepted: the same bytes each time, so that the server keeps it once. */
export async function sendFrame(frame: Uint8Array, sending: Sending): Promise<Sent> {
  const { gone, onWaiting } = sending
  const ends = performance.now() + PATIENCE_MS
  for (let wait = FIRST_PAUSE_MS; !gone.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    const says = saysOf(await tryOnce(frame, sending))
    if (says === null || says === 'sending.refused') return says
    if (performance.now() > ends) return says === 'sending.no_line' ? 'sending.gave_up' : says
    onWaiting(says)
    await pause(wait, gone).catch(unlessLeft(gone))
  }
  return 'left'
}

/** One try; a server that asks for the puzzle gets it at once. */
async function tryOnce(frame: Uint8Array, { gone, solve }: Sending): Promise<Answer> {
  const answer = await postFrame(frame, gone)
  return asksPuzzle(answer) ? postFrame(frame, gone, await solve(frame)) : answer
}

function asksPuzzle(answer: Answer): boolean {
  return answer.kind === 'refused' && answer.code === 'intake.puzzle_needed'
}

/** What the server's "no" means for the person. Only a frame that it will never take ends the trying. */
function saysOf(answer: Answer): Key | null {
  if (answer.kind === 'accepted') return null
  if (answer.kind !== 'refused') return 'sending.no_line'
  if (answer.code === 'intake.full') return 'sending.full'
  return answer.code === 'intake.malformed' || answer.code === 'intake.wrong_length' ? 'sending.refused' : 'sending.busy'
}

function unlessLeft(gone: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!gone.aborted) throw error
  }
}
