import type { Tx } from '#base/transact.ts'
import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { LANGUAGES, type Language } from '#kernel/languages.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { findTerm, labelOf } from '#kernel/vocabulary.ts'
import { mayChangeCase } from '../case.policy.ts'
import { demandConsent } from '../consent/demand-consent.ts'
import { findReader, touchCase } from '../files/case.store.ts'
import { type CaseDesk, roomFor } from '../files/work-on-cases.ts'
import { reprisalDay } from '../risk/risk.rules.ts'
import { openMonitoring } from '../tasks/keep-tasks.ts'
import {
  type Charged,
  DEPRIVATIONS_PAGE,
  type DropEntry,
  ENTRIES_PAGE,
  type Entries,
  type Entry,
  type Facts,
  type KeepEntry,
  type Safeguards,
  type Standard,
} from './entry.contract.ts'
import { asksMonitoring, canKeepEntry, codesOf, orderDay } from './entry.rules.ts'
import * as store from './entry.store.ts'
import { canCease, canCheck, ENGAGED } from './liberty.rules.ts'

type Page = { readonly entries: readonly Entry[]; readonly more: boolean }
const pageOf = (rows: readonly Entry[]): Page => ({ entries: rows.slice(0, ENTRIES_PAGE), more: rows.length > ENTRIES_PAGE })

/** One page of the chronology. */
export function viewEntries(desk: CaseDesk, caller: Caller, asked: Entries): Promise<Page> {
  return desk.base.read(caller.actor, async (db) =>
    pageOf(await store.listEntries(db, await roomFor({ db }, caller, asked.case), asked, ENTRIES_PAGE + 1)),
  )
}

/** The standards that the safeguards engage, with the mark of the vocabulary. */
const STANDARDS: readonly Standard[] = ENGAGED.map((code) => ({
  code,
  words: Object.fromEntries(LANGUAGES.map((language) => [language, labelOf('legal_standards', code, language).text])) as Record<
    Language,
    string
  >,
  unverified: findTerm('legal_standards', code)?.unverified ?? true,
}))

/** Each deprivation of liberty of a case with its check of safeguards, where there is one (R-NGO-11). */
export function viewSafeguards(desk: CaseDesk, caller: Caller, code: string): Promise<Safeguards> {
  return desk.base.read(caller.actor, async (db) => {
    const room = await roomFor({ db }, caller, code)
    const found = await store.listDeprivations(db, room, code, DEPRIVATIONS_PAGE + 1)
    const deprivations = found.slice(0, DEPRIVATIONS_PAGE)
    const checks = await store.listChecks(
      db,
      room,
      code,
      deprivations.map(({ entry }) => entry),
    )
    return { deprivations, checks, standards: STANDARDS, more: found.length > deprivations.length }
  })
}

/** One page of the cases in which somebody was charged under a provision. */
export function viewCharged(desk: CaseDesk, caller: Caller, asked: Charged): Promise<Page> {
  return desk.base.read(caller.actor, async (db) => pageOf(await store.listCharged(db, asked, ENTRIES_PAGE + 1)))
}

/**
 * Keeps one entry. What led to it stands in the same case; an observer reads the case. A reprisal for something earlier
 * brings the next look at the risk near; somebody who was returned leaves an open task to look after them (R-NGO-04).
 */
export function keepOneEntry(desk: CaseDesk, caller: Caller, said: KeepEntry): Promise<{ revision: number }> {
  const { body } = said
  demand(canKeepEntry(body))
  const today = dayOf(desk.base.clock.now())
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomFor(tx, caller, said.case)
    await demandKnown(tx, room, said)
    if (body.kind === 'referral' && said.revision === 0) await demandConsent(tx, room, body.facts.consent, 'partners', today)
    const permit = await tx.grant(
      { action: 'entry.keep', subject: said.entry, compartment: room },
      mayChangeCase(caller.actor, { writes: true }),
    )
    const entry = { revision: said.revision, body, on: orderDay(body, today), codes: codesOf(body), by: caller.actor.id, today }
    const revision = await store.keepEntry(tx.db, permit, room, entry).catch(refuseSecondCheck)
    if (revision === undefined) throw new Refusal('record.stale')
    if (said.revision === 0 && body.link === 'reprisal_for') await store.bringRiskNear(tx.db, permit, room, reprisalDay(null, today))
    if (asksMonitoring(said)) await openMonitoring(tx, caller, room, today)
    await touchCase(tx.db, permit, room, today)
    return { revision }
  })
}

/** An observer reads the case; an incident and what led to an entry stand in the same case. */
async function demandKnown({ db }: Pick<Tx, 'db'>, room: CompartmentId, { entry, revision, body }: KeepEntry): Promise<void> {
  const observer = body.kind === 'hearing' ? body.facts.observer : null
  if (observer !== null && (await findReader(db, room, observer)) === undefined) throw new Refusal('case.member_unknown')
  if (body.kind === 'investigation') await demandIncident({ db }, room, body.facts)
  if (body.kind === 'safeguards') await demandOneCheck({ db }, room, entry, body.facts)
  if (revision > 0) await demandNoCheck({ db }, room, entry, body)
  if (body.ledFrom === null) return
  if (body.ledFrom === entry || !(await store.isEntry(db, room, body.ledFrom))) throw new Refusal('entry.link_unfit')
}

async function demandIncident({ db }: Pick<Tx, 'db'>, room: CompartmentId, { incident = null }: Facts['investigation']): Promise<void> {
  if (incident !== null && !(await store.isIncident(db, room, incident))) throw new Refusal('entry.incident_unknown')
}

/** What a check is about is a deprivation of liberty of this case without another check. */
async function demandOneCheck(
  { db }: Pick<Tx, 'db'>,
  room: CompartmentId,
  entry: string,
  { detention = null }: Facts['safeguards'],
): Promise<void> {
  if (detention === null) return
  await store.lockEntry(db, room, detention)
  demand(canCheck(entry, await store.findChecked(db, room, detention)))
}

/** While a check is about an entry, it is not dropped and stays a deprivation of liberty. */
async function demandNoCheck({ db }: Pick<Tx, 'db'>, room: CompartmentId, entry: string, then: KeepEntry['body'] | null): Promise<void> {
  await store.lockEntry(db, room, entry)
  demand(canCease(await store.findChecked(db, room, entry), then))
}

/** Somebody else's check of the same deprivation of liberty was faster. */
function refuseSecondCheck(error: unknown): never {
  if (error instanceof Error && 'constraint' in error && error.constraint === 'case_entry_checked')
    throw new Refusal('entry.detention_checked')
  throw error
}

/** Takes an entry out. Its line in the ledger stays; cards about it are dropped by the browser that opened them. */
export function dropOneEntry(desk: CaseDesk, caller: Caller, { case: code, entry, revision }: DropEntry): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomFor(tx, caller, code)
    await demandNoCheck(tx, room, entry, null)
    const permit = await tx.grant(
      { action: 'entry.drop', subject: entry, compartment: room },
      mayChangeCase(caller.actor, { writes: true }),
    )
    if (!(await store.dropEntry(tx.db, permit, room, revision))) throw new Refusal('record.stale')
    await touchCase(tx.db, permit, room, dayOf(desk.base.clock.now()))
    return { done: true }
  })
}
