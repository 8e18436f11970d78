import type { EntryId } from '#kernel/ids.ts'

declare const granted: unique symbol

/**
 * Proof that a policy said yes and that the ledger line stands beside the change. A store write takes the exact permit
 * and uses the subject inside it, so a permit for one thing cannot change another. Made in transact.ts alone.
 */
export type Permit<Action extends string, Subject extends string = string> = {
  readonly [granted]: true
  readonly action: Action
  readonly subject: Subject
  readonly entry: EntryId
}
