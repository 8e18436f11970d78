import { RawAnswer } from '#base/door.ts'
import { readStanzas } from '#crypto/age/header.ts'
import { unb64u } from '#crypto/bytes.ts'
import { CARD_BYTES } from '#crypto/case/card.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { mayRunTeam } from '../team.policy.ts'
import { type KeepOwnPage, OWN_PAGES_MOST } from './own-pages.contract.ts'
import { dropOwnPage, findOwnPage, keepOwnPage, listOwnPages } from './own-pages.store.ts'

// Like the pages of a team these leave no line: one for each would tell when somebody searches.

export function viewOwnPages(desk: Desk, caller: Caller) {
  return desk.base.read(caller.actor, async (db) => ({ pages: await listOwnPages(db) }))
}

export async function readOwnPage(desk: Desk, caller: Caller, page: string): Promise<RawAnswer> {
  const found = await desk.base.read(caller.actor, (db) => findOwnPage(db, page))
  if (found === undefined) throw new Refusal('record.not_found')
  return new RawAnswer(found.blob, { 'asylia-revision': String(found.revision) })
}

/** Keeps a page that is sealed to the caller alone. */
export function keepPageOfOwn(desk: Desk, caller: Caller, page: KeepOwnPage): Promise<{ revision: number }> {
  demandSealed(page.blob)
  return desk.base.transact(caller.actor, async (tx) => {
    demand(mayRunTeam(caller.actor, caller.room))
    if (page.revision === 0 && (await listOwnPages(tx.db)).length >= OWN_PAGES_MOST) throw new Refusal('inbox.too_many_pages')
    const revision = await keepOwnPage(tx.db, caller.actor.id, page)
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

export function dropPageOfOwn(desk: Desk, caller: Caller, page: { page: string; revision: number }): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    demand(mayRunTeam(caller.actor, caller.room))
    if (await dropOwnPage(tx.db, page)) return { done: true }
    throw new Refusal((await findOwnPage(tx.db, page.page)) === undefined ? 'record.not_found' : 'record.stale')
  })
}

/** guards T-11 */
function demandSealed(text: string): void {
  try {
    const blob = unb64u(text)
    readStanzas(blob, { min: 1, max: 1 })
    if (CARD_BYTES.includes(blob.length)) return
  } catch (error) {
    if (!(error instanceof SealingRefusal)) throw error
  }
  throw new Refusal('key.malformed')
}
