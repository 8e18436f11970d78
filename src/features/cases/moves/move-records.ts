import type { Permit } from '#base/permit.ts'
import type { Tx } from '#base/transact.ts'
import { readStanzas } from '#crypto/age/header.ts'
import { unb64u } from '#crypto/bytes.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import { mayChangeCase, mayMove } from '../case.policy.ts'
import { findRoom, touchCase } from '../files/case.store.ts'
import { type CaseDesk, roomFor } from '../files/work-on-cases.ts'
import { type BeginMove, MOVED_AT_ONCE, type MoveAt, type Stage } from './move.contract.ts'
import { beginMove, dropMove, findMove, finishMove, holdsMore, isTied, listLeft, listMoved, listMoves, stage } from './move.store.ts'

/** What was brought into or out of a case. */
export function viewMoves(desk: CaseDesk, caller: Caller, code: string) {
  return desk.base.read(caller.actor, async (db) => ({ moves: await listMoves(db, await roomFor({ db }, caller, code)) }))
}

/**
 * Begins to bring records from one case into another: a journal row, and nothing else yet. Whoever works on both can go on
 * with it from any browser until it is finished or dropped.
 */
export function beginOneMove(desk: CaseDesk, caller: Caller, said: BeginMove): Promise<{ move: string }> {
  if ((said.kind === 'split') !== (said.chosen !== null) || (said.kind === 'undo') !== (said.undoes !== null))
    throw new Refusal('request.malformed')
  const today = dayOf(desk.base.clock.now())
  return desk.base.transact(caller.actor, async (tx) => {
    const { source, target } = await bothRooms(tx, caller, said)
    if (said.kind === 'merge') demand(await canMerge(tx, source))
    const chosen = said.undoes === null ? said.chosen : await undone(tx, { source, target, undoes: said.undoes, today, said })
    const permit = await tx.grant(
      { action: 'move.begin', subject: said.move, compartment: target },
      mayChangeCase(caller.actor, { writes: true }),
    )
    const begun = await beginMove(tx.db, permit, { ...said, source, target, chosen, by: caller.actor.id, today })
    if (!begun) throw new Refusal('move.under_way')
    if (await isTied(tx.db, target, said.move)) throw new Refusal('move.tied')
    return { move: said.move }
  })
}

async function bothRooms(
  tx: Tx,
  caller: Caller,
  said: Pick<BeginMove, 'source' | 'target'>,
): Promise<{ source: CompartmentId; target: CompartmentId }> {
  const [source, target] = [await findRoom(tx.db, said.source), await findRoom(tx.db, said.target)]
  demand(mayMove(caller.actor, source, target))
  if (source === undefined || target === undefined || source.room === target.room) throw new Refusal('request.malformed')
  return { source: source.room, target: target.room }
}

/** What no move knows how to carry stays where it is, and the case with it. */
async function canMerge(tx: Tx, source: CompartmentId) {
  return (await holdsMore(tx.db, source)) ? no('move.holds_more') : ({ ok: true } as const)
}

type Undoing = {
  readonly source: CompartmentId
  readonly target: CompartmentId
  readonly undoes: string
  readonly today: string
  readonly said: BeginMove
}

/** The records of the move that is taken back, if it was from here to there and its 30 days are not over. */
async function undone(tx: Tx, { source, undoes, today, said }: Undoing): Promise<string[]> {
  const move = await findMove(tx.db, source, undoes)
  if (move === undefined || move.source !== said.target) throw new Refusal('record.not_found')
  if (move.state !== 'done' || move.undoUntil === null || move.undoUntil < today) throw new Refusal('move.too_late')
  return listMoved(tx.db, source, undoes)
}

/** What is still to be sealed to the key of the target. */
export function viewLeft(desk: CaseDesk, caller: Caller, { target, move }: MoveAt) {
  return desk.base.read(caller.actor, async (db) => {
    const room = await roomFor({ db }, caller, target)
    const found = await findMove(db, room, move)
    if (found === undefined || found.state !== 'held') throw new Refusal('record.not_found')
    return listLeft(db, room, move, MOVED_AT_ONCE)
  })
}

/** Takes what a browser sealed anew. Nobody sees it before the end. */
export function stageSome(desk: CaseDesk, caller: Caller, said: Stage): Promise<{ done: true }> {
  for (const text of [...said.cards.map(({ blob }) => blob), ...said.wraps.map(({ wrap }) => wrap)]) demandOneKey(text)
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await heldMove(tx, caller, said)
    const permit = await tx.grant(
      { action: 'move.stage', subject: said.move, compartment: room },
      mayChangeCase(caller.actor, { writes: true }),
    )
    await stage(tx.db, permit, room, said)
    return { done: true }
  })
}

/** guards T-11 */
function demandOneKey(text: string): void {
  try {
    readStanzas(unb64u(text), { min: 1, max: 1 })
  } catch (error) {
    if (error instanceof SealingRefusal) throw new Refusal('key.malformed')
    throw error
  }
}

async function heldMove(tx: Tx, caller: Caller, { target, move }: MoveAt): Promise<CompartmentId> {
  const room = await roomFor(tx, caller, target)
  const found = await findMove(tx.db, room, move)
  if (found === undefined) throw new Refusal('record.not_found')
  if (found.state !== 'held') throw new Refusal('move.too_late')
  await roomFor(tx, caller, found.source)
  return room
}

/**
 * Makes the move visible: all of it in one transaction, or nothing. Bars come along (T-27), and so does what hangs on a person
 * or an incident. Where two reporters meet, a use is agreed to only while both agree to it.
 */
export function finishOneMove(desk: CaseDesk, caller: Caller, said: MoveAt): Promise<{ done: true }> {
  const today = dayOf(desk.base.clock.now())
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await heldMove(tx, caller, said)
    const found = await findMove(tx.db, room, said.move)
    const source = await roomFor(tx, caller, found?.source ?? '')
    const permit = await tx.grant(
      { action: 'move.finish', subject: said.move, compartment: room },
      mayChangeCase(caller.actor, { writes: true }),
    )
    // The other case tells of it too.
    await tx.grant(
      { action: `case.${found?.kind ?? 'merge'}`, subject: said.target, compartment: source },
      mayChangeCase(caller.actor, { writes: true }),
    )
    await bringOver(tx, permit, room, today)
    // Asked again behind the locks of the function: nobody added anything else meanwhile.
    if (found?.kind === 'merge') demand(await canMerge(tx, source))
    await touchCase(tx.db, permit, room, today)
    await touchCase(tx.db, permit, source, today)
    return { done: true }
  })
}

async function bringOver({ db }: Tx, permit: Permit<'move.finish'>, room: CompartmentId, today: string): Promise<void> {
  if (await isTied(db, room, permit.subject)) throw new Refusal('move.tied')
  const done = await finishMove(db, permit, room, today)
  if (done !== true) throw new Refusal(done === 'tied' ? 'move.holds_more' : 'move.not_ready')
}

/** Ends a move that was not finished; nothing of it was ever visible. */
export function dropOneMove(desk: CaseDesk, caller: Caller, said: MoveAt): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await heldMove(tx, caller, said)
    const permit = await tx.grant(
      { action: 'move.drop', subject: said.move, compartment: room },
      mayChangeCase(caller.actor, { writes: true }),
    )
    if (!(await dropMove(tx.db, permit, room))) throw new Refusal('move.too_late')
    return { done: true }
  })
}
