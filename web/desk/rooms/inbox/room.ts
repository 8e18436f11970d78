import { h } from 'preact'
import { openPanel } from '../../address.ts'
import type { Command, Room } from '../../room.ts'
import { say } from '../../words.ts'
import { Inbox } from './inbox.ts'
import { hear, look, lookForMail } from './look.ts'
import { ItemPanel } from './panel.ts'
import { current, type Dialog, dialog, forgetInbox } from './state.ts'
import { step } from './triage.ts'

/** What people sent. The panel is called `open`, for a message has no name in an address before it is taken in. guards T-06 */
export const inboxRoom: Room = {
  id: 'inbox',
  letter: 'I',
  title: () => say('inbox.title'),
  view: () => h(Inbox, {}),
  panel: () => h(ItemPanel, {}),
  commands,
  walk: step,
  close: () => {
    const had = dialog.value !== null
    dialog.value = null
    return had
  },
  hear,
  beat: lookForMail,
  forget: forgetInbox,
}

function commands(): Command[] {
  const item = current.value
  const list: Command[] = [
    { id: 'inbox.next', words: () => say('keys.next'), key: 'J', run: () => step(1) },
    { id: 'inbox.previous', words: () => say('keys.previous'), key: 'K', run: () => step(-1) },
    { id: 'inbox.open', words: () => say('keys.open'), key: 'Enter', run: openSelected },
    { id: 'inbox.look', words: () => say('inbox.search'), run: () => void look() },
  ]
  if (item === null) return list
  const canTake = item.taken === null && item.lane !== 4
  return [
    ...list,
    ...(canTake ? [{ id: 'inbox.take', words: () => say('take.do'), key: '1', run: opens('take') }] : []),
    { id: 'inbox.duplicate', words: () => say('duplicate.do'), key: '2', run: opens('duplicate') },
    { id: 'inbox.decline', words: () => say('decline.do'), key: '3', run: opens('decline') },
    ...(item.opened?.hasMailbox === true ? [{ id: 'inbox.reply', words: () => say('reply.do'), key: 'R', run: opens('reply') }] : []),
  ]
}

function openSelected(): void {
  if (current.value === null) step(1)
  if (current.value !== null) openPanel('inbox', 'open')
}

const opens = (next: Dialog) => (): void => {
  openPanel('inbox', 'open')
  dialog.value = next
}
