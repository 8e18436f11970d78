import type { Tx } from '#base/transact.ts'
import { type Caller, mayRunTeam, tellTeam } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { newId } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { CaseDesk } from '../files/work-on-cases.ts'
import type { Duty, KeepDuty, Raised } from './duty.contract.ts'
import { answerUntil, dutyFor } from './duty.rules.ts'
import * as store from './duty.store.ts'

const mayKeep = (caller: Caller) => mayRunTeam(caller.actor, caller.room)

/**
 * The roster, and what nobody answered yet. What waited its fifteen minutes goes on to the deputy, or to everybody where there
 * is none: the first desk that looks tells the team. A server that knows no report cannot do it by itself.
 */
export function lookAtDuty(desk: CaseDesk, caller: Caller): Promise<Duty> {
  const now = desk.base.clock.now()
  return desk.base.transact(caller.actor, async (tx) => {
    for (const { id, deputy } of await store.listOverdue(tx.db, caller.room, now)) {
      const permit = await tx.grant({ action: 'duty.escalate', subject: id, compartment: caller.room }, mayKeep(caller))
      await store.markEscalated(tx.db, permit, caller.room)
      await tellTeam(tx, caller, { kind: 'duty.escalated', subject: deputy ?? caller.code, about: deputy })
    }
    return { lines: await store.listDuty(tx.db, caller.room), alarms: await store.listAlarms(tx.db, caller.room) }
  })
}

/** Says who is on duty for a country: two colleagues of this team. */
export function keepDuty(desk: CaseDesk, caller: Caller, said: KeepDuty): Promise<{ revision: number }> {
  const today = dayOf(desk.base.clock.now())
  return desk.base.transact(caller.actor, async (tx) => {
    const holder = await store.findColleague(tx.db, caller.teamId, said.holder)
    const deputy = said.deputy === null ? null : await store.findColleague(tx.db, caller.teamId, said.deputy)
    if (holder === undefined || deputy === undefined) throw new Refusal('duty.member_unknown')
    if (holder === deputy) throw new Refusal('task.second_is_owner')
    const permit = await tx.grant({ action: 'duty.keep', subject: said.country, compartment: caller.room }, mayKeep(caller))
    const line = { country: said.country, holder, deputy, revision: said.revision, by: caller.actor.id, today }
    const revision = await store.keepLine(tx.db, permit, caller.room, line)
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** Calls whoever is on duty for a country. An alarm that is open for it already is the same alarm. */
export function raiseAlarm(desk: CaseDesk, caller: Caller, { country }: { readonly country: string }): Promise<Raised> {
  const now = desk.base.clock.now()
  return desk.base.transact(caller.actor, async (tx) => {
    const line = dutyFor(country, await store.listDuty(tx.db, caller.room))
    const until = answerUntil(now)
    const permit = await tx.grant({ action: 'duty.raise', subject: newId(), compartment: caller.room }, mayKeep(caller))
    const [holder, deputy] = [await idOf(tx, caller, line?.holder), await idOf(tx, caller, line?.deputy)]
    const alarm = { country, holder, deputy, by: caller.actor.id, at: now, until }
    if (await store.addAlarm(tx.db, permit, caller.room, alarm))
      await tellTeam(tx, caller, { kind: 'duty.alarm', subject: line?.holder ?? caller.code, about: line?.holder ?? null })
    return { holder: line?.holder ?? null, until: until.toISOString() }
  })
}

/** Null for nobody, and for a colleague who left since. */
async function idOf({ db }: Tx, { teamId }: Caller, member: string | null | undefined): Promise<string | null> {
  return member == null ? null : ((await store.findColleague(db, teamId, member)) ?? null)
}

/** Somebody took it on. */
export function answerAlarm(desk: CaseDesk, caller: Caller, alarm: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'duty.answer', subject: alarm, compartment: caller.room }, mayKeep(caller))
    const isMine = await store.answerAlarm(tx.db, permit, caller.room, { member: caller.actor.id, at: desk.base.clock.now() })
    if (!isMine) throw new Refusal('record.not_found')
    return { done: true }
  })
}
