import { type Basis, isUnverified } from '#formats/public-record.ts'
import clausesFile from '../../../../data/treaties/clauses.json' with { type: 'json' }

/** A safeguard that a treaty on extradition or legal assistance is read against; own summary, never official text. */
export type Clause = {
  readonly id: string
  readonly provision: string
  readonly ref: string
  readonly summary: string
  readonly questions: readonly string[]
  readonly basis: Basis
  readonly basisNote: string | null
}

/** The thirty clauses in the order of the domain file, each with its legal source and its mark. */
export const CLAUSES: readonly Clause[] = clausesFile.clauses as readonly Clause[]

/** Whether a named person still has to open the source before the clause may be cited outside. */
export function isClauseUnverified(clause: Clause): boolean {
  return isUnverified(clause.basis)
}
