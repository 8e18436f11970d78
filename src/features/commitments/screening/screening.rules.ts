import type { Basis } from '#formats/public-record.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { screening as file } from '#kernel/screening.ts'

export type Question = {
  readonly code: string
  readonly of: readonly string[]
  readonly provision: string | null
  readonly basis: Basis
  readonly paragraph: number | null
}

const QUESTIONS = file.questions as readonly Question[]
const RED = file.redFlagAnswers
const SCRUTINY = new Set(file.technologies.filter((one) => one.scrutiny).map((one) => one.code))

export const COOPERATION_KINDS: readonly string[] = file.kinds
export const TECHNOLOGIES: readonly string[] = file.technologies.map((one) => one.code)
export const ANSWERS: readonly string[] = file.answers
export const QUESTION_CODES: readonly string[] = QUESTIONS.map((one) => one.code)
/** Incidents as old as this still count against clearing without an assessment (R-EP-37). */
export const RECENT_MONTHS = file.recentMonths

export type Screened = {
  readonly kinds: readonly string[]
  readonly technologies: readonly string[]
  readonly answers: Readonly<Record<string, string>>
  readonly evidence: Readonly<Record<string, string>>
}

/** The questions that a project is asked. A technology under scrutiny forces the longer list (R-NGO-45, R-CSP-21). */
export function questionsFor({ kinds, technologies }: Pick<Screened, 'kinds' | 'technologies'>): readonly Question[] {
  const isScrutinised = technologies.some((one) => SCRUTINY.has(one))
  const isDigital = kinds.some((kind) => file.digitalKinds.includes(kind)) || technologies.length > 0
  const asked = new Set(['always', ...kinds, ...(isDigital ? ['digital'] : []), ...(isScrutinised ? ['scrutiny', 'digital'] : [])])
  return QUESTIONS.filter((question) => question.of.some((one) => asked.has(one)))
}

/** What is not answered, or answered without anything that it rests on. */
export function openQuestions(project: Screened): readonly string[] {
  return questionsFor(project)
    .map(({ code }) => code)
    .filter((code) => project.answers[code] === undefined || (project.answers[code] !== 'unknown' && project.evidence[code] === undefined))
}

/** Answers that stand against clearing; each is a reason, none is a score. */
export function redFlags(project: Screened): readonly string[] {
  return questionsFor(project)
    .map(({ code }) => code)
    .filter((code) => RED[code] !== undefined && RED[code] === project.answers[code])
}

/** How much stands against a project: open questions weigh as an unknown does. The reasons are the flags themselves. */
export function riskOf(project: Screened): { readonly risk: 'low' | 'moderate' | 'high'; readonly reasons: readonly string[] } {
  const flags = redFlags(project)
  const open = openQuestions(project)
  return { risk: flags.length > 0 ? 'high' : open.length > 0 ? 'moderate' : 'low', reasons: [...flags, ...open] }
}

export type Decision = Screened & {
  readonly state: 'open' | 'cleared' | 'conditions' | 'refused' | 'watched'
  readonly reasons: string | null
  readonly conditions: string | null
  readonly reviewOn: string | null
  /** Whether the register knows acts of this state against people abroad in the last months. Unknown counts as yes. */
  readonly hasRecentActs: boolean
  /** What the vetting of its units and people left standing (R-CSP-08). */
  readonly vetting?: 'clear' | 'review' | 'hit'
}

/**
 * Nothing is cleared with a question open or a red flag standing; with conditions it needs them written, and every answer
 * names its reasons and the day on which it is asked again. Recent acts of the partner need a written assessment (R-EP-30, R-EP-37).
 */
export function canDecide(project: Decision): Verdict {
  if (project.state === 'open') return yes
  if (project.state !== 'watched' && project.reasons === null) return no('screening.reasons_missing')
  if (project.state === 'refused') return yes
  if (project.reviewOn === null) return no('screening.review_missing')
  return project.state === 'watched' ? yes : canLetPass(project)
}

function canLetPass(project: Decision): Verdict {
  if (project.vetting === 'hit') return no('screening.vetting_hit')
  if (project.vetting === 'review') return no('screening.vetting_open')
  if (openQuestions(project).length > 0) return no('screening.questions_open')
  if (project.state === 'conditions') return project.conditions === null ? no('screening.conditions_missing') : yes
  if (redFlags(project).length > 0) return no('screening.red_flags')
  return project.hasRecentActs && (project.reasons ?? '').length < ASSESSMENT ? no('screening.assessment_missing') : yes
}

/** Shorter than this is a remark and no assessment. */
export const ASSESSMENT = 80
