import type { Tx } from '#base/transact.ts'
import { b64u, unhex } from '#crypto/bytes.ts'
import { Refusal } from '#kernel/refusal.ts'
import { findSigner } from '../approvals/approvals.store.ts'
import type { Caller } from '../caller.ts'

/** The key with which the caller signs, as statements carry it. Refuses `record.not_found` for somebody who is no member today. */
export async function signKeyOf(tx: Pick<Tx, 'db'>, caller: Caller): Promise<string> {
  const signer = await findSigner(tx.db, caller.actor.id)
  if (signer === undefined) throw new Refusal('record.not_found')
  return b64u(unhex(signer.sign_key))
}
