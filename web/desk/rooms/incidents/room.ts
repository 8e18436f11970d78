import { h } from 'preact'
import { address, go } from '../../address.ts'
import type { Command, Room } from '../../room.ts'
import { say } from '../../words.ts'
import { addCaseTab } from '../cases/tabs.ts'
import { IncidentPanel } from './incident.ts'
import { IncidentsPage, IncidentsTab } from './page.ts'
import { type Form, forgetIncidents, form } from './state.ts'

addCaseTab({ id: 'incidents', title: () => say('incidents.title'), view: (code) => h(IncidentsTab, { code }) })

/** What happened: reached from a case, from the actors and from the palette. */
export const incidentsRoom: Room = {
  id: 'incidents',
  letter: '',
  title: () => say('incidents.title'),
  stands: 'unseen',
  view: () => h(IncidentsPage, {}),
  panel: (code) => h(IncidentPanel, { key: code, code }),
  commands,
  close: () => {
    const had = form.value !== null
    form.value = null
    return had
  },
  forget: forgetIncidents,
}

function commands(): Command[] {
  const all: Command = { id: 'incidents.all', words: () => say('incidents.title'), run: () => go('incidents') }
  if (address.value.panels.at(-1)?.room !== 'incidents') return [all]
  const opens = (next: Form) => () => {
    form.value = next
  }
  return [
    all,
    { id: 'incidents.act', words: () => say('incidents.add_act'), run: opens('act') },
    { id: 'incidents.information', words: () => say('incidents.add_information'), run: opens('information') },
    { id: 'incidents.assess', words: () => say('incidents.assess'), run: opens('assess') },
  ]
}
