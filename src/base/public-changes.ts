import type { Transaction } from 'kysely'
import type { Said } from '#kernel/languages.ts'
import type { Permit } from './permit.ts'
import type { Schema } from './schema.ts'

export type PublicChange = {
  readonly subject: string
  readonly revision: number
  readonly kind: 'loaded' | 'corrected' | 'withdrawn'
  readonly note: Said
}

/** Notes for readers what was loaded, corrected or withdrawn. Notes are fixed sentences; they hold no names. */
export async function noteChanges(
  db: Transaction<Schema>,
  _permit: Permit<'corridor.load' | 'record.withdraw' | 'document.hold' | 'proposal.decide'>,
  changes: readonly PublicChange[],
): Promise<void> {
  if (changes.length === 0) return
  await db
    .insertInto('publication.change')
    .values(changes.map((change) => ({ ...change, note: JSON.stringify(change.note) })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
