import type { InboxCalls } from '../../rooms/inbox/calls.ts'
import type { Handlers } from '../answers.ts'
import type { Mail } from '../mail.ts'

/** What the inbox asks beyond its first calls. */
export function inboxHandlers(mail: () => Mail): Handlers<InboxCalls> {
  return {
    'inbox.note': ({ items, ...note }) => mail().inTurn(() => mail().note(items, note)),
    'inbox.decideAll': ({ items, ...decision }) => mail().inTurn(() => mail().decideAll(items, decision)),
    'inbox.undoAll': ({ items }) => mail().inTurn(() => mail().undoAll(items)),
  }
}
