import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly, working as work } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { button, working } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { dialogueFault } from './fault-box.ts'

const madeOn = signal<string | null>(null)
/** Told once, and gone from the page when it is left. */
const path = signal<string | null>(null)

export function forgetCalendar(): void {
  madeOn.value = null
  path.value = null
}

async function look(): Promise<void> {
  madeOn.value = (await call('dialogues.feed', null)).madeOn
}

async function make(): Promise<void> {
  const made = await work(say('dialogues.saving'), () => call('dialogues.makeFeed', null))
  if (made === null) return
  path.value = `${location.origin}${made.path}`
  await look()
}

async function end(): Promise<void> {
  await work(say('dialogues.saving'), () => call('dialogues.endFeed', null))
  path.value = null
  await look()
}

/** The address of one's own calendar, and what stands in it. */
export function CalendarPage(): JSX.Element {
  useEffect(() => {
    void quietly(look)
    return () => {
      path.value = null
    }
  }, [])
  return h(
    'section',
    { class: 'list dialogues', 'aria-labelledby': 'calendar-title' },
    h('p', null, h('a', { href: hrefOf('dialogues') }, say('dialogues.title'))),
    h('h1', { id: 'calendar-title' }, say('dialogues.calendar')),
    h('p', null, say('dialogues.calendar_words')),
    dialogueFault(),
    working(),
    h(
      'p',
      { role: 'status' },
      madeOn.value === null ? say('dialogues.no_feed') : say('dialogues.has_feed', { day: dayInWords(madeOn.value) }),
    ),
    path.value === null
      ? null
      : h(
          'div',
          { class: 'field' },
          h('label', { for: 'feed-path' }, say('dialogues.feed_once')),
          h('input', { id: 'feed-path', type: 'text', readOnly: true, dir: 'ltr', value: path.value }),
        ),
    h(
      'div',
      { class: 'ways' },
      button(say(madeOn.value === null ? 'dialogues.make_feed' : 'dialogues.renew_feed'), () => void make(), { kind: 'first' }),
      madeOn.value === null ? null : button(say('dialogues.end_feed'), () => void end(), { kind: 'quiet' }),
    ),
  )
}
