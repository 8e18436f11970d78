import { h, type JSX } from 'preact'
import { now } from '../../actions.ts'
import type { Item } from '../../model.ts'
import { mark } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'

/** "Not proved", "same number twice", "frame and sealed part differ": words with a shape, in list and panel alike. */
export function marks(item: Item): JSX.Element | null {
  const said = [
    item.proved === 'unproved' ? mark('caution', say('inbox.unproved')) : null,
    item.proved === 'same_number' ? mark('stop', say('inbox.same_number')) : null,
    item.frameDiffers ? mark('stop', say('inbox.frame_differs')) : null,
    item.repeats > 0 ? mark('plain', say('inbox.repeat', { count: item.repeats })) : null,
    item.opened?.danger === 'yes' ? mark('caution', say('item.danger.yes')) : null,
  ].filter((one) => one !== null)
  return said.length === 0 ? null : h('span', { class: 'marks' }, ...said)
}

const HOUR_MS = 3_600_000

/** The hour while it is known, then the day; both in UTC. Urgent items also say how long they have waited. */
export function arrived(item: Item): string {
  const day = dayInWords(item.day)
  if (item.hour === null) return day
  const at = new Date(`${item.day}T${String(item.hour).padStart(2, '0')}:00:00Z`).getTime()
  const hours = Math.max(0, Math.floor((now().getTime() - at) / HOUR_MS))
  return `${day}, ${String(item.hour).padStart(2, '0')}h UTC (${say('inbox.hours', { hours })})`
}
