import type { Tx } from '#base/transact.ts'
import type { Caller } from '#features/teams/index.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { findDeliverable } from '../deliverables/deliverable.store.ts'
import { type DialogueDesk, mayEngage, todayOf } from '../dialogue-desk.ts'
import * as items from './item.store.ts'
import type { AddDelegate, KeepItem, KeepRound, KeepTrack, Share } from './round.contract.ts'
import { canAddDelegate, canKeepItem, canKeepRound, isParliamentary, lacksPoint } from './round.rules.ts'
import * as store from './round.store.ts'

/** Keeps a track: new, or in the place of the revision that it names. */
export function keepTrack(desk: DialogueDesk, caller: Caller, said: KeepTrack): Promise<{ revision: number }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'dialogue.track', subject: said.id, compartment: caller.room }, mayEngage(caller))
    await demandSameTrack(tx, caller.room, said)
    const revision = await store.keepTrack(tx.db, permit, caller.room, { ...said, by: caller.actor.id, today: todayOf(desk) })
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

const NOBODY = { kind: 'meeting', heldBy: null, level: null, addressee: null }

/** No track with exchanges becomes one between parliaments: whoever is raised there agreed to something else. guards T-21 */
async function demandSameTrack({ db }: Pick<Tx, 'db'>, room: CompartmentId, { code, body: { kind } }: KeepTrack): Promise<void> {
  const older = await store.findTrack(db, room, code)
  if (older === undefined || isParliamentary({ ...NOBODY, trackKind: older.kind }) || !isParliamentary({ ...NOBODY, trackKind: kind }))
    return
  if ((await store.listAllRounds(db, room)).some(({ trackId }) => trackId === older.id)) throw new Refusal('round.parliament_fixed')
}

/** Nor does an exchange that stands become an act of a parliament. guards T-21 */
async function demandSameRound({ db }: Pick<Tx, 'db'>, room: CompartmentId, { code, body }: KeepRound, trackKind: string): Promise<void> {
  const older = await store.findRound(db, room, code)
  if (older === undefined || older.room !== room) return
  if (!isParliamentary(older) && isParliamentary({ ...body, trackKind })) throw new Refusal('round.parliament_fixed')
}

/** A dialogue on security that was held has a point on repression across borders, or says why it has none (R-CSP-07). */
async function demandPoint({ db }: Pick<Tx, 'db'>, room: CompartmentId, round: Parameters<typeof lacksPoint>[0] & { readonly id: string }) {
  if (lacksPoint(round, await items.pointsOf(db, room, round.id))) throw new Refusal('round.point_needed')
}

/** An exchange of the own team. What another team shared is read and never changed. */
export async function demandOwnRound(tx: Pick<Tx, 'db'>, room: CompartmentId, code: string): Promise<store.RoundRecord> {
  const found = await store.findRound(tx.db, room, code)
  if (found === undefined || found.room !== room) throw new Refusal('record.not_found')
  return found
}

/** Keeps one exchange. Held is what a source says, or somebody who was there. */
export function keepRound(desk: DialogueDesk, caller: Caller, said: KeepRound): Promise<{ revision: number }> {
  demand(canKeepRound(said.body))
  return desk.base.transact(caller.actor, async (tx) => {
    const track = await store.findTrack(tx.db, caller.room, said.track)
    if (track === undefined) throw new Refusal('record.not_found')
    const { before } = said.body
    const beforeId = before === null ? null : (await demandOwnRound(tx, caller.room, before)).id
    if (beforeId === said.id) throw new Refusal('request.malformed')
    const permit = await tx.grant({ action: 'dialogue.round', subject: said.id, compartment: caller.room }, mayEngage(caller))
    await store.lockRound(tx.db, caller.room, said.code)
    await demandSameRound(tx, caller.room, said, track.kind)
    await demandPoint(tx, caller.room, { ...said.body, id: said.id, trackKind: track.kind })
    const written = { ...said, trackId: track.id, beforeId, by: caller.actor.id, today: todayOf(desk) }
    const revision = await store.keepRound(tx.db, permit, caller.room, written)
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** Keeps a point of an exchange. */
export function keepItem(desk: DialogueDesk, caller: Caller, said: KeepItem): Promise<{ revision: number }> {
  demand(canKeepItem(said.body))
  return desk.base.transact(caller.actor, async (tx) => {
    await store.lockRound(tx.db, caller.room, said.round)
    const round = await demandOwnRound(tx, caller.room, said.round)
    const named = said.body.deliverable
    const deliverable = named === null ? null : await findDeliverable(tx.db, caller.room, named)
    if (deliverable === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'dialogue.item', subject: said.id, compartment: caller.room }, mayEngage(caller))
    const written = { ...said, round: round.id, deliverable, by: caller.actor.id, today: todayOf(desk) }
    const revision = await items.keepItem(tx.db, permit, caller.room, written)
    if (revision === undefined) throw new Refusal('record.stale')
    if (said.revision > 0) await demandPoint(tx, caller.room, round)
    return { revision }
  })
}

type One = { readonly id: string; readonly round: string }

export function dropItem(desk: DialogueDesk, caller: Caller, { id, round: code }: One): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    await store.lockRound(tx.db, caller.room, code)
    const round = await demandOwnRound(tx, caller.room, code)
    const permit = await tx.grant({ action: 'dialogue.item_drop', subject: id, compartment: caller.room }, mayEngage(caller))
    if (!(await items.dropItem(tx.db, permit, caller.room, round.id))) throw new Refusal('record.stale')
    await demandPoint(tx, caller.room, round)
    return { done: true }
  })
}

/** Notes an official by function, or how many organisations were met. */
export function addDelegate(desk: DialogueDesk, caller: Caller, said: AddDelegate): Promise<{ done: true }> {
  demand(canAddDelegate(said))
  return desk.base.transact(caller.actor, async (tx) => {
    const round = await demandOwnRound(tx, caller.room, said.round)
    const permit = await tx.grant({ action: 'dialogue.delegate', subject: said.id, compartment: caller.room }, mayEngage(caller))
    const written = { ...said, round: round.id, by: caller.actor.id, today: todayOf(desk) }
    if (!(await items.addDelegate(tx.db, permit, caller.room, written))) throw new Refusal('record.stale')
    return { done: true }
  })
}

export function dropDelegate(desk: DialogueDesk, caller: Caller, { id, round: code }: One): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const round = await demandOwnRound(tx, caller.room, code)
    const permit = await tx.grant({ action: 'dialogue.delegate_drop', subject: id, compartment: caller.room }, mayEngage(caller))
    if (!(await items.dropDelegate(tx.db, permit, caller.room, round.id))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Shows an exchange to another team, or ends that. They read it and its points; lists, deliverables and officials stay here. */
export function shareRound(desk: DialogueDesk, caller: Caller, { round: code, team, shared }: Share): Promise<{ done: true }> {
  if (team === caller.team) throw new Refusal('request.malformed')
  return desk.base.transact(caller.actor, async (tx) => {
    const round = await demandOwnRound(tx, caller.room, code)
    const permit = await tx.grant(
      { action: shared ? 'dialogue.share' : 'dialogue.unshare', subject: `${round.id}:${team}`, compartment: caller.room },
      mayEngage(caller),
    )
    const written = { team, shared, by: caller.actor.id, today: todayOf(desk) }
    if (!(await store.share(tx.db, permit, caller.room, written))) throw new Refusal('record.not_found')
    return { done: true }
  })
}
