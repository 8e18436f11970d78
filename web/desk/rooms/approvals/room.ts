import { h } from 'preact'
import { go } from '../../address.ts'
import type { Room } from '../../room.ts'
import { say } from '../../words.ts'
import { ApprovalsPage } from './page.ts'
import { forgetApprovals, load } from './state.ts'

/** Reached from the line under the header and from the palette. */
export const approvalsRoom: Room = {
  id: 'approvals',
  letter: '',
  title: () => say('approvals.title'),
  stands: 'unseen',
  view: () => h(ApprovalsPage, {}),
  commands: () => [{ id: 'approvals.look', words: () => say('approvals.title'), run: () => go('approvals') }],
  beat: load,
  forget: forgetApprovals,
}
