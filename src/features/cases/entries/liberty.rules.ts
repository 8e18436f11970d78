import { casework } from '#kernel/casework.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { unmetSafeguards } from './entry.rules.ts'

/** What takes somebody's liberty: an event or a proceeding of one of these stages. */
export const DEPRIVING_STAGES = casework.detains
export const DEPRIVING_KINDS = ['event', 'proceeding'] as const

/** Every standard that an unmet safeguard can engage, once. */
export const ENGAGED: readonly string[] = [...new Set(casework.safeguards.flatMap(({ standards }) => standards))]

type Found = { readonly kind: string; readonly stage: string; readonly check: string | null }

export const isDeprivation = ({ kind, stage }: Pick<Found, 'kind' | 'stage'>): boolean =>
  (DEPRIVING_KINDS as readonly string[]).includes(kind) && DEPRIVING_STAGES.includes(stage)

/** What a check is about stays a deprivation of liberty for as long as the check stands; `then` is null where it goes. */
export function canCease(now: Found | undefined, then: Pick<Found, 'kind' | 'stage'> | null): Verdict {
  const isKept = then !== null && isDeprivation(then)
  return isKept || (now?.check ?? null) === null ? yes : no('entry.check_stands')
}

/** A check is about a deprivation of liberty of the same case, and each has one check alone. */
export function canCheck(entry: string, detention: Found | undefined): Verdict {
  if (detention === undefined || !isDeprivation(detention)) return no('entry.detention_unknown')
  return detention.check === null || detention.check === entry ? yes : no('entry.detention_checked')
}

type Check = { readonly facts: unknown }
type Facts = { readonly detention?: string | null; readonly checks?: Readonly<Record<string, string>> }

export type Judged<Deprivation, Of> = {
  readonly deprivation: Deprivation
  readonly check: Of | null
  /** Each with the standards that it engages. */
  readonly unmet: readonly { readonly code: string; readonly standards: readonly string[] }[]
  /** What nobody has answered yet; all of them where nobody looked. */
  readonly open: readonly string[]
}

/** Every deprivation of liberty with what its check comes to. What nobody looked at is open, and never kept (R-NGO-11). */
export function judgedBy<Deprivation extends { readonly entry: string }, Of extends Check>(
  deprivations: readonly Deprivation[],
  checks: readonly Of[],
): readonly Judged<Deprivation, Of>[] {
  return deprivations.map((deprivation) => {
    const check = checks.find(({ facts }) => (facts as Facts).detention === deprivation.entry) ?? null
    const answers = (check?.facts as Facts | undefined)?.checks ?? {}
    const open = casework.safeguards.map(({ code }) => code).filter((code) => answers[code] !== 'met' && answers[code] !== 'not_met')
    return { deprivation, check, unmet: unmetSafeguards(answers), open }
  })
}
