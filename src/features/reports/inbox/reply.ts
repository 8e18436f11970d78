import { randomBytes, randomInt } from 'node:crypto'
import { readStanzas } from '#crypto/age/header.ts'
import { unb64u } from '#crypto/bytes.ts'
import { OUTBOX_DELAY } from '#crypto/constants.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { type Caller, mayRunTeam } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import type { InboxDesk } from './inbox-desk.ts'
import { countOne, listStates, nextNumber, reserve, withdraw } from './replies.store.ts'
import { mayWorkOn } from './report.policy.ts'
import { findCase } from './reports.store.ts'

/** The next number of the team's answers in a case, in a transaction of its own: it touches no slot. */
export function numberReply(desk: InboxDesk, caller: Caller, code: string): Promise<{ n: number }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findCase(tx.db, code)
    demand(mayWorkOn(caller.actor, found))
    const n = found === undefined ? undefined : await nextNumber(tx.db, found.room)
    if (n === undefined) throw new Refusal('record.not_found')
    return { n }
  })
}

const MINUTE_MS = 60_000

type Reply = { readonly slot: string; readonly deleteHash: string; readonly blob: string }
type Sent = { state: 'reserved' | 'taken' | 'closed'; ticket: string | null }

/**
 * Reserves the slot now and lets the answer become visible 5 to 60 minutes later, so that the moment of writing and the
 * moment of appearing are two. Neither row names a case or a team; the count of the team is another transaction.
 */
export async function sendReply(desk: InboxDesk, caller: Caller, reply: Reply): Promise<Sent> {
  demand(mayRunTeam(caller.actor, caller.room))
  const blob = unb64u(reply.blob)
  demandBlob(blob)
  const now = desk.base.clock.now()
  const ticket = randomBytes(16)
  const state = await desk.base.transact(caller.actor, (tx) =>
    reserve(tx.db, { ticket, slot: reply.slot, deleteHash: reply.deleteHash, blob, ready: readyAfter(now) }, dayOf(now)),
  )
  if (state !== 'stored') return { state, ticket: null }
  await desk.base.transact(caller.actor, (tx) => countOne(tx.db, caller.room, 'replies', now))
  return { state: 'reserved', ticket: ticket.toString('hex') }
}

/** A whole minute, so that the row does not keep the moment of writing; never sooner or later than the delay allows. */
function readyAfter(now: Date): Date {
  const drawn = now.getTime() + randomInt(OUTBOX_DELAY.min, OUTBOX_DELAY.max - MINUTE_MS + 1)
  return new Date(Math.ceil(drawn / MINUTE_MS) * MINUTE_MS)
}

/** What became of answers, by their tickets; `gone` is visible, or never was. */
export async function viewReplies(desk: InboxDesk, caller: Caller, tickets: readonly string[]) {
  const known = new Map(
    (await desk.base.read(caller.actor, (db) => listStates(db, tickets))).map(({ ticket, state }) => [ticket, state] as const),
  )
  return { replies: tickets.map((ticket) => ({ ticket, state: known.get(ticket) ?? ('gone' as const) })) }
}

/** Takes back an answer that still waits. */
export async function withdrawReply(desk: InboxDesk, caller: Caller, ticket: string): Promise<{ withdrawn: boolean }> {
  return { withdrawn: await desk.base.transact(caller.actor, (tx) => withdraw(tx.db, ticket)) }
}

/** Counts a decision about an item that nobody took in: it names neither item nor member. */
export function countDecision(desk: InboxDesk, caller: Caller, said: { decision: string; reason: string | null }): Promise<{ done: true }> {
  if ((said.reason !== null) !== (said.decision === 'declined')) throw new Refusal('request.malformed')
  demand(mayRunTeam(caller.actor, caller.room))
  const kind = said.reason === null ? said.decision : `${said.decision}_${said.reason}`
  return desk.base.transact(caller.actor, async (tx) => {
    await countOne(tx.db, caller.room, kind, desk.base.clock.now())
    return { done: true }
  })
}

/** guards T-11 */
function demandBlob(blob: Uint8Array): void {
  try {
    readStanzas(blob, { min: 1, max: 1 })
  } catch (error) {
    if (error instanceof SealingRefusal) throw new Refusal('key.malformed')
    throw error
  }
}
