import type { Base, Tx } from '#base/transact.ts'
import { type Caller, canReadCoded, canWorkCases } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { ACTORS_PAGE, type KeepActor, type LinkActors } from './actor.contract.ts'
import { canMerge, canStandBelow, implicatedState } from './actor.rules.ts'
import * as store from './actor.store.ts'

type Desk = { readonly base: Base }

/** The actors of the own team. Alleged is what all of them are; nothing here says more. */
export function viewActors(desk: Desk, caller: Caller, after: string | null) {
  demand(canReadCoded(caller))
  return desk.base.read(caller.actor, async (db) => {
    const rows = await store.listActors(db, caller.room, after, ACTORS_PAGE + 1)
    const links = after === null ? await store.listLinks(db, caller.room) : []
    return { actors: rows.slice(0, ACTORS_PAGE), links, more: rows.length > ACTORS_PAGE }
  })
}

/** Keeps an actor: new, or in the place of the revision that it names. guards T-27 */
export function keepActor(desk: Desk, caller: Caller, said: KeepActor) {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'actor.keep', subject: said.id, compartment: caller.room }, canWorkCases(caller))
    const written = { ...said, by: caller.actor.id, today: dayOf(tx.clock.now()) }
    const revision = await store.keepActor(tx.db, permit, caller.room, written)
    if (revision === undefined) throw new Refusal('record.stale')
    await store.keepNames(tx.db, permit, caller.room, written)
    return { revision, barred: await barAll(tx, caller, permit, said.id) }
  })
}

type Barring = Parameters<typeof store.barForActor>[1]

/** Whoever is named as any of these records is named as all of them, so each state of each bars every case of each. */
async function barAll(tx: Tx, caller: Caller, permit: Barring, id: string): Promise<number> {
  const same = await store.listOneActor(tx.db, caller.room, id)
  const states = new Set(same.map(implicatedState).filter((state) => state !== null))
  let barred = 0
  for (const state of states) for (const one of same) barred += await store.barForActor(tx.db, permit, one.id, state)
  return barred
}

/** Says who stands below whom. */
export function linkActors(desk: Desk, caller: Caller, link: LinkActors): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'actor.link', subject: link.id, compartment: caller.room }, canWorkCases(caller))
    await store.lockActors(tx.db, caller.room)
    for (const id of [link.actor, link.above]) await demandActor(tx, caller, id)
    demand(canStandBelow(await store.listLinks(tx.db, caller.room), link))
    if (!(await store.addLink(tx.db, permit, caller.room, { ...link, today: dayOf(tx.clock.now()) }))) throw new Refusal('record.stale')
    return { done: true }
  })
}

async function demandActor(tx: Tx, caller: Caller, id: string): Promise<void> {
  if ((await store.findActor(tx.db, caller.room, id)) === undefined) throw new Refusal('record.not_found')
}

export function unlinkActors(desk: Desk, caller: Caller, link: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'actor.unlink', subject: link, compartment: caller.room }, canWorkCases(caller))
    if (!(await store.dropLink(tx.db, permit, caller.room))) throw new Refusal('record.not_found')
    return { done: true }
  })
}

type Merge = { readonly actor: string; readonly revision: number; readonly into: string }

/** Two records turn out to be one actor. Names, links and acts of both stay where they are, so that it can be undone. */
export function mergeActors(desk: Desk, caller: Caller, { actor, revision, into }: Merge): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'actor.merge', subject: actor, compartment: caller.room }, canWorkCases(caller))
    await store.lockActors(tx.db, caller.room)
    const all = new Map((await store.listActorFacts(tx.db, caller.room)).map((one) => [one.id, one]))
    if (!all.has(actor) || !all.has(into)) throw new Refusal('record.not_found')
    demand(canMerge(all, actor, into))
    if (!(await store.markMerged(tx.db, permit, caller.room, { revision, into }))) throw new Refusal('record.stale')
    await barAll(tx, caller, permit, actor)
    return { done: true }
  })
}

/** Takes a merge back. A case that was closed to somebody by it stays closed. */
export function unmergeActor(desk: Desk, caller: Caller, { actor, revision }: Omit<Merge, 'into'>): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'actor.unmerge', subject: actor, compartment: caller.room }, canWorkCases(caller))
    await demandActor(tx, caller, actor)
    if (!(await store.markMerged(tx.db, permit, caller.room, { revision, into: null }))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** The states that naming this actor implicates, with all records that were found to be the same; undefined when it is not there. */
export async function implicatedBy(tx: Pick<Tx, 'db'>, caller: Caller, id: string): Promise<readonly string[] | undefined> {
  const same = await store.listOneActor(tx.db, caller.room, id)
  if (same.length === 0) return undefined
  return [...new Set(same.map(implicatedState).filter((state) => state !== null))].toSorted()
}
