import { h } from 'preact'
import { now } from '../../actions.ts'
import { openPanel } from '../../address.ts'
import type { Item } from '../../model.ts'
import type { Command, Room } from '../../room.ts'
import { type Key, say } from '../../words.ts'
import { GroupPanel, openGroup } from './groups.ts'
import { Inbox } from './inbox.ts'
import { show } from './list-moves.ts'
import { hear, look, lookForMail } from './look.ts'
import { pick } from './many.ts'
import { ItemPanel } from './panel.ts'
import { HOUR_MS, isLate } from './promise.ts'
import { alikeTo, current, type Dialog, dialog, forgetInbox, group, held, picked, showHeld, shown, waiting } from './state.ts'
import { step } from './triage.ts'

/** What people sent. The panel is called `open`, for a message has no name in an address before it is taken in. guards T-06 */
export const inboxRoom: Room = {
  id: 'inbox',
  letter: 'I',
  title: () => say('inbox.title'),
  view: () => h(Inbox, {}),
  panel: (code) => (code === 'group' ? h(GroupPanel, {}) : h(ItemPanel, {})),
  commands,
  walk: step,
  close: () => {
    const had = dialog.value !== null || picked.value.size > 0
    if (dialog.value === null) picked.value = new Set()
    dialog.value = null
    return had
  },
  due,
  hear,
  beat: lookForMail,
  forget: forgetInbox,
}

/** What was promised for this week and is not kept yet; what is late is said as late. */
function due(): { week: number; late: number } {
  const list = waiting.value
  const hour = Math.floor(now().getTime() / HOUR_MS)
  // The frame asks at every key, and the answer changes with the list and with the full hour alone.
  const known = counted.get(list)
  if (known?.hour === hour) return known
  const late = new Set(list.filter((item) => isLate(item, now())))
  const made = { hour, week: list.filter((item) => item.urgent && !late.has(item)).length, late: late.size }
  counted.set(list, made)
  return made
}
/** It holds no list: what a lock forgets is forgotten here too. */
const counted = new WeakMap<readonly Item[], { readonly hour: number; readonly week: number; readonly late: number }>()

function commands(): Command[] {
  const lists: Command[] = [
    { id: 'inbox.next', words: () => say('keys.next'), key: 'J', run: () => step(1) },
    { id: 'inbox.previous', words: () => say('keys.previous'), key: 'K', run: () => step(-1) },
    { id: 'inbox.open', words: () => say('keys.open'), key: 'Enter', run: openSelected },
    { id: 'inbox.look', words: () => say('inbox.search'), run: () => void look() },
    ...(held.value.length > 0 ? [{ id: 'inbox.held', words: () => say('inbox.held_show'), key: 'N', run: showHeld }] : []),
    ...SHOWN.map((one) => ({
      id: `inbox.show.${one}`,
      words: () => say('palette.go', { room: say(`inbox.shown.${one}` as Key) }),
      run: () => show(one),
    })),
  ]
  const item = current.value
  const many = picked.value.size > 0
  if (item === null && !many) return lists
  return [
    ...lists,
    { id: 'inbox.pick', words: () => say('inbox.pick'), key: 'X', run: pick },
    ...(many ? forMany() : item === null ? [] : forOne(item)),
  ]
}

const SHOWN = ['waiting', 'mine', 'alike', 'snoozed', 'taken'] as const

const decline = { id: 'inbox.decline', words: () => say('decline.do'), key: '3' }
const snooze = { id: 'inbox.snooze', words: () => say('inbox.snooze'), key: 'H' }
const transfer = { id: 'inbox.transfer', words: () => say('transfer.do'), key: 'T' }
const assign = { id: 'inbox.assign', words: () => say('inbox.assign'), key: 'A' }

function forMany(): Command[] {
  const set = (next: Dialog) => () => {
    dialog.value = next
  }
  return [
    { ...decline, run: set('decline') },
    { ...snooze, run: set('snooze') },
    { ...assign, run: set('assign') },
  ]
}

function forOne(item: Item): Command[] {
  const isFree = item.taken === null
  return [
    ...(isFree && item.lane !== 4 ? [{ id: 'inbox.take', words: () => say('intake.do'), key: '1', run: opens('take') }] : []),
    { id: 'inbox.duplicate', words: () => say('duplicate.do'), key: '2', run: opens('duplicate') },
    { ...decline, run: opens('decline') },
    ...(item.opened === null || item.lane === 4 ? [] : [{ ...transfer, run: opens('transfer') }]),
    ...(isFree
      ? [
          { ...snooze, run: opens('snooze') },
          { ...assign, run: opens('assign') },
        ]
      : []),
    ...(item.opened?.hasMailbox === true ? [{ id: 'inbox.reply', words: () => say('reply.do'), key: 'R', run: opens('reply') }] : []),
    ...(alikeTo.value.has(item.item)
      ? [
          {
            id: 'inbox.group',
            words: () => say('inbox.group_open'),
            key: 'F',
            run: () => openGroup(alikeTo.value.get(item.item)?.id ?? ''),
          },
        ]
      : []),
  ]
}

function openSelected(): void {
  if (shown.value === 'alike') {
    if (group.value === null) step(1)
    if (group.value !== null) openPanel('inbox', 'group')
    return
  }
  if (current.value === null) step(1)
  if (current.value !== null) openPanel('inbox', 'open')
}

const opens = (next: Dialog) => (): void => {
  openPanel('inbox', 'open')
  dialog.value = next
}
