import type { Clock } from '#kernel/clock.ts'
import type { RoomCalls } from '../calls.ts'
import type { Handlers, Tell } from './answers.ts'
import type { Vault } from './vault.ts'

/** What the rooms can ask of an unlocked desk. `opened` throws while the desk is locked; each room adds one line: `...casesHandlers(opened, clock, tell)`. */
export function roomHandlers(_opened: () => Vault, _clock: Clock, _tell: Tell): Handlers<RoomCalls> {
  return {}
}
