import { hkdfSync, randomUUID } from 'node:crypto'
import type { Static } from 'typebox'
import type { Permit } from '#base/permit.ts'
import type { Tx } from '#base/transact.ts'
import { dayOf } from '#kernel/clock.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { refuseForeign } from '../devices/run-devices.ts'
import { isChallenge, isChallengeFor, newChallenge } from '../sessions/challenge.ts'
import { hashOf } from '../sessions/session-hash.ts'
import { spendChallenge } from '../sessions/sessions.store.ts'
import type { KeepPasskey, PasskeyBegin } from '../sign-in.contract.ts'
import { mayRunTeam } from '../team.policy.ts'
import { isPasskeyWrap } from './passkey-wrap.rules.ts'
import { addPasskey, dropPasskey, listCredentials, noteForeign } from './passkeys.store.ts'
import { readRegistration } from './verify-passkey.ts'

const registers = (member: string): string => `${member}/register`

/** What an authenticator is asked for one more passkey of the caller's own. Its handle says nothing of the member. */
export async function beginPasskey(desk: Desk, caller: Caller): Promise<Static<typeof PasskeyBegin>> {
  const have = await desk.base.read(caller.actor, (db) => listCredentials(db, caller.code))
  return {
    challenge: newChallenge(desk.secret, registers(caller.code), desk.base.clock.now()).toString('base64url'),
    handle: Buffer.from(hkdfSync('sha256', desk.secret, 'asylia/v1', `handle/${caller.code}`, 32)).toString('base64url'),
    have: have.map((id) => id.toString('base64url')),
  }
}

/**
 * Keeps a passkey of the caller's own. One that was begun for another member is answered as what is not there, and the team
 * is told; one that does not verify is `passkey.refused`, a fifth `passkey.enough`. guards A-07, T-08
 */
export async function keepPasskey(desk: Desk, caller: Caller, given: KeepPasskey): Promise<{ done: true }> {
  const now = desk.base.clock.now()
  const challenge = Buffer.from(given.challenge, 'base64url')
  if (given.member !== caller.code || !isChallengeFor(desk.secret, registers(caller.code), challenge)) return tellForeign(desk, caller)
  const wrap = given.wrap === null ? null : Buffer.from(given.wrap, 'base64url')
  if (wrap !== null) demand(isPasskeyWrap(wrap))
  const made = isChallenge(desk.secret, registers(caller.code), challenge, now) ? await readRegistration(desk.sites(), given) : undefined
  const isFirst = await desk.base.transact(desk.by.actor, (tx) => spendChallenge(tx.db, hashOf(challenge), now))
  if (made === undefined || !isFirst) throw new Refusal('passkey.refused')
  return inRoom(desk, caller, { action: 'passkey.add', subject: randomUUID() }, async (tx, permit) => {
    await addPasskey(tx.db, permit, { ...made, label: given.label, wrap }, dayOf(now)).catch(refuseTooMany)
  })
}

/** Takes the caller's own passkey away; sessions that it opened end. */
export function dropOwnPasskey(desk: Desk, caller: Caller, passkey: string): Promise<{ done: true }> {
  return inRoom(desk, caller, { action: 'passkey.drop', subject: passkey }, async (tx, permit) => {
    await dropPasskey(tx.db, permit).catch(refuseForeign)
  })
}

async function tellForeign(desk: Desk, caller: Caller): Promise<never> {
  await inRoom(desk, caller, { action: 'passkey.refuse', subject: caller.code }, (tx, permit) =>
    noteForeign(tx.db, permit, dayOf(desk.base.clock.now())),
  )
  throw new Refusal('record.not_found')
}

function inRoom<Action extends string>(
  desk: Desk,
  caller: Caller,
  what: { readonly action: Action; readonly subject: string },
  work: (tx: Tx, permit: Permit<Action>) => Promise<void>,
): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    await work(tx, await tx.grant({ ...what, compartment: caller.room }, mayRunTeam(caller.actor, caller.room)))
    return { done: true }
  })
}

function refuseTooMany(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === '54000') throw new Refusal('passkey.enough')
  // An authenticator that was asked twice, or somebody else's passkey: the database's own words would tell which.
  if (code === '23505') throw new Refusal('passkey.refused')
  return refuseForeign(error)
}
