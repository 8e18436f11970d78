import { b64u, unb64u } from '#crypto/bytes.ts'
import { CARD_BYTES } from '#crypto/case/card.ts'
import { payloadOf } from '#crypto/team/approval.ts'
import { roomOf } from '#features/reports/index.ts'
import { type Caller, canHoldKeys, canWorkCases, countOpening, demandTwo } from '#features/teams/index.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { mayRecordPeople, type PeopleDesk } from './keep-people.ts'
import type { Found, Give, Taken } from './person.contract.ts'
import * as store from './unseal.store.ts'

/** How long a member who is no reader may look. */
const UNSEAL_MS = 60 * 60_000

/** What two people say yes to: whose card, and for whose eyes. */
const unsealBinds = (person: string, member: string) => ({ person, member })

/** Which of the people that are asked for stand in cases of the caller. Whoever reads none of them learns nothing. */
export function findPeople(desk: PeopleDesk, caller: Caller, people: readonly string[]): Promise<{ found: Found[] }> {
  demand(canWorkCases(caller))
  return desk.base.read(caller.actor, async (db) => ({ found: await store.findPeople(db, people) }))
}

/**
 * A reader hands the identity card of a person to one member who is none, sealed to that member's key, for an hour. It uses
 * up a yes of these two to exactly this; a wrap is never made for somebody whom the case is closed to. guards T-22
 */
export function giveIdentity(desk: PeopleDesk, caller: Caller, said: Give): Promise<{ until: string }> {
  const blob = unb64u(said.blob)
  if (!CARD_BYTES.includes(blob.length)) throw new Refusal('key.malformed')
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    if (!(await store.hasIdentity(tx.db, room, said))) throw new Refusal('record.not_found')
    const member = await store.findColleague(tx.db, caller.teamId, said.member)
    if (member === undefined || member === caller.actor.id) throw new Refusal('record.not_found')
    const payload = payloadOf(unsealBinds(said.person, said.member))
    await demandTwo(tx, caller, { action: 'identity.unseal', subject: said.person, room: caller.room, payload })
    // One line with the case, whose auditors have to know; one with the team, for the wrap itself.
    await tx.grant({ action: 'identity.unseal', subject: `${said.person}:${said.member}`, compartment: room }, mayRecordPeople(caller))
    const permit = await tx.grant({ action: 'identity.give', subject: said.approval, compartment: caller.room }, mayRecordPeople(caller))
    const until = new Date(tx.clock.now().getTime() + UNSEAL_MS)
    const wrap = { room: caller.room, member, person: said.person, by: caller.actor.id, until, blob }
    if (!(await store.addWrap(tx.db, permit, wrap))) throw new Refusal('approval.decided')
    return { until: until.toISOString() }
  })
}

/** What was given to the caller, while the hour lasts; afterwards it is not there for anybody. */
export function takeIdentity(desk: PeopleDesk, caller: Caller, approval: string): Promise<Taken> {
  return desk.base.transact(caller.actor, async (tx) => {
    await store.forgetWraps(tx.db, tx.clock.now())
    const found = await store.findWrap(tx.db, caller.room, approval, tx.clock.now())
    if (found === undefined) throw new Refusal('record.not_found')
    await tx.grant({ action: 'identity.open_unsealed', subject: found.person, compartment: caller.room }, canHoldKeys(caller))
    await countOpening(tx, caller, 1, [found.person])
    return { person: found.person, by: found.by, until: found.until.toISOString(), blob: b64u(found.blob) }
  })
}

type Printed = { readonly case: string | null; readonly person: string }

/** The line comes before the paper; without a case it is a card that was unsealed for the caller. */
export function notePrint(desk: PeopleDesk, caller: Caller, { case: code, person }: Printed): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = code === null ? caller.room : await roomOf(tx, caller, code)
    await tx.grant({ action: 'identity.print', subject: person, compartment: room }, canHoldKeys(caller))
    return { done: true }
  })
}

/** Ends what is past its hour in every team. */
export async function forgetUnsealed({ base, by }: PeopleDesk & { readonly by: { readonly actor: Caller['actor'] } }): Promise<void> {
  await base.transact(by.actor, (tx) => store.forgetWraps(tx.db, base.clock.now()))
}
