import { type Door, door } from '#base/door.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { onlyFor } from '../roles/only-for.ts'
import { canReadCoded } from '../roles/roles.policy.ts'
import { FeedInput } from './feeds.contract.ts'
import { endFeed, makeFeed, viewFeed } from './keep-feeds.ts'

/** Doors of a member to the addresses at which their own programs read without a session. */
export function feedDoors(desk: Desk): Door<Caller>[] {
  return onlyFor(canReadCoded, [
    door('/api/desk/feeds/view', FeedInput, ({ caller, input }) => viewFeed(desk, caller, input.kind)),
    door('/api/desk/feeds/make', FeedInput, ({ caller, input }) => makeFeed(desk, caller, input.kind)),
    door('/api/desk/feeds/end', FeedInput, ({ caller, input }) => endFeed(desk, caller, input.kind)),
  ])
}
