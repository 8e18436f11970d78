import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { type AttributionLevel, findTerm, type Hedge, type StandardOfProof } from '#kernel/vocabulary.ts'

/** The source's wording from weak to strong. What an authority claims or denies is its word, and stands beside this. */
const LADDER: readonly Hedge[] = ['alleged', 'reportedly', 'credibly_reported', 'strongly_suggests', 'stated']

/** Where a hedge stands on the ladder; null for what an authority says. */
export const strengthOf = (hedge: Hedge): number | null => (LADDER.includes(hedge) ? LADDER.indexOf(hedge) : null)

/**
 * A correction of what was written down may weaken a hedge and never raise it: a source that says more now is new
 * information (R-NGO-09). What an authority says is corrected into nothing else.
 */
export function canCorrectHedge(before: Hedge, after: Hedge): Verdict {
  if (before === after) return yes
  const [was, is] = [strengthOf(before), strengthOf(after)]
  return was !== null && is !== null && is < was ? yes : no('information.hedge_raised')
}

/** From here on a finding may be told without "alleged": reasonable grounds to believe. */
const GROUNDS = findTerm('standard_of_proof', 'reasonable_grounds').rank ?? Number.POSITIVE_INFINITY

export type SaidOutside = {
  /** The weakest hedge of the sources, or `alleged`; null where there is no information at all. */
  readonly hedge: Hedge
  /** What an authority claims or denies, which goes along unchanged. */
  readonly authority: readonly Hedge[]
  readonly standard: StandardOfProof
  readonly isAlleged: boolean
}

/**
 * How a finding is worded wherever it leaves the desk: with the source's own hedge, never a stronger one; with "alleged" as
 * long as the assessment is below reasonable grounds to believe; and always with its standard of proof (R-NGO-09, R-NGO-54).
 */
export function saidOutside(hedges: readonly Hedge[], standard: StandardOfProof): SaidOutside {
  const told = hedges.filter((hedge) => strengthOf(hedge) !== null)
  const weakest = told.reduce<Hedge>((least, hedge) => ((strengthOf(hedge) ?? 0) < (strengthOf(least) ?? 0) ? hedge : least), 'stated')
  const isAlleged = told.length === 0 || (findTerm('standard_of_proof', standard).rank ?? 0) < GROUNDS
  const authority = [...new Set(hedges.filter((hedge) => strengthOf(hedge) === null))]
  return { hedge: isAlleged ? 'alleged' : weakest, authority, standard, isAlleged }
}

/**
 * The level at which an output names somebody: the one that was recorded. There is no way from another field to a higher one
 * (R-NGO-05).
 */
export const attributionOutside = (recorded: AttributionLevel): AttributionLevel => recorded
