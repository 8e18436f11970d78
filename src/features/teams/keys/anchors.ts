import type { Tx } from '#base/transact.ts'
import { b64u } from '#crypto/bytes.ts'
import type { Mode } from '#crypto/roster/roster.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { listMembers } from '../members/members.store.ts'

export type Anchors = { readonly mode: Mode; readonly anchors: readonly string[] }

/** Those that the roots signed; on an installation that signs its own list, those that its members are. */
export async function anchorsOf(desk: Desk, caller: Pick<Caller, 'team' | 'teamId'>, db: Tx['db']): Promise<Anchors> {
  const signed = await desk.roster.ceremonyAnchors(caller.team)
  if (signed !== undefined) return { mode: 'ceremonied', anchors: signed }
  const members = await listMembers(db, caller.teamId)
  return { mode: 'self-rooted', anchors: members.filter((one) => one.anchor && one.left_on === null).map((one) => b64u(one.sign_key)) }
}
