import type { Investigated } from '#features/cases/entries/entry.rules.ts'
import type {
  AddToPattern,
  Assess,
  Incident,
  IncidentDetail,
  Incidents,
  Inform,
  Involve,
  KeepAct,
  KeepIncident,
  KeepPattern,
  Patterns,
  Screen,
} from '#features/incidents/incident.contract.ts'

/** What is told of an incident in words; sealed to the case. */
export type Narrative = {
  readonly text: string
  /** The time as the source said it. */
  readonly said: string
  /** The exact place. */
  readonly place: string
  /** Public records of the same thing, by their public address alone. */
  readonly addresses: readonly string[]
}
/** A sealed reason. `problem` says that it does not open, or that it does not say what the server shows beside it. */
export type Words = { readonly text: string; readonly said: string; readonly problem: string | null }

export type ShownIncident = Omit<IncidentDetail, 'screening' | 'information' | 'assessments'> & {
  readonly narrative: {
    readonly card: string | null
    readonly revision: number
    readonly content: Narrative
    readonly problem: string | null
  }
  readonly screening: readonly (IncidentDetail['screening'][number] & { readonly words: Words })[]
  readonly information: readonly (IncidentDetail['information'][number] & { readonly words: Words })[]
  readonly assessments: readonly (IncidentDetail['assessments'][number] & { readonly words: Words })[]
  /** What became of complaints to authorities about it (R-NGO-27). */
  readonly investigated: Investigated
}

export type IncidentsCalls = {
  'incidents.list': { in: Incidents; out: { incidents: readonly Incident[]; more: boolean } }
  'incidents.read': { in: { case: string; incident: string }; out: ShownIncident }
  'incidents.keep': {
    in: Omit<KeepIncident, 'id' | 'code'> & { id: string | null; code: string | null }
    out: { id: string; code: string }
  }
  'incidents.narrate': {
    in: { case: string; incident: string; code: string; card: string | null; revision: number; content: Narrative }
    out: { card: string; revision: number }
  }
  'incidents.act': { in: Omit<KeepAct, 'id'> & { id: string | null }; out: { id: string } }
  'incidents.involve': { in: Omit<Involve, 'id'>; out: { barred: readonly string[] } }
  'incidents.bars': { in: { actor: string }; out: { states: readonly string[]; teams: readonly string[]; own: boolean } }
  'incidents.screen': { in: Omit<Screen, 'id' | 'reason'> & { text: string }; out: { status: string } }
  'incidents.information': { in: Omit<Inform, 'id' | 'source'> & { text: string; said: string }; out: null }
  'incidents.assess': { in: Omit<Assess, 'id' | 'basis'> & { text: string }; out: { status: string } }
  'patterns.list': { in: null; out: Patterns }
  'patterns.keep': { in: Omit<KeepPattern, 'id' | 'code'>; out: { id: string; code: string } }
  'patterns.add': { in: AddToPattern; out: null }
  'patterns.drop': { in: { pattern: string; case: string; incident: string }; out: null }
}
