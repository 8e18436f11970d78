import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import type { FocalPoint } from '#features/alerts/focal.contract.ts'
import { call, working } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { listed } from '../../parts/listed.ts'
import { button, field, mark } from '../../views/parts.ts'
import { countryName, nameIn, say } from '../../words.ts'
import type { ShownDirectory } from './calls.ts'
import { clockOf } from './entry.ts'

/** The entry that a steward is about to say yes to, and the name under which everybody will read it. */
const asking = signal<{ readonly point: FocalPoint; readonly name: string } | null>(null)

/** Whether an own entry stands on the public page, and the way there and back. An entry that is not open has none. */
export function PublicPart({
  of,
  point,
  onDone,
}: {
  of: ShownDirectory
  point: FocalPoint
  onDone: () => Promise<void>
}): JSX.Element | null {
  const { id, open } = point
  const isPublic = of.published.includes(id)
  if (!open && !isPublic) return null
  const off = () => working(say('directory.unpublish'), () => call('directory.unpublish', { id }).then(onDone))
  return h(
    'p',
    null,
    isPublic ? [mark('plain', say('directory.public')), ' '] : null,
    isPublic
      ? button(say('directory.unpublish'), () => void off(), { kind: 'quiet' })
      : button(say('directory.publish'), () => (asking.value = { point, name: nameIn(of.names[of.own] ?? null, of.own) }), {
          kind: 'quiet',
        }),
  )
}

/** Exactly what will stand there, and the yes to it. */
export function PublicYes({ onDone }: { readonly onDone: () => Promise<void> }): JSX.Element | null {
  const now = asking.value
  if (now === null) return null
  const { point, name } = now
  const { id, revision, territory, languages, opens, closes, contact } = point
  const yes = async () => {
    const done = await working(say('directory.publish'), () =>
      call('directory.publish', { id, revision, name: name.trim() }).then(() => true),
    )
    if (done === null) return
    asking.value = null
    await working(say('directory.title'), onDone)
  }
  const hours = opens === closes ? say('directory.always') : `${clockOf(opens)}–${clockOf(closes)}`
  return h(
    Box,
    { title: say('directory.publish'), go: say('directory.publish'), onGo: () => void yes(), onCancel: () => (asking.value = null) },
    h('p', null, say('directory.publish_effect')),
    field({
      id: 'directory-public-name',
      label: say('directory.publish_name'),
      value: name,
      onValue: (value) => (asking.value = { point, name: value }),
    }),
    h(
      'ul',
      { class: 'parcel' },
      h('li', null, listed(territory.map(countryName))),
      h('li', null, listed([...languages, hours])),
      h('li', null, h('bdi', null, contact)),
      h('li', null, say(point.stateBody ? 'directory.state_body' : 'directory.not_state')),
    ),
  )
}

export function forgetPublic(): void {
  asking.value = null
}
