import file from '../../data/treaties/judicial.json' with { type: 'json' }
import { deepFreeze } from './freeze.ts'

/** A code with the provision on which it rests, and how far anybody checked that. */
export type Grounded = { readonly code: string; readonly provision: string | null; readonly basis: string }
type Judicial = {
  readonly kinds: readonly { readonly code: string; readonly judicial: boolean; readonly days: number }[]
  readonly labels: readonly string[]
  readonly indicators: readonly Grounded[]
  readonly safeguards: readonly Grounded[]
  readonly answers: readonly string[]
  readonly refusals: readonly Grounded[]
}

/** What is asked of a request of police or courts about somebody who is protected. */
export const judicial: Judicial = deepFreeze(file)
