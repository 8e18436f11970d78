import { createHash, randomBytes } from 'node:crypto'
import { RawAnswer } from '#base/door.ts'
import type { Tx } from '#base/transact.ts'
import { type Caller, canReadCoded, type Desk, isHeld } from '#features/teams/index.ts'
import { calendarOfCodes } from '#formats/ical.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import { listDeliverables } from '../deliverables/deliverable.store.ts'
import { mayActFor } from '../dialogue.policy.ts'
import { type DialogueDesk, todayOf } from '../dialogue-desk.ts'
import { stepsAhead } from '../ladder/keep-ladder.ts'
import { listNext } from '../raising/raising.store.ts'
import { listAllRounds, listTracks, type RoundRecord, type TrackRow } from '../rounds/round.store.ts'
import { isUnconfirmed, notesOf } from '../rounds/series.rules.ts'
import type { Due } from './calendar.contract.ts'
import { type Coming, dueOf, feedOf } from './due.rules.ts'
import * as feed from './feed.store.ts'

const NEVER = '9999-12-31'
const MOST = 200

/** What waits on the tracks of a team: what comes, what has to be done before, and what is overdue since when. */
export function viewDue(desk: DialogueDesk, caller: Caller): Promise<{ due: Due[]; today: string }> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => ({ due: await dueIn({ db }, caller.room, today), today }))
}

/** The same within a transaction, for whatever is composed of it. */
export async function dueIn(tx: Pick<Tx, 'db'>, room: CompartmentId, today: string): Promise<Due[]> {
  const rounds = await listAllRounds(tx.db, room)
  const tracks = await listTracks(tx.db, room)
  const deliverables = await listDeliverables(tx.db, room, { open: true })
  const steps = await stepsAhead(tx, room, today)
  const raised = await listNext(tx.db, NEVER, MOST)
  const coming = [
    ...rounds.flatMap((round) => comingOfRound(round, today)),
    ...tracks.flatMap((track) => silenceOf(track, rounds, today)),
    ...deliverables.flatMap(({ code, trackCode, due }): Coming[] =>
      due === null ? [] : [{ what: 'deliverable', code, track: trackCode, case: null, on: due }],
    ),
    ...steps.map(({ code, track, on }): Coming => ({ what: 'consequence', code, track, case: null, on })),
    ...raised.flatMap(({ case: of, round, track, on }): Coming[] =>
      round === null ? [] : [{ what: 'raised', code: round, track, case: of, on }],
    ),
  ]
  return dueOf(coming, today)
}

function comingOfRound({ code, track, status, on, next, happened }: RoundRecord, today: string): Coming[] {
  const of = { code, track, case: null }
  const follows: Coming[] = next === null ? [] : [{ ...of, what: 'follow_up', on: next }]
  if (isUnconfirmed({ status, happened }, today)) return [{ ...of, what: 'unconfirmed', on: happened.until ?? on }, ...follows]
  return status === 'announced' && on < NEVER ? [{ ...of, what: 'round', on }, ...follows] : follows
}

function silenceOf({ code, id, everyDays, state }: TrackRow, rounds: readonly RoundRecord[], today: string): Coming[] {
  const own = rounds.filter(({ trackId }) => trackId === id)
  return notesOf(own, { today, everyDays: state === 'open' ? everyDays : null }).flatMap(({ kind, since }): Coming[] =>
    kind === 'silent' && since !== null ? [{ what: 'silent_track', code, track: code, case: null, on: since }] : [],
  )
}

export function viewFeed(desk: DialogueDesk, caller: Caller): Promise<{ madeOn: string | null }> {
  return desk.base.read(caller.actor, async (db) => ({ madeOn: await feed.findFeed(db, caller.room) }))
}

const hashOf = (token: string): Uint8Array => createHash('sha256').update(token).digest()

/** A new address for the caller's calendar, told once; the one before opens nothing from now on. */
export function makeFeed(desk: DialogueDesk, caller: Caller): Promise<{ path: string }> {
  const token = randomBytes(32).toString('base64url')
  return desk.base.transact(caller.actor, async (tx) => {
    const grant = { action: 'dialogue.feed_make', subject: crypto.randomUUID(), compartment: caller.room } as const
    const permit = await tx.grant(grant, mayActFor(canReadCoded(caller), caller.actor, caller.room))
    await feed.endFeed(tx.db, permit, caller.room, todayOf(desk))
    await feed.addFeed(tx.db, permit, caller.room, { hash: hashOf(token), member: caller.actor.id, today: todayOf(desk) })
    return { path: `/api/desk/calendar/${token}` }
  })
}

export function endFeed(desk: DialogueDesk, caller: Caller): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const grant = { action: 'dialogue.feed_end', subject: caller.code, compartment: caller.room } as const
    const permit = await tx.grant(grant, mayActFor(canReadCoded(caller), caller.actor, caller.room))
    await feed.endFeed(tx.db, permit, caller.room, todayOf(desk))
    return { done: true }
  })
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/

/**
 * The calendar behind an address: codes and days, never a case, a state or a word (RFC 5545). Whoever has no such address is
 * answered as for what is not there; so is whoever's account is held. guards T-21, T-24
 */
export async function readFeed(desk: DialogueDesk & { readonly by: Pick<Desk['by'], 'actor'> }, token: string): Promise<RawAnswer> {
  if (!TOKEN.test(token)) throw new Refusal('record.not_found')
  const id = await desk.base.read(desk.by.actor, (db) => feed.memberOfFeed(db, hashOf(token)))
  if (id === undefined || (await isHeld(desk, id))) throw new Refusal('record.not_found')
  const today = todayOf(desk)
  const events = await desk.base.read({ id, kind: 'person', writes: [] }, async (db) => {
    const room = await feed.ownRoom(db)
    return room === undefined ? [] : feedOf(await dueIn({ db }, room, today))
  })
  const text = calendarOfCodes(events, desk.base.clock.now())
  return new RawAnswer(new TextEncoder().encode(text), { 'content-type': 'text/calendar; charset=utf-8' })
}
