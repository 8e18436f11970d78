import file from '../../data/treaties/standards.json' with { type: 'json' }
import { deepFreeze } from './freeze.ts'

/** A standard or a clause by its code, how it is cited, and how far anybody checked it. */
export type Cited = { readonly code: string; readonly ref: string; readonly basis: string }
type Standards = {
  /** How long a new law may wait until somebody has read it against the standards. The days are our own. */
  readonly reviewDays: number
  readonly standards: readonly Cited[]
  readonly agreements: readonly { readonly code: string; readonly key: string; readonly clauses: readonly Cited[] }[]
}

/** What laws are read against, and the clauses of the agreements whose keeping is noted. */
export const standards: Standards = deepFreeze(file)
