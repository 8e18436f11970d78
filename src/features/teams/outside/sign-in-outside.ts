import { createHmac, randomBytes } from 'node:crypto'
import type { Static } from 'typebox'
import { dayOf } from '#kernel/clock.ts'
import type { MemberId } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Desk, OutsideSettings } from '../desk.ts'
import { deviceKeyOf } from '../sessions/device-key.ts'
import { openSessionFor } from '../sessions/open-session.ts'
import { hashOf } from '../sessions/session-hash.ts'
import type { OutsideAnswer, OutsideBegin, OutsideBeginInput, OutsideFinishInput } from '../sign-in.contract.ts'
import { mayRunTeam } from '../team.policy.ts'
import { addressOf, readAnswer, type Subject } from './institution.ts'
import { beginAttempt, connectLogin, disconnectLogin, findLogin, takeAttempt } from './outside.store.ts'

const RUNS_FOR_MS = 10 * 60_000

/** Where the desk stands below its address, and where an institution sends people back to. */
const PLACE = '/desk/'

function settingsOf(desk: Desk): OutsideSettings {
  if (desk.outside === undefined) throw new Refusal('part.not_here')
  return desk.outside
}

function placeOf(desk: Desk, site: string): string {
  if (!desk.sites().includes(site)) throw new Refusal('request.malformed')
  return `${site}${PLACE}`
}

/**
 * Where somebody goes to sign in at their institution, or, with a caller, to connect their account there with their member
 * code. The answer counts for the tab that asked alone: it alone knows what `binding` is the hash of. guards A-06
 */
export async function beginOutside(
  desk: Desk,
  { binding, site }: Static<typeof OutsideBeginInput>,
  caller: Caller | null,
): Promise<Static<typeof OutsideBegin>> {
  const { address, state, nonce, verifier } = await addressOf(settingsOf(desk), placeOf(desk, site))
  const ends = new Date(desk.base.clock.now().getTime() + RUNS_FOR_MS)
  const attempt = { state: hashOf(state), binding: Buffer.from(binding, 'base64url'), verifier, nonce, member: caller?.actor.id ?? null }
  await desk.base.transact(desk.by.actor, (tx) => beginAttempt(tx.db, attempt as typeof attempt & { member: MemberId | null }, ends))
  return { address }
}

/**
 * Whoever comes back from their institution gets a session without a key, or has connected their account. An account that
 * is connected with nobody is `outside.unknown`; whatever does not fit what was asked is `outside.refused`.
 */
export async function finishOutside(
  desk: Desk,
  { address, binding, device, label }: Static<typeof OutsideFinishInput>,
): Promise<Static<typeof OutsideAnswer>> {
  const settings = settingsOf(desk)
  const answered = readAddress(desk, address)
  const state = answered.searchParams.get('state') ?? ''
  const now = desk.base.clock.now()
  const attempt = await desk.base.transact(desk.by.actor, (tx) =>
    takeAttempt(tx.db, hashOf(state), hashOf(Buffer.from(binding, 'base64url')), now),
  )
  if (attempt === undefined) throw new Refusal('outside.refused')
  const said = subjectHash(desk, await readAnswer(settings, answered, { state, nonce: attempt.nonce, verifier: attempt.verifier }))
  const owner = await desk.base.read(desk.by.actor, (db) => findLogin(db, said))
  if (attempt.member_id !== null) return connect(desk, attempt.member_id, said, owner?.member_id)
  if (owner === undefined) throw new Refusal('outside.unknown')
  const deviceKey = Buffer.from(device, 'base64url')
  if (deviceKeyOf(deviceKey) === undefined) throw new Refusal('outside.refused')
  const proven = { how: 'oidc', label, passkey: null, deviceKey, challenge: randomBytes(32) } as const
  const opened = await openSessionFor(desk, { ...proven, member: owner.member_id, code: owner.code })
  if (opened.state !== 'open') throw new Refusal('outside.refused')
  return opened
}

/** The caller's account at their institution opens nothing here any more. */
export function disconnectOutside(desk: Desk, caller: Caller): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant(
      { action: 'outside.disconnect', subject: caller.code, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    await disconnectLogin(tx.db, permit)
    return { done: true }
  })
}

async function connect(desk: Desk, member: MemberId, said: Uint8Array, owner: MemberId | undefined): Promise<{ state: 'connected' }> {
  // One account stands for one member: whose it is already is not told.
  if (owner !== undefined && owner !== member) throw new Refusal('outside.refused')
  await desk.base.transact(desk.by.actor, (tx) => connectLogin(tx.db, member, said, dayOf(desk.base.clock.now())))
  return { state: 'connected' }
}

function readAddress(desk: Desk, address: string): URL {
  const answered = URL.canParse(address) ? new URL(address) : undefined
  if (answered === undefined || !desk.sites().includes(answered.origin) || answered.pathname !== PLACE) throw new Refusal('outside.refused')
  return answered
}

/** Keyed, so that a copy of the database cannot be compared with lists of accounts. */
function subjectHash(desk: Desk, { issuer, subject }: Subject): Buffer {
  return createHmac('sha256', desk.secret).update('asylia/v1/outside\0').update(`${issuer}\0${subject}`).digest()
}
