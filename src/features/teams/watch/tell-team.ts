import { randomUUID } from 'node:crypto'
import type { Tx } from '#base/transact.ts'
import type { Caller } from '../caller.ts'
import { addNotice } from './watch.store.ts'

export type Notice = {
  /** `topic.what`, a code of the desk's catalogue. */
  readonly kind: string
  /** A code, never a name. */
  readonly subject: string
  /** The code of the member whom it concerns. */
  readonly about: string | null
  /** `watch`: stewards and auditors alone, and never the one it is about. */
  readonly audience?: 'all' | 'watch'
}

/** Puts a notice on every desk of the caller's team, in the transaction of what it tells of. No mail leaves the house. */
export async function tellTeam(tx: Tx, caller: Caller, { audience = 'all', ...notice }: Notice): Promise<void> {
  await addNotice(tx.db, { ...notice, audience, id: randomUUID(), room: caller.room, at: tx.clock.now() })
}
