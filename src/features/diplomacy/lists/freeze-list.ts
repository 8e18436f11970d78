import { createHash } from 'node:crypto'
import type { Tx } from '#base/transact.ts'
import { payloadOf } from '#crypto/team/approval.ts'
import { judgeUse } from '#features/cases/index.ts'
import { type Caller, countExport, demandTwo } from '#features/teams/index.ts'
import { canonicalJson } from '#kernel/jcs.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type DialogueDesk, mayEngage, todayOf } from '../dialogue-desk.ts'
import { standingOfRow } from '../raising/raise-cases.ts'
import { canBeRaisedIn, scopeOfDocument } from '../raising/raising.rules.ts'
import { listOfCase, listRaised } from '../raising/raising.store.ts'
import { demandOwnRound } from '../rounds/keep-rounds.ts'
import { ALONE_ENTRIES, type AskList, type Entry, type TakeList, type TakenList, type TakenRow } from './list.contract.ts'
import { canFreeze, canTake, listBinds, listBytes, TAKEN_OFF } from './list.rules.ts'
import * as store from './list.store.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const MOST = 2_000

/**
 * Freezes the next version of a list: whoever is on it agreed today to exactly this, or there is no version (P-07). It holds
 * the cases that its maker reads; nobody else learns of them by it.
 */
export function freezeList(desk: DialogueDesk, caller: Caller, said: { readonly id: string; readonly round: string }) {
  const today = todayOf(desk)
  return desk.base.transact(caller.actor, async (tx) => {
    const round = await demandOwnRound(tx, caller.room, said.round)
    const rows = await listRaised(tx.db, { room: caller.room, round: round.id, after: null, today }, MOST)
    const entries = rows.map(({ id, case: code, ...row }) => ({ ...row, raised: id, case: code, standing: row.stands ? 'given' : 'gone' }))
    demand(canFreeze(entries))
    const n = ((await store.listVersions(tx.db, caller.room, round.id))[0]?.n ?? 0) + 1
    const hash = sha256(listBytes({ round: said.round, n }, entries))
    const grant = { action: 'dialogue.freeze', subject: said.id, compartment: caller.room, objectHash: hash } as const
    const permit = await tx.grant(grant, mayEngage(caller))
    const by = { by: caller.actor.id, today }
    if (!(await store.addList(tx.db, permit, caller.room, { round: round.id, n, hash, ...by }))) throw new Refusal('record.stale')
    await store.addEntries(tx.db, permit, caller.room, { entries, today })
    return { n, hash, entries: entries.length }
  })
}

/** A version as it was frozen, with what became of it: a consent that ended since is red. */
export function viewList(desk: DialogueDesk, caller: Caller, asked: { readonly round: string; readonly list: string }) {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => {
    const { rows } = await demandVersion({ db }, caller, asked, today)
    const entries: Entry[] = []
    for (const { stands, isOff, room, ...entry } of rows)
      entries.push({ ...entry, isOff, standing: await standingOfRow({ db }, { ...entry, stands, room }, today) })
    return { entries }
  })
}

type Asked = { readonly round: string; readonly list: string }

async function demandVersion(tx: Pick<Tx, 'db'>, caller: Caller, { round: code, list }: Asked, today: string) {
  const round = await demandOwnRound(tx, caller.room, code)
  const versions = await store.listVersions(tx.db, caller.room, round.id)
  const version = versions.find(({ id }) => id === list)
  if (version === undefined) throw new Refusal('record.not_found')
  return { round, version, isNewest: version === versions[0], rows: await store.listEntries(tx.db, caller.room, list, today) }
}

export type Held = { readonly case: string; readonly subject: string; readonly why: string }
export type AskedList = {
  readonly rows: readonly TakenRow[]
  readonly held: readonly Held[]
  readonly n: number
  readonly hash: string
  /** The rooms of the cases that would leave, by code. */
  readonly rooms: ReadonlyMap<string, store.EntryRow['room']>
}

/**
 * What a version is as a document of one kind, in the transaction that makes it: the rows of everybody who agreed, today, to
 * their being raised like this and to this kind of document; and who did not or was taken off since, and why. While anybody
 * is held, nothing leaves. Only the newest version is one; an older one is refused with `list.older`.
 * To be asked by whatever composes something of a list. guards T-21
 */
export async function askList(tx: Pick<Tx, 'db'>, caller: Caller, asked: AskList, today: string): Promise<AskedList> {
  const { round, version, isNewest, rows } = await demandVersion(tx, caller, asked, today)
  if (!isNewest) throw new Refusal('list.older')
  const wanted = scopeOfDocument(asked.kind)
  if (wanted === null) throw new Refusal('request.malformed')
  demand(canBeRaisedIn(round, wanted))
  const held: Held[] = []
  const kept: TakenRow[] = []
  const rooms = new Map<string, store.EntryRow['room']>()
  for (const row of rows) {
    const { room, subject, case: code, form } = row
    const why = await whyHeld(tx, row, [row.scope, wanted], today)
    if (why !== null) held.push({ case: code, subject, why })
    else {
      const past = (await listOfCase(tx.db, room, today)).find((one) => one.id === row.raised)
      rooms.set(code, room)
      kept.push({
        case: code,
        subject,
        form,
        times: past?.times ?? 0,
        lastRaised: past?.lastRaised ?? '',
        lastReply: past?.lastReply ?? '',
      })
    }
  }
  return { rows: kept, held, n: version.n, hash: version.hash, rooms }
}

async function whyHeld(tx: Pick<Tx, 'db'>, row: store.EntryRow, scopes: readonly Entry['scope'][], today: string): Promise<string | null> {
  if (row.isOff) return TAKEN_OFF
  for (const scope of scopes) {
    const verdict = await judgeUse(tx, row.room, { subject: row.subject, scope }, today)
    if (!verdict.ok) return verdict.code
  }
  return null
}

const digestOf = (asked: AskList, { rows, n, hash }: AskedList): string =>
  sha256(canonicalJson({ kind: asked.kind, list: asked.list, n, hash, rows: rows.map((row) => ({ ...row })) }))

/** What would leave, and what two people would sign; nothing leaves yet. */
export function previewList(desk: DialogueDesk, caller: Caller, asked: AskList) {
  demand(mayEngage(caller))
  return desk.base.read(caller.actor, async (db) => {
    const told = await askList({ db }, caller, asked, todayOf(desk))
    return { rows: told.rows.length, held: told.held, digest: digestOf(asked, told), needsTwo: told.rows.length > ALONE_ENTRIES }
  })
}

/** Hands out exactly what was looked at, notes who holds it, and says so in each of its cases. More than ten rows leave after the yes of two. guards T-22 */
export function takeList(desk: DialogueDesk, caller: Caller, { id, digest, ...asked }: TakeList): Promise<TakenList> {
  demand(mayEngage(caller))
  const today = todayOf(desk)
  return desk.base.transact(caller.actor, async (tx) => {
    const told = await askList(tx, caller, asked, today)
    demand(canTake(told))
    if (digestOf(asked, told) !== digest) throw new Refusal('record.stale')
    if (told.rows.length > ALONE_ENTRIES) {
      const binds = listBinds({ team: caller.team, digest, round: asked.round, list: asked.list, kind: asked.kind }, told.rows.length)
      await demandTwo(tx, caller, { action: 'export.dialogue', subject: asked.list, room: caller.room, payload: payloadOf(binds) })
    }
    await countExport(tx, caller)
    const grant = { action: 'export.dialogue', subject: asked.list, compartment: caller.room, objectHash: digest } as const
    const permit = await tx.grant(grant, mayEngage(caller))
    for (const [code, room] of told.rooms)
      await tx.grant({ action: 'export.dialogue_case', subject: code, compartment: room, objectHash: digest }, mayEngage(caller))
    await store.addCopy(tx.db, permit, caller.room, { id, kind: asked.kind, digest, by: caller.actor.id, today })
    return { round: asked.round, n: told.n, hash: told.hash, on: today, rows: [...told.rows] }
  })
}
