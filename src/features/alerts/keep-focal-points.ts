import { type Caller, canStewardTeam } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { AlertDesk } from './alert-desk.ts'
import type { Directory, Duty, KeepFocal, PublishFocal } from './focal.contract.ts'
import {
  dropFocal,
  keepDuty,
  keepFocal,
  listDuty,
  listFocalPoints,
  listPolice,
  listPublished,
  listSilent,
  publishFocal,
  unpublishFocal,
} from './focal.store.ts'

/** The directory, and which offices have not answered this team: of alerts of others nothing is said. */
export function viewDirectory(desk: AlertDesk, caller: Caller): Promise<Directory> {
  return desk.base.read(caller.actor, async (db) => ({
    points: await listFocalPoints(db),
    silent: await listSilent(db, caller.teamId),
    police: await listPolice(db),
    published: await listPublished(db, caller.room),
    today: dayOf(desk.base.clock.now()),
  }))
}

/** Whoever keeps an entry says with it that it was checked today. */
export function keepOne(desk: AlertDesk, caller: Caller, said: KeepFocal): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'focal_point.keep', subject: said.id, compartment: caller.room }, canStewardTeam(caller))
    const by = { room: caller.room, by: caller.actor.id, today: dayOf(tx.clock.now()) }
    if (!(await keepFocal(tx.db, permit, said, by))) throw new Refusal('record.stale')
    return { done: true }
  })
}

export function dropOne(desk: AlertDesk, caller: Caller, id: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'focal_point.drop', subject: id, compartment: caller.room }, canStewardTeam(caller))
    if (!(await dropFocal(tx.db, permit, caller.room))) throw new Refusal('record.not_found')
    return { done: true }
  })
}

/**
 * Puts an entry on the public page as it stands, under the name that the steward typed. Whoever changes or drops the entry takes
 * it off with that; the page itself follows with the next publication. guards T-44
 */
export function publishOne(desk: AlertDesk, caller: Caller, said: PublishFocal): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'focal_point.publish', subject: said.id, compartment: caller.room }, canStewardTeam(caller))
    const fresh = { code: newPublicCode('B'), today: dayOf(tx.clock.now()) }
    if (!(await publishFocal(tx.db, permit, said, fresh))) throw new Refusal('record.stale')
    return { done: true }
  })
}

export function unpublishOne(desk: AlertDesk, caller: Caller, id: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'focal_point.unpublish', subject: id, compartment: caller.room }, canStewardTeam(caller))
    if (!(await unpublishFocal(tx.db, permit))) throw new Refusal('record.not_found')
    return { done: true }
  })
}

/** Where notices of this office go; no other office and no other member's address is among them. */
export function viewDuty(desk: AlertDesk, caller: Caller): Promise<{ steps: Duty[] }> {
  return desk.base.read(caller.actor, async (db) => ({ steps: await listDuty(db, caller.room) }))
}

export function keepOneDuty(desk: AlertDesk, caller: Caller, said: Duty): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant(
      { action: 'focal_point.duty', subject: `step:${said.step}`, compartment: caller.room },
      canStewardTeam(caller),
    )
    if (!(await keepDuty(tx.db, permit, caller.room, said))) throw new Refusal('record.stale')
    return { done: true }
  })
}
