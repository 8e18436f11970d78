import type { ConsentList, GiveConsent, Row, WithdrawConsent } from '#features/cases/consent/consent.contract.ts'
import type { ReadersViewed } from '#features/cases/readers/readers.contract.ts'

export type Scope = Row['scope']
export type ConsentRow = Row
export type Readers = ReadersViewed

/** What was said, word for word, and who signed it. It lies sealed in a card. */
export type Wording = { readonly text: string; readonly signedBy: string; readonly problem: string | null }
/** A proved message of the mailbox that says yes to more: a member confirms it, or does not. */
export type Offer = { readonly case: string; readonly mark: string; readonly scopes: readonly Scope[] }
/** What a proved message ended, at once. */
export type Ended = { readonly case: string; readonly scopes: readonly Scope[] }

type Words = { readonly wording: string; readonly signedBy: string }

export type ConsentCalls = {
  'consent.list': { in: { case: string }; out: ConsentList }
  'consent.wording': { in: { case: string; card: string }; out: Wording }
  'consent.give': { in: Omit<GiveConsent, 'card' | 'mark'> & Words; out: { rows: number } }
  'consent.withdraw': { in: Omit<WithdrawConsent, 'card' | 'mark'> & Words; out: { rows: number } }
  'consent.mailbox': { in: null; out: { ended: readonly Ended[]; offers: readonly Offer[] } }
  'consent.confirm': { in: Offer; out: { rows: number } }
  'consent.readers': { in: { of: string }; out: Readers }
}
