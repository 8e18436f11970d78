import { call, done, working as run, show } from '../../actions.ts'
import { closePanel } from '../../address.ts'
import type { Item } from '../../model.ts'
import { say } from '../../words.ts'
import { memberName, snoozeWords } from './item-facts.ts'
import * as state from './state.ts'
import { back, leave, replaced } from './triage.ts'

type ManyDecided = { readonly decision: 'declined' | 'duplicate'; readonly reason: string; readonly of: string }

/** One decision about many, with one undo for all of them. */
export async function decideMany(many: readonly Item[], decision: ManyDecided): Promise<void> {
  const ids = many.map(({ item }) => item)
  if (ids.length === 0) {
    state.dialog.value = null
    return
  }
  const isDone = await run(say('inbox.deciding', { count: ids.length }), async () => {
    await call('inbox.decideAll', { items: ids, ...decision })
    return true
  })
  if (isDone === null) return
  const set = (decided: Item['decided']) => {
    const these = new Set(ids)
    state.items.value = state.items.value.map((one) => (these.has(one.item) ? { ...one, decided } : one))
  }
  set(decision.decision)
  state.dialog.value = null
  state.picked.value = new Set()
  if (ids.includes(state.selected.value ?? '')) {
    state.selected.value = null
    closePanel()
  }
  done(
    () => say('inbox.decided_many', { count: ids.length }),
    async () => {
      await call('inbox.undoAll', { items: ids })
      set(null)
    },
  )
}

type Change = { readonly to?: string; readonly until?: string }

/** Gives items to a colleague, or puts them off: on the screen at once, and taken back there when it could not be kept. */
export async function note(many: readonly Item[], change: Change): Promise<void> {
  const ids = many.map(({ item }) => item)
  const isOff = change.until !== undefined
  state.dialog.value = null
  state.picked.value = new Set()
  shown(many, change)
  try {
    await call('inbox.note', { items: ids, ...change })
  } catch (error) {
    for (const item of many) replaced(item)
    show(error)
    return
  }
  done(
    () => (change.until === undefined ? say('inbox.assigned', { name: memberName(change.to ?? '') }) : snoozeWords(change.until)),
    () => asBefore(many, isOff),
  )
}

function shown(many: readonly Item[], { to, until }: Change): void {
  const assigned = to === undefined ? {} : { assigned: to === '' ? null : to }
  const snoozed = until === undefined ? {} : { snoozed: until }
  const set = () => {
    for (const item of many) replaced({ ...item, ...assigned, ...snoozed })
  }
  const open = until === undefined ? undefined : state.rows.value.find(({ item }) => item === state.selected.value)
  if (open !== undefined && many.includes(open)) leave(open, set)
  else set()
}

/** Each of them had a note of its own. */
async function asBefore(many: readonly Item[], isOff: boolean): Promise<void> {
  for (const { item, assigned, snoozed } of many)
    await call('inbox.note', { items: [item], ...(isOff ? { until: snoozed ?? '' } : { to: assigned ?? '' }) })
  const [first] = many
  if (isOff && first !== undefined) back(first, {})
}

/** Picks what is open or focused for something that is done to many. */
export function pick(): void {
  const id = state.selected.value
  if (id === null) return
  const next = new Set(state.picked.value)
  if (!next.delete(id)) next.add(id)
  state.picked.value = next
}
