import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { CONSENT_SCOPES } from './consent.contract.ts'

// Pure: no clock, no I/O. Days are texts such as `2026-11-22`, which sort as they follow one another.

export type Scope = (typeof CONSENT_SCOPES)[number]

/** What was said about one scope by or for one person; rows are never changed, only followed by others. */
export type Said = {
  readonly scope: string
  /** The order in which this scope was spoken of. */
  readonly n: number
  readonly change: 'given' | 'withdrawn'
  readonly from: string
  /** The last day on which it holds; null for a withdrawal. */
  readonly expires: string | null
}

/**
 * Whether this use is agreed to on this day. A withdrawal ends everything that was given before it, on every day, for what
 * would be done now; what is given later begins anew. Default: no.
 */
// guards T-21
export function hasConsent(rows: readonly Said[], scope: Scope, on: string): Verdict {
  const said = rows.filter((row) => row.scope === scope)
  const ended = Math.max(0, ...said.filter(({ change }) => change === 'withdrawn').map(({ n }) => n))
  const given = said.filter(({ change, n }) => change === 'given' && n > ended)
  if (given.some(({ from, expires }) => from <= on && on <= (expires ?? ''))) return yes
  if (given.some(({ expires }) => (expires ?? '') < on)) return no('consent.expired')
  return no(ended > 0 && given.length === 0 ? 'consent.withdrawn' : 'consent.missing')
}

/** Days for which a yes holds without being asked again. These numbers are our proposal. */
const LONGEST = 730
const LONGEST_BY: Readonly<Record<string, number>> = { vital_interest: 90, relative_disappeared: 365 }
const DAY_MS = 86_400_000

/** The last day of a yes: the one that was agreed to, or the one on which we ask again, whichever comes first. */
export function expiryOf({ giver, from, until }: { readonly giver: string; readonly from: string; readonly until: string | null }): string {
  const days = LONGEST_BY[giver] ?? LONGEST
  const longest = new Date(Date.parse(`${from}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
  return until === null || until > longest ? longest : until
}

type Giving = { readonly giver: string; readonly from: string; readonly until: string | null; readonly basis: string }

/** A yes begins today or earlier, ends after it began, and says how we know: a name that is public is no yes of the person. */
export function canGive({ giver, from, until, basis }: Giving, today: string): Verdict {
  if (!isDay(from) || from > today || (until !== null && (!isDay(until) || until < from))) return no('consent.malformed')
  return (giver === 'public_domain') === (basis === 'published') ? yes : no('consent.malformed')
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** What a reporter can say yes or no to in the mailbox, which knows fewer words than the desk. */
export const MAILBOX_USES = ['casework', 'private_diplomacy', 'judicial', 'public'] as const
export type MailboxUse = (typeof MAILBOX_USES)[number]

/** A yes is proposed narrowly: a member confirms, and may take off whatever was not meant. */
const PROPOSED: Readonly<Record<MailboxUse, readonly Scope[]>> = {
  casework: ['store', 'team'],
  private_diplomacy: ['dialogue'],
  judicial: ['litigation'],
  public: ['public_anon'],
}
/** A no is taken widely: everything that could be meant by it ends. */
const ENDED: Readonly<Record<MailboxUse, readonly Scope[]>> = {
  casework: CONSENT_SCOPES.filter((scope) => scope !== 'recontact'),
  private_diplomacy: ['dialogue', 'embassies', 'eu_institutions', 'focal_point', 'partners', 'un'],
  judicial: ['litigation', 'law_enforcement', 'interpol_ccf', 'sanctions'],
  public: ['public_anon', 'public_named', 'un_name_public', 'parliament'],
}

type Spoken = Readonly<Record<MailboxUse, boolean>>

/** What a proved message about consent means for the rows of the reporter: what ends at once, and what a member may confirm. */
export function meaningOf(spoken: Spoken, rows: readonly Said[], today: string): { readonly ends: Scope[]; readonly proposes: Scope[] } {
  const ended = new Set(MAILBOX_USES.filter((use) => !spoken[use]).flatMap((use) => ENDED[use]))
  const offered = new Set(MAILBOX_USES.filter((use) => spoken[use]).flatMap((use) => PROPOSED[use]))
  const isGiven = (scope: Scope) => standing(rows, scope)
  return {
    ends: CONSENT_SCOPES.filter((scope) => ended.has(scope) && isGiven(scope)),
    proposes: CONSENT_SCOPES.filter((scope) => offered.has(scope) && !ended.has(scope) && !hasConsent(rows, scope, today).ok),
  }
}

/** Given and not withdrawn since, whatever the day: what begins tomorrow ends with a no of today as well. */
function standing(rows: readonly Said[], scope: Scope): boolean {
  const said = rows.filter((row) => row.scope === scope).toSorted((one, other) => other.n - one.n)
  return said[0]?.change === 'given'
}
