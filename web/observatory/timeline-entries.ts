import type { PublicIncident } from '#features/register/register.contract.ts'
import type { Happened } from '#formats/public-record.ts'
import type { Said } from '#kernel/languages.ts'
import type { Library } from './library.ts'
import { compareWhen } from './when.ts'

export type TimelineLane = 'incident' | 'event' | 'dialogue'
export type TimelineEntry = {
  readonly lane: TimelineLane
  readonly code: string
  readonly happened: Happened
  readonly title: Said
  readonly hedged: boolean
  readonly citation: string
  readonly incident: PublicIncident | null
  /** Below a language. */
  readonly address: string
}

/** What is on record about a corridor, in order; what has no date comes last. */
export function timelineOf(library: Library, incidents: readonly PublicIncident[]): TimelineEntry[] {
  const { events, dialogues } = library.release
  const entries: TimelineEntry[] = [
    ...incidents.map((one) => ({
      ...common(one),
      lane: 'incident' as const,
      hedged: one.hedge.code !== 'stated',
      incident: one,
      address: library.addressOf(one),
    })),
    ...events.map((one) => ({ ...common(one), lane: 'event' as const, hedged: false, incident: null, address: '' })),
    ...dialogues.map((one) => ({
      ...common(one),
      lane: 'dialogue' as const,
      hedged: false,
      incident: null,
      address: `dialogues/#${one.code}`,
    })),
  ]
  return entries.sort((a, b) => compareWhen(a.happened, b.happened) || (a.code < b.code ? -1 : 1))
}

function common(one: { code: string; happened: Happened; title: Said; citations: readonly string[] }) {
  return { code: one.code, happened: one.happened, title: one.title, citation: one.citations[0] ?? '' }
}
