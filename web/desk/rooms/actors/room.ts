import { h } from 'preact'
import type { Room } from '../../room.ts'
import { say } from '../../words.ts'
import { ActorPanel, ActorsPage } from './page.ts'
import { forgetActors, form } from './state.ts'

/** Alleged actors of the team, with agency and chain of command. */
export const actorsRoom: Room = {
  id: 'actors',
  letter: 'A',
  title: () => say('actors.title'),
  view: () => h(ActorsPage, {}),
  panel: (code) => h(ActorPanel, { key: code, code }),
  commands: () => [{ id: 'actors.new', words: () => say('actors.new'), key: 'N', run: begin }],
  close: () => {
    const had = form.value !== null
    form.value = null
    return had
  },
  forget: forgetActors,
}

function begin(): void {
  form.value = 'new'
}
