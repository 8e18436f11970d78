import { createHash, randomBytes } from 'node:crypto'
import type { Tx } from '#base/transact.ts'
import { dayOf } from '#kernel/clock.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { Refusal, type Verdict } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { canReadCoded } from '../roles/roles.policy.ts'
import { mayRunTeam } from '../team.policy.ts'
import { isHeld } from '../watch/is-held.ts'
import type { FeedKind } from './feeds.contract.ts'
import * as store from './feeds.store.ts'

const TOKEN = /^[A-Za-z0-9_-]{43}$/
const MAKE = { calendar: 'dialogue.feed_make', alerts: 'focal_point.feed_make' } as const
const END = { calendar: 'dialogue.feed_end', alerts: 'focal_point.feed_end' } as const
const PATH: Readonly<Record<FeedKind, string>> = { calendar: '/api/desk/calendar', alerts: '/api/desk/alerts/feed' }

/** The path at which a feed is read by whoever has its token. */
export const pathOfFeed = (kind: FeedKind, token: string): string => `${PATH[kind]}/${token}`

export function viewFeed(desk: Pick<Desk, 'base'>, caller: Caller, kind: FeedKind): Promise<{ madeOn: string | null }> {
  return desk.base.read(caller.actor, async (db) => ({ madeOn: await store.findFeed(db, { room: caller.room, kind }) }))
}

/** A new address of the caller's own, told once; the one before opens nothing from now on. Only its hash is kept. */
export function makeFeed(desk: Pick<Desk, 'base'>, caller: Caller, kind: FeedKind): Promise<{ path: string }> {
  const token = randomBytes(32).toString('base64url')
  const today = dayOf(desk.base.clock.now())
  const of = { room: caller.room, kind }
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: MAKE[kind], subject: crypto.randomUUID(), compartment: caller.room }, mayKeepFeed(caller))
    await store.endFeed(tx.db, permit, of, today)
    await store.addFeed(tx.db, permit, of, { hash: hashOf(token), member: caller.actor.id, today })
    return { path: pathOfFeed(kind, token) }
  })
}

export function endFeed(desk: Pick<Desk, 'base'>, caller: Caller, kind: FeedKind): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: END[kind], subject: caller.code, compartment: caller.room }, mayKeepFeed(caller))
    await store.endFeed(tx.db, permit, { room: caller.room, kind }, dayOf(desk.base.clock.now()))
    return { done: true }
  })
}

/**
 * What the member whose address this is reads in the room of their team, as themselves. Whoever has no such address is answered as
 * for what is not there; so is whoever's account is held, and whoever has no room. guards T-21, T-24
 */
export async function readByFeed<Found>(
  desk: Pick<Desk, 'base' | 'by'>,
  { kind, token }: { readonly kind: FeedKind; readonly token: string },
  look: (tx: Pick<Tx, 'db'>, room: CompartmentId) => Promise<Found>,
): Promise<Found> {
  if (!TOKEN.test(token)) throw new Refusal('record.not_found')
  const id = await desk.base.read(desk.by.actor, (db) => store.memberOfFeed(db, kind, hashOf(token)))
  if (id === undefined || (await isHeld(desk, id))) throw new Refusal('record.not_found')
  return desk.base.read({ id, kind: 'person', writes: [] }, async (db) => {
    const room = await store.ownRoom(db)
    if (room === undefined) throw new Refusal('record.not_found')
    return look({ db }, room)
  })
}

const hashOf = (token: string): Uint8Array => createHash('sha256').update(token).digest()

function mayKeepFeed(caller: Caller): Verdict {
  const role = canReadCoded(caller)
  return role.ok ? mayRunTeam(caller.actor, caller.room) : role
}
