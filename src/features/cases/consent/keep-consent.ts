import type { Tx } from '#base/transact.ts'
import { type InboxDesk, mayWorkOn, roomOf } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { type CompartmentId, newId } from '#kernel/ids.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import type { AskConsent, ConsentList, GiveConsent, WithdrawConsent } from './consent.contract.ts'
import { canGive, expiryOf } from './consent.rules.ts'
import { addConsent, hasWording, isNoted, isSomebody, listConsent, type NewRow } from './consent.store.ts'
import { demandConsent } from './demand-consent.ts'

type Desk = Pick<InboxDesk, 'base'>

/** Who agreed to what in a case. The wording lies sealed in the card that a row names. */
export function viewConsent(desk: Desk, caller: Caller, code: string): Promise<ConsentList> {
  return desk.base.read(caller.actor, async (db) => {
    const room = await roomOf({ db }, caller, code)
    return { rows: await listConsent(db, room), today: dayOf(desk.base.clock.now()) }
  })
}

/** Notes a yes, scope by scope, of whoever reported or of somebody in this case: `consent.nobody` for a code of nobody there. guards T-21 */
export function giveConsent(desk: Desk, caller: Caller, said: GiveConsent): Promise<{ rows: number }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const today = dayOf(desk.base.clock.now())
    demand(canGive(said, today))
    if (!(await isSomebody(tx.db, room, said.subject))) throw new Refusal('consent.nobody')
    const { giver, basis, from, until } = said
    const row = { giver, basis, from, until, expires: expiryOf(said), change: 'given' as const }
    return { rows: await keepRows(tx, caller, { room, today, action: 'consent.give' }, { ...said, row }) }
  })
}

/** Notes a no. It holds from this moment on for everything that asks. */
export function withdrawConsent(desk: Desk, caller: Caller, said: WithdrawConsent): Promise<{ rows: number }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const today = dayOf(desk.base.clock.now())
    const { giver, basis } = said
    const row = { giver, basis, from: today, until: null, expires: null, change: 'withdrawn' as const }
    return { rows: await keepRows(tx, caller, { room, today, action: 'consent.withdraw' }, { ...said, row }) }
  })
}

type Place = { readonly room: CompartmentId; readonly today: string; readonly action: 'consent.give' | 'consent.withdraw' }
type Kept = {
  readonly subject: string
  readonly scopes: readonly string[]
  readonly card: string | null
  readonly mark: string | null
  readonly row: Pick<NewRow, 'change' | 'giver' | 'basis' | 'from' | 'until' | 'expires'>
}

async function keepRows(
  tx: Tx,
  caller: Caller,
  { room, today, action }: Place,
  { subject, scopes, card, mark, row }: Kept,
): Promise<number> {
  if (card !== null && !(await hasWording(tx.db, room, card))) throw new Refusal('record.not_found')
  let kept = 0
  for (const scope of scopes) {
    if (mark !== null && (await isNoted(tx.db, room, { subject, scope, mark }))) continue
    const permit = await tx.grant({ action, subject: `${subject}:${scope}`, compartment: room }, mayWorkOn(caller.actor, { writes: true }))
    const added = await addConsent(tx.db, permit, room, { ...row, id: newId(), subject, card, mark, by: caller.actor.id, today })
    if (!added) throw new Refusal('record.stale')
    kept += 1
  }
  return kept
}

/** For what is composed in a browser: the same question that every export asks here. */
export function askConsent(desk: Desk, caller: Caller, { case: code, subject, scope }: AskConsent): Promise<{ done: true }> {
  return desk.base.read(caller.actor, async (db) => {
    const room = await roomOf({ db }, caller, code)
    await demandConsent({ db }, room, subject, scope, dayOf(desk.base.clock.now()))
    return { done: true }
  })
}
