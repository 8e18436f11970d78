import { RawAnswer } from '#base/door.ts'
import { concat, u32 } from '#crypto/bytes.ts'
import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import { LIST_MOST, type List, type Listed } from './inbox.contract.ts'
import { findBody, findSet, listIds, listItems, listSealed } from './inbox.store.ts'
import type { InboxDesk } from './inbox-desk.ts'

// Nothing here leaves a line of the ledger: a line for each look would tell who reads whom, before a team takes anything in.

const DAY_MS = 86_400_000

/** What arrived for all teams, as of the running beat; every member is answered alike. A page is never empty while there is more. */
export async function listInbox(
  desk: InboxDesk,
  caller: Caller,
  { since, after }: List,
  most = LIST_MOST,
): Promise<{ items: Listed[]; more: boolean }> {
  // Only of yesterday and today can something be new in this beat.
  const fresh = dayOf(new Date(desk.base.clock.now().getTime() - DAY_MS))
  const known = await desk.beat.known(() => desk.base.read(caller.actor, (db) => listIds(db, fresh)))
  const items: Listed[] = []
  let from = after
  for (let more = true; more && items.length <= most; ) {
    const found = await desk.base.read(caller.actor, (db) => listItems(db, { since, after: from }, most + 1))
    items.push(...found.filter(({ day, item }) => day < fresh || known.has(item)))
    more = found.length > most
    from = found.at(-1) ?? null
  }
  return { items: items.slice(0, most), more: items.length > most }
}

/** Envelopes and small bodies, one after the other; ids that are not there are left out. */
export async function fetchItems(
  desk: InboxDesk,
  caller: Caller,
  { day, items }: { day: string; items: readonly string[] },
): Promise<RawAnswer> {
  const sealed = await desk.base.read(caller.actor, (db) => listSealed(db, day, items))
  const nothing = new Uint8Array()
  return new RawAnswer(
    concat(
      ...sealed.flatMap(({ item, envelope, body }) => {
        const [front, rest] = [envelope ?? nothing, body ?? nothing]
        return [item, u32(front.length), front, u32(rest.length), rest]
      }),
    ),
  )
}

/** A larger body, fetched when somebody opens it (N11). */
export async function fetchBody(desk: InboxDesk, caller: Caller, { day, item }: { day: string; item: string }): Promise<RawAnswer> {
  const body = await desk.base.read(caller.actor, (db) => findBody(db, day, item))
  if (body === undefined) throw new Refusal('record.not_found')
  return new RawAnswer(body)
}

/** What is there of a file set; its id is known only to whoever opened the item. */
export async function viewSet(desk: InboxDesk, caller: Caller, set: string) {
  const { total, segment, present } = await setOf(desk, caller, set)
  return { set, total, segment, present: present.toString('base64url') }
}

/** One sealed segment as it was stored. */
export async function fetchSegment(desk: InboxDesk, caller: Caller, set: string, index: string): Promise<RawAnswer> {
  const { store } = await setOf(desk, caller, set)
  if (!/^(?:0|[1-9][0-9]{0,4})$/.test(index)) throw new Refusal('record.not_found')
  const file = await desk.files.open(store, Number(index))
  if (file === undefined) throw new Refusal('record.not_found')
  try {
    return new RawAnswer(await file.readFile())
  } finally {
    await file.close()
  }
}

async function setOf(desk: InboxDesk, caller: Caller, set: string) {
  const found = /^[0-9a-f]{32}$/.test(set) ? await desk.base.read(caller.actor, (db) => findSet(db, set)) : undefined
  if (found === undefined) throw new Refusal('record.not_found')
  return found
}
