import { h } from 'preact'
import { team } from '../../desk-state.ts'
import type { Room } from '../../room.ts'
import { say } from '../../words.ts'
import { ownPasskeys, PASSKEYS_WANTED } from '../sign-in/state.ts'
import { StartPage } from './page.ts'

/** The guided first start: it stands in the rail until all four steps are done, and can be opened after that as well. */
export const startRoom: Room = {
  id: 'start',
  letter: '',
  title: () => say('start.title'),
  get stands() {
    return isDone() ? 'unseen' : 'house'
  },
  view: () => h(StartPage, {}),
  forget: () => undefined,
}

function isDone(): boolean {
  const now = team.value
  if (now === null) return true
  const colleagues = now.colleagues.filter(({ state }) => state === 'member').length
  return ownPasskeys.value.length >= PASSKEYS_WANTED && now.epoch !== null && colleagues > 1 && now.hasRecovery
}
