import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { saidOutside } from '#features/incidents/hedge.rules.ts'
import { ELEMENTS } from '#features/incidents/incident.contract.ts'
import { findTerm } from '#kernel/vocabulary.ts'
import { quietly } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { termWords } from '../../parts/code-field.ts'
import { Panel } from '../../parts/panel.ts'
import { whenInWords } from '../../parts/when-field.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { countryName, dayInWords, say } from '../../words.ts'
import { actors, load as loadActors } from '../actors/state.ts'
import { load as loadPeople } from '../people/state.ts'
import { acts } from './acts.ts'
import type { ShownIncident, Words } from './calls.ts'
import { AssessForm, InformationForm, InvolveForm, ScreenForm } from './finding-forms.ts'
import { ActForm, IncidentForm, NarrativeForm } from './forms.ts'
import { AddToPatternForm } from './patterns.ts'
import { about, type Form, form, open, opened, opens } from './state.ts'

const code = (text: string) => h('span', { class: 'code', dir: 'ltr' }, text)

/** An incident beside a list: event, acts, who is said to be involved, what is known, what the team makes of it. */
export function IncidentPanel({ code: of }: { readonly code: string }): JSX.Element {
  useEffect(() => {
    form.value = null
    void quietly(() => open(of))
    if (actors.value === null) void quietly(loadActors)
  }, [of])
  const shown = opened.value?.incident.code === of ? opened.value : null
  useEffect(() => {
    if (shown !== null) void quietly(() => loadPeople(shown.incident.case))
  }, [shown?.incident.id])
  return h(Panel, { code: of, title: code(of) }, faultBox(), working(), shown === null ? null : view(shown))
}

function view(shown: ShownIncident): JSX.Element {
  return h(
    'div',
    { class: 'incident' },
    head(shown),
    narrative(shown),
    acts(shown),
    screening(shown),
    information(shown),
    assessments(shown),
    investigations(shown),
    patternsOf(shown),
    openForm(shown),
  )
}

/** Whether authorities were asked to investigate it, did, and how well; the entries stand in the chronology (R-NGO-27). */
function investigations({ incident, investigated: told }: ShownIncident): JSX.Element {
  const steps = (['requested', 'opened', 'concluded'] as const).map((step) => ({ step, is: told[step] }))
  return h(
    'section',
    null,
    h('h3', null, say('incidents.investigations')),
    h(
      'p',
      null,
      ...steps.map(({ step, is }) =>
        mark('plain', `${say(`incidents.investigation_${step}`)}: ${say(is ? 'incidents.answer_yes' : 'incidents.answer_no')}`),
      ),
    ),
    told.adequate + told.inadequate === 0
      ? null
      : h('p', null, say('incidents.investigation_adequate', { yes: told.adequate, no: told.inadequate })),
    h('a', { href: hrefOf('cases', incident.case, 'chronology') }, say('incidents.to_chronology')),
  )
}

function openForm(shown: ShownIncident): JSX.Element | null {
  const { incident } = shown
  const forms: Partial<Record<NonNullable<Form>, () => JSX.Element>> = {
    change: () => h(IncidentForm, { of: incident.case, incident }),
    narrative: () => h(NarrativeForm, { shown }),
    act: () => h(ActForm, { key: about.value, incident, act: shown.acts.find(({ id }) => id === about.value) }),
    involve: () => h(InvolveForm, { incident }),
    screen: () => h(ScreenForm, { key: about.value, shown }),
    information: () => h(InformationForm, { incident }),
    assess: () => h(AssessForm, { shown }),
    pattern: () => h(AddToPatternForm, { incident }),
  }
  return form.value === null ? null : (forms[form.value]?.() ?? null)
}

function head({ incident, information: known, assessments: made }: ShownIncident): JSX.Element {
  const said = saidOutside(
    known.map(({ hedge }) => hedge),
    made[0]?.standard ?? 'none',
  )
  return h(
    'div',
    null,
    h(
      'p',
      { class: 'ways' },
      mark(incident.status === 'verified' ? 'plain' : 'caution', termWords('verification_status', incident.status)),
      mark('plain', termWords('certainty_hedge', said.hedge)),
      mark('plain', termWords('standard_of_proof', said.standard)),
    ),
    h('p', { class: 'hint' }, say('incidents.three_apart')),
    h(
      'dl',
      { class: 'facts' },
      h('dt', null, say('incidents.when')),
      h('dd', null, whenInWords(incident.happened)),
      h('dt', null, say('incidents.where')),
      h(
        'dd',
        null,
        [incident.origin, incident.host, incident.effect].map((one) => (one === null ? '–' : countryName(one))).join(' / '),
        incident.place === null ? '' : ` · ${incident.place}`,
      ),
      incident.community === null
        ? null
        : [h('dt', null, say('incidents.community')), h('dd', null, termWords('communities', incident.community))],
      h('dt', null, say('people.case')),
      h('dd', null, h('a', { href: hrefOf('cases', incident.case, 'incidents'), class: 'code', dir: 'ltr' }, incident.case)),
    ),
    button(say('incidents.change'), opens('change'), { kind: 'quiet' }),
  )
}

function narrative({ narrative: told }: ShownIncident): JSX.Element {
  const { content } = told
  return h(
    'section',
    null,
    h('h3', null, say('incidents.narrative')),
    told.problem === null ? null : mark('stop', say('incidents.not_this', { code: told.problem })),
    content.text === '' ? null : h('p', { class: 'prose', dir: 'auto', translate: 'no' }, content.text),
    content.place === '' ? null : h('p', { dir: 'auto', translate: 'no' }, content.place),
    ...content.addresses.map((one) =>
      h('p', { key: one }, mark('plain', say('incidents.public_mark')), ' ', h('bdi', { translate: 'no' }, one)),
    ),
    button(say('incidents.write'), opens('narrative')),
  )
}

function reason({ text, said, problem }: Words): JSX.Element {
  if (problem !== null) return mark('stop', say('incidents.not_this', { code: problem }))
  return h('span', { dir: 'auto', translate: 'no', class: 'prose' }, said === '' ? text : `${text} (“${said}”)`)
}

function screening({ screening: answers }: ShownIncident): JSX.Element {
  return h(
    'section',
    null,
    h('h3', null, say('incidents.screening')),
    h(
      'ul',
      { class: 'plain-list' },
      ...ELEMENTS.map((element) => {
        const one = answers.find((answer) => answer.element === element)
        return h(
          'li',
          { key: element },
          `${say(`incidents.element_${element}`)} `,
          one === undefined
            ? mark('caution', say('incidents.unanswered'))
            : mark(one.answer === 'yes' ? 'plain' : 'caution', say(`incidents.answer_${one.answer}`)),
          ' ',
          one === undefined ? null : reason(one.words),
          ' ',
          button(say('incidents.answer'), opens('screen', element), { kind: 'quiet' }),
        )
      }),
    ),
  )
}

function information({ information: list }: ShownIncident): JSX.Element {
  return h(
    'section',
    null,
    h('h3', null, say('incidents.information')),
    h(
      'ul',
      { class: 'plain-list' },
      ...list.map((one) =>
        h(
          'li',
          { key: one.id },
          mark('plain', termWords('certainty_hedge', one.hedge)),
          ` ${one.reliability}${one.credibility} · ${dayInWords(one.receivedOn)} `,
          reason(one.words),
        ),
      ),
    ),
    button(say('incidents.add_information'), opens('information')),
  )
}

function assessments({ assessments: list }: ShownIncident): JSX.Element {
  return h(
    'section',
    null,
    h('h3', null, say('incidents.assessments')),
    h(
      'ul',
      { class: 'plain-list' },
      ...list.map((one) =>
        h(
          'li',
          { key: one.id },
          mark('plain', termWords('verification_status', one.status)),
          ' ',
          h(
            'details',
            null,
            h('summary', null, termWords('standard_of_proof', one.standard)),
            h('p', { class: 'hint' }, findTerm('standard_of_proof', one.standard).definition ?? ''),
          ),
          ` ${one.by} · ${dayInWords(one.on)} `,
          reason(one.words),
        ),
      ),
    ),
    button(say('incidents.assess'), opens('assess')),
  )
}

function patternsOf({ patterns }: ShownIncident): JSX.Element {
  return h(
    'section',
    null,
    h('h3', null, say('incidents.patterns')),
    h(
      'ul',
      { class: 'plain-list' },
      ...patterns.map((one) => h('li', { key: one.pattern }, code(one.code), ` · ${say(`incidents.why_${one.reason}`)}`)),
    ),
    button(say('incidents.add_to_pattern'), opens('pattern')),
  )
}
