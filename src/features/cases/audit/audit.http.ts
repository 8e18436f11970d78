import { type Door, door, readingDoor } from '#base/door.ts'
import type { Caller } from '#features/teams/index.ts'
import { AuditInput, AuditProofInput } from './audit.contract.ts'
import { type AuditDesk, proveLine, viewHead, viewLines } from './view-audit.ts'

/** Doors of readers and auditors to the ledger. */
export function auditDoors(desk: AuditDesk): Door<Caller>[] {
  return [
    door('/api/desk/audit/list', AuditInput, ({ caller, input }) => viewLines(desk, caller, input)),
    readingDoor('/api/desk/audit/head', () => viewHead(desk)),
    door('/api/desk/audit/proof', AuditProofInput, ({ caller, input }) => proveLine(desk, caller, input.entry)),
  ]
}
