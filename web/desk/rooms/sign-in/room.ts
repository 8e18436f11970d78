import { h } from 'preact'
import { go } from '../../address.ts'
import type { Room } from '../../room.ts'
import { say } from '../../words.ts'
import { SignInPage } from './page.ts'
import { forgetSignIns, load } from './state.ts'

/** With what one signs in, who asks from a new browser, and what the team should look at. */
export const signInRoom: Room = {
  id: 'sign-in',
  letter: '',
  title: () => say('sign-in.title'),
  stands: 'house',
  view: () => h(SignInPage, {}),
  commands: () => [{ id: 'sign-in.look', words: () => say('sign-in.title'), run: () => go('sign-in') }],
  beat: load,
  forget: forgetSignIns,
}
