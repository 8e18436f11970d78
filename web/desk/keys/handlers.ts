import type { Clock } from '#kernel/clock.ts'
import type { RoomCalls } from '../calls.ts'
import type { Handlers, Tell } from './answers.ts'
import { approvalsHandlers } from './approvals/handlers.ts'
import { casesHandlers } from './cases/handlers.ts'
import { importHandlers } from './import/handlers.ts'
import { inboxHandlers } from './inbox/handlers.ts'
import type { Mail } from './mail.ts'
import { recoveryHandlers } from './recovery/handlers.ts'
import { searchHandlers } from './search/handlers.ts'
import { signInHandlers } from './sign-in/handlers.ts'
import { tasksHandlers } from './tasks/handlers.ts'

/** What the rooms can ask of an unlocked desk. `opened` throws while the desk is locked; each room adds one line: `...casesHandlers(opened, clock, tell)`. */
export function roomHandlers(mail: () => Mail, clock: Clock, tell: Tell): Handlers<RoomCalls> {
  const opened = () => mail().vault
  return {
    ...inboxHandlers(mail),
    ...casesHandlers(mail, tell),
    ...tasksHandlers(opened, clock),
    ...searchHandlers(opened),
    ...importHandlers(opened, tell),
    ...signInHandlers(opened),
    ...approvalsHandlers(opened),
    ...recoveryHandlers(opened, mail, tell),
  }
}
