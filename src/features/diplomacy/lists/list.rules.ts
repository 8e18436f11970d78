import { canonicalJson } from '#kernel/jcs.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

export type Frozen = {
  readonly raised: string
  readonly case: string
  readonly subject: string
  readonly form: string
  readonly scope: string
  readonly consent: string
}

/** What the hash of a version stands for: its exchange, its number and its entries, in an order of their own. */
export function listBytes(of: { readonly round: string; readonly n: number }, entries: readonly Frozen[]): string {
  const named = entries.map(({ raised, case: code, subject, form, scope, consent }) => ({
    raised,
    case: code,
    subject,
    form,
    scope,
    consent,
  }))
  return canonicalJson({
    format: 'asylia-case-list/1',
    ...of,
    entries: named.toSorted((one, other) => (one.raised < other.raised ? -1 : 1)),
  })
}

/** A version is made of something, and of nobody who did not agree: one that is red stops all of it until it is off the list. */
export function canFreeze(entries: readonly { readonly standing: string }[]): Verdict {
  if (entries.length === 0) return no('list.empty')
  return entries.every(({ standing }) => standing === 'given') ? yes : no('list.consent_gone')
}

/** Why an entry is held that nobody need have taken back: it was taken off the list after the version was frozen. */
export const TAKEN_OFF = 'list.taken_off'

/** Nothing leaves of a version while anybody is held: who does not agree weighs before who was only taken off. */
export function canTake({
  rows,
  held,
}: {
  readonly rows: readonly unknown[]
  readonly held: readonly { readonly why: string }[]
}): Verdict {
  if (held.length > 0) return no(held.every(({ why }) => why === TAKEN_OFF) ? TAKEN_OFF : 'list.consent_gone')
  return rows.length === 0 ? no('list.empty') : yes
}

type Bound = { readonly team: string; readonly round: string; readonly list: string; readonly kind: string; readonly digest: string }

/** What two people sign of a longer list that leaves: which version, as what, and the very rows. */
export const listBinds = ({ team, round, list, kind, digest }: Bound, rows: number) => ({
  team,
  round,
  list,
  kind,
  digest,
  rows: String(rows),
})
