import type { Clock } from '#kernel/clock.ts'
import type { RoomCalls } from '../calls.ts'
import type { Handlers, Tell } from './answers.ts'
import { approvalsHandlers } from './approvals/handlers.ts'
import { inboxHandlers } from './inbox/handlers.ts'
import type { Mail } from './mail.ts'
import { recoveryHandlers } from './recovery/handlers.ts'
import { searchHandlers } from './search/handlers.ts'
import { signInHandlers } from './sign-in/handlers.ts'

/** What the rooms can ask of an unlocked desk. `opened` throws while the desk is locked; each room adds one line: `...casesHandlers(opened, clock, tell)`. */
export function roomHandlers(mail: () => Mail, _clock: Clock, tell: Tell): Handlers<RoomCalls> {
  const opened = () => mail().vault
  return {
    ...inboxHandlers(mail),
    ...searchHandlers(opened),
    ...signInHandlers(opened),
    ...approvalsHandlers(opened),
    ...recoveryHandlers(opened, mail, tell),
  }
}
