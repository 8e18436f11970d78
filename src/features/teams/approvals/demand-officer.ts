import type { Tx } from '#base/transact.ts'
import type { MemberId } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import { hasOfficer } from './approvals.store.ts'

/**
 * What police learns of somebody leaves with the yes of a data protection officer: one of these two has to be one today, in the
 * caller's own team. Refuses `police.needs_dpo`. (R-EP-19)
 */
export async function demandOfficer(tx: Pick<Tx, 'db'>, caller: Caller, two: readonly MemberId[]): Promise<void> {
  if (!(await hasOfficer(tx.db, caller.room, two))) throw new Refusal('police.needs_dpo')
}
