import type { Static } from 'typebox'
import type { Tx } from '#base/transact.ts'
import { dayOf } from '#kernel/clock.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Desk } from '../desk.ts'
import { isChallenge, newChallenge } from '../sessions/challenge.ts'
import { hashOf } from '../sessions/session-hash.ts'
import { spendChallenge } from '../sessions/sessions.store.ts'
import { afterPasskey } from '../sessions/sign-in.ts'
import type { ChangedPasskeyInput, OpenPasskey, OpenPasskeyAnswer, PasskeyQuestion } from '../sign-in.contract.ts'
import { mayFound } from '../team.policy.ts'
import { findOwner, findPasskey, haltPasskey, usePasskey } from './passkeys.store.ts'
import { readAssertion } from './verify-passkey.ts'

const ANYBODY = 'passkey'

/** A question for whatever passkey is at hand. It names nobody, so it tells nothing of who works here. guards A-08 */
export function askForPasskey(desk: Desk): Static<typeof PasskeyQuestion> {
  return {
    challenge: newChallenge(desk.secret, ANYBODY, desk.base.clock.now()).toString('base64url'),
    instance: desk.roster.instance,
  }
}

/**
 * Whose passkey this is, what was sealed to it, and the question that opens the session: the member's own key answers that
 * one. A passkey that is not ours, was asked on another address or answers an old question is `session.refused`; one whose
 * counter ran back is halted, and the team is told. guards T-28, A-09
 */
export async function openWithPasskey(desk: Desk, given: OpenPasskey): Promise<Static<typeof OpenPasskeyAnswer>> {
  const now = desk.base.clock.now()
  const challenge = Buffer.from(given.challenge, 'base64url')
  const known = await desk.base.read(desk.by.actor, (db) => findPasskey(db, Buffer.from(given.credential, 'base64url')))
  const isOurs = isChallenge(desk.secret, ANYBODY, challenge, now)
  const counter = known === undefined || !isOurs ? undefined : await readAssertion(desk.sites(), given, known)
  const isFirst = isOurs && (await desk.base.transact(desk.by.actor, (tx) => spendChallenge(tx.db, hashOf(challenge), now)))
  if (known === undefined || counter === undefined || !isFirst) throw new Refusal('session.refused')
  if (!(await desk.base.transact(desk.by.actor, (tx) => usePasskey(tx.db, known.id, counter, dayOf(now))))) {
    await desk.base.transact(desk.by.actor, (tx) =>
      halt(desk, tx, { id: known.id, member: known.code, room: known.compartment_id, why: 'passkey_ran_back' }),
    )
    throw new Refusal('passkey.ran_back')
  }
  return {
    member: known.code,
    passkey: known.id,
    challenge: newChallenge(desk.secret, afterPasskey(known.code, known.id), now).toString('base64url'),
    instance: desk.roster.instance,
    label: known.label as Static<typeof OpenPasskeyAnswer>['label'],
    wrap: known.age_file === null ? null : known.age_file.toString('base64url'),
    sealedKey: known.words_file.toString('base64url'),
  }
}

/** The browser found that a passkey gives another secret than the one that was sealed to: it is halted, and the team told. guards A-09 */
export async function tellChanged(desk: Desk, { member, passkey, challenge }: Static<typeof ChangedPasskeyInput>): Promise<{ done: true }> {
  const now = desk.base.clock.now()
  const asked = Buffer.from(challenge, 'base64url')
  if (!isChallenge(desk.secret, afterPasskey(member, passkey), asked, now)) throw new Refusal('session.refused')
  await desk.base.transact(desk.by.actor, async (tx) => {
    const owner = await findOwner(tx.db, passkey, member)
    if (owner === undefined || !(await spendChallenge(tx.db, hashOf(asked), now))) throw new Refusal('session.refused')
    await halt(desk, tx, { id: passkey, member, room: owner.room, why: 'passkey_changed' })
  })
  return { done: true }
}

type Halting = {
  readonly id: string
  readonly member: string
  readonly room: CompartmentId
  readonly why: 'passkey_ran_back' | 'passkey_changed'
}

async function halt(desk: Desk, tx: Tx, { id, member, room, why }: Halting): Promise<void> {
  const permit = await tx.grant({ action: 'passkey.halt', subject: member, compartment: room }, mayFound(desk.by.actor, desk.by.register))
  await haltPasskey(tx.db, permit, { id, why, today: dayOf(desk.base.clock.now()) })
}
