import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { StandardOfProof, VerificationStatus } from '#kernel/vocabulary.ts'

export const TNR_ELEMENTS = ['state_or_proxy', 'attack_or_pressure', 'protected_target', 'beyond_borders'] as const
export type TnrElement = (typeof TNR_ELEMENTS)[number]
/** An answer counts only with its reason. */
export type Answered = { readonly element: TnrElement; readonly answer: 'yes' | 'no' | 'unclear'; readonly hasReason: boolean }

/** What says that it happened as it was told, and by whom. */
const CONFIRMING: readonly VerificationStatus[] = ['verified', 'partly_corroborated']

export const isConfirming = (status: VerificationStatus): boolean => CONFIRMING.includes(status)

/** Whether somebody answered all four with a reason, and how. */
export function screened(answers: readonly Answered[]): 'tnr' | 'not_tnr' | 'open' {
  const given = answers.filter(({ hasReason }) => hasReason)
  if (given.some(({ answer }) => answer === 'no')) return 'not_tnr'
  return TNR_ELEMENTS.every((element) => given.some((one) => one.element === element && one.answer === 'yes')) ? 'tnr' : 'open'
}

/**
 * What an answer does to the status: failing one element keeps the record as related, and taking that back puts it into
 * screening again. Nothing is ever confirmed by it.
 */
export function statusAfterScreening(status: VerificationStatus, answers: readonly Answered[]): VerificationStatus {
  const outcome = screened(answers)
  if (outcome === 'not_tnr') return 'related_not_tnr'
  if (status === 'related_not_tnr' || status === 'received') return 'screening'
  return outcome === 'open' && isConfirming(status) ? 'screening' : status
}

export type Assessing = {
  readonly status: VerificationStatus
  readonly standard: StandardOfProof
  readonly answers: readonly Answered[]
  readonly isRecorder: boolean
}

/**
 * Whether an assessment may be written down. Verified needs four answers with reasons (R-EP-01), a standard that is met
 * (R-NGO-54), and somebody else than whoever recorded what is verified. Status and standard stand beside each other;
 * neither is made from the other.
 */
export function canAssess({ status, standard, answers, isRecorder }: Assessing): Verdict {
  if (!isConfirming(status)) return yes
  if (isRecorder) return no('assessment.same_person')
  const outcome = screened(answers)
  if (outcome === 'not_tnr') return no('assessment.not_tnr')
  if (status === 'verified' && outcome === 'open') return no('assessment.unscreened')
  return standard === 'none' ? no('assessment.standard_needed') : yes
}
