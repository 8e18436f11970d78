import { RawAnswer } from '#base/door.ts'
import { readStanzas } from '#crypto/age/header.ts'
import { unb64u } from '#crypto/bytes.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { mayRunTeam } from '../team.policy.ts'
import type { KeepPage } from '../teams.contract.ts'
import { countPages, dropPage, findPage, keepPage, listPages } from './keys.store.ts'

/** 64 MiB of sealed state: hundreds of thousands of items. */
const MOST_PAGES = 1_024

// Pages say nothing and leave no line of the ledger: a line for each would tell when a team reads its mail.

export function viewPages(desk: Desk, caller: Caller) {
  return desk.base.read(caller.actor, async (db) => ({ pages: await listPages(db, caller.room) }))
}

export async function readPage(desk: Desk, caller: Caller, page: string): Promise<RawAnswer> {
  const found = await desk.base.read(caller.actor, (db) => findPage(db, caller.room, page))
  if (found === undefined) throw new Refusal('record.not_found')
  return new RawAnswer(found.blob, { 'asylia-revision': String(found.revision) })
}

/** Keeps a sealed page. Whoever worked on an older revision is refused and merges. */
export function keepInboxPage(desk: Desk, caller: Caller, page: KeepPage): Promise<{ revision: number }> {
  demandPage(unb64u(page.blob))
  return desk.base.transact(caller.actor, async (tx) => {
    demand(mayRunTeam(caller.actor, caller.room))
    if (page.revision === 0 && (await countPages(tx.db, caller.room)) >= MOST_PAGES) demand(no('inbox.too_many_pages'))
    const revision = await keepPage(tx.db, caller.room, page)
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

export function dropInboxPage(desk: Desk, caller: Caller, page: { page: string; revision: number }): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    demand(mayRunTeam(caller.actor, caller.room))
    if (await dropPage(tx.db, caller.room, page)) return { done: true }
    throw new Refusal((await findPage(tx.db, caller.room, page.page)) === undefined ? 'record.not_found' : 'record.stale')
  })
}

/** guards T-11 */
function demandPage(blob: Uint8Array): void {
  try {
    readStanzas(blob, { min: 1, max: 1 })
  } catch (error) {
    if (error instanceof SealingRefusal) throw new Refusal('key.malformed')
    throw error
  }
}
