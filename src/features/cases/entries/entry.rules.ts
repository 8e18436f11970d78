import { casework } from '#kernel/casework.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { Body, Facts } from './entry.contract.ts'

type Dated = Pick<Body, 'from' | 'until' | 'precision'>

/** The day by which an entry is ordered, `today` where nobody knows one. */
export function orderDay({ from, until }: Pick<Dated, 'from' | 'until'>, today: string): string {
  return from ?? until ?? today
}

/** A date says how sure it is, and its days fit that: a year is a whole year, and no day stands where none is known (R-NGO-04). */
export function isDated({ from, until, precision }: Dated): boolean {
  switch (precision) {
    case 'exact':
      return from !== null && from === until
    case 'month':
      return from !== null && until !== null && from.slice(0, 7) === until.slice(0, 7) && from.endsWith('-01') && isMonthEnd(until)
    case 'year':
      return from !== null && until === `${from.slice(0, 4)}-12-31` && from.endsWith('-01-01')
    case 'range':
      return from !== null && until !== null && from <= until
    case 'before':
      return from === null && until !== null
    case 'since':
      return from !== null && until === null
    default:
      return from === null && until === null
  }
}

function isMonthEnd(day: string): boolean {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).getUTCDate() === 1
}

/** What an entry has to say to be one; `today` is the day on which it is written. */
export function canKeepEntry(body: Body): Verdict {
  if (!isDated(body)) return no('entry.date_unfit')
  if ((body.link === null) !== (body.ledFrom === null)) return no('entry.link_unfit')
  return canStateFacts(body)
}

type Rules = { readonly [Kind in Body['kind']]?: (body: Extract<Body, { kind: Kind }>) => Verdict }
const unless = (broken: boolean, code: Parameters<typeof no>[0]): Verdict => (broken ? no(code) : yes)

const RULES: Rules = {
  hearing: (body) => unless(lacksDay(body), 'entry.day_needed'),
  referral: (body) => unless(awaitsReply(body), 'entry.day_needed'),
  visa: (body) => (lacksDay(body) ? no('entry.day_needed') : unless(!isDecided(body.facts), 'entry.reason_code_needed')),
  refoulement: (body) => unless(isUnanswered(body), 'entry.unanswered'),
  legality: (body) => unless(isUnanswered(body), 'entry.unanswered'),
  visit: (body) => unless(isUnchecked(body), 'entry.visit_unchecked'),
  host: (body) => unless(lacksReasons(body), 'entry.unanswered'),
}

function canStateFacts(body: Body): Verdict {
  const rule = RULES[body.kind] as ((of: Body) => Verdict) | undefined
  return rule === undefined ? yes : rule(body)
}

const lacksDay = ({ due, state }: Pick<Body, 'due' | 'state'>): boolean => due === null && state === 'open'

/** A referral that nobody answered surfaces after its day, so it has one (R-EP-14). */
function awaitsReply({ facts, state, due }: Extract<Body, { kind: 'referral' }>): boolean {
  return facts.reply === 'none' && lacksDay({ due, state })
}

function isUnanswered({ state, facts }: Pick<Extract<Body, { kind: 'refoulement' | 'legality' }>, 'state' | 'facts'>): boolean {
  return state === 'done' && Object.values(facts.grounds).every((is) => is === 'unknown')
}

/** That a state is not safe is said with a reason (R-NGO-41). */
function lacksReasons({ facts }: Extract<Body, { kind: 'host' }>): boolean {
  return facts.level !== 'tolerable' && !Object.values(facts.grounds).includes('yes')
}

/** A visit is over when somebody looked whether anybody suffered for it, and said when they look again (R-NGO-35). */
function isUnchecked({ state, facts }: Extract<Body, { kind: 'visit' }>): boolean {
  return state === 'done' && (facts.reprisal === null || facts.followUp === null)
}

/** A refusal says why, by a code; what is granted or pending has none (R-NGO-39). */
function isDecided({ decision, refusal }: Facts['visa']): boolean {
  return (decision === 'refused') === (refusal !== null)
}

/** What a query over cases finds an entry by. */
export function codesOf(body: Body): readonly string[] {
  if (body.kind === 'host') return [hostCode(body.facts.host)]
  return body.kind === 'proceeding' ? body.facts.provisions : []
}

/** What assessments of a state are found by. */
export const hostCode = (host: string): string => `host.${host}`

/** Whether somebody returned has to be looked after: a surrender or a return that is written down for the first time. */
export function asksMonitoring({ revision, body }: { readonly revision: number; readonly body: Pick<Body, 'stage'> }): boolean {
  return revision === 0 && (body.stage === 'surrender' || body.stage === 'return')
}

type Investigation = Extract<Body, { kind: 'investigation' }>
export type Investigated = {
  readonly requested: boolean
  readonly opened: boolean
  readonly concluded: boolean
  /** How many of the four questions about it were answered with yes, and with no. */
  readonly adequate: number
  readonly inadequate: number
}

/** What became of the complaints about one incident; a step that was reached stands for those before it (R-NGO-27). */
export function investigated(incident: string, entries: readonly { readonly kind: string; readonly facts: unknown }[]): Investigated {
  const about = entries
    .filter((entry): entry is Investigation & { readonly kind: 'investigation' } => entry.kind === 'investigation')
    .map(({ facts }) => facts)
    .filter((facts) => facts.incident === incident)
  const reached = (steps: readonly string[]) => about.some(({ step }) => steps.includes(step))
  const answers = about.flatMap(({ adequacy }) => Object.values(adequacy))
  return {
    requested: reached(['requested', 'refused', 'no_answer', 'opened', 'concluded']),
    opened: reached(['opened', 'concluded']),
    concluded: reached(['concluded']),
    adequate: answers.filter((said) => said === 'yes').length,
    inadequate: answers.filter((said) => said === 'no').length,
  }
}

/** The Union's rules hold in each Member State. */
const partyOf = (host: string): string => (casework.members.includes(host) ? 'EU' : host)

/** The rules against return that bind this host, as far as our tables know; whoever relies on one checks it first (R-NGO-33). */
export function bindingOn(host: string): readonly string[] {
  return casework.bars.filter(({ parties }) => parties.includes(partyOf(host))).map(({ code }) => code)
}

/** What is to be done at once when one ground of a bar to return is met. */
export function urgentSteps(host: string, grounds: Readonly<Record<string, string>>): readonly string[] {
  if (!Object.values(grounds).includes('met')) return []
  return [...casework.urgentSteps, ...(casework.urgentStepsOf[partyOf(host)] ?? [])]
}

export type Assessed = 'barred' | 'open' | 'not_shown'

/** One ground that is met bars the return; while one is unknown nothing is settled (R-NGO-17). */
export function assessed(grounds: Readonly<Record<string, string>>): Assessed {
  const said = Object.values(grounds)
  if (said.includes('met')) return 'barred'
  return said.includes('unknown') ? 'open' : 'not_shown'
}

/** What a state did not do when it took somebody's liberty, each with the standard that it engages (R-NGO-11). */
export function unmetSafeguards(
  checks: Readonly<Record<string, string>>,
): readonly { readonly code: string; readonly standards: readonly string[] }[] {
  return casework.safeguards.filter(({ code }) => checks[code] === 'not_met')
}

/** Whether the offence carried death at the day that counts is asked; our table only says what to ask (R-EEAS-04). */
export function asksDeath(provisions: readonly string[]): boolean {
  return casework.provisions.some(({ code, death }) => provisions.includes(code) && death !== 'no')
}

const HOUR_MS = 3_600_000
type Hearing = Pick<Extract<Body, { kind: 'hearing' }>, 'due' | 'state' | 'facts'>

/** A hearing that begins within 72 hours and has no observer yet (R-NGO-36). Days are UTC; one that was today still counts. */
export function lacksObserver({ due, state, facts }: Hearing, now: Date): boolean {
  if (due === null || state !== 'open' || facts.observer !== null) return false
  const begins = Date.parse(`${due}T00:00:00Z`)
  return begins <= now.getTime() + casework.hearingHours * HOUR_MS && begins > now.getTime() - 24 * HOUR_MS
}

/** Which entries led to which: every chain that begins with an entry nothing led to. An entry stands in one chain once. */
export function chains<One extends { readonly entry: string; readonly ledFrom: string | null }>(
  all: readonly One[],
): readonly (readonly One[])[] {
  const known = new Set(all.map(({ entry }) => entry))
  const after = Map.groupBy(
    all.filter(({ ledFrom }) => ledFrom !== null && known.has(ledFrom)),
    ({ ledFrom }) => ledFrom,
  )
  const seen = new Set<string>()
  const walk = (from: One): One[] => {
    if (seen.has(from.entry)) return []
    seen.add(from.entry)
    return [from, ...(after.get(from.entry) ?? []).flatMap(walk)]
  }
  const begins = all.filter(({ ledFrom }) => ledFrom === null || !known.has(ledFrom))
  return begins.map(walk).filter((chain) => chain.length > 1)
}
