import type { Tx } from '#base/transact.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand } from '#kernel/refusal.ts'
import { judgeUse } from './ask-use.ts'
import type { Scope } from './consent.rules.ts'

/**
 * Asked by every export, alert, brief and statistic, in the transaction that makes it: throws `consent.missing`,
 * `consent.withdrawn` or `consent.expired` unless this person of the case (`P-…`), or whoever reported (`reporter`), agreed
 * to exactly this use today, and whoever reported has not taken it back for all that came from them.
 */
// guards T-21
export async function demandConsent(
  tx: Pick<Tx, 'db'>,
  room: CompartmentId,
  ...[subject, scope, today]: readonly [subject: string, scope: Scope, today: string]
): Promise<void> {
  demand(await judgeUse(tx, room, { subject, scope }, today))
}
