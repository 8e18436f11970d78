import { h, type JSX } from 'preact'
import { now } from '../../actions.ts'
import { team } from '../../desk-state.ts'
import type { Item } from '../../model.ts'
import { mark } from '../../views/parts.ts'
import { dayInWords, type Key, say } from '../../words.ts'
import { hoursLeft, hoursSince } from './promise.ts'
import { alikeTo } from './state.ts'

/** "Not proved", "same number twice", "frame and sealed part differ": words with a shape, in list and panel alike. */
export function marks(item: Item): JSX.Element | null {
  const many = alikeTo.value.get(item.item)?.items.length ?? 1
  const said = [
    item.proved === 'unproved' ? mark('caution', say('inbox.unproved')) : null,
    item.proved === 'same_number' ? mark('stop', say('inbox.same_number')) : null,
    item.frameDiffers ? mark('stop', say('inbox.frame_differs')) : null,
    item.opened?.danger === 'yes' ? mark('caution', say('item.danger.yes')) : null,
    item.repeats > 0 ? mark('plain', say('inbox.repeat', { count: item.repeats })) : null,
    many > 1 ? mark('plain', say('inbox.alike_count', { count: many - 1 })) : null,
    item.assigned === null ? null : mark('plain', say('inbox.assigned_to', { name: memberName(item.assigned) })),
    item.snoozed ? mark('plain', snoozeWords(item.snoozed)) : null,
  ].filter((one) => one !== null)
  return said.length === 0 ? null : h('span', { class: 'marks' }, ...said)
}

/** The name that a colleague gave themselves, or their code. */
export function memberName(code: string): string {
  return team.value?.colleagues.find(({ member }) => member === code)?.name ?? code
}

export function snoozeWords(until: string): string {
  return until === 'reply' ? say('inbox.until_reply') : say('inbox.until_day', { day: dayInWords(until) })
}

/** The hour while it is known, then the day; both in UTC. */
export function arrived(item: Item): string {
  const day = dayInWords(item.day)
  const hours = hoursSince(item, now())
  if (hours === null) return day
  return `${day}, ${String(item.hour).padStart(2, '0')}h UTC (${say('inbox.hours', { hours })})`
}

/** One line of a row: how old, how much is left of what was promised, how long, by which way. */
export function rowFacts(item: Item): string {
  const hours = hoursSince(item, now())
  const left = hoursLeft(item, now())
  const age = hours === null || hours > 48 ? dayInWords(item.day) : say('inbox.hours', { hours })
  const lane = item.lane === 1 ? [] : [say(`inbox.lane.${item.lane}` as Key)]
  const words = [age, ...leftWords(item, left), say(`inbox.size.${item.bucket}` as Key), ...lane]
  return words.join(' · ')
}

/** Said where it matters: while an item is urgent, and once it is late. */
function leftWords({ urgent, taken }: Item, left: number | null): string[] {
  if (taken !== null || left === null || (!urgent && left >= 0)) return []
  return [left >= 0 ? say('inbox.left', { hours: left }) : say('inbox.late', { hours: -left })]
}
