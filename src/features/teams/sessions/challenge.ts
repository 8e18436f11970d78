import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { MEMBER_KEY_BYTES } from '../teams.contract.ts'

const NONCE = 16
const TIME = 8
const TAG = 32
const RUNS_FOR_MS = 120_000

/** A challenge for one code: it says itself when it was made, so nothing is stored for somebody who only asks. */
export function newChallenge(secret: Uint8Array, code: string, now: Date): Buffer {
  const time = Buffer.alloc(TIME)
  time.writeBigUInt64BE(BigInt(now.getTime()))
  const head = Buffer.concat([randomBytes(NONCE), time])
  return Buffer.concat([head, tagOf(secret, head, code)])
}

/** Whether this is our challenge for this code, made within the last two minutes. */
export function isChallenge(secret: Uint8Array, code: string, challenge: Uint8Array, now: Date): boolean {
  if (!isChallengeFor(secret, code, challenge)) return false
  const age = now.getTime() - Number(Buffer.from(challenge).readBigUInt64BE(NONCE))
  return age >= 0 && age <= RUNS_FOR_MS
}

/** Whether this is our challenge for this code, whenever it was made: who is late is no stranger. */
export function isChallengeFor(secret: Uint8Array, code: string, challenge: Uint8Array): boolean {
  if (challenge.length !== NONCE + TIME + TAG) return false
  return timingSafeEqual(challenge.subarray(NONCE + TIME), tagOf(secret, challenge.subarray(0, NONCE + TIME), code))
}

function tagOf(secret: Uint8Array, head: Uint8Array, code: string): Buffer {
  return createHmac('sha256', secret).update('asylia/v1/challenge\0').update(head).update(code).digest()
}

/**
 * The sealed key of a code that nobody has: the same for every time it is asked, and of the form and length of a real one.
 * No words open it. guards A-08
 */
export function sealedKeyOfNobody(secret: Uint8Array, code: string): Buffer {
  const head = 150
  const random = Buffer.from(hkdfSync('sha256', secret, 'asylia/v1', `nobody/${code}`, NONCE + TAG + TAG + MEMBER_KEY_BYTES - head))
  const text = (from: number, to: number) => random.subarray(from, to).toString('base64').replaceAll('=', '')
  const lines = `age-encryption.org/v1\n-> scrypt ${text(0, 16)} 18\n${text(16, 48)}\n--- ${text(48, 80)}\n`
  return Buffer.concat([Buffer.from(lines), random.subarray(80)])
}
