import type { FeedKind } from '#features/teams/feeds/feeds.contract.ts'

/** Addresses at which one's own programs read without a session. */
export type FeedCalls = {
  'feeds.view': { in: { kind: FeedKind }; out: { madeOn: string | null } }
  'feeds.make': { in: { kind: FeedKind }; out: { path: string } }
  'feeds.end': { in: { kind: FeedKind }; out: null }
}
