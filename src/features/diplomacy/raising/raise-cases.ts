import type { Tx } from '#base/transact.ts'
import { demandUse, judgePastUse, judgeUse, type Scope } from '#features/cases/index.ts'
import { roomOf } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import { dialogues } from '#kernel/dialogues.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type DialogueDesk, mayCodeFound, mayRaiseFound, todayOf } from '../dialogue-desk.ts'
import { demandOwnRound } from '../rounds/keep-rounds.ts'
import { findRound } from '../rounds/round.store.ts'
import type { ChangeRaised, CodeReply, Raise, Reply } from './raising.contract.ts'
import { canBeRaisedIn, canChangeRaised, scopeOfForm } from './raising.rules.ts'
import * as store from './raising.store.ts'
import { addCoding, addReply, listReplies } from './reply.store.ts'

/**
 * Puts a person's case on the list of an exchange. Without their consent to exactly this use it is refused by its name, here
 * and by the database. guards T-21
 */
export function raiseCase(desk: DialogueDesk, caller: Caller, said: Raise): Promise<{ done: true }> {
  const scope = scopeOfForm(said.form)
  if (scope === null) throw new Refusal('request.malformed')
  const today = todayOf(desk)
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const round = await demandOwnRound(tx, caller.room, said.round)
    const permit = await tx.grant({ action: 'dialogue.raise', subject: said.id, compartment: room }, mayRaiseFound(caller))
    demand(canBeRaisedIn(round, scope))
    const consent = await demandUse(tx, room, { subject: said.subject, scope }, today)
    const { subject, form } = said
    const one = { subject, form, scope, consent, roundRoom: caller.room, round: round.id, by: caller.actor.id, today }
    if (!(await store.addRaised(tx.db, permit, room, one))) throw new Refusal('raised.on_list')
    return { done: true }
  })
}

async function demandRaised(tx: Pick<Tx, 'db'>, room: CompartmentId, id: string, today: string): Promise<store.RaisedRow> {
  return (await store.findRaised(tx.db, room, id, today)) ?? Promise.reject(new Refusal('record.not_found'))
}

/** Says that it was raised and when, or takes it off the list. What was done before a withdrawal is written down as it was. */
export function changeRaised(desk: DialogueDesk, caller: Caller, said: ChangeRaised): Promise<{ revision: number }> {
  const today = todayOf(desk)
  demand(canChangeRaised(said, today))
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const before = await demandRaised(tx, room, said.id, today)
    const permit = await tx.grant({ action: 'dialogue.raised_change', subject: said.id, compartment: room }, mayRaiseFound(caller))
    if (said.state === 'listed' && before.state === 'raised') throw new Refusal('raised.day_needed')
    if (said.state === 'raised' && before.state !== 'raised' && said.raisedOn !== null)
      await demandRaising(tx, caller, before, said.raisedOn)
    const revision = await store.changeRaised(tx.db, permit, room, { ...said, today })
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** On that day they agreed to this use, and it is one that an exchange of this kind is open to. */
async function demandRaising(
  tx: Pick<Tx, 'db'>,
  caller: Caller,
  { room, subject, scope, round }: store.RaisedRow,
  on: string,
): Promise<void> {
  const exchange = round === null ? undefined : await findRound(tx.db, caller.room, round)
  if (exchange !== undefined) demand(canBeRaisedIn(exchange, scope))
  demand(await judgePastUse(tx, room, { subject, scope }, on))
}

/** That a raised case was answered, and how. The words were sealed in the case before. */
export function recordReply(desk: DialogueDesk, caller: Caller, said: Reply): Promise<{ done: true }> {
  const today = todayOf(desk)
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const { state, raisedOn } = await demandRaised(tx, room, said.raised, today)
    const permit = await tx.grant({ action: 'dialogue.reply', subject: said.id, compartment: room }, mayRaiseFound(caller))
    if (state !== 'raised' || raisedOn === null || said.on < raisedOn || said.on > today) throw new Refusal('reply.day_unfit')
    if (!(await addReply(tx.db, permit, room, { ...said, by: caller.actor.id, today }))) throw new Refusal('record.stale')
    await store.touchRaised(tx.db, permit, room, { id: said.raised, isAnswered: said.form !== 'none', today })
    return { done: true }
  })
}

/** One person's reading of a reply by the published scheme, once, and apart from everybody else's. */
export function codeReply(desk: DialogueDesk, caller: Caller, said: CodeReply): Promise<{ done: true }> {
  const today = todayOf(desk)
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const reply = (await listReplies(tx.db, room)).find(({ id }) => id === said.reply)
    if (reply === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'dialogue.code', subject: said.id, compartment: room }, mayCodeFound(caller))
    const coding = { reply: said.reply, code: said.code, scheme: dialogues.scheme.version, by: caller.actor.id, today }
    if (!(await addCoding(tx.db, permit, room, coding))) throw new Refusal('reply.coded')
    return { done: true }
  })
}

/** Why an entry is red: asked only of what the database calls not standing. */
export async function standingOfRow(
  tx: Pick<Tx, 'db'>,
  {
    room,
    subject,
    scope,
    stands,
  }: { readonly room: CompartmentId; readonly subject: string; readonly scope: Scope; readonly stands: boolean },
  today: string,
): Promise<'given' | 'missing' | 'withdrawn' | 'expired'> {
  if (stands) return 'given'
  const verdict = await judgeUse(tx, room, { subject, scope }, today)
  if (verdict.ok) return 'missing'
  return verdict.code === 'consent.withdrawn' ? 'withdrawn' : verdict.code === 'consent.expired' ? 'expired' : 'missing'
}
