import { concat, randomBytes, utf8 } from '../bytes.ts'
import { PUZZLE_BITS } from '../constants.ts'
import { sha256 } from '../kdf.ts'

const LABEL = concat(utf8('asylia/v1/puzzle'), Uint8Array.of(0))
const ANSWER = 8
/** So many tries are made before the page may draw again: some milliseconds without JIT. */
const AT_ONCE = 256

/** True when these 8 bytes answer the puzzle of a frame; what is asked is a constant and no server's choice. */
// guards T-36
export function checkPuzzle(frame: Uint8Array, answer: Uint8Array): boolean {
  return answer.length === ANSWER && isAnswer(sha256(frame), answer)
}

/** Finds an answer, about 16,384 tries; asked only while the server sheds load. `pause` lets the page live in between. */
export async function solvePuzzle(frame: Uint8Array, pause: () => Promise<void> = () => Promise.resolve()): Promise<Uint8Array> {
  const frameHash = sha256(frame)
  const answer = randomBytes(ANSWER)
  const view = new DataView(answer.buffer)
  for (let tries = 1; !isAnswer(frameHash, answer); tries += 1) {
    view.setUint32(0, (view.getUint32(0) + 1) % 2 ** 32)
    if (tries % AT_ONCE === 0) await pause()
  }
  return answer
}

function isAnswer(frameHash: Uint8Array, answer: Uint8Array): boolean {
  const [first = 0, second = 0] = sha256(LABEL, frameHash, answer)
  return ((first << 8) | second) >> (16 - PUZZLE_BITS) === 0
}
