import { h } from 'preact'
import { go } from '../../address.ts'
import type { Room } from '../../room.ts'
import { say } from '../../words.ts'
import { TransferPage } from './page.ts'
import { beat, forgetTransfers } from './state.ts'

/** Reports that go to other teams and come from them. */
export const transferRoom: Room = {
  id: 'transfer',
  letter: 'X',
  title: () => say('transfer.title'),
  stands: 'house',
  view: () => h(TransferPage, {}),
  commands: () => [{ id: 'transfer.look', words: () => say('transfer.title'), run: () => go('transfer') }],
  beat,
  forget: forgetTransfers,
}
