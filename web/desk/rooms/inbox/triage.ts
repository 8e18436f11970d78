import { call, done, working as run, show } from '../../actions.ts'
import { address, closePanel, openPanel } from '../../address.ts'
import { fault } from '../../desk-state.ts'
import type { Item } from '../../model.ts'
import { dropDraft, keepDraft } from '../../parts/draft.ts'
import { say } from '../../words.ts'
import * as state from './state.ts'

export const replaced = (item: Item): void => {
  state.items.value = state.items.value.map((one) => (one.item === item.item ? item : one))
}

/** Opens what is selected: a longer body is fetched only now. */
export async function openCurrent(): Promise<void> {
  const item = state.current.value
  if (item === null || item.opened !== null || item.state === 'unreadable') return
  const opened = await run(say('inbox.not_loaded'), () => call('open', { item: item.item }))
  if (opened !== null) replaced(opened)
}

/** The next or the previous row of the list that is shown; the list itself never moves. */
export function step(by: 1 | -1): void {
  if (state.shown.value === 'alike') {
    stepGroup(by)
    return
  }
  const list = state.rows.value
  const at = list.findIndex(({ item }) => item === state.selected.value)
  const next = list[at === -1 ? 0 : Math.min(list.length - 1, Math.max(0, at + by))]
  if (next === undefined) return
  state.selected.value = next.item
  state.dialog.value = null
  focusRow(next.item)
}

function stepGroup(by: 1 | -1): void {
  const list = state.groups.value
  const at = list.findIndex(({ id }) => id === state.group.value)
  const next = list[at === -1 ? 0 : Math.min(list.length - 1, Math.max(0, at + by))]
  if (next === undefined) return
  state.group.value = next.id
  focusRow(next.id)
}

/** At once, for Enter may follow within a frame and would press what had the focus before. */
function focusRow(key: string): void {
  // With the panel open the focus goes to what is read, not to the list.
  if (address.value.panels.length > 0) return
  const row = () => document.getElementById(`row-${key}`)
  if (row() === null && document.activeElement instanceof HTMLElement) document.activeElement.blur()
  // A row of a page that is not drawn yet is there with the next frame.
  if (row() === null) requestAnimationFrame(() => row()?.focus())
  else row()?.focus()
}

/** What comes next is fetched and opened while this one is read. */
export async function openAhead(): Promise<void> {
  const list = state.rows.value
  const next = list[list.findIndex(({ item }) => item === state.selected.value) + 1]
  if (next === undefined || next.opened !== null || next.state === 'unreadable') return
  try {
    replaced(await call('open', { item: next.item }))
  } catch {
    // Nobody asked for it yet; it is asked for again, and said, when it is opened.
  }
}

/** After an item has left the list, the one below it is next. */
export function leave(item: Item, isGone: () => void): void {
  const list = state.rows.value
  const at = list.findIndex((one) => one.item === item.item)
  const next = list[at + 1] ?? list[at - 1]
  isGone()
  state.dialog.value = null
  state.selected.value = next?.item ?? null
  if (next !== undefined) return
  closePanel()
  // With nothing left to read, what came meanwhile takes its place.
  state.showHeld()
}

export function back(item: Item, change: Partial<Item>): void {
  replaced({ ...item, ...change })
  state.selected.value = item.item
  openPanel('inbox', 'open')
}

/**
 * The item leaves the screen at once and the next one stands there, while the server is still asked; what could not be done
 * comes back with the reason. Null when it was not done.
 */
async function away<T>(item: Item, work: () => Promise<T>): Promise<T | null> {
  leave(item, () => {
    state.going.value = new Set([...state.going.value, item.item])
  })
  try {
    return await work()
  } catch (error) {
    show(error)
    return null
  } finally {
    const next = new Set(state.going.value)
    next.delete(item.item)
    state.going.value = next
  }
}

export async function takeIn(item: Item): Promise<void> {
  const taken = await away(item, async () => {
    const { code } = await call('takeIn', { item: item.item })
    replaced({ ...item, taken: code })
    return { code }
  })
  if (taken === null) return
  state.takenToday.value += 1
  done(
    () => say('intake.done', { code: taken.code }),
    async () => {
      await call('undoTakeIn', { item: item.item })
      state.takenToday.value -= 1
      back(item, { taken: null })
    },
  )
}

export type Decision = { readonly decision: 'declined' | 'duplicate'; readonly reason: string; readonly of: string; readonly reply: string }

/** Declines or marks a duplicate; the words for the person, if any, leave as a reply of their own. */
export async function decide(item: Item, { decision, reason, of, reply }: Decision): Promise<void> {
  const isDone = await away(item, async () => {
    const lang = document.documentElement.lang
    const sent = reply === '' ? null : await call('reply', { item: item.item, text: reply, lang, read: true })
    await call('decide', { item: item.item, decision, reason, of })
    dropDraft(draftOf(item))
    replaced({ ...item, decided: decision })
    return { tickets: sent?.tickets ?? [] }
  })
  if (isDone === null) return
  done(
    () => say(decision === 'declined' ? 'decline.done' : 'duplicate.done'),
    async () => {
      await call('undoDecide', { item: item.item })
      if (isDone.tickets.length > 0) await call('withdraw', { tickets: isDone.tickets })
      back(item, { decided: null })
    },
  )
}

/** Seals and sends a reply. The draft stays until the server holds the sealed one. */
export async function reply(item: Item, text: string, read: boolean): Promise<void> {
  const sent = await run(say('reply.sealing'), () => call('reply', { item: item.item, text, lang: document.documentElement.lang, read }))
  if (sent === null) return
  if (sent.state !== 'reserved') {
    fault.value = { code: `reply.${sent.state}`, kind: 'typed' }
    return
  }
  dropDraft(draftOf(item))
  state.dialog.value = null
  const tickets = sent.tickets
  state.replies.value = { ...state.replies.value, [item.item]: { tickets, state: 'waiting' } }
  done(
    () => say('reply.waiting'),
    async () => {
      await call('withdraw', { tickets })
      const { [item.item]: _gone, ...others } = state.replies.value
      state.replies.value = others
      keepDraft(draftOf(item), text)
    },
  )
}

/** The words for the person of an item: the same field in a reply and in a decline. */
export const draftOf = ({ code }: Item): string => `reply ${code}`
