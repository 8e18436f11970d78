import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { Tx } from '#base/transact.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import { canWorkCases } from '../roles/roles.policy.ts'
import { addBars, findCaseCode, listTeamsOfState } from './bars.store.ts'

/** Which teams would lose a case if an authority of this state were named, so that the screen can say it first. */
export async function teamsOfState(
  db: Transaction<Schema>,
  caller: Caller,
  state: string,
): Promise<{ readonly teams: readonly string[]; readonly own: boolean }> {
  const teams = await listTeamsOfState(db, state)
  return { teams, own: teams.includes(caller.team) }
}

/**
 * Closes a case to every team that answers to one of the implicated states or declares a conflict with it (R-EP-36). Their running
 * sessions lose it with the commit, the caller's own team not excepted: so this is the last thing that a transaction does
 * in the case. It refuses nothing else, and is never undone. The line of the ledger names neither state nor team.
 * guards T-27
 */
export async function barState(tx: Tx, caller: Caller, room: CompartmentId, ...states: string[]): Promise<void> {
  const code = await findCaseCode(tx.db, room)
  if (code === undefined) throw new Refusal('record.not_found')
  const teams = (await Promise.all(states.map((state) => listTeamsOfState(tx.db, state)))).flat()
  const permit = await tx.grant(
    { action: 'case.bar_state', subject: code, compartment: room, objectHash: hashOf(code, teams) },
    canWorkCases(caller),
  )
  await addBars(tx.db, permit, room, states)
}

function hashOf(code: string, teams: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(['asylia/v1/bars', code, ...teams]))
    .digest('hex')
}
