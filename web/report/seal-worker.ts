import { equalBytes, hex, randomBytes, utf8 } from '#crypto/bytes.ts'
import { BLOB_LENGTH, FRAME_HEAD } from '#crypto/constants.ts'
import { exchangeRequest, readExchangeAnswer } from '#crypto/mailbox/exchange.ts'
import { selfSlotId, selfSlots } from '#crypto/mailbox/slots.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { type CheckedRoster, checkRoster } from '#crypto/roster/check-roster.ts'
import { shortHash } from '#crypto/roster/pins.ts'
import { readSealedArmour } from '#crypto/seal/armour.ts'
import { canProtect } from '#crypto/seal/can-protect.ts'
import { solvePuzzle } from '#crypto/seal/puzzle.ts'
import { type MailboxKeys, mailboxKeys, masterKey } from '#crypto/secret/mailbox-keys.ts'
import { digitsOf, newSecret, type Secret, wordsOf } from '#crypto/secret/secret.ts'
import { systemClock } from '#kernel/clock.ts'
import { answerAsks } from './answer-asks.ts'
import { BUILT } from './built.ts'
import type { Draft, Sealed } from './draft.ts'
import type { ListFiles, Lists } from './lists.ts'
import { sealReport } from './seal-report.ts'
import { WorkRefusal } from './work.ts'

/** What this worker holds while the page lives: the list of keys, the secret, and what was sealed with it. */
const held: { files: ListFiles | null; secret: Secret | null; keys: MailboxKeys | null; selfBlob: Uint8Array | null } = {
  files: null,
  secret: null,
  keys: null,
  selfBlob: null,
}

function judge({ hint, ...files }: ListFiles) {
  return checkRoster(files, { now: systemClock.now(), buildTime: BUILT, ...(hint === null ? {} : { hint }) })
}

let protects: Promise<boolean> | undefined

/** Nothing is sealed in a browser that cannot: it holds no list then. guards T-36 */
async function lists(files: ListFiles): Promise<Lists> {
  protects ??= canProtect()
  if (!(await protects)) return { state: 'no_protection' }
  held.files = files
  const verdict = judge(files)
  if (!verdict.ok) return { state: 'refused', code: verdict.code }
  const { receiving, clock, mode, teams } = verdict
  return { state: receiving, clock, mode, pins: shortHash(files.pins), teams: teams.map(shown) }
}

function shown({ recipient, about = {}, ...team }: CheckedRoster['teams'][number]) {
  const { id, name, kind, of, serves, conflicts, languages } = team
  return { id, name, about, kind, of, serves, conflicts, languages, receives: recipient !== null }
}

function secret(): { words: readonly string[]; digits: string } {
  held.secret ??= newSecret()
  return { words: wordsOf(held.secret), digits: digitsOf(held.secret) }
}

/** The list of keys is judged again at this moment: nothing is sealed to a key that ran out while somebody was writing. */
async function seal(draft: Draft, onProgress: (done: number) => void): Promise<Sealed> {
  if (held.files === null) throw new WorkRefusal('lists.missing')
  const roster = judge(held.files)
  if (!roster.ok) throw new WorkRefusal(roster.code)
  held.keys = draft.mailbox ? await keysOf(roster.instance, onProgress) : null
  const sealed = await sealReport(draft, roster, held.keys)
  held.selfBlob = sealed.frame.slice(FRAME_HEAD - BLOB_LENGTH, FRAME_HEAD)
  onProgress(1)
  return sealed
}

async function keysOf(instance: string, onProgress: (done: number) => void): Promise<MailboxKeys> {
  if (held.secret === null) throw new WorkRefusal('secret.missing')
  return mailboxKeys(await masterKey(held.secret, instance, (done) => onProgress(done * 0.8)))
}

/** The first of the exchanges that opening a mailbox makes, so that looking back looks like opening. */
function ask(): Uint8Array {
  const { keys } = held
  if (keys === null) throw new WorkRefusal('secret.missing')
  const asked = shuffled(selfSlots(0).map(({ w, i }) => selfSlotId(keys, w, i)))
  return exchangeRequest({ asked, fetched: selfSlotId(keys, 0, 0) })
}

/** Fisher-Yates with rejection sampling. */
function shuffled<T>(all: T[]): T[] {
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = below(last + 1)
    const [a, b] = [all[last], all[other]]
    if (a !== undefined && b !== undefined) [all[last], all[other]] = [b, a]
  }
  return all
}

function below(end: number): number {
  const most = 256 - (256 % end)
  for (;;) {
    const [byte = 255] = randomBytes(1)
    if (byte < most) return byte % end
  }
}

function isOurs(answer: Uint8Array): boolean {
  return held.selfBlob !== null && equalBytes(readExchangeAnswer(answer).blob, held.selfBlob)
}

/** Looks at what somebody pasted before any request is made. guards I-18 */
function isArmour(text: string): boolean {
  try {
    return readSealedArmour(utf8(text)).length > 0
  } catch (error) {
    if (error instanceof SealingRefusal) return false
    throw error
  }
}

async function puzzle(frame: Uint8Array): Promise<string> {
  return hex(await solvePuzzle(frame, () => new Promise((go) => setTimeout(go, 0))))
}

answerAsks({ lists, secret, seal, ask, isOurs, isArmour, puzzle })
