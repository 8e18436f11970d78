import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { FeedKind } from '#features/teams/feeds/feeds.contract.ts'
import { call, quietly, working as work } from '../actions.ts'
import { button } from '../views/parts.ts'
import { dayInWords, say } from '../words.ts'

const madeOn = signal<string | null>(null)
/** Told once, and gone from the page when it is left. */
const address = signal<string | null>(null)

export function forgetFeed(): void {
  madeOn.value = null
  address.value = null
}

/** The address of one's own feed of a kind: since when there is one, a new one, and its end. */
export function OwnFeed({ kind }: { readonly kind: FeedKind }): JSX.Element {
  const look = async () => {
    madeOn.value = (await call('feeds.view', { kind })).madeOn
  }
  const make = async () => {
    const made = await work(say('feeds.saving'), () => call('feeds.make', { kind }))
    if (made === null) return
    address.value = `${location.origin}${made.path}`
    await look()
  }
  const end = async () => {
    await work(say('feeds.saving'), () => call('feeds.end', { kind }))
    address.value = null
    await look()
  }
  useEffect(() => {
    void quietly(look)
    return forgetFeed
  }, [kind])
  return h(
    'div',
    null,
    h('p', { role: 'status' }, madeOn.value === null ? say('feeds.none') : say('feeds.since', { day: dayInWords(madeOn.value) })),
    address.value === null
      ? null
      : h(
          'div',
          { class: 'field' },
          h('label', { for: 'feed-address' }, say('feeds.once')),
          h('input', { id: 'feed-address', type: 'text', readOnly: true, dir: 'ltr', value: address.value }),
        ),
    h(
      'div',
      { class: 'ways' },
      button(say(madeOn.value === null ? 'feeds.make' : 'feeds.renew'), () => void make(), { kind: 'first' }),
      madeOn.value === null ? null : button(say('feeds.end'), () => void end(), { kind: 'quiet' }),
    ),
  )
}
