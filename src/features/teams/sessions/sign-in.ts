import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { Static } from 'typebox'
import type { SignedCall } from '#base/door.ts'
import { callBytes, sessionBytes } from '#crypto/sign/call-proof.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import { rolesOf } from '#kernel/roles.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { arriveAs } from '../roles/roles.store.ts'
import type { SignInAnswer, SignInInput } from '../sign-in.contract.ts'
import { REVIEW_DAYS } from '../watch/glass.rules.ts'
import { BEAT_CALLS } from './beat-calls.ts'
import { isChallenge, newChallenge, sealedKeyOfNobody } from './challenge.ts'
import { deviceKeyOf, deviceName, isSignedByDevice } from './device-key.ts'
import { IDLE_MINUTES, openSessionFor } from './open-session.ts'
import { hashOf } from './session-hash.ts'
import { endSession, findSession, findSignIn, forgetSessions, tidySignIn, useNumber } from './sessions.store.ts'

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

/** What a challenge is for that a passkey was answered with; another one opens no session in its name. */
export const afterPasskey = (member: string, passkey: string): string => `${member}/passkey/${passkey}`

/**
 * Opens a session for whoever signed the challenge and the key of their browser with the member's key; anything else is
 * `session.refused`. In a browser that nobody knows the words alone wait for a colleague. guards A-05, T-28
 */
export async function signIn(desk: Desk, given: Static<typeof SignInInput>): Promise<SignInAnswer> {
  const { member, passkey } = given
  const [challenge, deviceKey] = [Buffer.from(given.challenge, 'base64url'), Buffer.from(given.device, 'base64url')]
  const known = await desk.base.read(desk.by.actor, (db) => findSignIn(db, member))
  const isOurs = isChallenge(desk.secret, passkey === null ? member : afterPasskey(member, passkey), challenge, desk.base.clock.now())
  const key = known === undefined ? KEY_OF_NOBODY : keyOf(known.sign_key)
  const isSigned = verify(null, sessionBytes(challenge, deviceKey), key, Buffer.from(given.signature, 'base64url'))
  if (known === undefined || !isOurs || !isSigned || deviceKeyOf(deviceKey) === undefined) throw new Refusal('session.refused')
  if (known.state === 'waiting') demand(no('member.waiting'))
  const how = passkey === null ? 'words' : 'passkey'
  return openSessionFor(desk, { member: known.member_id, code: member, how, challenge, deviceKey, label: given.label, passkey })
}

/** All that a session without a key may ask for: how an institution's sign-in ends. */
const WITHOUT_A_KEY: ReadonlySet<string> = new Set(['GET /api/desk/codes', 'POST /api/desk/session/end'])

/**
 * Who a call speaks for: its token is running, the browser of the session signed exactly this call, and its number was not
 * used before. It ends after 5 minutes without a call that somebody asked for, after 12 hours, and with the member's key, roles or membership.
 */
// guards T-28, A-05
export async function enter(desk: Desk, call: SignedCall): Promise<Caller> {
  const now = desk.base.clock.now()
  const tokenHash = hashOf(call.token)
  const found = await desk.base.transact(desk.by.actor, async (tx) => {
    const session = await findSession(tx.db, tokenHash, now, IDLE_MINUTES)
    if (session === undefined) return undefined
    const isSigned = isSignedByDevice(session.device_key, callBytes(call), call.signature)
    // Thrown inside: whoever holds the token alone does not even keep the session from running out.
    const heardAt = BEAT_CALLS.has(`${call.method} ${call.path}`) ? null : now
    if (!isSigned || !(await useNumber(tx.db, tokenHash, call.number, heardAt))) throw new Refusal('session.ended')
    return { ...session, ...(await arriveAs(tx.db, session.member_id, now, REVIEW_DAYS)) }
  })
  if (found === undefined) throw new Refusal('session.ended')
  if (found.held) throw new Refusal('glass.held')
  if (found.how === 'oidc' && !WITHOUT_A_KEY.has(`${call.method} ${call.path}`)) throw new Refusal('session.keyless')
  return {
    actor: { id: found.member_id, kind: 'person', writes: [found.compartment_id] },
    code: found.code,
    team: found.slug,
    teamId: found.team_id,
    room: found.compartment_id,
    session: call.token,
    roles: rolesOf(found.roles),
    device: deviceName(found.device_key),
  }
}

/** Says that somebody sits before the desk. That the call was let in is all of it. */
export const stayHere = (): Promise<{ done: true }> => Promise.resolve({ done: true })

/** Ends the caller's own session. */
export async function signOut(desk: Desk, caller: Caller): Promise<{ done: true }> {
  await desk.base.transact(desk.by.actor, (tx) => endSession(tx.db, hashOf(caller.session)))
  return { done: true }
}

/** Removes what has ended; no session depends on it having run. */
export async function sweepSessions(desk: Desk): Promise<void> {
  const now = desk.base.clock.now()
  await desk.base.transact(desk.by.actor, async (tx) => {
    await forgetSessions(tx.db, now, IDLE_MINUTES)
    await tidySignIn(tx.db, now)
  })
}

/** DER of an Ed25519 public key, RFC 8410 §4. */
const DER_HEAD = Buffer.from('302a300506032b6570032100', 'hex')
/** Of RFC 8032 §7.1, test 1: somebody's, so that checking against it costs what checking costs. */
const KEY_OF_NOBODY = keyOf(Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex'))

function keyOf(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([DER_HEAD, raw]), format: 'der', type: 'spki' })
}
