import { RawAnswer } from '#base/door.ts'
import type { Tx } from '#base/transact.ts'
import { type Caller, type Desk, readByFeed } from '#features/teams/index.ts'
import { calendarOfCodes } from '#formats/ical.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { listDeliverables } from '../deliverables/deliverable.store.ts'
import { type DialogueDesk, todayOf } from '../dialogue-desk.ts'
import { stepsAhead } from '../ladder/keep-ladder.ts'
import { listNext } from '../raising/raising.store.ts'
import { listAllRounds, listTracks, type RoundRecord, type TrackRow } from '../rounds/round.store.ts'
import { isUnconfirmed, notesOf } from '../rounds/series.rules.ts'
import type { Due } from './calendar.contract.ts'
import { type Coming, dueOf, feedOf } from './due.rules.ts'

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

/** The calendar behind an address: codes and days, never a case, a state or a word (RFC 5545). guards T-21 */
export async function readCalendar(desk: DialogueDesk & Pick<Desk, 'base' | 'by'>, token: string): Promise<RawAnswer> {
  const events = await readByFeed(desk, { kind: 'calendar', token }, async (tx, room) => feedOf(await dueIn(tx, room, todayOf(desk))))
  const text = calendarOfCodes(events, desk.base.clock.now())
  return new RawAnswer(new TextEncoder().encode(text), { 'content-type': 'text/calendar; charset=utf-8' })
}
