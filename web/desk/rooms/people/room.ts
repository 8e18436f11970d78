import { h } from 'preact'
import { address, go } from '../../address.ts'
import type { Command, Room } from '../../room.ts'
import { say } from '../../words.ts'
import { addCaseTab } from '../cases/tabs.ts'
import { PeoplePage, PeopleTab } from './page.ts'
import { PersonPage, PersonPanel } from './person.ts'
import { forgetPeople, form, people } from './state.ts'

addCaseTab({ id: 'people', title: () => say('people.title'), view: (code) => h(PeopleTab, { code }) })

/** Protected people: a code and coded facts; who they are stands on a sealed card. */
export const peopleRoom: Room = {
  id: 'people',
  letter: 'P',
  title: () => say('people.title'),
  view: ([code]) => (code === undefined ? h(PeoplePage, {}) : h(PersonPage, { key: code, code })),
  panel: (code) => h(PersonPanel, { key: code, code }),
  commands,
  find: (typed) =>
    [...(people.value?.keys() ?? [])]
      .filter((code) => typed !== '' && code.includes(typed.toUpperCase()))
      .slice(0, 8)
      .map((code) => ({ id: `people.open.${code}`, words: () => code, run: () => go('people', code) })),
  close: () => {
    const had = form.value !== null
    form.value = null
    return had
  },
  forget: forgetPeople,
}

function askToSee(): void {
  go('people')
  form.value = 'unseal'
}

function commands(): Command[] {
  const { room, at, panels } = address.value
  const isPerson = panels.at(-1)?.room === 'people' || (room === 'people' && at.length > 0)
  const ask: Command = { id: 'people.ask', words: () => say('people.ask'), run: askToSee }
  if (!isPerson) return [ask]
  const opens = (next: NonNullable<typeof form.value>) => () => {
    form.value = next
  }
  return [
    ask,
    { id: 'people.add_status', words: () => say('people.add_status'), run: opens('status') },
    { id: 'people.add_liberty', words: () => say('people.add_liberty'), run: opens('liberty') },
    { id: 'people.add_link', words: () => say('people.add_link'), run: opens('link') },
  ]
}
