import type { Tx } from '#base/transact.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand } from '#kernel/refusal.ts'
import { listPeople } from '../people/person.store.ts'
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

const MOST_PEOPLE = 1_000

/** Whom a use of a whole case concerns: each person in it, or whoever reported where it has nobody. */
export async function everybodyIn(tx: Pick<Tx, 'db'>, room: CompartmentId): Promise<readonly string[]> {
  const inCase = await listPeople(tx.db, room, null, MOST_PEOPLE)
  return inCase.length === 0 ? ['reporter'] : inCase.map(({ code }) => code)
}

/** The same of everybody in a case; the first no is thrown. */
// guards T-21
export async function demandConsentOfAll(
  tx: Pick<Tx, 'db'>,
  room: CompartmentId,
  ...[scope, today]: readonly [scope: Scope, today: string]
): Promise<void> {
  for (const subject of await everybodyIn(tx, room)) await demandConsent(tx, room, subject, scope, today)
}
