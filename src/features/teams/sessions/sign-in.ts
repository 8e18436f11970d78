import { createHash, createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { isChallenge, newChallenge, sealedKeyOfNobody } from './challenge.ts'
import { endSession, findSession, findSignIn, forgetSessions, openSession } from './sessions.store.ts'

const IDLE_MINUTES = 5
const HOURS = 12
const HOUR_MS = 3_600_000

type SignIn = { readonly member: string; readonly challenge: string; readonly signature: string }
type Session = { token: string; team: string; member: string; idleMinutes: number; hours: number; lastOn: string | null }

/**
 * A challenge and the sealed key of a code. A code that nobody has gets one of the same form, and the work for it is done
 * for everybody, so neither bytes nor time tell who works here. guards A-08
 */
export async function askToSignIn(desk: Desk, code: string) {
  const challenge = newChallenge(desk.secret, code, desk.base.clock.now())
  const nobody = sealedKeyOfNobody(desk.secret, code)
  const known = await desk.base.read(desk.by.actor, (db) => findSignIn(db, code))
  return {
    challenge: challenge.toString('base64url'),
    sealedKey: (known?.age_file ?? nobody).toString('base64url'),
    instance: desk.roster.instance,
  }
}

/** Opens a session for whoever signed the challenge with the member's key; anything else is `session.refused`. guards A-05 */
export async function signIn(desk: Desk, { member, challenge, signature }: SignIn): Promise<Session> {
  const now = desk.base.clock.now()
  const signed = Buffer.from(challenge, 'base64url')
  const known = await desk.base.read(desk.by.actor, (db) => findSignIn(db, member))
  const isOurs = isChallenge(desk.secret, member, signed, now)
  const isSigned = isSignedBy(known === undefined ? KEY_OF_NOBODY : keyOf(known.sign_key), signed, Buffer.from(signature, 'base64url'))
  if (known === undefined || !isOurs || !isSigned) throw new Refusal('session.refused')
  if (known.state === 'waiting') demand(no('member.waiting'))

  const token = randomBytes(32)
  const opened = await desk.base.transact(desk.by.actor, async (tx) => {
    const session = {
      tokenHash: hashOf(token),
      challengeHash: hashOf(signed),
      member: known.member_id,
      at: now,
      ends: new Date(now.getTime() + HOURS * HOUR_MS),
    }
    const made = await openSession(tx.db, session)
    const row = made === undefined ? undefined : await findSession(tx.db, session.tokenHash, now, IDLE_MINUTES)
    return made === undefined || row === undefined ? undefined : { ...made, team: row.slug }
  })
  if (opened === undefined) throw new Refusal('session.refused')
  return { token: token.toString('base64url'), member, idleMinutes: IDLE_MINUTES, hours: HOURS, ...opened }
}

/** Who a token speaks for. It ends after 5 minutes without a call, after 12 hours, and with the member's key or membership. */
export async function enter(desk: Desk, token: string): Promise<Caller> {
  const now = desk.base.clock.now()
  const found = await desk.base.transact(desk.by.actor, (tx) =>
    findSession(tx.db, hashOf(Buffer.from(token, 'base64url')), now, IDLE_MINUTES),
  )
  if (found === undefined) throw new Refusal('session.ended')
  return {
    actor: { id: found.member_id, kind: 'person', writes: [found.compartment_id] },
    code: found.code,
    team: found.slug,
    teamId: found.team_id,
    room: found.compartment_id,
    session: token,
  }
}

/** Ends the caller's own session. */
export async function signOut(desk: Desk, caller: Caller): Promise<{ done: true }> {
  await desk.base.transact(desk.by.actor, (tx) => endSession(tx.db, hashOf(Buffer.from(caller.session, 'base64url'))))
  return { done: true }
}

/** Removes what has ended; no session depends on it having run. */
export async function sweepSessions(desk: Desk): Promise<void> {
  await desk.base.transact(desk.by.actor, (tx) => forgetSessions(tx.db, desk.base.clock.now(), IDLE_MINUTES))
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

/** DER of an Ed25519 public key, RFC 8410 §4. */
const DER_HEAD = Buffer.from('302a300506032b6570032100', 'hex')
const LABEL = Buffer.from('asylia/v1/session\0', 'latin1')
/** Of RFC 8032 §7.1, test 1: somebody's, so that checking against it costs what checking costs. */
const KEY_OF_NOBODY = keyOf(Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex'))

function keyOf(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([DER_HEAD, raw]), format: 'der', type: 'spki' })
}

function isSignedBy(key: KeyObject, challenge: Uint8Array, signature: Uint8Array): boolean {
  return verify(null, Buffer.concat([LABEL, challenge]), key, signature)
}
