import { createHash } from 'node:crypto'
import type { Base, Tx } from '#base/transact.ts'
import { payloadOf } from '#crypto/team/approval.ts'
import { incidentsOutside, type OutsideIncident } from '#features/incidents/index.ts'
import { roomOf } from '#features/reports/index.ts'
import { type Caller, canShare, countExport, demandTwo, mayRunTeam } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { canonicalJson } from '#kernel/jcs.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { demandConsent, everybodyIn } from '../consent/demand-consent.ts'
import { ALONE_ROWS, type Export, type ExportedRow } from './export.contract.ts'

export type ExportDesk = { readonly base: Base }
type Held = { readonly case: string; readonly person: string; readonly why: string }

/** What both sign of a larger export: how many rows, for whom, and the very bytes. */
export const exportBinds = (team: string, { scope }: Pick<Export, 'scope'>, digest: string, rows: number) => ({
  team,
  scope,
  digest,
  rows: String(rows),
})

/** What an export would hold and what it would leave out; nothing leaves yet. */
export function previewExport(desk: ExportDesk, caller: Caller, asked: Export) {
  demand(canShare(caller))
  return desk.base.read(caller.actor, async (db) => {
    const { rows, held } = await collect({ db }, caller, asked, dayOf(desk.base.clock.now()))
    return { rows: rows.length, held, digest: digestOf(rows), needsTwo: rows.length > ALONE_ROWS }
  })
}

/** Hands out exactly what was looked at; more than ten rows only after the yes of two to these very rows. guards T-22 */
export function exportIncidents(desk: ExportDesk, caller: Caller, { digest, ...asked }: Export & { readonly digest: string }) {
  demand(canShare(caller))
  return desk.base.transact(caller.actor, async (tx) => {
    const { rows } = await collect(tx, caller, asked, dayOf(tx.clock.now()))
    if (digestOf(rows) !== digest) throw new Refusal('record.stale')
    if (rows.length > ALONE_ROWS) {
      const payload = payloadOf(exportBinds(caller.team, asked, digest, rows.length))
      await demandTwo(tx, caller, { action: 'export.incidents', subject: asked.scope, room: caller.room, payload })
    }
    await countExport(tx, caller)
    for (const code of new Set(rows.map((row) => row.case))) {
      const room = await roomOf(tx, caller, code)
      await tx.grant(
        { action: 'export.incidents', subject: code, compartment: room, objectHash: digest },
        mayRunTeam(caller.actor, caller.room),
      )
    }
    return { rows }
  })
}

async function collect(
  tx: Pick<Tx, 'db'>,
  caller: Caller,
  { scope, cases }: Export,
  today: string,
): Promise<{ rows: ExportedRow[]; held: Held[] }> {
  const rows: ExportedRow[] = []
  const held: Held[] = []
  for (const code of cases.toSorted()) {
    const room = await roomOf(tx, caller, code)
    for (const incident of await incidentsOutside(tx.db, room)) {
      const missing = await withoutConsent(tx, room, incident, { scope, today })
      if (missing.length === 0) rows.push(rowOf(incident))
      else held.push(...missing)
    }
  }
  return { rows, held }
}

/**
 * Whoever stands in an incident and did not agree. Where it names nobody, everybody in the case is asked, since it may be
 * about any of them; where the case has nobody, whoever reported.
 */
async function withoutConsent(
  tx: Pick<Tx, 'db'>,
  room: CompartmentId,
  incident: OutsideIncident,
  { scope, today }: { readonly scope: Export['scope']; readonly today: string },
): Promise<Held[]> {
  const held: Held[] = []
  for (const person of await subjectsOf(tx, room, incident)) {
    try {
      await demandConsent(tx, room, person, scope, today)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      held.push({ case: incident.case, person, why: error.code })
    }
  }
  return held
}

async function subjectsOf(tx: Pick<Tx, 'db'>, room: CompartmentId, { people }: OutsideIncident): Promise<readonly string[]> {
  return people.length > 0 ? people : everybodyIn(tx, room)
}

function rowOf(incident: OutsideIncident): ExportedRow {
  const { origin, host, effect, place, happened, people } = incident
  return {
    case: incident.case,
    incident: incident.code,
    origin: origin ?? '',
    host: host ?? '',
    effect: effect ?? '',
    place: place ?? '',
    from: happened.from ?? '',
    until: happened.until ?? '',
    precision: happened.precision,
    status: incident.status,
    hedge: incident.hedge,
    authority: incident.authority.join(' '),
    standard: incident.standard,
    alleged: incident.alleged,
    methods: incident.methods.join(' '),
    attribution: incident.attribution.join(' '),
    people: people.length,
  }
}

const digestOf = (rows: readonly ExportedRow[]): string => createHash('sha256').update(canonicalJson(rows)).digest('hex')
