import type { Door } from '#base/door.ts'
import { actorDoors } from '#features/actors/index.ts'
import { alertDoors, focalDoors, type News, newsDoors, openAlertDoors } from '#features/alerts/index.ts'
import {
  type AuditDesk,
  auditDoors,
  caseworkDoors,
  consentDoors,
  exportDoors,
  importDoors,
  peopleDoors,
  readersDoors,
  takeAlongDoors,
  viewDoors,
} from '#features/cases/index.ts'
import { commitmentDoors } from '#features/commitments/index.ts'
import { dialogueDoors, openDialogueDoors } from '#features/diplomacy/index.ts'
import { briefingDoors } from '#features/dossiers/index.ts'
import { incidentDoors } from '#features/incidents/index.ts'
import { type NodeHouse, nodeDoors } from '#features/nodes/index.ts'
import { reviewDoors } from '#features/observatory/index.ts'
import { cardDoors, type InboxDesk, inboxDoors, transferDoors } from '#features/reports/index.ts'
import { type Caller, type Desk, openTeamDoors, teamDoors } from '#features/teams/index.ts'

/** Every door behind a session, as `start` serves them and as every test does: a door that is not here is nowhere. */
export function deskDoors(inbox: InboxDesk, ledger: AuditDesk['ledger'], nodes: NodeHouse, news: News): Door<Caller>[] {
  return [
    ...teamDoors(inbox),
    ...inboxDoors(inbox),
    ...cardDoors(inbox),
    ...transferDoors(inbox),
    ...caseworkDoors(inbox),
    ...consentDoors(inbox),
    ...readersDoors(inbox),
    ...auditDoors({ ...inbox, ledger }),
    ...actorDoors(inbox),
    ...incidentDoors(inbox),
    ...dialogueDoors(inbox),
    ...briefingDoors(inbox),
    ...commitmentDoors(inbox),
    ...peopleDoors(inbox),
    ...importDoors(inbox),
    ...exportDoors(inbox),
    ...takeAlongDoors(inbox),
    ...alertDoors(inbox),
    ...focalDoors(inbox),
    ...newsDoors(news),
    ...nodeDoors(nodes),
    ...viewDoors(inbox),
    ...reviewDoors(inbox),
  ]
}

/** Every door that needs nobody to be signed in, for the same two. */
export function openDoors(desk: Desk): Door<null>[] {
  return [...openTeamDoors(desk), ...openDialogueDoors(desk), ...openAlertDoors(desk)]
}
