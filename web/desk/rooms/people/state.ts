import { signal } from '@preact/signals'
import type { Person, PersonLink } from '#features/cases/people/person.contract.ts'
import type { NameHit } from '#features/cases/people/variants.rules.ts'
import { call, done, working } from '../../actions.ts'
import { say } from '../../words.ts'
import type { Identity, OpenedIdentity, UnsealRequest } from './calls.ts'

/** The people that were loaded, by code; null before the first look. */
export const people = signal<ReadonlyMap<string, Person> | null>(null)
export const hasMore = signal(false)
/** The identity that is open on the screen, and of whom; it ends with the page that shows it. */
export const shown = signal<{ readonly code: string; readonly opened: OpenedIdentity } | null>(null)
/** What was handed to this member for an hour. */
export const handed = signal<{ readonly person: string; readonly identity: Identity; readonly by: string; readonly until: string } | null>(
  null,
)
export const links = signal<{ readonly of: string; readonly list: readonly PersonLink[] } | null>(null)
export const hits = signal<{ readonly typed: string; readonly list: readonly NameHit[]; readonly known: number } | null>(null)
export const requests = signal<readonly UnsealRequest[]>([])
export const form = signal<null | 'new' | 'change' | 'status' | 'liberty' | 'link' | 'identity' | 'unseal'>(null)

export function forgetPeople(): void {
  people.value = null
  hasMore.value = false
  shown.value = null
  handed.value = null
  links.value = null
  hits.value = null
  requests.value = []
  form.value = null
}

let after: string | null = null

/** The people of all cases that this member reads, or of one. Each look begins anew. */
export async function load(of: string | null = null): Promise<void> {
  const answer = await call('people.list', { case: of, after: null })
  const kept = of === null ? [] : [...(people.value?.values() ?? [])].filter((person) => person.case !== of)
  people.value = new Map([...kept, ...answer.people].map((person) => [person.code, person]))
  if (of !== null) return
  hasMore.value = answer.more
  after = answer.people.at(-1)?.id ?? null
}

export async function loadMore(): Promise<void> {
  const answer = await call('people.list', { case: null, after })
  people.value = new Map([...(people.value ?? []), ...answer.people.map((person) => [person.code, person] as const)])
  hasMore.value = answer.more
  after = answer.people.at(-1)?.id ?? after
}

export async function loadRequests(): Promise<void> {
  requests.value = (await call('people.requests', null)).requests
}

/** Does it, loads the case anew, closes the form and says so; a refusal stays on the screen with what was typed. */
export async function change(of: string, work: () => Promise<unknown>, words: () => string): Promise<boolean> {
  const isDone = await working(say('people.saving'), async () => {
    await work()
    await load(of)
    return true
  })
  if (isDone !== true) return false
  form.value = null
  done(words, null)
  return true
}
