import { LANGUAGES } from '#kernel/languages.ts'
import { TEAMS_MAX } from '../constants.ts'
import { dayStart } from './day.ts'
import { distinct, exactly, integer, isRecord, list, narrowed, object, type Shape, type Shaped, text } from './shape.ts'

/** What the design fixes; no file and no answer of a server can change one of these (T-36). */
export const CEREMONY_ROOTS = 3
export const CEREMONY_THRESHOLD = 2
/** The protocol that this client speaks; a roster may ask for a newer one. */
export const CLIENT = 1

// Bits that stand for nothing must be zero, or one key could be written twice.
export const key32 = text(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)
export const signature64 = text(/^[A-Za-z0-9_-]{85}[AQgw]$/)
export const hex32 = text(/^[0-9a-f]{64}$/)
export const hex16 = text(/^[0-9a-f]{32}$/)
export const slug = text(/^[a-z][a-z0-9-]{1,39}$/)
export const country = text(/^[A-Z]{2}$/)
export const day: Shape<string> = narrowed(text(/^[0-9-]{10}$/), (value) => dayStart(value) !== undefined)
export const line = text(/^[^\p{C}]{1,160}$/u)
const mode = exactly('self-rooted', 'ceremonied')

const words: Shape<Readonly<Record<string, string>>> = (value): value is Readonly<Record<string, string>> =>
  isRecord(value) &&
  Object.hasOwn(value, 'en') &&
  Object.entries(value).every(([language, said]) => LANGUAGES.some((known) => known === language) && line(said))

export const isRoot = object({ id: slug, name: line, key: key32 })
const roots = narrowed(list(isRoot, 1, CEREMONY_ROOTS), (all) =>
  [all.map(({ id }) => id), all.map(({ key }) => key)].every((values) => new Set(values).size === values.length),
)
const countries = distinct(country, 0, 250)

const team = object(
  {
    id: slug,
    name: words,
    kind: exactly('state', 'eu', 'ngo'),
    of: countries,
    serves: countries,
    conflicts: distinct((value): value is string => slug(value) || country(value), 0, TEAMS_MAX + 250),
    anchors: distinct(key32, 1, 8),
  },
  { about: words, languages: distinct(exactly(...LANGUAGES), 1, LANGUAGES.length) },
)

const roster = object({
  v: exactly(1),
  kind: exactly('roster'),
  instance: hex16,
  mode,
  version: integer(1, 2 ** 40),
  issued: day,
  expires: day,
  threshold: integer(1, CEREMONY_THRESHOLD),
  roots,
  teams: list(team, 0, TEAMS_MAX),
  witnesses: list(object({ name: line, key: key32 }), 0, 0),
  time_key: key32,
  min_client: integer(1, 1_000_000),
})

const pins = object({
  v: exactly(1),
  kind: exactly('pins'),
  instance: hex16,
  mode,
  roots,
  threshold: integer(1, CEREMONY_THRESHOLD),
  min_version: integer(1, 2 ** 40),
})

export const isSignature = object({ key: key32, sig: signature64 })
const signatures = list(isSignature, 1, 8)

export type Mode = Shaped<typeof mode>
export type Root = Shaped<typeof isRoot>
export type Team = Shaped<typeof team>
export type Roster = Shaped<typeof roster>
export type Pins = Shaped<typeof pins>
export type Signature = Shaped<typeof isSignature>
export type Signed<T> = { readonly statement: T; readonly signatures: readonly Signature[] }
export type SignedRoster = { readonly roster: Roster; readonly signatures: readonly Signature[] }

/** One root that signs alone, or the ceremony's two of three; nothing in between. */
function isRootedAsSaid({ mode: said, roots: all, threshold }: Pick<Roster, 'mode' | 'roots' | 'threshold'>): boolean {
  return said === 'self-rooted' ? all.length === 1 && threshold === 1 : all.length === CEREMONY_ROOTS && threshold === CEREMONY_THRESHOLD
}

export const isTeam: Shape<Team> = team
export const isPins: Shape<Pins> = narrowed(pins, isRootedAsSaid)
export const isRoster: Shape<Roster> = narrowed(
  roster,
  (value) => isRootedAsSaid(value) && value.teams.every(({ anchors }) => anchors.length >= signersNeeded(value.mode)),
)
export const isSignedRoster: Shape<SignedRoster> = object({ roster: isRoster, signatures })

/** A statement in the envelope in which all statements travel. */
export function signedShape<T>(statement: Shape<T>): Shape<Signed<T>> {
  return object({ statement, signatures })
}

/** How many anchors of a team must sign: another person's word counts from the ceremony on. */
export function signersNeeded(said: Mode): number {
  return said === 'self-rooted' ? 1 : 2
}

const epoch = object({
  v: exactly(1),
  type: exactly('epoch'),
  team: slug,
  epoch: integer(1, 100_000),
  recipient_sha256: hex32,
  reply_key: key32,
  not_before: day,
  not_after: day,
})

export type Epoch = Shaped<typeof epoch>
export type SignedEpoch = Signed<Epoch>
export const isEpoch: Shape<Epoch> = epoch
export const isEpochsFile: Shape<{ readonly statements: readonly SignedEpoch[] }> = object({
  statements: list(signedShape(epoch), 0, 2 * TEAMS_MAX),
})

/** Whether a span of days is one, and no longer than allowed. */
export function isSpan(from: string, to: string, most: number): boolean {
  const [begins, ends] = [dayStart(from), dayStart(to)]
  return begins !== undefined && ends !== undefined && ends > begins && ends - begins <= most
}
