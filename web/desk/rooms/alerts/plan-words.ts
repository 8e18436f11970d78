import { h, type JSX } from 'preact'
import type { PlanField } from '#features/alerts/plan/plan.contract.ts'
import { listed } from '../../parts/listed.ts'
import { mark } from '../../views/parts.ts'
import { countryName, dayInWords, nameIn, say } from '../../words.ts'
import { codeWord, termWord } from '../cases/words-of.ts'
import type { Names } from './calls.ts'

export const fieldWord = (field: PlanField): string => say(`cases.${field}`)

/** What a field says now; nobody wrote it down where it is empty. */
export function valueWord(field: PlanField, value: string | null): string {
  if (value === null) return say('cases.unsaid')
  if (field === 'host' || field === 'origin') return countryName(value)
  if (field === 'risk') return termWord('risk_levels', value)
  return field === 'deadline' ? dayInWords(value) : codeWord(value)
}

export type NamesOf = Readonly<Record<string, Names>>
/** A team by the name that it has in the signed list. */
export const officeName = (names: NamesOf, office: string): JSX.Element => h('bdi', null, nameIn(names[office] ?? {}, office))

type Standing = { readonly state: string; readonly taken: string | null; readonly due: string }
/** Asked, taken on, done or dropped, and late where it is. */
export function taskMark({ state, taken, due }: Standing, today: string): JSX.Element {
  if (state !== 'open') return mark('plain', codeWord(state))
  const words = taken === null ? say('alerts.plan.asked') : say('alerts.plan.taken', { day: dayInWords(taken) })
  return due < today ? mark('caution', listed([say('cases.late'), words])) : mark('plain', words)
}
