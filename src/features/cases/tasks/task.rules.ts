import { casework } from '#kernel/casework.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { daysAfter } from '../days.rules.ts'
import type { TaskFacts } from './task.contract.ts'

/** A task says how it ended, and what was missing where it was not possible (R-EP-18). */
export function canEndTask({ state, outcome, gap }: Pick<TaskFacts, 'state' | 'outcome' | 'gap'>): Verdict {
  if ((state === 'done') !== (outcome !== null)) return no('task.outcome_needed')
  if (outcome === 'not_possible' && gap === null) return no('task.gap_needed')
  return yes
}

/** The same, and somebody else is told when it is late. */
export function canKeepTask(task: TaskFacts): Verdict {
  return task.second === task.owner ? no('task.second_is_owner') : canEndTask(task)
}

/** The steps of a playbook with their days. Unknown playbooks have none. */
export function stepsOf(playbook: string, today: string): readonly { readonly action: string; readonly due: string }[] {
  const found = casework.playbooks.find(({ code }) => code === playbook)
  return (found?.steps ?? []).map(({ action, days }) => ({ action, due: daysAfter(today, days) }))
}

/** Frequent family names of the corridors that the desk began with, without marks. Not a list of anybody. */
const FAMILY_NAMES =
  'nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly y h siu rahlan ksor nay somchai mohammed ahmed ali chen wang li'.split(
    ' ',
  )

const bare = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase()

/**
 * Words of a title that look like somebody's name or a way to reach them: what stands on known cards, frequent family names,
 * long numbers. It warns and never decides; a title is read by the server. guards A-16
 */
export function warnsOfName(title: string, known: readonly string[] = []): readonly string[] {
  const names = new Set([
    ...FAMILY_NAMES,
    ...known.flatMap((name) => bare(name).split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length > 2),
  ])
  const words = bare(title.replace(/^own-/, ''))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  return words.filter((word) => names.has(word) || /\d{5,}/.test(word))
}
