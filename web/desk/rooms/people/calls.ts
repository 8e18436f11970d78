import type { KeepPerson, LinkPeople, People, Person, PersonLink, SayLiberty, SayStatus } from '#features/cases/people/person.contract.ts'
import type { NameHit } from '#features/cases/people/variants.rules.ts'
import type { ReadCards } from '#features/reports/cards/card.contract.ts'

/** Who a person is. All of it is text as somebody gave it; the server holds none of it. */
export type Identity = {
  readonly names: readonly string[]
  readonly aliases: string
  readonly birth: string
  readonly documents: string
  readonly contacts: string
  readonly address: string
  readonly family: string
  readonly place: string
  readonly notes: string
}
export type OpenedIdentity = { readonly card: string; readonly revision: number; readonly identity: Identity }
export type Reason = NonNullable<ReadCards['reason']>

/** A request to see the identity card of somebody whose case one does not read. */
export type UnsealRequest = {
  readonly id: string
  readonly person: string
  /** Who wants to see it. */
  readonly member: string
  readonly reason: string
  readonly at: string
  readonly mine: boolean
  readonly state: 'waiting' | 'approved'
  /** Why this desk does not believe it. */
  readonly problem: string | null
  /** Whether this member can answer: the person stands in a case of theirs, with an identity card. */
  readonly answerable: boolean
}

export type PeopleCalls = {
  'people.list': { in: People; out: { people: readonly Person[]; more: boolean } }
  'people.keep': { in: Omit<KeepPerson, 'id' | 'code'> & { id: string | null; code: string | null }; out: { id: string; code: string } }
  'people.status': { in: Omit<SayStatus, 'id'>; out: null }
  'people.liberty': { in: Omit<SayLiberty, 'id'>; out: null }
  'people.link': { in: Omit<LinkPeople, 'id'>; out: null }
  'people.unlink': { in: { case: string; link: string }; out: null }
  'people.links': { in: { case: string; person: string }; out: { links: readonly PersonLink[] } }
  /** Opening it is a line in the ledger, with the reason. */
  'people.identity': { in: { person: Person; reason: Reason }; out: OpenedIdentity }
  /** `revision` is the one that is open on the screen; 0 for the first card of a person. */
  'people.keepIdentity': { in: { person: Person; card: string | null; revision: number; identity: Identity }; out: OpenedIdentity }
  /** Among the names that this session has opened. */
  'people.find': { in: { typed: string }; out: { hits: readonly NameHit[]; known: number } }
  'people.printed': { in: { case: string | null; person: string }; out: null }
  'people.askUnseal': { in: { person: string; reason: Reason }; out: { id: string } }
  'people.requests': { in: null; out: { requests: readonly UnsealRequest[] } }
  'people.giveUnseal': { in: { id: string; reason: Reason }; out: { until: string } }
  'people.refuseUnseal': { in: { id: string }; out: null }
  'people.takeUnseal': { in: { id: string; person: string }; out: { identity: Identity; by: string; until: string } }
}
