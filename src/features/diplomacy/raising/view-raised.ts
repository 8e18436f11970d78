import type { Tx } from '#base/transact.ts'
import { roomOf } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import { dialogues } from '#kernel/dialogues.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type DialogueDesk, todayOf } from '../dialogue-desk.ts'
import { demandOwnRound } from '../rounds/keep-rounds.ts'
import { standingOfRow } from './raise-cases.ts'
import {
  type History,
  RAISED_PAGE,
  type Raised,
  type Raising,
  SILENT_PAGE,
  type Silent,
  type Willing,
  type WillingPerson,
} from './raising.contract.ts'
import { scopeOfForm, shownCodings } from './raising.rules.ts'
import * as store from './raising.store.ts'
import { listReplies } from './reply.store.ts'

async function shown(tx: Pick<Tx, 'db'>, rows: readonly store.RaisedRow[], today: string): Promise<Raised[]> {
  const all: Raised[] = []
  for (const row of rows) {
    const { stands: _stands, room: _room, ...facts } = row
    all.push({ ...facts, standing: await standingOfRow(tx, row, today) })
  }
  return all
}

/** The list of an exchange. Cases that the caller does not read are not on it for them. */
export function viewRaised(desk: DialogueDesk, caller: Caller, asked: Raising): Promise<{ raised: Raised[]; more: boolean }> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => {
    const round = await demandOwnRound({ db }, caller.room, asked.round)
    const rows = await store.listRaised(db, { room: caller.room, round: round.id, after: asked.after, today }, RAISED_PAGE + 1)
    return { raised: await shown({ db }, rows.slice(0, RAISED_PAGE), today), more: rows.length > RAISED_PAGE }
  })
}

/** Who agreed that their case is raised like this, with when it last was and what was answered (R-EP-13). */
export function viewWilling(desk: DialogueDesk, caller: Caller, asked: Willing): Promise<{ people: WillingPerson[]; more: boolean }> {
  const scope = scopeOfForm(asked.form)
  if (scope === null) throw new Refusal('request.malformed')
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => {
    const after = asked.after === null ? null : { room: await roomOf({ db }, caller, asked.after.case), subject: asked.after.subject }
    const people = await store.listWilling(db, { scope, partner: asked.partner, today, after }, RAISED_PAGE + 1)
    return { people: people.slice(0, RAISED_PAGE), more: people.length > RAISED_PAGE }
  })
}

/** Every time that a case was raised, with its replies; another's coding of a reply stays hidden until there are two. */
export function viewHistory(desk: DialogueDesk, caller: Caller, code: string): Promise<{ raised: History[] }> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => {
    const room: CompartmentId = await roomOf({ db }, caller, code)
    const replies = Map.groupBy(await listReplies(db, room), ({ raised }) => raised)
    const raised = await shown({ db }, await store.listOfCase(db, room, today), today)
    return {
      raised: raised.map((one) => ({
        ...one,
        replies: (replies.get(one.id) ?? []).map(({ raised: _raised, codings, ...reply }) => ({
          ...reply,
          ...shownCodings(codings, caller.code),
        })),
      })),
    }
  })
}

const DAY_MS = 86_400_000

/** Raised cases of which nothing was written for ninety days, the longest first (R-EEAS-07). */
export function viewSilent(desk: DialogueDesk, caller: Caller, asked: Silent): Promise<{ raised: Raised[]; more: boolean }> {
  const now = desk.base.clock.now()
  const today = todayOf(desk)
  const before = new Date(now.getTime() - dialogues.staleDays * DAY_MS).toISOString().slice(0, 10)
  return desk.base.read(caller.actor, async (db) => {
    const rows = await store.listSilent(db, { before, today, after: asked.after }, SILENT_PAGE + 1)
    return { raised: await shown({ db }, rows.slice(0, SILENT_PAGE), today), more: rows.length > SILENT_PAGE }
  })
}
