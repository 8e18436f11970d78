import type { Tx } from '#base/transact.ts'
import { b64u, hex, unb64u } from '#crypto/bytes.ts'
import { CARD_BYTES } from '#crypto/case/card.ts'
import { sha256 } from '#crypto/kdf.ts'
import { type Caller, countOpening, countRows, mayRunTeam } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { type CompartmentId, newId } from '#kernel/ids.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import type { InboxDesk } from '../inbox/inbox-desk.ts'
import { mayLookInto, mayWorkOn } from '../inbox/report.policy.ts'
import { findCase, findTeamIds, openCase } from '../inbox/reports.store.ts'
import { demandKeyFile, MOST_READERS, refuseTaken } from '../inbox/take-in.ts'
import { CARDS_PAGE, type Cards, type DropCard, GUARDED_KINDS, type KeepCard, type OpenCase, type ReadCards } from './card.contract.ts'
import { type CardRow, dropCard, findCards, keepCard, listCards, newestGeneration, readBlobs } from './card.store.ts'

type Desk = Pick<InboxDesk, 'base'>

/** The compartment of a case that the caller works on; to anybody else it is not there. */
export async function roomOf(tx: Pick<Tx, 'db'>, caller: Caller, code: string): Promise<CompartmentId> {
  const found = await findCase(tx.db, code)
  demand(mayWorkOn(caller.actor, found))
  return found?.room ?? Promise.reject(new Refusal('record.not_found'))
}

/** The same for whoever sees the case at this moment. */
async function openRoomOf(tx: Pick<Tx, 'db'>, caller: Caller, code: string): Promise<CompartmentId> {
  const found = await findCase(tx.db, code)
  demand(mayLookInto(caller.actor, found))
  return found?.room ?? Promise.reject(new Refusal('record.not_found'))
}

const viewOf = ({ id, about, kind, generation, revision, bytes, by, on }: CardRow) => ({
  card: id,
  about,
  kind,
  generation,
  revision,
  bytes,
  by,
  on,
})

/** Which sealed things a case has. What they say, only its readers' keys tell. */
export function viewCards(desk: Desk, caller: Caller, asked: Cards) {
  return desk.base.read(caller.actor, async (db) => {
    const room = await openRoomOf({ db }, caller, asked.case)
    const rows = await listCards(db, room, asked, CARDS_PAGE + 1)
    return { cards: rows.slice(0, CARDS_PAGE).map(viewOf), more: rows.length > CARDS_PAGE }
  })
}

const isGuarded = (kind: string) => GUARDED_KINDS.some((one) => one === kind)

/** Hands out sealed bytes. An opening of what identifies somebody says why, and leaves a line of its own in the ledger. */
export function readCards(desk: Desk, caller: Caller, asked: ReadCards) {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await openRoomOf(tx, caller, asked.case)
    const rows = await findCards(tx.db, room, asked.cards)
    for (const { id, kind } of rows.filter((row) => isGuarded(row.kind))) {
      if (asked.reason === null) throw new Refusal('card.reason_needed')
      const action = `${kind === 'evidence.manifest' ? 'evidence' : 'identity'}.open_${asked.reason}`
      await tx.grant({ action, subject: id, compartment: room }, mayLookInto(caller.actor, { id }))
    }
    const guarded = rows.filter((row) => isGuarded(row.kind)).map(({ about }) => about)
    await countOpening(tx, caller, guarded.length, guarded.length === 0 ? [] : [asked.case, ...guarded])
    await countRows(tx, caller, rows.length - guarded.length)
    const blobs = await readBlobs(
      tx.db,
      room,
      rows.map(({ id }) => id),
    )
    return { cards: rows.map((row) => ({ ...viewOf(row), blob: b64u(blobs.get(row.id) ?? new Uint8Array()) })) }
  })
}

/** Keeps a sealed thing: new, or in the place of the revision that it names. */
export function keepSealed(desk: Desk, caller: Caller, said: KeepCard): Promise<{ revision: number }> {
  demandKeyFile(said.blob, 1)
  const blob = unb64u(said.blob)
  if (!CARD_BYTES.includes(blob.length)) throw new Refusal('key.malformed')
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, said.case)
    const permit = await tx.grant(
      { action: 'card.keep', subject: said.card, compartment: room, objectHash: hex(sha256(blob)) },
      mayWorkOn(caller.actor, { writes: true }),
    )
    if ((await newestGeneration(tx.db, room)) !== said.generation) throw new Refusal('record.stale')
    const { about, kind, generation, revision } = said
    const today = dayOf(desk.base.clock.now())
    const kept = await keepCard(tx.db, permit, room, { about, kind, generation, revision, blob, by: caller.actor.id, today })
    if (kept === undefined) throw new Refusal('record.stale')
    return { revision: kept }
  })
}

/** Ends a sealed thing. Its line in the ledger stays, without a word of it. */
export function dropSealed(desk: Desk, caller: Caller, { case: code, card, revision }: DropCard): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomOf(tx, caller, code)
    const permit = await tx.grant({ action: 'card.drop', subject: card, compartment: room }, mayWorkOn(caller.actor, { writes: true }))
    if (!(await dropCard(tx.db, permit, room, revision))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Opens a case that no report began: somebody called, or it was imported. guards T-27 */
export function openEmptyCase(desk: Desk, caller: Caller, said: OpenCase): Promise<{ case: string }> {
  demandKeyFile(said.key.wrap, MOST_READERS)
  if (!said.key.readers.includes(caller.code) || said.blocked.includes(caller.team)) throw new Refusal('request.malformed')
  return desk.base.transact(caller.actor, async (tx) => {
    const blocked = await findTeamIds(tx.db, said.blocked)
    if (blocked === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant(
      { action: 'case.open', subject: said.case, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    const opened = {
      room: newId<CompartmentId>(),
      wrap: said.key.wrap,
      readers: said.key.readers,
      recovery: said.key.recovery,
      blocked,
      today: dayOf(desk.base.clock.now()),
    }
    await openCase(tx.db, permit, opened).catch(refuseTaken)
    return { case: said.case }
  })
}
