import { CHAIN, SELF_SLOTS, TEAMS_MAX } from '../constants.ts'
import { country, day, hex16, hex32, slug } from '../roster/roster.ts'
import { distinct, exactly, integer, list, object, type Shape, type Shaped, text } from '../roster/shape.ts'

// The exact forms of SEALING 14 that lie in a mailbox. A reader takes nothing else.
export const bool: Shape<boolean> = (value): value is boolean => typeof value === 'boolean'
const anyText = text(/^[^]*$/)
export const lang = text(/^[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/)
const seq = integer(0, CHAIN - 1)
/** Windows, generations and counters: far above what a conversation of 1,024 items can use. */
const count = integer(0, 65_535)
const amount = integer(0, Number.MAX_SAFE_INTEGER)
const team = slug
/** Everybody who was ever asked, over all generations. */
const teams = distinct(team, 0, TEAMS_MAX)

const teamExcluded = object({ kind: exactly('team'), id: team })
const countryExcluded = object({ kind: exactly('country'), id: country })
const excluded: Shape<Exclusion> = (value): value is Exclusion => teamExcluded(value) || countryExcluded(value)
export const never = list(excluded, 0, TEAMS_MAX + 250)
export const consent = object({ casework: bool, private_diplomacy: bool, judicial: bool, public: bool })

/** An entry of `never`: a team, or a country with every team that is "of" it. */
export type Exclusion = Shaped<typeof teamExcluded> | Shaped<typeof countryExcluded>
export type Consent = Shaped<typeof consent>

export const replyShape = object(
  {
    v: exactly(1),
    type: exactly('reply'),
    n: count,
    part: integer(1, 48),
    parts: integer(1, 48),
    from: team,
    epoch: count,
    readers: teams,
    seen: object({ seq, step: hex32, never_sha256: hex32 }),
    lang,
    text: anyText,
  },
  { read: object({ item: hex16, body: hex32 }), translation_of: count, on: day },
)

const file = object({ n: count, set: hex16, size: amount, probe: hex32 })
const sent = object({ seq, item: hex16, body: hex32, files: list(file, 0, 64) })

export const selfShape = object(
  {
    v: exactly(1),
    type: exactly('self'),
    index: integer(0, SELF_SLOTS - 1),
    window: count,
    g: count,
    seq,
    items: list(sent, 0, 256),
    to: distinct(team, 0, 6),
    reached: list(object({ team, g: count }, { words: exactly('old') }), 0, TEAMS_MAX),
    never,
    consent,
    roster: amount,
  },
  { old_mk: hex32 },
)

/** One part of a team's message (SEALING 14). `on` is the day on which the team wrote it, as the team says. */
export type Reply = Shaped<typeof replyShape>
/**
 * The reporter's memory (SEALING 14). `reached` also keeps the newest generation that each team knew, and that it knew it under
 * the words before (`old_mk`): each item is tagged for what its teams last knew.
 */
export type Self = Shaped<typeof selfShape>
export type SentItem = Shaped<typeof sent>
export type SentFile = Shaped<typeof file>

/** For `readCanonical`: the value when it has the shape, else undefined. */
export function shaped<T>(shape: Shape<T>): (value: unknown) => T | undefined {
  return (value) => (shape(value) ? value : undefined)
}
