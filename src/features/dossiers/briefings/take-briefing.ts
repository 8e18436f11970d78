import { type Door, door } from '#base/door.ts'
import { payloadOf } from '#crypto/team/approval.ts'
import { demandConsentOfAll } from '#features/cases/index.ts'
import { type InboxDesk, roomOf } from '#features/reports/index.ts'
import { type Caller, canShare, canWorkCases, countExport, demandTwo, onlyFor } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { demand } from '#kernel/refusal.ts'
import { AUDIENCES } from './audience.contract.ts'
import { type Home, listHomes } from './home.store.ts'
import { HomesInput, type TakeBriefing, TakeBriefingInput } from './take.contract.ts'
import { briefingBinds, needsTwo } from './take.rules.ts'

type Desk = Pick<InboxDesk, 'base'>

/**
 * Notes in every case of it that a briefing leaves, and counts it as an export. Of more than ten cases it leaves after the yes of
 * two to these bytes and these cases, and of each only while everybody in it agrees to this audience: `consent.missing` and the
 * like else. A case that the caller does not read is `record.not_found`. guards T-21, T-22
 */
export function takeBriefing(desk: Desk, caller: Caller, taken: TakeBriefing): Promise<{ done: true }> {
  demand(canShare(caller))
  return desk.base.transact(caller.actor, async (tx) => {
    const rooms: { readonly code: string; readonly room: Awaited<ReturnType<typeof roomOf>> }[] = []
    for (const code of taken.cases.toSorted()) rooms.push({ code, room: await roomOf(tx, caller, code) })
    const today = dayOf(desk.base.clock.now())
    for (const { room } of rooms) await demandConsentOfAll(tx, room, AUDIENCES[taken.audience].use, today)
    if (needsTwo(taken.cases)) {
      const payload = payloadOf(briefingBinds(caller.team, taken))
      await demandTwo(tx, caller, { action: 'export.briefing', subject: taken.version, room: caller.room, payload })
    }
    await countExport(tx, caller)
    for (const { code, room } of rooms)
      await tx.grant({ action: 'export.briefing', subject: code, compartment: room, objectHash: taken.digest }, canShare(caller))
    return { done: true }
  })
}

/** Cases with kept versions among those that the caller reads; what the versions say is sealed. */
export function viewHomes(desk: Desk, caller: Caller): Promise<{ homes: Home[] }> {
  return desk.base.read(caller.actor, async (db) => ({ homes: await listHomes(db) }))
}

/** Doors of a member who keeps briefings and hands them out. */
export function briefingDoors(desk: Desk): Door<Caller>[] {
  return [
    door('/api/desk/briefings/take', TakeBriefingInput, ({ caller, input }) => takeBriefing(desk, caller, input)),
    ...onlyFor(canWorkCases, [door('/api/desk/briefings/homes', HomesInput, ({ caller }) => viewHomes(desk, caller))]),
  ]
}
