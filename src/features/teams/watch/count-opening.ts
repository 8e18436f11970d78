import type { Tx } from '#base/transact.ts'
import { yes } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import { tellTeam } from './tell-team.ts'
import { type Counted, sinceOf, trips } from './tripwire.rules.ts'
import { addCount, dropCounts, endOwnSessions, honeyAmong, sumCounts } from './watch.store.ts'

// guards T-25: the wires are tied to the member's own history, in numbers alone.

/**
 * To be called in the transaction in which something sealed is handed out: `n` keys or cards, of these records. The
 * fiftieth within ten minutes still goes out, tells the team, and ends the member's sessions, so that the key is needed
 * again before the next. A honey record among them is told to stewards and auditors in the same transaction.
 */
export async function countOpening(tx: Tx, caller: Caller, n: number, opened: readonly string[] = []): Promise<void> {
  if (opened.length > 0) await tellOfHoney(tx, caller, opened)
  await count(tx, caller, 'opening', n)
}

/** The same for lines of a list with something sealed in each: a thousand within ten minutes is scraping. */
export function countRows(tx: Tx, caller: Caller, n: number): Promise<void> {
  return count(tx, caller, 'row', n)
}

/**
 * The same for a key that is one of many in a row, as when a member leaves and the keys of their cases are made anew: it
 * counts as a line, and the first of them is told to every desk, so that nobody calls a theft a rotation unseen.
 */
export async function countBulk(tx: Tx, caller: Caller): Promise<void> {
  const isFirst = (await sumCounts(tx.db, 'row', sinceOf('row', tx.clock.now()))) === 0
  if (isFirst) await tellTeam(tx, caller, { kind: 'keys.bulk', subject: caller.code, about: caller.code })
  await count(tx, caller, 'row', 1)
}

/** The same for exports: five within an hour is a loop. */
export function countExport(tx: Tx, caller: Caller): Promise<void> {
  return count(tx, caller, 'export', 1)
}

async function count(tx: Tx, caller: Caller, kind: Counted, n: number): Promise<void> {
  if (n < 1) return
  const now = tx.clock.now()
  await addCount(tx.db, { room: caller.room, kind, at: now, n })
  if (!trips(kind, await sumCounts(tx.db, kind, sinceOf(kind, now)))) return
  await tx.grant({ action: 'tripwire.step_up', subject: `${caller.code}:${kind}`, compartment: caller.room }, yes)
  await tellTeam(tx, caller, { kind: `tripwire.${kind}`, subject: caller.code, about: caller.code })
  await dropCounts(tx.db, kind)
  await endOwnSessions(tx.db)
}

async function tellOfHoney(tx: Tx, caller: Caller, opened: readonly string[]): Promise<void> {
  for (const code of await honeyAmong(tx.db, opened))
    await tellTeam(tx, caller, { kind: 'honey.opened', subject: code, about: caller.code, audience: 'watch' })
}
