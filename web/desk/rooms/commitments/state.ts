import { signal } from '@preact/signals'
import type { ClauseDifference } from '#features/commitments/clauses/compare-drafts.rules.ts'
import type { ClauseReading } from '#features/commitments/clauses/read-clauses.rules.ts'
import type { Law } from '#features/commitments/law/law.contract.ts'
import type { DocumentRequest } from '#features/commitments/requests/request.contract.ts'
import type { Cooperation, Exchange } from '#features/commitments/screening/screening.contract.ts'
import type { Vetting } from '#features/commitments/screening/vetting.contract.ts'
import { call } from '../../actions.ts'
import type { Evidence } from './calls.ts'

export const evidence = signal<readonly Evidence[] | null>(null)
export const projects = signal<readonly Cooperation[] | null>(null)
export const vetting = signal<readonly Vetting[]>([])
export const exchanges = signal<readonly Exchange[]>([])
export const law = signal<readonly Law[] | null>(null)
export const requests = signal<readonly DocumentRequest[] | null>(null)
/** What is being written: a finding, or the code of a project or request; `new` for one that is not there yet. */
export const form = signal<string | null>(null)

/** Opens a form, or closes it with null. */
export function open(what: string | null): void {
  form.value = what
}

/** Two drafts, as they were typed or opened. They stay in this tab and go nowhere. */
export const first = signal('')
export const second = signal('')
export type Compared = {
  readonly readings: readonly ClauseReading[]
  readonly differences: readonly ClauseDifference[] | null
  readonly isEnglish: boolean
}
export const compared = signal<Compared | null>(null)

export async function loadEvidence(): Promise<void> {
  evidence.value = (await call('commitments.evidence', null)).commitments
}
export async function loadProjects(): Promise<void> {
  projects.value = (await call('commitments.projects', null)).projects
  vetting.value = (await call('commitments.vetting', null)).vetting
}
export async function loadLaw(): Promise<void> {
  law.value = (await call('commitments.law', null)).requests
}
export async function loadRequests(): Promise<void> {
  requests.value = (await call('commitments.requests', null)).requests
}

export function forgetCommitments(): void {
  exchanges.value = []
  evidence.value = null
  projects.value = null
  requests.value = null
  law.value = null
  vetting.value = []
  form.value = null
  first.value = ''
  second.value = ''
  compared.value = null
}
