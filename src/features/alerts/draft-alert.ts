import type { Tx } from '#base/transact.ts'
import { roomOf } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { Draft } from './alert.contract.ts'
import { mayDrawUp } from './alert.policy.ts'
import { canDraft } from './alert.rules.ts'
import { type AlertRow, addAlert, dropDraft, findAlert, listBars, putOwnText, putVersion, setVersion } from './alert.store.ts'
import type { AlertDesk } from './alert-desk.ts'

/**
 * Draws up an alert, or the next version of one that was sent. Nothing leaves: what it says is sealed to the own side alone.
 * Refuses an office that may not have it here already, so that nobody approves what cannot go. guards T-27
 */
export function draftAlert(desk: AlertDesk, caller: Caller, draft: Draft): Promise<{ alert: string; version: number }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findAlert(tx.db, draft.code)
    const room = await placeOf(tx, caller, draft, found)
    const now = tx.clock.now()
    const { marks } = draft
    demand(
      canDraft(
        { ...marks, answerBy: Date.parse(marks.answerBy), endsAt: Date.parse(marks.endsAt), ofCase: draft.case !== null },
        now.getTime(),
      ),
    )
    const offices = await demandOffices(tx, caller, room, draft)
    const version = versionOf(found)
    const permit = await tx.grant(
      { action: 'alert.draft', subject: draft.code, compartment: room, objectHash: marks.digest },
      mayDrawUp(caller.actor, { writes: true }),
    )
    const by = { room, team: caller.teamId, by: caller.actor.id, at: now, offices }
    const alert = found?.id ?? draft.id
    if (found === undefined) await addAlert(tx.db, permit, draft, by).catch(refuseTaken)
    else await setVersion(tx.db, permit, found, version)
    if (!(await putVersion(tx.db, permit, { draft, alert, version, by }))) throw new Refusal('record.stale')
    await putOwnText(tx.db, permit, { draft, alert, version, by })
    return { alert: draft.code, version }
  })
}

const versionOf = (found: AlertRow | undefined) =>
  found === undefined ? 1 : found.version === found.sent_version ? found.version + 1 : found.version

/** The room of the case, or of the team; a known alert stays where it is, and only whoever saw its last version goes on from there. */
async function placeOf(tx: Tx, caller: Caller, { case: code, version }: Draft, found: AlertRow | undefined): Promise<CompartmentId> {
  const room = code === null ? caller.room : await roomOf(tx, caller, code)
  if (found === undefined) {
    if (version !== 0) throw new Refusal('record.not_found')
    return room
  }
  demand(mayDrawUp(caller.actor, found))
  if (found.room !== room) throw new Refusal('record.not_found')
  if (found.version !== version || (found.state !== 'draft' && found.state !== 'sent')) throw new Refusal('record.stale')
  return room
}

async function demandOffices(tx: Tx, caller: Caller, room: CompartmentId, { marks }: Draft): Promise<string[]> {
  const today = dayOf(tx.clock.now())
  const bars = await listBars(tx.db, room, { about: marks.about, offices: marks.offices, today })
  if (bars.length !== marks.offices.length) throw new Refusal('record.not_found')
  for (const { office, bar, id } of bars) {
    if (bar === 'barred' || id === caller.teamId) demand(no('alert.barred', office))
    if (bar === 'consent') demand(no('alert.no_consent', office))
  }
  // guards T-21: what two people will sign as the use is what the database asks for.
  const scopes = new Set(bars.map(({ office, scope }) => `${office}:${scope}`))
  if (marks.scopes.length !== bars.length || !marks.scopes.every((one) => scopes.has(one))) throw new Refusal('record.stale')
  return bars.map(({ id }) => id)
}

/** A code that is there already, in a room that the caller may not see. */
export function refuseTaken(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '23505') throw new Refusal('record.stale')
  throw error
}

/** Ends what was drawn up and never sent. */
export function dropAlert(desk: AlertDesk, caller: Caller, code: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findAlert(tx.db, code)
    if (found === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'alert.drop', subject: code, compartment: found.room }, mayDrawUp(caller.actor, found))
    if (found.version === found.sent_version || found.state === 'withdrawn' || found.state === 'dropped') throw new Refusal('record.stale')
    await dropDraft(tx.db, permit, found)
    return { done: true }
  })
}
