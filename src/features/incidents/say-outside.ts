import type { Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { AttributionLevel, Hedge, StandardOfProof } from '#kernel/vocabulary.ts'
import { listAssessments, listInformation } from './finding.store.ts'
import { attributionOutside, saidOutside } from './hedge.rules.ts'
import type { Incident } from './incident.contract.ts'
import { placeOutside } from './incident.rules.ts'
import { listIncidents, listInvolvements } from './incident.store.ts'

/** An incident as it may leave the desk: codes and days, worded no stronger than its sources and its assessment. */
export type OutsideIncident = Pick<
  Incident,
  'case' | 'code' | 'origin' | 'host' | 'effect' | 'happened' | 'status' | 'methods' | 'people'
> & {
  readonly place: string | null
  readonly hedge: Hedge
  readonly authority: readonly Hedge[]
  readonly standard: StandardOfProof
  readonly alleged: boolean
  readonly attribution: readonly AttributionLevel[]
}

const MOST = 200

/** The incidents of a case in the words that they may be told with (R-NGO-05, R-NGO-09, R-NGO-54). */
export async function incidentsOutside(db: Transaction<Schema>, room: CompartmentId): Promise<OutsideIncident[]> {
  const incidents = await listIncidents(db, { room, host: null, status: null, after: null }, MOST)
  const told: OutsideIncident[] = []
  for (const incident of incidents) told.push(await outside(db, room, incident))
  return told
}

async function outside(db: Transaction<Schema>, room: CompartmentId, incident: Incident): Promise<OutsideIncident> {
  const information = await listInformation(db, room, incident.id)
  const [assessed] = await listAssessments(db, room, incident.id)
  const involved = await listInvolvements(db, room, incident.id)
  const said = saidOutside(
    information.map(({ hedge }) => hedge),
    assessed?.standard ?? 'none',
  )
  const { case: code, origin, host, effect, happened, status, methods, people } = incident
  return {
    case: code,
    code: incident.code,
    origin,
    host,
    effect,
    place: placeOutside(incident),
    happened,
    status,
    methods,
    people,
    hedge: said.hedge,
    authority: said.authority,
    standard: said.standard,
    alleged: said.isAlleged,
    attribution: [...new Set(involved.map(({ level }) => attributionOutside(level as AttributionLevel)))],
  }
}
