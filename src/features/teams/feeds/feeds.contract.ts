import Type, { type Static } from 'typebox'
import { Day } from '../teams.contract.ts'

const closed = { additionalProperties: false } as const

/** What can be read at an address of its own: the calendar of dialogues (RFC 5545), or what waits for the office (RFC 4287). */
export const FeedKind = Type.Enum(['calendar', 'alerts'])

/** `POST /api/desk/feeds/view`, `/make`, `/end` */
export const FeedInput = Type.Object({ kind: FeedKind }, closed)
/** `POST /api/desk/feeds/view`: whether the caller has an address of this kind, and since when; the address itself is told once. */
export const FeedAnswer = Type.Object({ madeOn: Type.Union([Day, Type.Null()]) }, closed)
/** `POST /api/desk/feeds/make`: a new address; the one before opens nothing from then on. */
export const MadeFeed = Type.Object({ path: Type.String() }, closed)

export type FeedKind = Static<typeof FeedKind>
