import type { Actor } from '#base/actor.ts'
import { listRecords } from '#base/public-records.ts'
import type { Base } from '#base/transact.ts'
import { say } from '#kernel/languages.ts'
import { isRecordKind, RECORD_KINDS } from './record-of.rules.ts'

type Named = {
  readonly code: string
  readonly kind?: string
  readonly name?: string
  readonly title?: { readonly en: string }
  readonly value?: string
}

/** Records that a proposal of a kind could be merged with, those that share most words with its value first. */
export async function listMergeable(
  base: Base,
  by: Actor,
  of: { readonly kind: string; readonly value: string },
): Promise<{ code: string; name: string }[]> {
  const { kind } = of
  if (!isRecordKind(kind) || kind === 'signatory' || kind === 'demand') return []
  const { table } = RECORD_KINDS[kind]
  const all = await base.read(by, (db) => listRecords<Named>(db, table))
  const records = table === 'source_statement' ? all.filter((one) => one.kind === kind) : all
  const wanted = new Set(wordsOf(of.value))
  const shared = (name: string): number => wordsOf(name).filter((word) => wanted.has(word)).length
  return records
    .map((one) => ({ code: one.code, name: one.name ?? one.value ?? (one.title === undefined ? '' : say(one.title, 'en').text) }))
    .toSorted((a, b) => shared(b.name) - shared(a.name) || a.code.localeCompare(b.code))
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/[^\p{L}\p{N}]+/u)
}
