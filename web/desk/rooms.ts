import type { Room } from './room.ts'
import { actorsRoom } from './rooms/actors/room.ts'
import { approvalsRoom } from './rooms/approvals/room.ts'
import { auditRoom } from './rooms/audit/room.ts'
import { casesRoom } from './rooms/cases/room.ts'
import { consentRoom } from './rooms/consent/room.ts'
import { exportRoom } from './rooms/export/room.ts'
import { importRoom } from './rooms/import/room.ts'
import { inboxRoom } from './rooms/inbox/room.ts'
import { incidentsRoom } from './rooms/incidents/room.ts'
import { peopleRoom } from './rooms/people/room.ts'
import { searchRoom } from './rooms/search/room.ts'
import { signInRoom } from './rooms/sign-in/room.ts'
import { startRoom } from './rooms/start/room.ts'
import { takeAlongRoom } from './rooms/take-along/room.ts'
import { tasksRoom } from './rooms/tasks/room.ts'
import { teamRoom } from './rooms/team/room.ts'
import { transferRoom } from './rooms/transfer/room.ts'

/**
 * Every room of the desk, in the order of the rail: inbox, cases, people, actors, evidence, tasks, map, statistics; then
 * those that stand below: approvals, audit, team. A room enters with one line here, one in words.ts, calls.ts and keys/handlers.ts.
 */
export const ROOMS: readonly Room[] = [
  inboxRoom,
  casesRoom,
  peopleRoom,
  actorsRoom,
  incidentsRoom,
  tasksRoom,
  transferRoom,
  teamRoom,
  signInRoom,
  startRoom,
  searchRoom,
  approvalsRoom,
  importRoom,
  exportRoom,
  takeAlongRoom,
  auditRoom,
  consentRoom,
]
