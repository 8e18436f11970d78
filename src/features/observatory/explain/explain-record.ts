import type { Actor } from '#base/actor.ts'
import { findRecordTable, SHELF } from '#base/public-records.ts'
import type { Base } from '#base/transact.ts'
import { type DecisionOn, listDecisionsOn } from '#features/documents/index.ts'
import { Refusal } from '#kernel/refusal.ts'
import { around, leaningsOf } from './explain.rules.ts'
import { findStored, listChangesOf, listQuotedWords, type QuotedWords, type RecordChange } from './explain.store.ts'

/** One reason why a record says what it says: the field, the words, where they stand, and who put them there. */
export type Reason = {
  readonly at: string
  readonly words: QuotedWords
  /** The words around the quotation; null where the document is only referenced. */
  readonly around: { readonly before: string; readonly after: string } | null
  readonly decisions: readonly DecisionOn[]
}

export type Explanation = {
  readonly code: string
  readonly kind: string
  readonly revision: number
  readonly recordedOn: string
  readonly withdrawnOn: string | null
  /** The corridor file that the record came with; null where a person accepted it from a document. */
  readonly corridor: string | null
  readonly reasons: readonly Reason[]
  readonly changes: readonly RecordChange[]
}

/**
 * Why we say what a record says: each field with the words it leans on, the document and paragraph, the rule that
 * proposed it and the person who accepted it. Withdrawn records are explained too. Refuses an unknown code.
 */
export function explainRecord(base: Base, actor: Actor, code: string): Promise<Explanation> {
  return base.read(actor, async (db) => {
    const table = await findRecordTable(db, code)
    const stored = table === null ? undefined : await findStored(db, table, code)
    if (table === null || stored === undefined) throw new Refusal('record.not_found', code)
    const leanings = table === 'citation' ? [{ at: 'the record', citation: code }] : leaningsOf(stored.body)
    const words = await listQuotedWords(db, [...new Set(leanings.map((one) => one.citation))])
    const decisions = await listDecisionsOn(db, code)
    const reasons = leanings.flatMap(({ at, citation }) => {
      const quoted = words.get(citation)
      if (quoted === undefined) return []
      const context = quoted.text === null ? null : around(quoted.text, quoted.start, quoted.end)
      return [{ at, words: quoted, around: context, decisions: decisions.filter((one) => one.citation === citation) }]
    })
    return {
      code,
      kind: table.replace(/^public_/, '').replaceAll('_', ' '),
      revision: stored.revision,
      recordedOn: stored.recordedOn,
      withdrawnOn: stored.withdrawnOn,
      corridor: stored.corridor === SHELF ? null : stored.corridor,
      reasons,
      changes: await listChangesOf(db, code),
    }
  })
}
