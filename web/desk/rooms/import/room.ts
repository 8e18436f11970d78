import { h } from 'preact'
import { go } from '../../address.ts'
import type { Room } from '../../room.ts'
import { say } from '../../words.ts'
import { ImportPage } from './page.ts'
import { forget } from './state.ts'

/** Tables of other programs, brought in where the keys are. */
export const importRoom: Room = {
  id: 'import',
  letter: '',
  title: () => say('import.title'),
  stands: 'unseen',
  view: () => h(ImportPage, {}),
  commands: () => [{ id: 'import.open', words: () => say('import.title'), run: () => go('import') }],
  forget,
}
