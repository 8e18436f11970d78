import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { detailsOf } from '#features/incidents/act.rules.ts'
import { ACT_DETAILS, type ActDetail } from '#features/incidents/incident.contract.ts'
import { pick } from '../../parts/code-field.ts'
import { isKey, say } from '../../words.ts'
import { many } from '../cases/fields.ts'

type Name = keyof ActDetail
const DETAIL_WORDS = {
  family: () => say('incidents.detail_family'),
  vector: () => say('incidents.detail_vector'),
  lab: () => say('incidents.detail_lab'),
  platform: () => say('incidents.detail_platform'),
  exposed: () => say('incidents.detail_exposed'),
  stillOnline: () => say('incidents.detail_stillOnline'),
  made: () => say('incidents.detail_made'),
  measure: () => say('incidents.detail_measure'),
  ground: () => say('incidents.detail_ground'),
  remedy: () => say('incidents.detail_remedy'),
  remedyState: () => say('incidents.detail_remedyState'),
} as const satisfies Readonly<Record<Name, () => string>>

/** The word of a detail; names of products and platforms stand as they are. */
export function detailWord(name: Name, code: string): string {
  const key = `incidents.detail_${name}_${code}`
  return isKey(key) ? say(key) : code
}

/** What the method of an act does not say by itself. Of what was exposed its kind is asked, and never itself (R-EP-07). */
export function detailFields(method: string, detail: Signal<ActDetail>): JSX.Element[] {
  return detailsOf(method).map((name) => {
    const label = DETAIL_WORDS[name]()
    const all = ACT_DETAILS[name].map((code) => ({ id: code, words: detailWord(name, code) }))
    if (name === 'exposed')
      return many({ label, all, value: detail.value.exposed ?? [], onValue: (value) => set(detail, name, value.length === 0 ? '' : value) })
    return pick({
      id: `act-${name}`,
      label,
      all,
      none: say('people.none'),
      value: detail.value[name] ?? '',
      onValue: (value) => set(detail, name, value),
    })
  })
}

function set(detail: Signal<ActDetail>, name: Name, value: string | readonly string[]): void {
  const { [name]: _, ...others } = detail.value
  detail.value = value === '' ? others : { ...others, [name]: value }
}

/** The details that belong to this method; what was typed for another one is left out. */
export function detailFor(method: string, detail: ActDetail): ActDetail {
  const known = detailsOf(method) as readonly string[]
  return Object.fromEntries(Object.entries(detail).filter(([name]) => known.includes(name)))
}
