import type { FeedCalls } from '../parts/feed-calls.ts'
import type { Handlers } from './answers.ts'
import type { Vault } from './vault.ts'

/** Addresses that open without a session: made, told once, ended. */
export function feedsHandlers(opened: () => Vault): Handlers<FeedCalls> {
  return {
    'feeds.view': (given) => opened().door.ask('feeds/view', given),
    'feeds.make': (given) => opened().door.ask('feeds/make', given),
    'feeds.end': async (given) => {
      await opened().door.ask('feeds/end', given)
      return null
    },
  }
}
