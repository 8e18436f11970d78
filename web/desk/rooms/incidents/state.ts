import { signal } from '@preact/signals'
import type { Incident, Patterns } from '#features/incidents/incident.contract.ts'
import { call, closing, done } from '../../actions.ts'
import { say } from '../../words.ts'
import type { ShownIncident } from './calls.ts'

export type Form = null | 'new' | 'change' | 'narrative' | 'act' | 'screen' | 'information' | 'assess' | 'involve' | 'pattern'

export const incidents = signal<readonly Incident[] | null>(null)
export const hasMore = signal(false)
export const opened = signal<ShownIncident | null>(null)
export const patterns = signal<Patterns | null>(null)
export const form = signal<Form>(null)
/** The act or the question that the open form is about. */
export const about = signal('')

/** Opens a form, about an act or a question where it is about one. */
export const opens =
  (next: Form, of = '') =>
  (): void => {
    about.value = of
    form.value = next
  }

export function forgetIncidents(): void {
  incidents.value = null
  hasMore.value = false
  opened.value = null
  patterns.value = null
  form.value = null
  about.value = ''
}

/** The incidents of all cases that this member reads, or of one beside what is known. */
export async function load(of: string | null = null): Promise<void> {
  const answer = await call('incidents.list', { case: of, host: null, status: null, after: null })
  const kept = of === null ? [] : (incidents.value ?? []).filter((one) => one.case !== of)
  incidents.value = [...kept, ...answer.incidents]
  if (of === null) hasMore.value = answer.more
}

export async function loadMore(): Promise<void> {
  const after = incidents.value?.at(-1)?.id ?? null
  const answer = await call('incidents.list', { case: null, host: null, status: null, after })
  incidents.value = [...(incidents.value ?? []), ...answer.incidents]
  hasMore.value = answer.more
}

/** Opens an incident with its reasons. */
export async function open(code: string): Promise<void> {
  if (incidents.value === null) await load()
  const row = incidents.value?.find((one) => one.code === code)
  opened.value = row === undefined ? null : await call('incidents.read', { case: row.case, incident: row.id })
}

export async function loadPatterns(): Promise<void> {
  patterns.value = await call('patterns.list', null)
}

/** Does it, loads what is open anew, closes the form and says so. */
export async function change(work: () => Promise<unknown>, words: () => string): Promise<boolean> {
  const at = opened.value?.incident
  const isDone = await closing(form, say('incidents.saving'), async () => {
    await work()
    if (at !== undefined) await load(at.case)
    if (at !== undefined && incidents.value?.some(({ id }) => id === at.id))
      opened.value = await call('incidents.read', { case: at.case, incident: at.id })
    return true
  })
  if (isDone !== true) return false
  done(words, null)
  return true
}
