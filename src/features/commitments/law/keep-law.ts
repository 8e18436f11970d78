import { roomOf } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type CommitmentDesk, mayKeepFound, todayOf } from '../commitment-desk.ts'
import type { AddLaw, Assist, Law, ReviewLaw } from './law.contract.ts'
import { canAssist, canReview, isJudicial, openSafeguards, reviewBy } from './law.rules.ts'
import * as store from './law.store.ts'

/** More requests than this are read case by case. */
const MOST = 300

/** Writes down a request of police or a court about somebody in a case; from then on a review for abuse is due, by a day (R-CSP-10, R-CSP-18). */
export function addLaw(desk: CommitmentDesk, caller: Caller, said: AddLaw): Promise<{ reviewBy: string }> {
  const today = todayOf(desk)
  if (said.receivedOn > today) throw new Refusal('reply.day_unfit')
  const due = reviewBy(said.kind, said.receivedOn)
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    if (!(await store.isInCase(tx.db, room, said.subject))) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'law_request.add', subject: said.id, compartment: room }, mayKeepFound(caller))
    const written = { ...said, judicial: isJudicial(said.kind), reviewBy: due, by: caller.actor.id, today }
    if (!(await store.addLaw(tx.db, permit, room, written))) throw new Refusal('record.stale')
    return { reviewBy: due }
  })
}

/** The look for abuse: signs, safeguards, grounds to refuse, and what follows from them. Counsel looks where a court asks. */
export function reviewLaw(desk: CommitmentDesk, caller: Caller, said: ReviewLaw): Promise<{ revision: number }> {
  const isCounsel = caller.roles.includes('counsel')
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const found = await store.findLaw(tx.db, room, said.id)
    if (found === undefined) throw new Refusal('record.not_found')
    demand(canReview(said, { judicial: found.judicial, isCounsel }))
    const permit = await tx.grant({ action: 'law_request.review', subject: said.id, compartment: room }, mayKeepFound(caller))
    const written = { ...said, as: isCounsel ? ('counsel' as const) : ('caseworker' as const), by: caller.actor.id, today: todayOf(desk) }
    const revision = await store.reviewLaw(tx.db, permit, room, written)
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** What came of it. Help is not written down as given before the review; the database refuses it too (R-CSP-10). */
export function assistLaw(desk: CommitmentDesk, caller: Caller, said: Assist): Promise<{ revision: number }> {
  const today = todayOf(desk)
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const found = await store.findLaw(tx.db, room, said.id)
    if (found === undefined) throw new Refusal('record.not_found')
    demand(canAssist(found, said, today))
    const permit = await tx.grant({ action: 'law_request.assist', subject: said.id, compartment: room }, mayKeepFound(caller))
    const revision = await store.assist(tx.db, permit, room, { ...said, by: caller.actor.id, today })
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** The monitor: every request in the cases that the caller reads, with what is late and which safeguards are open. */
export function viewLaw(desk: CommitmentDesk, caller: Caller): Promise<{ requests: Law[]; today: string }> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => ({
    requests: (await store.listLaw(db, MOST)).map((row) => ({
      ...row,
      isLate: row.finding === null && row.reviewBy < today,
      open: [...openSafeguards(row.safeguards)],
    })),
    today,
  }))
}
