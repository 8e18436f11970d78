import { h } from 'preact'
import type { Room } from '../../room.ts'
import { TeamPage } from '../../views/team.ts'
import { say } from '../../words.ts'
import { forgetRecovery } from '../recovery/state.ts'

/** Who is in the team, who waits, and the key that everybody shares. */
export const teamRoom: Room = {
  id: 'team',
  letter: 'O',
  title: () => say('members.title'),
  stands: 'house',
  view: () => h(TeamPage, {}),
  forget: forgetRecovery,
}
