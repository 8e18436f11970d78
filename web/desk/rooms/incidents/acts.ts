import { h, type JSX } from 'preact'
import { statusesAt } from '#features/cases/people/person.rules.ts'
import { detailsOf, dimensionOf, recordOffered } from '#features/incidents/act.rules.ts'
import type { Incident } from '#features/incidents/incident.contract.ts'
import { hrefOf } from '../../address.ts'
import { methodWords, termWords } from '../../parts/code-field.ts'
import { whenInWords } from '../../parts/when-field.ts'
import { button, mark } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { nameOf } from '../actors/state.ts'
import { people } from '../people/state.ts'
import type { ShownIncident } from './calls.ts'
import { detailWord } from './detail-fields.ts'
import { opens } from './state.ts'

type Act = ShownIncident['acts'][number]

/** The acts of an incident, each against whom, with the status that the person had then, and who is said to be involved. */
export function acts({ incident, acts: list }: ShownIncident): JSX.Element {
  return h(
    'section',
    null,
    h('h3', null, say('incidents.acts')),
    ...list.map((act) => oneAct(incident, act)),
    button(say('incidents.add_act'), opens('act')),
  )
}

function oneAct(incident: Incident, act: Act): JSX.Element {
  const dimension = dimensionOf(act.method)
  return h(
    'div',
    { class: 'act', key: act.id },
    h(
      'p',
      null,
      h('strong', null, methodWords(act.method)),
      ' ',
      dimension === null ? null : mark('plain', say(`incidents.dimension_${dimension}`)),
      ` · ${say(`incidents.outcome_${act.outcome}`)} · ${whenInWords(act.happened)}`,
    ),
    against(incident, act),
    determined(act),
    details(act),
    offered(incident, act),
    h('ul', { class: 'plain-list' }, ...act.involved.map(involved)),
    button(say('incidents.involve'), opens('involve', act.id), { kind: 'quiet' }),
    button(say('incidents.change_act'), opens('act', act.id), { kind: 'quiet' }),
  )
}

/** The status at the time of the act, never the one of today (R-NGO-12). */
function against(incident: Incident, act: Act): JSX.Element | null {
  if (act.personCode === null) return null
  const person = people.value?.get(act.personCode)
  const at = act.happened.precision === 'unknown' ? incident.happened : act.happened
  const held = person === undefined ? [] : statusesAt(person.protection, at)
  const statuses = held.map(({ status }) => termWords('person_protection_status', status)).join(', ')
  return h(
    'p',
    null,
    `${say('incidents.against')}: `,
    h('a', { href: hrefOf('people', act.personCode), class: 'code', dir: 'ltr' }, act.personCode),
    statuses === '' ? '' : ` · ${say('incidents.status_then')}: ${statuses}`,
  )
}

function determined({ determinedBy, confidence }: Act): JSX.Element | null {
  if (determinedBy === null) return null
  return h('p', null, say(`incidents.by_${determinedBy}`), confidence === null ? '' : ` · ${say(`incidents.confidence_${confidence}`)}`)
}

/** What the method does not say by itself, as chips; of what was exposed its kind alone. */
function details({ method, detail }: Act): JSX.Element | null {
  const chips = detailsOf(method).flatMap((name) => [detail?.[name] ?? []].flat().map((code) => detailWord(name, code)))
  return chips.length === 0 ? null : h('p', { class: 'chips' }, ...chips.map((words) => mark('plain', words)))
}

/** A proceeding, a notice or a visit is noted in the chronology of the case (R-EP-03). */
function offered(incident: Incident, act: Act): JSX.Element | null {
  const kind = recordOffered(act.method)
  if (kind === null) return null
  const link = h('a', { href: hrefOf('cases', incident.case, 'chronology') }, say('incidents.to_chronology'))
  return h('p', null, mark('plain', say(`incidents.offers_${kind}`)), ' ', link)
}

function involved(one: Act['involved'][number]): JSX.Element {
  return h(
    'li',
    { key: one.id },
    mark('plain', say('actors.alleged')),
    ' ',
    h('bdi', { translate: 'no' }, one.code === null ? say('incidents.other_team') : nameOf(one.actor)),
    ` · ${termWords('degree_of_involvement', one.degree)} · `,
    mark('plain', termWords('attribution_level', one.level)),
  )
}
