import type { Installation } from '#base/installation.ts'
import { noteChanges } from '#base/public-changes.ts'
import { findRecordTable, withdrawRecord } from '#base/public-records.ts'
import type { Base } from '#base/transact.ts'
import { Refusal } from '#kernel/refusal.ts'
import { mayPublish } from './corridor.policy.ts'
import { WITHDRAWN } from './load-corridor.ts'

/**
 * Takes a public record out of the publication, for good: loading its corridor again does not bring it back. The next
 * release leaves out whatever cannot stand without it, quotations included. Refuses an unknown code and one withdrawn before.
 */
export function withdrawPublicRecord(base: Base, by: Installation, code: string): Promise<void> {
  return base.transact(by.actor, async (tx) => {
    const table = await findRecordTable(tx.db, code)
    if (table === null) throw new Refusal('record.not_found', code)
    const permit = await tx.grant({ action: 'record.withdraw', subject: code, compartment: by.register }, mayPublish(by.actor, by.register))
    const revision = await withdrawRecord(tx.db, permit, table)
    if (revision === null) throw new Refusal('record.withdrawn', code)
    await noteChanges(tx.db, permit, [{ subject: code, revision, kind: 'withdrawn', note: WITHDRAWN }])
    await tx.emit(permit, 'record.withdrawn', { code })
  })
}
