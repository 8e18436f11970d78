import type { Base } from '#base/transact.ts'
import { mayWorkOn, roomOf } from '#features/reports/index.ts'
import { type Caller, canReadCoded, canWorkCases } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { isDateRange } from '#kernel/daterange.ts'
import { demand, Refusal, type Verdict } from '#kernel/refusal.ts'
import { isDay } from '#kernel/years.ts'
import { type KeepPerson, type LinkPeople, PEOPLE_PAGE, type People, type SayLiberty, type SayStatus } from './person.contract.ts'
import { canSayCommunity } from './person.rules.ts'
import * as store from './person.store.ts'

export type PeopleDesk = { readonly base: Base }

/** Whoever works on the case, in a role that does casework. */
export const mayRecordPeople = (caller: Caller): Verdict => {
  const role = canWorkCases(caller)
  return role.ok ? mayWorkOn(caller.actor, { writes: true }) : role
}

/** The people of a case, or of all cases that the caller reads: codes and days. Names are on cards. guards T-21 */
export function viewPeople(desk: PeopleDesk, caller: Caller, asked: People) {
  demand(canReadCoded(caller))
  return desk.base.read(caller.actor, async (db) => {
    const room = asked.case === null ? null : await roomOf({ db }, caller, asked.case)
    const rows = await store.listPeople(db, room, asked.after, PEOPLE_PAGE + 1)
    return { people: rows.slice(0, PEOPLE_PAGE), more: rows.length > PEOPLE_PAGE }
  })
}

/** Keeps a person: new, or in the place of the revision that it names. */
export function keepPerson(desk: PeopleDesk, caller: Caller, said: KeepPerson): Promise<{ revision: number }> {
  demand(canSayCommunity(said))
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const permit = await tx.grant({ action: 'person.keep', subject: said.id, compartment: room }, mayRecordPeople(caller))
    const revision = await store.keepPerson(tx.db, permit, room, { ...said, by: caller.actor.id, today: dayOf(tx.clock.now()) })
    if (revision === undefined) throw new Refusal('record.stale')
    await store.keepFinders(tx.db, permit, room, said.finders)
    return { revision }
  })
}

/** Writes down a status and when it was held; earlier ones stay. */
export function sayStatus(desk: PeopleDesk, caller: Caller, said: SayStatus): Promise<{ done: true }> {
  if (!isDateRange(said.held)) throw new Refusal('request.malformed')
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    if (!(await store.hasPerson(tx.db, room, said.person))) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'person.status', subject: said.id, compartment: room }, mayRecordPeople(caller))
    const added = await store.addStatus(tx.db, permit, room, { ...said, by: caller.actor.id, today: dayOf(tx.clock.now()) })
    if (!added) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Writes down whether somebody is free, and on which day that was looked at. */
export function sayLiberty(desk: PeopleDesk, caller: Caller, said: SayLiberty): Promise<{ done: true }> {
  if (!isDay(said.checkedOn)) throw new Refusal('request.malformed')
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    if (!(await store.hasPerson(tx.db, room, said.person))) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'person.liberty', subject: said.id, compartment: room }, mayRecordPeople(caller))
    const added = await store.addLiberty(tx.db, permit, room, { ...said, by: caller.actor.id, today: dayOf(tx.clock.now()) })
    if (!added) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Says that two people belong together, by somebody who works on both cases. Readers of one case alone learn nothing (R-EP-06). */
export function linkPeople(desk: PeopleDesk, caller: Caller, said: LinkPeople): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const otherRoom = await roomOf(tx, caller, said.otherCase)
    const both = (await store.hasPerson(tx.db, room, said.person)) && (await store.hasPerson(tx.db, otherRoom, said.other))
    if (!both || (room === otherRoom && said.person === said.other)) throw new Refusal('record.not_found')
    // The line stands with the case that holds the link and names the link alone: an auditor of one case sees no other.
    const permit = await tx.grant({ action: 'person.link', subject: said.id, compartment: room }, mayRecordPeople(caller))
    if (!(await store.addLink(tx.db, permit, { room, otherRoom, today: dayOf(tx.clock.now()) }, said))) throw new Refusal('record.stale')
    return { done: true }
  })
}

type Unlink = { readonly case: string; readonly link: string }

export function unlinkPeople(desk: PeopleDesk, caller: Caller, { case: code, link }: Unlink): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, code)
    const permit = await tx.grant({ action: 'person.unlink', subject: link, compartment: room }, mayRecordPeople(caller))
    if (!(await store.dropLink(tx.db, permit, room))) throw new Refusal('record.not_found')
    return { done: true }
  })
}

type One = { readonly case: string; readonly person: string }

/** To whom somebody is linked, as far as the caller may see both ends. */
export function viewLinks(desk: PeopleDesk, caller: Caller, { case: code, person }: One) {
  demand(canReadCoded(caller))
  return desk.base.read(caller.actor, async (db) => {
    const room = await roomOf({ db }, caller, code)
    if (!(await store.hasPerson(db, room, person))) throw new Refusal('record.not_found')
    return { links: await store.listLinks(db, room, person) }
  })
}
