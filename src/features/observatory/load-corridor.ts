import type { Installation } from '#base/installation.ts'
import type { Permit } from '#base/permit.ts'
import { noteChanges, type PublicChange } from '#base/public-changes.ts'
import { putRecords, withdrawAbsent } from '#base/public-records.ts'
import type { Base, Tx } from '#base/transact.ts'
import type { Said } from '#kernel/languages.ts'
import { mayPublish } from './corridor.policy.ts'
import { findLoadedCorridor, putCorridor } from './corridor.store.ts'
import type { CorridorFile } from './release.contract.ts'
import { keyOfRecord, SECTIONS } from './sections.ts'

export type LoadedCorridor = { readonly added: number; readonly corrected: number; readonly withdrawn: number; readonly unchanged: boolean }

const LOADED: Said = {
  en: 'The corridor was loaded.',
  vi: 'Hành lang đã được nạp.',
  th: 'นำเข้าข้อมูลเส้นทางนี้แล้ว',
  fr: 'Le corridor a été chargé.',
  ar: 'جرى تحميل الممر.',
}
export const CORRECTED: Said = {
  en: 'The record was corrected.',
  vi: 'Hồ sơ đã được đính chính.',
  th: 'แก้ไขบันทึกนี้แล้ว',
  fr: 'La fiche a été corrigée.',
  ar: 'جرى تصحيح السجل.',
}
export const WITHDRAWN: Said = {
  en: 'The record was withdrawn.',
  vi: 'Hồ sơ đã được rút lại.',
  th: 'ถอนบันทึกนี้ออกแล้ว',
  fr: 'La fiche a été retirée.',
  ar: 'جرى سحب السجل.',
}

/**
 * Brings the public register to what a checked corridor file says: one transaction, one ledger line that names the
 * hash and the version. The same file again changes nothing and leaves no line.
 */
export function loadCorridor(base: Base, by: Installation, corridor: CorridorFile, fileHash: string): Promise<LoadedCorridor> {
  return base.transact(by.actor, async (tx) => {
    const before = await findLoadedCorridor(tx.db, corridor.id)
    if (before?.fileHash === fileHash) return { added: 0, corrected: 0, withdrawn: 0, unchanged: true }

    const subject = `${corridor.id}@${corridor.version}`
    const permit = await tx.grant(
      { action: 'corridor.load', subject, compartment: by.register, objectHash: fileHash },
      mayPublish(by.actor, by.register),
    )
    const revision = await putCorridor(tx.db, permit, corridor, fileHash)
    const written = await writeSections(tx, permit, corridor)
    const news: PublicChange[] = [{ subject: corridor.id, revision, kind: 'loaded', note: LOADED }, ...written.changes]
    await noteChanges(tx.db, permit, news)
    await tx.emit(permit, 'corridor.loaded', { corridor: corridor.id })
    return { ...written.counts, unchanged: false }
  })
}

async function writeSections(tx: Tx, permit: Permit<'corridor.load'>, corridor: CorridorFile) {
  const counts = { added: 0, corrected: 0, withdrawn: 0 }
  const changes: PublicChange[] = []
  for (const [section, table] of SECTIONS) {
    const records = corridor[section].map((body) => ({ key: keyOfRecord(section, body), body }))
    const put = await putRecords(tx.db, permit, table, records)
    const keys = records.map((record) => record.key)
    const withdrawn = await withdrawAbsent(tx.db, permit, table, keys)
    const corrected = put.filter((one) => one.did === 'corrected')
    counts.added += put.filter((one) => one.did === 'added').length
    counts.corrected += corrected.length
    counts.withdrawn += withdrawn.length
    changes.push(
      ...corrected.map((one) => changeOf(one, 'corrected', CORRECTED)),
      ...withdrawn.map((one) => changeOf(one, 'withdrawn', WITHDRAWN)),
    )
  }
  return { counts, changes }
}

function changeOf(one: { readonly key: string; readonly revision: number }, kind: PublicChange['kind'], note: Said): PublicChange {
  return { subject: one.key, revision: one.revision, kind, note }
}
