import { call, quietly } from '../../actions.ts'
import type { Event } from '../../call.ts'
import type { ReplyState } from '../../model.ts'
import * as state from './state.ts'

export function hear(event: Event): void {
  if (event.event === 'items') state.told(event.items)
  else if (event.event === 'groups') state.alike.value = event.groups
  else if (event.event === 'search') state.search.value = event.search
}

/** Looks for mail, and where the answers of this session are. */
export async function lookForMail(): Promise<void> {
  await call('look', null)
  await followReplies()
  await quietly(callDuty)
}

/** Calls whoever is on duty when somebody says to be in danger and nobody took it in: once in a session for each message. */
async function callDuty(): Promise<void> {
  const waiting = state.items.value.filter(
    ({ item, urgent, taken, opened }) => urgent && taken === null && opened?.danger === 'yes' && !called.has(item),
  )
  if (waiting.length === 0) return
  for (const { item } of waiting) called.add(item)
  // The server learns that something waits, and never what, whose, or where.
  await call('tasks.raise', { country: 'ZZ' })
}
const called = new Set<string>()

/** Asked for by hand: what was held back takes its place too. */
export async function look(): Promise<void> {
  state.showHeld()
  await quietly(lookForMail)
  state.showHeld()
}

/** Where the answers of this session are: an answer that was not sent yet, or whose mailbox was closed, is no secret to its writer. */
async function followReplies(): Promise<void> {
  const waiting = Object.entries(state.replies.value).filter(([, { state: now }]) => now === 'waiting')
  if (waiting.length === 0) return
  const states = await call('tickets', { tickets: waiting.flatMap(([, { tickets }]) => tickets).slice(0, 64) })
  const changed = waiting.map(
    ([item, { tickets }]) => [item, { tickets, state: oneState(tickets.map((ticket) => states[ticket] ?? 'waiting')) }] as const,
  )
  state.replies.value = { ...state.replies.value, ...Object.fromEntries(changed) }
}

/** A message in several parts has left when all of them have, and is closed as soon as one is. */
function oneState(of: readonly ReplyState[]): ReplyState {
  return of.find((one) => one === 'closed' || one === 'taken') ?? of.find((one) => one === 'waiting') ?? 'gone'
}
