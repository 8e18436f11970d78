import type { AuditAsked, AuditHeadTold, AuditLines } from '#features/cases/audit/audit.contract.ts'

export type AuditLine = AuditLines['lines'][number]
export type Asked = AuditAsked
export type Head = AuditHeadTold
/** A proof that was checked here before it was offered. */
export type CheckedProof = { readonly holds: boolean; readonly text: string; readonly size: number; readonly root: string }

export type AuditCalls = {
  'audit.list': { in: Asked; out: AuditLines }
  'audit.head': { in: null; out: Head & { readonly signatureHolds: boolean | null } }
  'audit.proof': { in: { entry: string; line: AuditLine }; out: CheckedProof }
}
