import { type Base, within } from '#base/transact.ts'
import { keepAct, keepIncident } from '#features/incidents/index.ts'
import { keepSealed, openEmptyCase } from '#features/reports/index.ts'
import { type Caller, canWorkCases, mayRunTeam } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { keepPerson, sayLiberty } from '../people/keep-people.ts'
import type { ImportRow, Known } from './import.contract.ts'
import { addBrought, addMark, findMarks } from './import.store.ts'

export type ImportDesk = { readonly base: Base }

/** Brings in one row: case, person, incident, acts and what is sealed of them, in one transaction. Every part names the case that is opened. */
export function importRow(desk: ImportDesk, caller: Caller, row: ImportRow): Promise<{ case: string }> {
  demand(canWorkCases(caller))
  const { open, people, liberty, incidents, acts, cards } = row
  const parts = [people, liberty, incidents, acts, cards].flat()
  if (parts.some((part) => part.case !== open.case)) throw new Refusal('request.malformed')
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant(
      { action: 'import.row', subject: open.case, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    const today = dayOf(tx.clock.now())
    const isNew = await addMark(tx.db, permit, { room: caller.room, mark: row.mark, today })
    if (!isNew) throw new Refusal('import.done_before')
    await writeParts({ ...desk, base: within(tx, caller.actor) }, caller, row)
    await addBrought(tx.db, permit, { mark: row.mark, batch: row.batch, parts: partsOf(row), by: caller.actor.id, today })
    return { case: open.case }
  })
}

/** How many rows of tables a row of a file becomes: the case, its file, and what stands in it. */
function partsOf({ people, liberty, incidents, acts, cards }: ImportRow): number {
  const finders = people.reduce((sum, person) => sum + person.finders.length, 0)
  return 2 + people.length + finders + liberty.length + incidents.length + acts.length + cards.length
}

/** Each part by its own action, with its own permit and line. */
async function writeParts(desk: ImportDesk, caller: Caller, { open, people, liberty, incidents, acts, cards }: ImportRow): Promise<void> {
  await openEmptyCase(desk, caller, open)
  for (const person of people) await keepPerson(desk, caller, person)
  for (const card of cards) await keepSealed(desk, caller, card)
  for (const one of liberty) await sayLiberty(desk, caller, one)
  for (const incident of incidents) await keepIncident(desk, caller, incident)
  for (const act of acts) await keepAct(desk, caller, act)
}

/** Which rows the caller's team brought in before. */
export function viewKnown(desk: ImportDesk, caller: Caller, marks: readonly string[]): Promise<Known> {
  demand(canWorkCases(caller))
  return desk.base.read(caller.actor, async (db) => ({ known: await findMarks(db, caller.room, marks) }))
}
