import type { Tx } from '#base/transact.ts'
import type { Caller } from '#features/teams/index.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type CommitmentDesk, mayKeep, mayWatch, todayOf } from '../commitment-desk.ts'
import type { Assess, KeepLegislation, Legislation, Reviewed, Watch } from './legislation.contract.ts'
import { canAssess, canBeRead, canEndReview, daysAfter, reviewBy } from './legislation.rules.ts'
import * as store from './legislation.store.ts'

/** Keeps a law. Of a new one those who watch its state are told, and a reading against the standards is due by a day (R-NGO-43). */
export function keepLegislation(desk: CommitmentDesk, caller: Caller, said: KeepLegislation): Promise<{ revision: number }> {
  const today = todayOf(desk)
  demand(canBeRead(said.body.readOn, today))
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'legislation.keep', subject: said.id, compartment: caller.room }, mayKeep(caller))
    const by = { by: caller.actor.id, today }
    const revision = await store.keepLegislation(tx.db, permit, caller.room, { ...said, ...by, reviewBy: reviewBy(today) })
    if (revision === undefined) throw new Refusal('record.stale')
    if (said.revision === 0) await store.tellWatchers(tx.db, permit, caller.room, { ...by, state: said.body.state })
    return { revision }
  })
}

/** One provision against one standard; what replaces another stands in the same law (R-NGO-30). */
export function assessLegislation(desk: CommitmentDesk, caller: Caller, said: Assess): Promise<{ done: true }> {
  const today = todayOf(desk)
  demand(canBeRead(said.body.readOn, today))
  return desk.base.transact(caller.actor, async (tx) => {
    const law = await demandLaw(tx, caller.room, said.law)
    demand(canAssess(law.assessments, said.body))
    const permit = await tx.grant({ action: 'legislation.assess', subject: said.id, compartment: caller.room }, mayKeep(caller))
    const written = { ...said, law: law.id, by: caller.actor.id, today }
    if (!(await store.addAssessment(tx.db, permit, caller.room, written))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Ends the review that was due; refused while nothing was found of any provision. */
export function endReview(desk: CommitmentDesk, caller: Caller, said: Reviewed): Promise<{ revision: number }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const law = await demandLaw(tx, caller.room, said.law)
    demand(canEndReview(law.assessments))
    const permit = await tx.grant({ action: 'legislation.review', subject: law.id, compartment: caller.room }, mayKeep(caller))
    const written = { revision: said.revision, by: caller.actor.id, today: todayOf(desk) }
    const revision = await store.endReview(tx.db, permit, caller.room, written)
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** The caller is told of new laws of a state from now on, or no more. */
export function watchState(desk: CommitmentDesk, caller: Caller, { state, watching }: Watch): Promise<{ done: true }> {
  const grant = { subject: state, compartment: caller.room }
  return desk.base.transact(caller.actor, async (tx) => {
    if (watching) {
      const permit = await tx.grant({ action: 'legislation.watch', ...grant }, mayWatch(caller))
      await store.watch(tx.db, permit, caller.room, { state, by: caller.actor.id, today: todayOf(desk) })
    } else {
      const permit = await tx.grant({ action: 'legislation.unwatch', ...grant }, mayWatch(caller))
      await store.unwatch(tx.db, permit, caller.room, state)
    }
    return { done: true }
  })
}

/** The caller has read what they were told of a law. */
export function takeNote(desk: CommitmentDesk, caller: Caller, code: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const { id } = await demandLaw(tx, caller.room, code)
    const permit = await tx.grant({ action: 'legislation.note', subject: id, compartment: caller.room }, mayWatch(caller))
    if (!(await store.takeNote(tx.db, permit, caller.room, todayOf(desk)))) throw new Refusal('record.stale')
    return { done: true }
  })
}

async function demandLaw(tx: Pick<Tx, 'db'>, room: CompartmentId, code: string): Promise<store.LegislationRow> {
  const [law] = await store.listLegislation(tx.db, room, code)
  if (law === undefined) throw new Refusal('record.not_found')
  return law
}

type Laws = { readonly laws: readonly Legislation[]; readonly watched: readonly string[]; readonly today: string }

/** Every law of the team with what was found of its provisions, what waits for a review, and which states the caller watches. */
export function viewLegislation(desk: CommitmentDesk, caller: Caller): Promise<Laws> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => ({
    laws: (await store.listLegislation(db, caller.room, null)).map((row) => ({
      ...row,
      isLate: row.reviewedOn === null && row.reviewBy < today,
    })),
    watched: await store.listWatched(db, caller.room),
    today,
  }))
}

/** What waits for the caller: news of laws that they watch, and reviews. */
export function viewWaiting(desk: CommitmentDesk, caller: Caller): Promise<store.Waiting> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, (db) => store.countWaiting(db, caller.room, { today, soon: daysAfter(today, 7) }))
}
