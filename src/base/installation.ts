import { sql } from 'kysely'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Actor } from './actor.ts'
import type { Database } from './database.ts'

/** The machine member in whose name the house itself acts, and the compartment of the public register. */
export type Installation = { readonly actor: Actor; readonly register: CompartmentId }

/** Made once by the first migration; asking for it needs no member. */
export async function findInstallation(app: Database): Promise<Installation> {
  const answer = await sql<{ member_id: MemberId; compartment_id: CompartmentId }>`select * from access.installation()`.execute(app)
  const row = answer.rows[0]
  if (row === undefined) throw new Error('The database holds no installation member; its first migration did not run.')
  return { actor: { id: row.member_id, kind: 'machine', writes: [row.compartment_id] }, register: row.compartment_id }
}
