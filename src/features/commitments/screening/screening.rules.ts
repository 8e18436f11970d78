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

export const CRITERIA: readonly string[] = file.benchmark.criteria
export const BENCHMARK_PARAGRAPH = file.benchmark.paragraph
export const EXCHANGE_TOPICS: readonly string[] = file.exchangeTopics

export type Screened = {
  readonly kinds: readonly string[]
  readonly technologies: readonly string[]
  readonly benchmark: Readonly<Record<string, string>>
  readonly answers: Readonly<Record<string, string>>
  readonly evidence: Readonly<Record<string, string>>
}

/** Digital by what it is called, or by what it hands over. */
export const isDigital = ({ kinds, technologies }: Pick<Screened, 'kinds' | 'technologies'>): boolean =>
  kinds.some((kind) => file.digitalKinds.includes(kind)) || technologies.length > 0

/** The criteria of paragraph 50 against which a project is tested: all of them where it is digital (R-CSP-20). */
export const criteriaFor = (project: Pick<Screened, 'kinds' | 'technologies'>): readonly string[] => (isDigital(project) ? CRITERIA : [])
const failed = (project: Screened): readonly string[] => criteriaFor(project).filter((code) => project.benchmark[code] === 'fail')
/** Neither passed nor failed, or passed on nothing. */
const unjudged = (project: Screened): readonly string[] =>
  criteriaFor(project).filter(
    (code) => project.benchmark[code] !== 'fail' && !(project.benchmark[code] === 'pass' && project.evidence[code] !== undefined),
  )

/** The questions that a project is asked. A technology under scrutiny forces the longer list (R-NGO-45, R-CSP-21). */
export function questionsFor({ kinds, technologies }: Pick<Screened, 'kinds' | 'technologies'>): readonly Question[] {
  const isScrutinised = technologies.some((one) => SCRUTINY.has(one))
  const asked = new Set([
    'always',
    ...kinds,
    ...(isDigital({ kinds, technologies }) ? ['digital'] : []),
    ...(isScrutinised ? ['scrutiny', 'digital'] : []),
  ])
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
  const flags = [...redFlags(project), ...failed(project)]
  const open = [...openQuestions(project), ...unjudged(project)]
  return { risk: flags.length > 0 ? 'high' : open.length > 0 ? 'moderate' : 'low', reasons: [...flags, ...open] }
}

export type Decision = Screened & {
  readonly paragraphs: readonly number[]
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
  const { state } = project
  if (state === 'open') return yes
  if (state !== 'watched' && project.reasons === null) return no('screening.reasons_missing')
  if (state !== 'refused' && project.reviewOn === null) return no('screening.review_missing')
  if (state === 'watched') return yes
  const tested = isTested(project)
  return state === 'refused' || !tested.ok ? tested : canLetPass(project)
}

/** No digital project is decided before it was held against each criterion of paragraph 50, which it cites (R-CSP-20). */
function isTested(project: Decision): Verdict {
  if (!isDigital(project)) return yes
  if (!project.paragraphs.includes(BENCHMARK_PARAGRAPH)) return no('screening.paragraph_missing')
  return unjudged(project).length > 0 ? no('screening.criteria_open') : yes
}

function canLetPass(project: Decision): Verdict {
  if (project.vetting === 'hit') return no('screening.vetting_hit')
  if (project.vetting === 'review') return no('screening.vetting_open')
  if (openQuestions(project).length > 0) return no('screening.questions_open')
  if (project.state === 'conditions') return project.conditions === null ? no('screening.conditions_missing') : yes
  return canClear(project)
}

/** Nothing fails, no flag stands, and acts on record have their assessment. */
function canClear(project: Decision): Verdict {
  if (failed(project).length > 0) return no('screening.criteria_failed')
  if (redFlags(project).length > 0) return no('screening.red_flags')
  return project.hasRecentActs && (project.reasons ?? '').length < ASSESSMENT ? no('screening.assessment_missing') : yes
}

/** Shorter than this is a remark and no assessment. */
export const ASSESSMENT = 80

/** Nothing is exchanged under a project that nobody decided on, and nothing was before it is (R-CSP-22). */
export function canExchange(state: Decision['state'], { on, today }: { readonly on: string; readonly today: string }): Verdict {
  if (on > today) return no('entry.date_unfit')
  return state === 'open' ? no('exchange.not_screened') : yes
}
