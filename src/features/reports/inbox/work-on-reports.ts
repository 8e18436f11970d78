import type { Tx } from '#base/transact.ts'
import type { Caller } from '#features/teams/index.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import type { Decide, Report } from './inbox.contract.ts'
import type { InboxDesk } from './inbox-desk.ts'
import { mayWorkOn } from './report.policy.ts'
import {
  type DecisionPermit,
  decide,
  dropMoved,
  dropWrap,
  findReport,
  isMoved,
  listReports,
  type ReportRow,
  releaseTaken,
  retire,
  setSets,
  takeSets,
} from './reports.store.ts'
import { canDecide, stateAfter } from './triage.rules.ts'

const MOST_LISTED = 2_000

/** What was taken in, as far as the caller may see it; without keys. */
export function viewReports(desk: InboxDesk, caller: Caller): Promise<{ reports: Report[] }> {
  return desk.base.read(caller.actor, async (db) => ({ reports: (await listReports(db, MOST_LISTED)).map(reportView) }))
}

function reportView(row: ReportRow): Report {
  return {
    report: row.code,
    case: row.case,
    item: row.item,
    arrivedOn: row.arrived_on,
    lane: row.lane,
    bucket: row.bucket,
    urgent: row.urgent,
    state: row.state,
    reason: row.reason,
    duplicateOf: row.duplicate_of,
    neverSha256: row.never,
    sets: [...row.sets],
    takenOn: row.taken_on,
    takenBy: row.taken_by,
    revision: row.revision,
  }
}

/**
 * Declines, marks as a duplicate, reopens, takes a take-in back, or shreds. A stale revision is refused, so nobody decides
 * over a colleague's head. What is shredded leaves its line of the ledger and no content.
 */
export async function decideReport(desk: InboxDesk, caller: Caller, said: Decide): Promise<{ revision: number }> {
  const { revision, stores } = await desk.base.transact(caller.actor, async (tx) => {
    const report = await findReport(tx.db, said.report)
    const original = said.duplicateOf === null ? report : await findReport(tx.db, said.duplicateOf)
    if (report === undefined || original === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant(
      { action: `report.${said.decision}`, subject: report.code, compartment: report.room },
      mayWorkOn(caller.actor, report),
    )
    demand(canDecide(report, said))
    if (said.decision === 'return' && (await isMoved(tx.db, report.room, report.id))) throw new Refusal('record.stale')
    const change = { revision: said.revision, state: stateAfter(said.decision), reason: said.reason, duplicateOf: said.duplicateOf }
    const next = await decide(tx.db, permit, report.room, change)
    if (next === undefined) throw new Refusal('record.stale')
    return { revision: next, stores: await letGoOf(tx, permit, said.decision, report) }
  })
  for (const store of stores) await desk.files.remove(store)
  return { revision }
}

/** What a decision ends beside the state: the wrap, the hold on item and sets, or these themselves. */
async function letGoOf(tx: Tx, permit: DecisionPermit, decision: Decide['decision'], report: ReportRow): Promise<Buffer[]> {
  if (decision !== 'return' && decision !== 'shred') return []
  await dropWrap(tx.db, permit, report.room, report.id)
  if (decision === 'shred') await dropMoved(tx.db, permit, report.room, report.id)
  if (decision === 'shred') return retire(tx.db, permit, report.item, report.sets)
  await releaseTaken(tx.db, permit, [report.item, ...report.sets])
  return []
}

/** Adds file sets to a report, such as those whose upload began after it was taken in. */
export function addSets(desk: InboxDesk, caller: Caller, said: { report: string; revision: number; sets: readonly string[] }) {
  return desk.base.transact(caller.actor, async (tx) => {
    const report = await findReport(tx.db, said.report)
    if (report === undefined || report.state === 'returned' || report.state === 'shredded') throw new Refusal('record.not_found')
    const permit = await tx.grant(
      { action: 'report.add_sets', subject: report.code, compartment: report.room },
      mayWorkOn(caller.actor, report),
    )
    const sets = await takeSets(tx.db, permit, said.sets)
    const revision = await setSets(tx.db, permit, report.room, { revision: said.revision, sets: [...new Set([...report.sets, ...sets])] })
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision, sets }
  })
}
