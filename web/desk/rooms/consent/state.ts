import { signal } from '@preact/signals'
import type { ConsentList } from '#features/cases/consent/consent.contract.ts'
import { call, done, quietly, show } from '../../actions.ts'
import { team } from '../../desk-state.ts'
import { say } from '../../words.ts'
import type { Offer, Readers, Wording } from './calls.ts'

/** What the page shows of consent and of readers; nothing of it outlives the lock. */
export const consents = signal<Readonly<Record<string, ConsentList>>>({})
export const readers = signal<Readonly<Record<string, Readers>>>({})
export const wordings = signal<Readonly<Record<string, Wording>>>({})
export const offers = signal<readonly Offer[]>([])
/** Offers that this member does not want to see again before the next unlocking. */
export const putOff = signal<ReadonlySet<string>>(new Set())

export function forgetConsent(): void {
  consents.value = {}
  readers.value = {}
  wordings.value = {}
  offers.value = []
  putOff.value = new Set()
}

export async function loadConsent(code: string): Promise<void> {
  const list = await call('consent.list', { case: code })
  consents.value = { ...consents.value, [code]: list }
}

/** A chip asks by itself; where there is nothing to tell, it stays away. */
export async function loadReaders(of: string): Promise<void> {
  try {
    const told = await call('consent.readers', { of })
    readers.value = { ...readers.value, [of]: told }
  } catch (error) {
    show(error)
  }
}

export async function openWording(code: string, card: string): Promise<void> {
  await quietly(async () => {
    const opened = await call('consent.wording', { case: code, card })
    wordings.value = { ...wordings.value, [card]: opened }
  })
}

/** Once a minute: what reporters said in their mailboxes. A no is heeded before anybody looks, and said. */
export async function heed(): Promise<void> {
  const { ended, offers: offered } = await call('consent.mailbox', null)
  offers.value = offered
  const [first] = ended
  if (first === undefined) return
  done(() => say('consent.ended_by_mailbox', { case: first.case, count: ended.reduce((sum, { scopes }) => sum + scopes.length, 0) }), null)
  for (const { case: code } of ended) if (consents.value[code] !== undefined) await loadConsent(code)
}

/** The name of a colleague as this team's list has it, with the code; others are codes alone. */
export function nameOfMember(code: string): string {
  const found = team.value?.colleagues.find(({ member }) => member === code)
  return found === undefined ? code : `${found.name} (${code})`
}
