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

/** Which details belong to a method: those of spyware, of doxing, and of what artificial intelligence made. */
export function detailsOf(method: string): readonly (keyof ActDetail)[] {
  if (method === 'dig.spyware') return ['family', 'vector', 'lab']
  if (method === 'dig.doxing') return ['platform', 'exposed', 'stillOnline', 'made']
  return method.startsWith('dig.') || method.startsWith('psy.') ? ['platform', 'stillOnline', 'made'] : []
}

/** A detail stands with the methods that have it, and with no other (R-EP-07). */
export function canDetailAct({ method, detail }: { readonly method: string; readonly detail?: ActDetail | undefined }): Verdict {
  const known = detailsOf(method)
  return Object.keys(detail ?? {}).every((name) => known.some((one) => one === name)) ? yes : no('act.detail_unfit')
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
