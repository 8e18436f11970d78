import type { Clock } from '#kernel/clock.ts'
import type { RoomCalls } from '../calls.ts'
import { actorsHandlers } from './actors/handlers.ts'
import { alertsHandlers } from './alerts/handlers.ts'
import type { Handlers, Tell } from './answers.ts'
import { approvalsHandlers } from './approvals/handlers.ts'
import { auditHandlers } from './audit/handlers.ts'
import { briefingsHandlers } from './briefings/handlers.ts'
import { casesHandlers } from './cases/handlers.ts'
import { coalitionHandlers } from './coalition/handlers.ts'
import { commitmentsHandlers } from './commitments/handlers.ts'
import { consentHandlers } from './consent/handlers.ts'
import { dialoguesHandlers } from './dialogues/handlers.ts'
import { directoryHandlers } from './directory/handlers.ts'
import { documentsHandlers } from './documents/handlers.ts'
import { exportHandlers } from './export/handlers.ts'
import { feedsHandlers } from './feeds.ts'
import { importHandlers } from './import/handlers.ts'
import { inboxHandlers } from './inbox/handlers.ts'
import { incidentsHandlers } from './incidents/handlers.ts'
import type { Mail } from './mail.ts'
import { nodesHandlers } from './nodes/handlers.ts'
import { peopleHandlers } from './people/handlers.ts'
import { recoveryHandlers } from './recovery/handlers.ts'
import { searchHandlers } from './search/handlers.ts'
import { signInHandlers } from './sign-in/handlers.ts'
import { takeAlongHandlers } from './take-along/handlers.ts'
import { tasksHandlers } from './tasks/handlers.ts'
import { transferHandlers } from './transfer/handlers.ts'
import { viewsHandlers } from './views/handlers.ts'

/** What the rooms can ask of an unlocked desk. `opened` throws while the desk is locked; each room adds one line: `...casesHandlers(opened, clock, tell)`. */
export function roomHandlers(mail: () => Mail, clock: Clock, tell: Tell): Handlers<RoomCalls> {
  const opened = () => mail().vault
  return {
    ...inboxHandlers(mail),
    ...casesHandlers(mail, tell),
    ...tasksHandlers(opened, clock),
    ...searchHandlers(opened),
    ...importHandlers(opened, tell),
    ...exportHandlers(opened),
    ...dialoguesHandlers(opened),
    ...feedsHandlers(opened),
    ...briefingsHandlers(opened, clock, tell),
    ...takeAlongHandlers(opened, tell),
    ...signInHandlers(opened, tell),
    ...approvalsHandlers(opened),
    ...auditHandlers(opened),
    ...consentHandlers(mail),
    ...coalitionHandlers(opened),
    ...commitmentsHandlers(opened),
    ...recoveryHandlers(opened, mail, tell),
    ...transferHandlers(mail),
    ...alertsHandlers(mail, tell),
    ...directoryHandlers(opened),
    ...nodesHandlers(opened),
    ...actorsHandlers(opened),
    ...incidentsHandlers(opened),
    ...peopleHandlers(opened),
    ...viewsHandlers(opened),
    ...documentsHandlers(opened),
  }
}
