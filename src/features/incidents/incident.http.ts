import { type Door, door, readingDoor } from '#base/door.ts'
import type { Caller } from '#features/teams/index.ts'
import { addInformation, assess, screen } from './assess-incident.ts'
import { countIncidents } from './count-incidents.ts'
import * as contract from './incident.contract.ts'
import { addToPattern, dropFromPattern, keepPattern, viewPatterns } from './keep-patterns.ts'
import { type IncidentDesk, involve, keepAct, keepIncident, readIncident, viewBars, viewIncidents } from './record-incident.ts'

/** Doors of a member to what happened. */
export function incidentDoors(desk: IncidentDesk): Door<Caller>[] {
  return [
    door('/api/desk/incidents/list', contract.IncidentsInput, ({ caller, input }) => viewIncidents(desk, caller, input)),
    door('/api/desk/incidents/read', contract.IncidentInput, ({ caller, input }) => readIncident(desk, caller, input)),
    door('/api/desk/incidents/keep', contract.KeepIncidentInput, ({ caller, input }) => keepIncident(desk, caller, input)),
    door('/api/desk/incidents/act', contract.KeepActInput, ({ caller, input }) => keepAct(desk, caller, input)),
    door('/api/desk/incidents/involve', contract.InvolveInput, ({ caller, input }) => involve(desk, caller, input)),
    door('/api/desk/incidents/bars', contract.BarsInput, ({ caller, input }) => viewBars(desk, caller, input.actor)),
    door('/api/desk/incidents/screen', contract.ScreenInput, ({ caller, input }) => screen(desk, caller, input)),
    door('/api/desk/incidents/information', contract.InformationInput, ({ caller, input }) => addInformation(desk, caller, input)),
    door('/api/desk/incidents/assess', contract.AssessInput, ({ caller, input }) => assess(desk, caller, input)),
    door('/api/desk/incidents/count', contract.CountInput, ({ caller, input }) => countIncidents(desk, caller, input)),
    readingDoor('/api/desk/patterns', ({ caller }) => viewPatterns(desk, caller)),
    door('/api/desk/patterns/keep', contract.KeepPatternInput, ({ caller, input }) => keepPattern(desk, caller, input)),
    door('/api/desk/patterns/add', contract.AddToPatternInput, ({ caller, input }) => addToPattern(desk, caller, input)),
    door('/api/desk/patterns/drop', contract.DropFromPatternInput, ({ caller, input }) => dropFromPattern(desk, caller, input)),
  ]
}
