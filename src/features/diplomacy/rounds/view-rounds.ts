import type { Caller } from '#features/teams/index.ts'
import { dialogues } from '#kernel/dialogues.ts'
import { Refusal } from '#kernel/refusal.ts'
import { overdueSince } from '../deliverables/deliverable.rules.ts'
import { listDeliverables } from '../deliverables/deliverable.store.ts'
import { type Db, type DialogueDesk, todayOf } from '../dialogue-desk.ts'
import { listCopies, listVersions } from '../lists/list.store.ts'
import { countRaised, countReplies, type RoundCount } from '../raising/reply.store.ts'
import * as items from './item.store.ts'
import { proposedPoints } from './proposal.rules.ts'
import {
  type CountedRound,
  type Demand,
  ROUNDS_PAGE,
  type Round,
  type Rounds,
  type RoundView,
  type Summary,
  type Track,
} from './round.contract.ts'
import { lacksPoint } from './round.rules.ts'
import * as store from './round.store.ts'
import { isUnconfirmed, notesOf } from './series.rules.ts'

const MOST = 200

/** What stands in an answer: where it belongs only to whoever reads all of it, the track of another team does not come along. */
export function shownRound({ room, trackId: _trackId, ...round }: store.RoundRecord, caller: Caller, today: string): Round {
  return { ...round, unconfirmed: isUnconfirmed(round, today), shared: room !== caller.room }
}

/** The tracks of the team, each with what its series does not tell by itself. */
export function viewTracks(desk: DialogueDesk, caller: Caller): Promise<{ tracks: Track[]; today: string }> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => {
    const rounds = Map.groupBy(await store.listAllRounds(db, caller.room), ({ trackId }) => trackId)
    const known = { today, onAgenda: await items.roundsOnAgenda(db, caller.room), points: await items.countPoints(db, caller.room) }
    const tracks = (await store.listTracks(db, caller.room)).map((track) => trackOf(track, rounds.get(track.id) ?? [], known))
    return { tracks, today }
  })
}

type Known = { readonly today: string; readonly onAgenda: ReadonlySet<string>; readonly points: ReadonlyMap<string, number> }

function trackOf(track: store.TrackRow, rounds: readonly store.RoundRecord[], { today, onAgenda, points }: Known): Track {
  const meets = rounds.filter(({ kind }) => kind !== 'ngo_meeting')
  const held = meets.filter(({ status }) => status === 'held')
  const last = held.at(-1)
  const next = meets.find(({ status, on }) => status === 'announced' && on >= today)
  const whole = (one: store.RoundRecord) => ({ ...one, lacksPoint: lacksPoint(one, points.get(one.id) ?? 0) })
  return {
    ...track,
    rounds: rounds.length,
    last: last === undefined ? null : { round: last.code, on: last.on },
    next: next === undefined ? null : { round: next.code, on: next.on },
    onAgenda: next === undefined ? null : onAgenda.has(next.id),
    held: held.length,
    raising: held.filter(({ raised }) => raised === 'yes').length,
    notes: track.state === 'open' ? notesOf(rounds.map(whole), { today, everyDays: track.everyDays }) : [],
  }
}

const NONE = { listed: 0, raised: 0, answered: 0 }
const countsOf = (all: readonly RoundCount[], id: string) => {
  const { listed, raised, answered } = all.find(({ round }) => round === id) ?? NONE
  return { listed, raised, answered }
}

/** The timeline: one page of exchanges, of one track, with one state, or of all in one joined history (R-EEAS-01). */
export function viewRounds(desk: DialogueDesk, caller: Caller, asked: Rounds): Promise<{ rounds: CountedRound[]; more: boolean }> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => {
    const track = asked.track === null ? null : await demandTrack(db, caller, asked.track)
    const rows = await store.listRounds(db, { ...asked, room: caller.room, track }, ROUNDS_PAGE + 1)
    const counts = await countRaised(
      db,
      caller.room,
      rows.map(({ id }) => id),
    )
    const rounds = rows.slice(0, ROUNDS_PAGE).map((row) => ({ ...shownRound(row, caller, today), counts: countsOf(counts, row.id) }))
    return { rounds, more: rows.length > ROUNDS_PAGE }
  })
}

async function demandTrack(db: Db, caller: Caller, code: string): Promise<string> {
  return (await store.findTrack(db, caller.room, code))?.id ?? Promise.reject(new Refusal('record.not_found'))
}

/** One exchange with all that belongs to it. Of what another team shared, the exchange and its points. */
export function viewRound(desk: DialogueDesk, caller: Caller, code: string): Promise<RoundView> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => {
    const found = await store.findRound(db, caller.room, code)
    if (found === undefined) throw new Refusal('record.not_found')
    const { id, room } = found
    const deliverables = await listDeliverables(db, room, { round: id })
    const around = await store.listAround(db, room, id)
    const points = await items.listItems(db, room, id)
    return {
      round: shownRound(found, caller, today),
      counts: countsOf(room === caller.room ? await countRaised(db, room, [id]) : [], id),
      items: points,
      delegates: await items.listDelegates(db, room, id),
      deliverables: deliverables.map(({ trackCode: _trackCode, ...one }) => ({ ...one, overdueSince: overdueSince(one, today) })),
      lists: await listVersions(db, room, id),
      copies: await listCopies(db, room, id),
      shares: await store.listShares(db, room, id),
      around: around.map((row) => shownRound(row, caller, today)),
      proposals: room === caller.room ? proposedPoints(found, points) : [],
    }
  })
}

const sum = (of: readonly store.RoundRecord[], n: (one: store.RoundRecord) => number): number =>
  of.reduce((total, one) => total + n(one), 0)

/** In which exchanges a law was raised (R-HRD-04). */
export function viewProvision(desk: DialogueDesk, caller: Caller, provision: string): Promise<{ rounds: Round[] }> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => ({
    rounds: (await store.listByProvision(db, caller.room, provision, MOST)).map((row) => shownRound(row, caller, today)),
  }))
}

/** What was recorded after somebody was asked to cease (R-NGO-25). */
export function viewDemands(desk: DialogueDesk, caller: Caller): Promise<{ demands: Demand[] }> {
  return desk.base.read(caller.actor, async (db) => ({ demands: await items.listDemands(db, caller.room, MOST) }))
}

/** Counts over rounds, tracks, levels and topics. Whose cases are in them is what the caller reads, and no other. */
export function viewSummary(desk: DialogueDesk, caller: Caller, partner: string | null): Promise<Summary> {
  return desk.base.read(caller.actor, async (db) => {
    const tracks = (await store.listTracks(db, caller.room)).filter((one) => partner === null || one.partner === partner)
    const mine = new Set(tracks.map(({ id }) => id))
    const rounds = (await store.listAllRounds(db, caller.room)).filter(({ trackId }) => mine.has(trackId))
    const counts = await countRaised(
      db,
      caller.room,
      rounds.map(({ id }) => id),
    )
    const replies = await countReplies(db, caller.room)
    const codes = new Set(tracks.map(({ code }) => code))
    const held = rounds.filter(({ status, kind }) => status === 'held' && kind !== 'ngo_meeting')
    const points = await items.countPoints(db, caller.room)
    const share = (of: readonly store.RoundRecord[]) => ({ held: of.length, raising: of.filter(({ raised }) => raised === 'yes').length })
    return {
      rounds: rounds
        .filter(({ id }) => counts.some(({ round }) => round === id))
        .map(({ id, code, track, on }) => ({ round: code, track: track ?? '', on, ...countsOf(counts, id) })),
      tracks: tracks.map(({ id, code, kind }) => ({ track: code, kind, ...share(held.filter(({ trackId }) => trackId === id)) })),
      levels: [...Map.groupBy(held, ({ level }) => level)].map(([level, of]) => ({
        level,
        ...share(of),
        points: sum(of, ({ id }) => points.get(id) ?? 0),
        cases: sum(of, ({ id }) => countsOf(counts, id).raised),
      })),
      topics: await items.countTopics(db, caller.room),
      replies: replies.filter(({ track }) => codes.has(track)),
      scheme: dialogues.scheme.version,
    }
  })
}
