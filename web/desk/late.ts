import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { quietly } from './actions.ts'
import type { Room } from './room.ts'
import { button } from './views/parts.ts'
import { say } from './words.ts'

/** What the rail, the palette and a typed code need of a room before its code is there. */
export type Facts = Pick<Room, 'id' | 'letter' | 'title' | 'stands' | 'isFor' | 'codes' | 'hasFull' | 'commands'> & {
  /** It does its round each minute, and so comes when the desk opens, after everything else. */
  readonly wakes?: true
}

/** What comes with its code. */
export type Inside = Omit<Room, 'id' | 'letter' | 'title' | 'stands' | 'isFor' | 'codes' | 'hasFull'>

type Late = { readonly facts: Facts; readonly bring: () => Promise<void>; readonly isLost: () => boolean }

/**
 * A room whose code is fetched when it is first looked at: what most members do not open in a day is no part of the first load.
 * A line that breaks meanwhile is said in the room, where it can be asked for again.
 */
export function late(facts: Facts, load: () => Promise<Inside>): Room {
  const room = signal<Inside | null>(null)
  const lost = signal(false)
  let coming: Promise<void> | null = null
  const bring = (): Promise<void> => {
    lost.value = false
    coming ??= load().then(
      (come) => {
        room.value = come
      },
      () => {
        lost.value = true
        coming = null
      },
    )
    return coming
  }
  const { wakes, ...known } = facts
  const self: Late = { facts, bring, isLost: () => lost.value }
  return {
    ...known,
    view: (at) => room.value?.view(at) ?? h(Arriving, { late: self }),
    panel: (code) => (room.value === null ? h(Arriving, { late: self }) : (room.value.panel?.(code) ?? h('div', { hidden: true }))),
    commands: () => [...(room.value?.commands?.() ?? []), ...(facts.commands?.() ?? [])],
    due: () => room.value?.due?.() ?? { week: 0, late: 0 },
    find: (typed) => room.value?.find?.(typed) ?? [],
    walk: (by) => room.value?.walk?.(by),
    close: () => room.value?.close?.() ?? false,
    hear: (event) => room.value?.hear?.(event),
    beat: async () => {
      if (wakes === true) await bring()
      await room.value?.beat?.()
    },
    forget: () => room.value?.forget(),
  }
}

/** Stands where the room will stand. */
function Arriving({ late: { facts, bring, isLost } }: { readonly late: Late }): JSX.Element {
  useEffect(() => void quietly(bring), [])
  return h(
    'section',
    { class: 'list', 'aria-busy': isLost() ? 'false' : 'true' },
    h('h1', null, facts.title()),
    isLost()
      ? h(
          'p',
          { role: 'alert' },
          say('frame.room_lost'),
          ' ',
          button(say('frame.room_again'), () => void bring()),
        )
      : h('p', { role: 'status' }, say('frame.room_comes')),
  )
}
