import type { Door } from '#base/door.ts'
import { actorDoors } from '#features/actors/index.ts'
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
} from '#features/cases/index.ts'
import { incidentDoors } from '#features/incidents/index.ts'
import { cardDoors, type InboxDesk, inboxDoors, transferDoors } from '#features/reports/index.ts'
import { type Caller, teamDoors } from '#features/teams/index.ts'

/** Every door behind a session, as `start` serves them and as every test does: a door that is not here is nowhere. */
export function deskDoors(inbox: InboxDesk, ledger: AuditDesk['ledger']): Door<Caller>[] {
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
    ...peopleDoors(inbox),
    ...importDoors(inbox),
    ...exportDoors(inbox),
    ...takeAlongDoors(inbox),
  ]
}
