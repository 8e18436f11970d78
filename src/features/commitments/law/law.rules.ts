import { judicial } from '#kernel/judicial.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

const DAY_MS = 86_400_000
const kindOf = (code: string) => judicial.kinds.find((one) => one.code === code)

/** Whether counsel has to look at a request of this kind. What nobody knows counts as one of a court. */
export const isJudicial = (kind: string): boolean => kindOf(kind)?.judicial ?? true

/** By when somebody has looked at it for abuse. The days are our own. */
export function reviewBy(kind: string, receivedOn: string): string {
  return new Date(Date.parse(receivedOn) + (kindOf(kind)?.days ?? 1) * DAY_MS).toISOString().slice(0, 10)
}

/** Safeguards that nobody answered, or that were answered with anything but yes. */
export function openSafeguards(safeguards: Readonly<Record<string, string>>): readonly string[] {
  return judicial.safeguards.map(({ code }) => code).filter((code) => safeguards[code] !== 'yes')
}

/** What courts ask for is looked at by counsel (R-CSP-18); signs that were ticked are not "none". */
export function canReview(
  { finding, indicators }: { readonly finding: string; readonly indicators: readonly string[] },
  { judicial: isOfCourt, isCounsel }: { readonly judicial: boolean; readonly isCounsel: boolean },
): Verdict {
  if (isOfCourt && !isCounsel) return no('law.counsel_needed')
  return (finding === 'none') === (indicators.length === 0) ? yes : no('law.finding_unfit')
}

export type Reviewed = {
  readonly finding: string | null
  readonly reviewedOn: string | null
  readonly safeguards: Readonly<Record<string, string>>
  readonly assistance: string
}

/**
 * Help is written down as given only after the look for abuse, and never over one that found it (R-CSP-10); a safeguard that is
 * open stands in its way too (R-CSP-18). To refuse needs nothing.
 */
export function canAssist(request: Reviewed, said: { readonly assistance: string; readonly on: string }, today: string): Verdict {
  if (request.assistance !== 'open') return no('record.stale')
  if (said.on > today) return no('reply.day_unfit')
  if (said.assistance === 'refused') return yes
  if (request.finding === null || request.reviewedOn === null || said.on < request.reviewedOn) return no('law.review_first')
  if (request.finding === 'abuse') return no('law.abuse_found')
  return openSafeguards(request.safeguards).length === 0 ? yes : no('law.safeguards_open')
}
