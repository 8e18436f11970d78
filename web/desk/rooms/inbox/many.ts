import { call, done, working as run } from '../../actions.ts'
import { closePanel } from '../../address.ts'
import type { Item } from '../../model.ts'
import { say } from '../../words.ts'
import { memberName, snoozeWords } from './item-facts.ts'
import * as state from './state.ts'
import { back, leave } from './triage.ts'

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

/** Gives items to a colleague, or puts them off. */
export async function note(many: readonly Item[], change: Change): Promise<void> {
  const ids = many.map(({ item }) => item)
  const isOff = change.until !== undefined
  const isDone = await run(say(isOff ? 'inbox.snooze' : 'inbox.assign'), async () => {
    await call('inbox.note', { items: ids, ...change })
    return true
  })
  if (isDone === null) return
  state.dialog.value = null
  state.picked.value = new Set()
  if (change.until !== undefined) putOff(ids, change.until)
  done(
    () => (change.until === undefined ? say('inbox.assigned', { name: memberName(change.to ?? '') }) : snoozeWords(change.until)),
    () => asBefore(many, isOff),
  )
}

/** Each of them had a note of its own. */
async function asBefore(many: readonly Item[], isOff: boolean): Promise<void> {
  for (const { item, assigned, snoozed } of many)
    await call('inbox.note', { items: [item], ...(isOff ? { until: snoozed ?? '' } : { to: assigned ?? '' }) })
  const [first] = many
  if (isOff && first !== undefined) back(first, {})
}

function putOff(ids: readonly string[], until: string): void {
  const item = state.rows.value.find((one) => one.item === state.selected.value && ids.includes(one.item))
  if (item !== undefined) leave(item, { snoozed: until })
}

/** Picks what is open or focused for something that is done to many. */
export function pick(): void {
  const id = state.selected.value
  if (id === null) return
  const next = new Set(state.picked.value)
  if (!next.delete(id)) next.add(id)
  state.picked.value = next
}
