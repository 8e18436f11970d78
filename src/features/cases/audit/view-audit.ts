import { canonicalEntry } from '#base/ledger/entry.ts'
import type { LedgerHead } from '#base/ledger/ledger-head.ts'
import { hex } from '#crypto/bytes.ts'
import type { InboxDesk } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type AuditAsked, type AuditHeadTold, type AuditLines, type AuditProofTold, LINES_PAGE } from './audit.contract.ts'
import { findEntry, isAuditor, listLines } from './audit.store.ts'

export type AuditDesk = Pick<InboxDesk, 'base'> & { readonly ledger: LedgerHead }

/** What was done in the rooms that the caller reads, and for an auditor in every room of the team. Codes alone. */
// guards T-21
export function viewLines(desk: AuditDesk, caller: Caller, asked: AuditAsked): Promise<AuditLines> {
  return desk.base.read(caller.actor, async (db) => {
    const lines = await listLines(db, asked, LINES_PAGE + 1)
    return { lines: lines.slice(0, LINES_PAGE), more: lines.length > LINES_PAGE, isAuditor: await isAuditor(db) }
  })
}

/** The newest signature over the whole ledger, which is published anyway, and what the hourly check said. guards T-23 */
export async function viewHead({ ledger }: AuditDesk): Promise<AuditHeadTold> {
  const signed = await ledger.signed()
  const verified = ledger.verified()
  return {
    signed: signed && { size: Number(signed.size), root: hex(signed.root), at: minuteOf(signed.at), note: signed.note },
    verified: verified && { at: minuteOf(verified.at), ok: verified.ok, size: verified.size },
    verifierKey: ledger.verifierKey,
  }
}

/** That a line stands in the signed ledger. To whoever may not read the line it is not there. guards T-23 */
export async function proveLine(desk: AuditDesk, caller: Caller, entry: string): Promise<AuditProofTold> {
  const found = await desk.base.read(caller.actor, (db) => findEntry(db, entry))
  if (found === undefined) throw new Refusal('record.not_found')
  const { index, size, path, note } = await desk.ledger.prove(entry)
  const { verifierKey } = desk.ledger
  return {
    format: 'asylia-ledger-proof/1',
    line: canonicalEntry(found),
    index,
    size: Number(size),
    path: path.map(hex),
    checkpoint: note,
    verifierKey,
  }
}

function minuteOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 16)}Z`
}
