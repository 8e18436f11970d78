import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { ANSWERS, type ELEMENTS, type Incident } from '#features/incidents/incident.contract.ts'
import { readDateRange } from '#kernel/daterange.ts'
import type { TermOf } from '#kernel/vocabulary.ts'
import { call, now, quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { useForm } from '../../parts/use-form.ts'
import { mark } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { actors, load as loadActors, nameOf } from '../actors/state.ts'
import type { ShownIncident } from './calls.ts'
import { box, saved } from './forms.ts'
import { about, change } from './state.ts'

type Bars = { readonly teams: readonly string[]; readonly own: boolean }

/** Who is said to have done it. Whom that closes the case to is said first. */
export function InvolveForm({ incident }: { readonly incident: Incident }): JSX.Element {
  useEffect(() => void quietly(loadActors), [])
  const bars = useSignal<Bars>({ teams: [], own: false })
  const ask = async (actor: string) => {
    bars.value = actor === '' ? { teams: [], own: false } : await call('incidents.bars', { actor })
  }
  const typed = useForm('involve', { actor: '', degree: 'unknown', level: 'suspected' }, (key, value) => {
    if (key === 'actor') void quietly(() => ask(value))
  })
  const save = () => {
    const { actor, degree, level } = typed.values
    if (actor === '') return
    const said = { actor, degree: degree as TermOf<'degree_of_involvement'>, level: level as TermOf<'attribution_level'> }
    void change(() => call('incidents.involve', { case: incident.case, act: about.value, revision: 0, ...said }), saved)
  }
  const all = [...(actors.value?.values() ?? [])].filter(({ mergedInto }) => mergedInto === null)
  const named = all.map(({ id, code }) => ({ id, words: `${nameOf(id)} (${code})` }))
  return h(
    Box,
    { ...box(say('incidents.involve'), save), go: say('incidents.involve') },
    typed.pick('actor', say('incidents.actor'), named, { none: say('incidents.choose') }),
    typed.term('degree', say('incidents.degree'), 'degree_of_involvement'),
    typed.term('level', say('actors.level'), 'attribution_level'),
    barring(bars.value),
  )
}

function barring({ teams, own }: Bars): JSX.Element | null {
  if (teams.length === 0) return null
  const words = own ? mark('stop', say('incidents.bars_own')) : mark('caution', say('incidents.bars', { teams: teams.join(', ') }))
  return h('p', { role: 'alert' }, words)
}

/** One of the four questions, with the reason. */
export function ScreenForm({ shown }: { readonly shown: ShownIncident }): JSX.Element {
  const element = about.value as (typeof ELEMENTS)[number]
  const before = shown.screening.find((one) => one.element === element)
  const typed = useForm('screen', { answer: before?.answer ?? 'yes', reason: before?.words.text ?? '' })
  const missing = useSignal(false)
  const save = () => {
    missing.value = typed.values.reason.trim() === ''
    if (missing.value) return
    const said = { element, answer: typed.values.answer as (typeof ANSWERS)[number], text: typed.values.reason }
    const at = { case: shown.incident.case, incident: shown.incident.id, supersedes: before?.id ?? null }
    void change(() => call('incidents.screen', { ...at, ...said }), saved)
  }
  const answers = ANSWERS.map((id) => ({ id, words: say(`incidents.answer_${id}`) }))
  const wrong = missing.value ? say('incidents.reason_missing') : null
  return h(
    Box,
    box(say(`incidents.element_${element}`), save),
    typed.pick('answer', say('incidents.answer'), answers),
    typed.text('reason', say('incidents.reason'), { hint: say('incidents.sealed_hint'), lines: 3, wrong }),
  )
}

/** What a source said, in its own strength. */
export function InformationForm({ incident }: { readonly incident: Incident }): JSX.Element {
  const today = now().toISOString().slice(0, 10)
  const typed = useForm('information', { source: '', said: '', hedge: 'alleged', reliability: 'F', credibility: '6', received: today })
  const save = () => {
    const { source, said, hedge, reliability, credibility, received } = typed.values
    const on = readDateRange(received)
    if (on?.precision !== 'exact' || on.from === null) return
    const given = {
      ...{ case: incident.case, incident: incident.id, act: null, receivedOn: on.from, supersedes: null, text: source, said },
      hedge: hedge as TermOf<'certainty_hedge'>,
      reliability: reliability as TermOf<'source_reliability'>,
      credibility: credibility as TermOf<'information_credibility'>,
    }
    void change(() => call('incidents.information', given), saved)
  }
  return h(
    Box,
    box(say('incidents.add_information'), save),
    typed.text('source', say('incidents.source'), { hint: say('incidents.sealed_hint'), lines: 3 }),
    typed.text('said', say('incidents.hedge_said')),
    typed.term('hedge', say('incidents.hedge'), 'certainty_hedge'),
    typed.term('reliability', say('incidents.reliability'), 'source_reliability'),
    typed.term('credibility', say('incidents.credibility'), 'information_credibility'),
    typed.when('received', say('incidents.received')),
  )
}

/** The team's own assessment, with the standard of proof that it meets and why. */
export function AssessForm({ shown }: { readonly shown: ShownIncident }): JSX.Element {
  const typed = useForm('assess', { status: 'unverified', standard: 'none', basis: '' })
  const missing = useSignal(false)
  const save = () => {
    const { status, standard, basis } = typed.values
    missing.value = basis.trim() === ''
    if (missing.value) return
    const said = { status: status as TermOf<'verification_status'>, standard: standard as TermOf<'standard_of_proof'>, text: basis }
    const at = { case: shown.incident.case, incident: shown.incident.id, supersedes: shown.assessments[0]?.id ?? null }
    void change(() => call('incidents.assess', { ...at, ...said }), saved)
  }
  const wrong = missing.value ? say('incidents.reason_missing') : null
  return h(
    Box,
    box(say('incidents.assess'), save),
    h('p', { class: 'hint' }, say('incidents.assess_hint')),
    typed.term('status', say('incidents.status'), 'verification_status'),
    typed.term('standard', say('incidents.standard'), 'standard_of_proof'),
    typed.text('basis', say('incidents.basis'), { hint: say('incidents.sealed_hint'), lines: 3, wrong }),
  )
}
