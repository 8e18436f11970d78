import Type, { type Static } from 'typebox'
import { ALERT_ASKS, ALERT_KINDS, Second, TLP, type NodeWord as WordOfNode } from '#features/alerts/alert.contract.ts'
import { FocalEntry } from '#features/alerts/focal.contract.ts'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { bytesOf } from '#features/teams/teams.contract.ts'

// What stands in the outer wrap: codes, clocks, and bytes that stay sealed to people. Unknown keys are refused.

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Slug = Type.String({ pattern: '^[a-z][a-z0-9-]{1,39}$' })
const Moment = orNull(Type.String({ pattern: '^[0-9TZ:.-]{20,30}$' }))
const Count = Type.Integer({ minimum: 0, maximum: 1_000_000 })
/** What is sealed, behind the JSON of a body as the bytes that it is: the words, and the key to them for who reads them. */
export type Sealed = { readonly body: Uint8Array; readonly wrap: Uint8Array }
const ofSealed = { text: RecordId, epoch: Count }

/** `alert`: one sealed copy for one office. `office` is its name there, `from` the team's here. */
export const AlertBody = Type.Object(
  {
    delivery: RecordId,
    office: Slug,
    from: Slug,
    version: Type.Integer({ minimum: 1, maximum: 9_999 }),
    kind: Type.Enum([...ALERT_KINDS]),
    tlp: Type.Enum([...TLP]),
    level: Type.Integer({ minimum: 1, maximum: 5 }),
    asks: Type.Enum([...ALERT_ASKS]),
    answerBy: Second,
    endsAt: Second,
    ...ofSealed,
  },
  closed,
)
/** `withdraw`: it is over; never why. `gone`: the same, said by the side that received it. */
export const EndBody = Type.Object({ item: RecordId }, closed)
/** `state`: where an office stands with a copy. */
export const StateBody = Type.Object(
  {
    delivery: RecordId,
    state: Type.Enum(['delivered', 'opened', 'acknowledged', 'acting', 'answered', 'refused']),
    version: Count,
    readVersion: Count,
    step: Type.Integer({ minimum: 0, maximum: 3 }),
    deliveredAt: Moment,
    openedAt: Moment,
    acknowledgedAt: Moment,
    acknowledgedAs: orNull(Type.String({ pattern: '^[a-z]{3,20}$' })),
    actingAt: Moment,
    answeredAt: Moment,
    refusedAt: Moment,
    reason: orNull(Type.String({ pattern: '^[a-z_]{2,40}$' })),
    clockAt: Moment,
  },
  closed,
)
/** `reply`: what a member of the office signed, sealed to the sending team. */
export const ReplyBody = Type.Object({ delivery: RecordId, version: Type.Integer({ minimum: 1, maximum: 9_999 }), ...ofSealed }, closed)

const File = bytesOf(0, 600_000)
/** `roster`: the five files of the signed list of keys, in their exact bytes. */
export const RosterBody = Type.Object({ pins: File, roster: File, epochs: File, former: File, recipients: File }, closed)

/**
 * `directory`: the entries that every office of the sender reads, of its own offices alone, and of each of them whether it ever said
 * that it is police: who is not named counts as police.
 */
export const DirectoryBody = Type.Object(
  {
    points: Type.Array(
      Type.Object({ team: Slug, ...FocalEntry, checkedOn: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }) }, closed),
      { maxItems: 500 },
    ),
    offices: Type.Array(Type.Object({ team: Slug, police: Type.Boolean() }, closed), { maxItems: 2_000 }),
  },
  closed,
)

/** `key`: the next pair of keys of the sender; the header is signed with the one before, `proof` with the new one. */
export const KeyBody = Type.Object({ card: bytesOf(1_000, 6_000), proof: bytesOf(64) }, closed)

export type Alert = Static<typeof AlertBody> & Sealed
export type State = Static<typeof StateBody>
export type Reply = Static<typeof ReplyBody> & Sealed
export type RosterOf = Static<typeof RosterBody>
export type DirectoryOf = Static<typeof DirectoryBody>
export type Key = Static<typeof KeyBody>
/** What the other side signed of a state, as the sender's desk reads it. */
export type NodeWord = WordOfNode
