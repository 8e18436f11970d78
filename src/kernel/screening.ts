import file from '../../data/treaties/screening.json' with { type: 'json' }
import { deepFreeze } from './freeze.ts'

type Screening = {
  readonly kinds: readonly string[]
  readonly digitalKinds: readonly string[]
  readonly technologies: readonly { readonly code: string; readonly scrutiny: boolean }[]
  readonly questions: readonly {
    readonly code: string
    readonly of: readonly string[]
    readonly provision: string | null
    readonly basis: string
    readonly paragraph: number | null
  }[]
  /** By what a digital project is found human-centric, and the paragraph that promises it. */
  readonly benchmark: { readonly paragraph: number; readonly basis: string; readonly criteria: readonly string[] }
  /** What experience is exchanged on under a project (R-CSP-22). */
  readonly exchangeTopics: readonly string[]
  readonly answers: readonly string[]
  readonly redFlagAnswers: Readonly<Record<string, string>>
  readonly recentMonths: number
}

/** What cooperation with a state is asked before it is cleared, with the legal source of each question and its mark. */
export const screening: Screening = deepFreeze(file)
