import { dialogues } from '#kernel/dialogues.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { isParliamentary } from '../rounds/round.rules.ts'
import type { ConsentUse as Scope } from './raising.contract.ts'

/** The use that a way of raising a case is, of which somebody has to have agreed to exactly this one. Null for no such way. */
export function scopeOfForm(form: string): Scope | null {
  return (dialogues.forms.find(({ code }) => code === form)?.scope as Scope | undefined) ?? null
}

/** The use that a document is. */
export function scopeOfDocument(kind: string): Scope | null {
  return (dialogues.documents.find(({ code }) => code === kind)?.scope as Scope | undefined) ?? null
}

type Exchange = Parameters<typeof isParliamentary>[0]

/** What a parliament does is public sooner or later: who only agreed to a talk between governments is not named in it (R-CSP-04). */
export function canBeRaisedIn(exchange: Exchange, scope: Scope): Verdict {
  return isParliamentary(exchange) && !dialogues.parliament.scopes.includes(scope) ? no('raised.parliament_only') : yes
}

type Coding = { readonly code: string; readonly by: string }

/** What a reply was, where two people or more say the same; null where one alone spoke, or they differ. */
export function agreedCode(codings: readonly Coding[]): string | null {
  const [first] = codings
  return first !== undefined && codings.length >= 2 && codings.every(({ code }) => code === first.code) ? first.code : null
}

/** Nobody reads another's coding before there are two, or before they have coded themselves. */
export function shownCodings<One extends Coding>(
  codings: readonly One[],
  reader: string,
): { readonly codings: One[]; readonly waiting: number } {
  const isOpen = codings.length >= 2 || codings.some(({ by }) => by === reader)
  return isOpen ? { codings: [...codings], waiting: 0 } : { codings: [], waiting: codings.length }
}

type Changing = { readonly state: string; readonly raisedOn: string | null }

/** Raised on a day that is not to come; off the list without one. */
export function canChangeRaised({ state, raisedOn }: Changing, today: string): Verdict {
  if ((state === 'raised') !== (raisedOn !== null)) return no('raised.day_needed')
  return raisedOn !== null && raisedOn > today ? no('raised.day_needed') : yes
}
