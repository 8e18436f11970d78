import type { Tx } from '#base/transact.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { Refusal, type Verdict } from '#kernel/refusal.ts'
import type { Scope } from './consent.rules.ts'
import { findConsent, findConsentRows } from './consent.store.ts'
import { canUse, couldUse, restsOn, type Spoken } from './use.rules.ts'

type Use = { readonly subject: string; readonly scope: Scope }

async function spokenOf(tx: Pick<Tx, 'db'>, room: CompartmentId, { subject, scope }: Use): Promise<Spoken> {
  const rows = await findConsent(tx.db, room, subject, scope)
  return { subject: rows, reporter: subject === 'reporter' ? rows : await findConsent(tx.db, room, 'reporter', scope) }
}

/** Whether a person's case may be put to a use today, and otherwise why not. */
export async function judgeUse(tx: Pick<Tx, 'db'>, room: CompartmentId, use: Use, today: string): Promise<Verdict> {
  return canUse(await spokenOf(tx, room, use), use.scope, today)
}

/** The same for a day that is past. */
export async function judgePastUse(tx: Pick<Tx, 'db'>, room: CompartmentId, use: Use, on: string): Promise<Verdict> {
  return couldUse(await spokenOf(tx, room, use), use.scope, on)
}

/** The row of consent on which a use of today rests; throws the "no" of `judgeUse`. guards T-21 */
export async function demandUse(tx: Pick<Tx, 'db'>, room: CompartmentId, use: Use, today: string): Promise<string> {
  const verdict = await judgeUse(tx, room, use, today)
  if (!verdict.ok) throw new Refusal(verdict.code)
  const rows = await findConsentRows(tx.db, room, use.subject, use.scope)
  return restsOn(rows, use.scope, today)?.id ?? Promise.reject(new Refusal('consent.missing'))
}
