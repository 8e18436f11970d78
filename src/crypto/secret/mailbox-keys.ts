import { x25519 } from '@noble/curves/ed25519.js'
import { argon2idAsync } from '@noble/hashes/argon2.js'
import { recipientOf } from '../age/identity.ts'
import { utf8 } from '../bytes.ts'
import { ARGON2ID, CHAIN } from '../constants.ts'
import { kdf, sha256 } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import type { Secret } from './secret.ts'

/** Everything that follows from the words: no account, no row, nothing to store (SEALING 5). */
export type MailboxKeys = {
  readonly identitySeed: Uint8Array
  readonly recipient: Uint8Array
  /** Known to the teams of a generation as well. */
  readonly conv: (generation: number) => Uint8Array
  readonly slot: (generation: number) => Uint8Array
  readonly dh: (generation: number) => { readonly secret: Uint8Array; readonly public: Uint8Array }
  /** Known to the reporter alone. */
  readonly self: Uint8Array
  readonly del: Uint8Array
  readonly file: (itemHex: string, n: number) => Uint8Array
  readonly set: (itemHex: string, n: number) => Uint8Array
  readonly token: (itemHex: string, n: number) => Uint8Array
  /** x_s: what item number s carries, s from 0 to 1,023. */
  readonly chain: (seq: number) => Uint8Array
  /** H(x_0): what names the conversation through all generations. */
  readonly chainHead: Uint8Array
}

const INSTANCE = /^[0-9a-f]{32}$/

/** The slow step from the words to all keys; its cost stands in the code. Runs in a worker in the browser. */
// guards T-36
export function masterKey(secret: Secret, instanceHex: string, onProgress?: (done: number) => void): Promise<Uint8Array> {
  if (!INSTANCE.test(instanceHex)) throw new SealingRefusal('bytes.malformed')
  const options = onProgress === undefined ? ARGON2ID : { ...ARGON2ID, onProgress }
  return argon2idAsync(utf8(secret.digits), utf8(`asylia/v1/mailbox/${instanceHex}`), options)
}

/** All keys of a mailbox. */
export function mailboxKeys(mk: Uint8Array): MailboxKeys {
  const identitySeed = kdf(mk, 'mailbox/age')
  const self = kdf(mk, 'mailbox/self')
  const steps = chainOf(self)
  return {
    identitySeed,
    recipient: recipientOf(identitySeed),
    conv: (generation) => kdf(mk, `mailbox/mac/${generation}`),
    slot: (generation) => kdf(mk, `mailbox/slot/${generation}`),
    dh: (generation) => pairOf(kdf(mk, `mailbox/dh/${generation}`)),
    self,
    del: kdf(mk, 'mailbox/delete'),
    file: (itemHex, n) => kdf(mk, `file/${itemHex}/${n}`),
    set: (itemHex, n) => kdf(mk, `set/${itemHex}/${n}`, 16),
    token: (itemHex, n) => kdf(mk, `token/${itemHex}/${n}`),
    chain: (seq) => stepAt(steps, seq),
    chainHead: sha256(stepAt(steps, 0)),
  }
}

function pairOf(secret: Uint8Array): { readonly secret: Uint8Array; readonly public: Uint8Array } {
  return { secret, public: x25519.getPublicKey(secret) }
}

/** From x_1024 down to x_0: whoever knows a step knows all earlier ones and no later one. */
function chainOf(self: Uint8Array): readonly Uint8Array[] {
  const steps = [kdf(self, 'chain')]
  for (let seq = CHAIN; seq > 0; seq -= 1) steps.push(sha256(steps[steps.length - 1] ?? new Uint8Array(0)))
  return steps.reverse()
}

function stepAt(steps: readonly Uint8Array[], seq: number): Uint8Array {
  const step = seq < CHAIN ? steps[seq] : undefined
  if (step === undefined) throw new TypeError('A conversation has items 0 to 1,023.')
  return step
}
