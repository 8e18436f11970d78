import { signal } from '@preact/signals'
import type { ClauseDifference } from '#features/commitments/clauses/compare-drafts.rules.ts'
import type { ClauseReading } from '#features/commitments/clauses/read-clauses.rules.ts'
import type { Law } from '#features/commitments/law/law.contract.ts'
import type { Legislation } from '#features/commitments/legislation/legislation.contract.ts'
import type { OversightReport } from '#features/commitments/oversight/oversight.contract.ts'
import type { DocumentRequest } from '#features/commitments/requests/request.contract.ts'
import type { Cooperation, Exchange } from '#features/commitments/screening/screening.contract.ts'
import type { Vetting } from '#features/commitments/screening/vetting.contract.ts'
import type { Ladder } from '#features/diplomacy/ladder/ladder.contract.ts'
import { call, closing } from '../../actions.ts'
import { say } from '../../words.ts'
import type { Evidence } from './calls.ts'

export const evidence = signal<readonly Evidence[] | null>(null)
export const projects = signal<readonly Cooperation[] | null>(null)
export const vetting = signal<readonly Vetting[]>([])
export const exchanges = signal<readonly Exchange[]>([])
export const law = signal<readonly Law[] | null>(null)
export const ladder = signal<readonly Ladder[] | null>(null)
export const laws = signal<{ readonly laws: readonly Legislation[]; readonly watched: readonly string[] } | null>(null)
export const report = signal<OversightReport | null>(null)
/** News of laws and reviews, for the line under the header. */
export const waiting = signal({ news: 0, week: 0, late: 0 })
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
export async function loadLadder(): Promise<void> {
  ladder.value = (await call('commitments.ladder', null)).ladder
}
export async function loadLaws(): Promise<void> {
  laws.value = await call('commitments.laws', null)
  await loadWaiting()
}
export async function loadWaiting(): Promise<void> {
  waiting.value = await call('commitments.waiting', null)
}
export async function loadReport(agreement: string): Promise<void> {
  report.value = await call('commitments.report', { agreement })
}

/** Does it, loads what is shown anew and closes the form; what was typed stays when it is refused. */
export async function keeps(work: () => Promise<unknown>, again: () => Promise<void>): Promise<void> {
  await closing(form, say('commitments.saving'), async () => {
    await work()
    await again()
  })
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
  ladder.value = null
  laws.value = null
  report.value = null
  waiting.value = { news: 0, week: 0, late: 0 }
  vetting.value = []
  form.value = null
  first.value = ''
  second.value = ''
  compared.value = null
}
