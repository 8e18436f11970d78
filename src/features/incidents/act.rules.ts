import { categoriesOf } from '#kernel/definitions.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { findMethod, isMethod } from '#kernel/vocabulary.ts'
import type { ActDetail } from './incident.contract.ts'

type Determined = { readonly method: string; readonly determinedBy: string | null; readonly confidence: string | null }

/** Spyware is recorded only with how it was established, and how surely (R-EP-07). */
export function canRecordAct({ method, determinedBy, confidence }: Determined): Verdict {
  return method !== 'dig.spyware' || (determinedBy !== null && confidence !== null) ? yes : no('act.determination_needed')
}

/** The kind of record that an act of this method asks for beside it: a proceeding, a notice, a visit to a consulate (R-EP-03). */
export const recordOffered = (method: string): 'legal_proceeding' | 'notice' | 'consular_interaction' | null =>
  findMethod(method)?.recordType ?? null

const OF_MONEY: readonly string[] = ['fin.asset-freeze', 'fin.aml-abuse']

/** Which details belong to a method: those of spyware, of doxing, of what artificial intelligence made, and of measures against money. */
export function detailsOf(method: string): readonly (keyof ActDetail)[] {
  if (method === 'dig.spyware') return ['family', 'vector', 'lab']
  if (method === 'dig.doxing') return ['platform', 'exposed', 'stillOnline', 'made']
  if (OF_MONEY.includes(method)) return ['measure', 'ground', 'remedy', 'remedyState']
  return method.startsWith('dig.') || method.startsWith('psy.') ? ['platform', 'stillOnline', 'made'] : []
}

/**
 * A detail stands with the methods that have it, and with no other (R-EP-07). A measure against somebody's money stands with what
 * was used against it, if only that there is nothing (R-CSP-23).
 */
export function canDetailAct({ method, detail }: { readonly method: string; readonly detail?: ActDetail | undefined }): Verdict {
  const known = detailsOf(method)
  if (!Object.keys(detail ?? {}).every((name) => known.some((one) => one === name))) return no('act.detail_unfit')
  const { measure, ground, remedy, remedyState } = detail ?? {}
  const isMeasure = measure !== undefined || ground !== undefined || remedy !== undefined || remedyState !== undefined
  return isMeasure && (measure === undefined || remedy === undefined) ? no('act.remedy_needed') : yes
}

/** What is told of an act when it leaves the desk: where and whether, and nothing of what was exposed, not even its kind. */
export function detailOutside({ exposed: _, ...told }: ActDetail): Omit<ActDetail, 'exposed'> {
  return told
}

export type Dimension = 'legal' | 'physical' | 'psychological'
const OF_GROUP: Readonly<Record<string, Dimension>> = {
  phys: 'physical',
  psy: 'psychological',
  prox: 'psychological',
  dig: 'psychological',
  civ: 'psychological',
  fin: 'psychological',
  law: 'legal',
  intl: 'legal',
  coop: 'legal',
  mob: 'legal',
  cons: 'legal',
  comp: 'legal',
}

/** The dimension of a pattern that a method belongs to (R-NGO-53); null for a code that is not in the taxonomy. */
export function dimensionOf(method: string): Dimension | null {
  if (!isMethod(method)) return null
  const [category] = categoriesOf('ep-2025', method)
  if (category === 'physical') return 'physical'
  return OF_GROUP[findMethod(method).group] ?? null
}
