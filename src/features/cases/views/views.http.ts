import { type Door, door } from '#base/door.ts'
import { type Caller, canReadCoded, onlyFor } from '#features/teams/index.ts'
import type { CaseDesk } from '../files/work-on-cases.ts'
import * as contract from './view.contract.ts'
import { viewCaseTime, viewDated, viewFlows, viewGroups, viewLinks, viewStatistics, viewWork } from './view-many.ts'

/** Doors to the same records seen as a map, a time, a net and numbers: coded fields of what the caller reads, and no other. */
export function viewDoors(desk: CaseDesk): Door<Caller>[] {
  return onlyFor(canReadCoded, [
    door('/api/desk/views/flows', contract.FlowsInput, ({ caller, input }) => viewFlows(desk, caller, input.filter)),
    door('/api/desk/views/incidents', contract.DatedInput, ({ caller, input }) => viewDated(desk, caller, input)),
    door('/api/desk/views/case', contract.CaseTimeInput, ({ caller, input }) => viewCaseTime(desk, caller, input)),
    door('/api/desk/views/links', contract.LinksInput, ({ caller, input }) => viewLinks(desk, caller, input)),
    door('/api/desk/views/statistics', contract.StatisticsInput, ({ caller, input }) => viewStatistics(desk, caller, input)),
    door('/api/desk/views/groups', contract.GroupsInput, ({ caller, input }) => viewGroups(desk, caller, input.by)),
    door('/api/desk/views/work', contract.WorkInput, ({ caller }) => viewWork(desk, caller)),
  ])
}
