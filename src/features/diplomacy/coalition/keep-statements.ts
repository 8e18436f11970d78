import { type Caller, canHoldKeys, signKeyOf } from '#features/teams/index.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import { type DialogueDesk, mayEngage, todayOf } from '../dialogue-desk.ts'
import type { Joint, KeepStatement, OldWrap, Publish, Revise, RewrapStatement, Sign, StatementRow } from './coalition.contract.ts'
import { canSign } from './signed-statement.ts'
import { canPublish, signedBy } from './statement.rules.ts'
import * as store from './statement.store.ts'

type Tx = Parameters<Parameters<DialogueDesk['base']['transact']>[1]>[0]
type Done = { done: true }

/** Keeps the title and the day of a statement of the own team. */
export function keepStatement(desk: DialogueDesk, caller: Caller, said: KeepStatement): Promise<{ revision: number }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'coalition.keep', subject: said.id, compartment: caller.room }, mayEngage(caller))
    const written = { ...said, teamId: caller.teamId, by: caller.actor.id, today: todayOf(desk) }
    const revision = await store.keepStatement(tx.db, permit, caller.room, written)
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

async function find(tx: Pick<Tx, 'db'>, code: string): Promise<store.Found> {
  const found = await store.findStatement(tx.db, code)
  if (found === undefined) throw new Refusal('record.not_found')
  return found
}

/** A statement that the own team drew up: whoever is asked to sign changes nothing of it. */
async function findOwn(tx: Pick<Tx, 'db'>, caller: Caller, code: string): Promise<store.Found> {
  const found = await find(tx, code)
  if (found.room !== caller.room) throw new Refusal('record.not_found')
  if (found.state !== 'open') throw new Refusal('coalition.not_open')
  return found
}

/** Puts down the next version and names who is to sign it. Each of them needs something that opens it, and so does the own team. */
export function reviseStatement(desk: DialogueDesk, caller: Caller, said: Revise): Promise<Done> {
  const opened = said.wraps.map(({ team }) => team)
  const isWhole = new Set(opened).size === opened.length && [...said.parties, caller.team].every((team) => opened.includes(team))
  if (!isWhole) throw new Refusal('request.malformed')
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findOwn(tx, caller, said.statement)
    if (said.n !== found.n + 1) throw new Refusal('record.stale')
    const permit = await tx.grant(
      { action: 'coalition.revise', subject: said.id, compartment: caller.room, objectHash: said.digest },
      mayEngage(caller),
    )
    if (!(await store.revise(tx.db, permit, found, { ...said, by: caller.actor.id, today: todayOf(desk) })))
      throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Signs the newest version for the own organisation, with the caller's own key. guards T-22 */
export function signStatement(desk: DialogueDesk, caller: Caller, said: Sign): Promise<Done> {
  const today = todayOf(desk)
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await find(tx, said.signed.statement.statement)
    const asked = (await store.listParties(tx.db, [found.id])).some(({ team }) => team === caller.team)
    if (!asked || found.digest === null) throw new Refusal('record.not_found')
    const speaker = { team: caller.team, member: caller.code, signKey: await signKeyOf(tx, caller), today }
    demand(canSign(said.signed, { ...found, digest: found.digest }, speaker))
    const permit = await tx.grant(
      { action: 'coalition.sign', subject: said.id, compartment: caller.room, objectHash: found.digest },
      mayEngage(caller),
    )
    const written = { ...said, teamId: caller.teamId, by: caller.actor.id, today }
    if (!(await store.sign(tx.db, permit, found, written))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Takes the own organisation's signature back, at any time; a copy that is out already still names it. */
export function unsignStatement(desk: DialogueDesk, caller: Caller, code: string): Promise<Done> {
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await find(tx, code)
    const permit = await tx.grant({ action: 'coalition.unsign', subject: found.id, compartment: caller.room }, mayEngage(caller))
    if (!(await store.unsign(tx.db, permit, caller.teamId, todayOf(desk)))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Marks a version as published: only when everybody whom it names has signed exactly this (R-NGO-52). */
export function publishStatement(desk: DialogueDesk, caller: Caller, { statement, n, revision }: Publish): Promise<Done> {
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findOwn(tx, caller, statement)
    const parties = (await store.listParties(tx.db, [found.id])).map(({ team }) => team)
    const signatures = await store.listSignatures(tx.db, [found.id])
    const may = mayEngage(caller)
    demand(may.ok ? canPublish({ ...found, parties, signatures }, n) : no(may.code))
    const permit = await tx.grant(
      {
        action: 'coalition.publish',
        subject: found.id,
        compartment: caller.room,
        ...(found.digest === null ? {} : { objectHash: found.digest }),
      },
      may,
    )
    const written = { n, revision, by: caller.actor.id, today: todayOf(desk) }
    if (!(await store.publish(tx.db, permit, caller.room, written))) throw new Refusal('record.stale')
    return { done: true }
  })
}

/** Statements of the own team, and those that it is asked to sign, with what is missing and since when. */
export function viewStatements(desk: DialogueDesk, caller: Caller): Promise<{ statements: StatementRow[]; today: string }> {
  const today = todayOf(desk)
  return desk.base.read(caller.actor, async (db) => {
    const found = await store.listStatements(db)
    const ids = found.map(({ id }) => id)
    const parties = Map.groupBy(await store.listParties(db, ids), ({ statement }) => statement)
    const signatures = Map.groupBy(await store.listSignatures(db, ids), ({ statement }) => statement)
    const statements = found.map(({ room: _, digest: __, ...row }) => {
      const named = (parties.get(row.id) ?? []).map(({ team }) => team)
      const signed = signedBy(signatures.get(row.id) ?? [], row.n)
      const missing = named.some((team) => !signed.has(team))
      const isLate = row.state === 'open' && row.signBy !== null && row.signBy < today && missing
      return { ...row, asked: named.length, signed: signed.size, isLate }
    })
    return { statements, today }
  })
}

/** One statement: its versions, the sealed words of the newest, and as many signatures as the caller's organisation is shown. */
export function viewStatement(desk: DialogueDesk, caller: Caller, code: string): Promise<Joint> {
  return desk.base.read(caller.actor, async (db) => {
    const found = await find({ db }, code)
    const { room, n: _, digest: __, ...head } = found
    const versions = await store.listVersions(db, found)
    const newest = versions.find(({ n }) => n === (head.publishedN ?? versions[0]?.n))
    const text = newest === undefined ? undefined : await store.findText(db, room, newest.id, caller.team)
    const { team = null, epoch = null, wrap = null } = text ?? {}
    const parties = (await store.listParties(db, [found.id])).map((one) => one.team)
    const signatures = (await store.listSignatures(db, [found.id])).map(({ statement: ___, ...one }) => one)
    const opens = team === null || epoch === null || wrap === null ? null : { team, epoch, wrap }
    return { ...head, versions, body: text?.body ?? null, wrap: opens, parties, signatures, today: todayOf(desk) }
  })
}

const MOST_WRAPS = 100

/** What is still sealed to an older key of the own team, so that a member seals it anew. */
export function viewOldWraps(desk: DialogueDesk, caller: Caller, before: number): Promise<{ wraps: OldWrap[] }> {
  return desk.base.read(caller.actor, async (db) => ({ wraps: await store.listOldWraps(db, before, MOST_WRAPS) }))
}

/** The same version under the newest key of the own team. */
export function rewrapStatement(desk: DialogueDesk, caller: Caller, given: RewrapStatement): Promise<Done> {
  return desk.base.transact(caller.actor, async (tx) => {
    const line = { action: 'coalition.rewrap', subject: given.version, compartment: caller.room } as const
    const permit = await tx.grant(line, canHoldKeys(caller))
    if (!(await store.rewrap(tx.db, permit, given))) throw new Refusal('record.not_found')
    return { done: true }
  })
}
