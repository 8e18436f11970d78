import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { canDetailAct, canRecordAct } from '#features/incidents/act.rules.ts'
import { type ActDetail, CONFIDENCES, DETERMINATIONS, type Incident, OUTCOMES } from '#features/incidents/incident.contract.ts'
import { readDateRange, writeDateRange } from '#kernel/daterange.ts'
import type { MethodCode, TermOf } from '#kernel/vocabulary.ts'
import { call, quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { chosen, countryIn, linesIn, useForm } from '../../parts/use-form.ts'
import { say } from '../../words.ts'
import { load as loadPeople, people } from '../people/state.ts'
import type { ShownIncident } from './calls.ts'
import { detailFields, detailFor } from './detail-fields.ts'
import { change, form, load } from './state.ts'

export const cancel = (): void => {
  form.value = null
}
export const saved = (): string => say('incidents.saved')
export const box = (title: string, onGo: () => void) => ({ title, go: say('incidents.save'), onGo, onCancel: cancel })

/** A region has more than the two letters of its country; nothing is no place at all. */
function placeOf(typed: string): { place: string | null; placePrecision: 'hidden' | 'country' | 'admin1' } {
  const place = typed.trim().toUpperCase()
  if (place === '') return { place: null, placePrecision: 'hidden' }
  return { place, placePrecision: place.length === 2 ? 'country' : 'admin1' }
}

type IncidentParts = { readonly of: string; readonly incident: Incident | null }
const NEW = { origin: null, host: null, effect: null, place: null, community: null } as const

/** What happened, in codes: where, when, and to which community. Nobody need be named. */
export function IncidentForm({ of, incident }: IncidentParts): JSX.Element {
  const { origin, host, effect, place, community } = incident ?? NEW
  const typed = useForm('incident', {
    ...{ origin: origin ?? '', host: host ?? '', effect: effect ?? '', place: place ?? '', community: community ?? '' },
    when: incident === null ? '' : writeDateRange(incident.happened),
  })
  const save = () => {
    const { values } = typed
    const happened = readDateRange(values.when)
    if (happened === null) return
    const at = { case: of, id: incident?.id ?? null, code: incident?.code ?? null, revision: incident?.revision ?? 0 }
    const where = {
      origin: countryIn(values.origin),
      host: countryIn(values.host),
      effect: countryIn(values.effect),
      ...placeOf(values.place),
    }
    const given = { ...at, ...where, happened, community: chosen<TermOf<'communities'>>(values.community) }
    const keep = async () => {
      await call('incidents.keep', given)
      await load(of)
    }
    void change(keep, saved)
  }
  const letters = { hint: say('people.two_letters'), isLatin: true }
  return h(
    Box,
    box(incident === null ? say('incidents.new') : say('incidents.change'), save),
    typed.when('when', say('incidents.when')),
    typed.text('origin', say('incidents.origin'), letters),
    typed.text('host', say('incidents.host'), letters),
    typed.text('effect', say('incidents.effect'), letters),
    typed.text('place', say('incidents.place'), { hint: say('incidents.place_hint'), isLatin: true }),
    typed.term('community', say('incidents.community'), 'communities', say('people.none')),
  )
}

/** What is told of it, in words; sealed. */
export function NarrativeForm({ shown }: { readonly shown: ShownIncident }): JSX.Element {
  const { incident, narrative } = shown
  const { text, said, place, addresses } = narrative.content
  const typed = useForm('told', { text, said, place, addresses: addresses.join('\n') })
  const save = () => {
    const { values } = typed
    const content = { text: values.text, said: values.said, place: values.place, addresses: linesIn(values.addresses) }
    const at = { case: incident.case, incident: incident.id, code: incident.code, card: narrative.card, revision: narrative.revision }
    void change(() => call('incidents.narrate', { ...at, content }), saved)
  }
  return h(
    Box,
    { ...box(say('incidents.narrative'), save), go: say('incidents.seal') },
    typed.text('text', say('incidents.narrative'), { lines: 5 }),
    typed.text('said', say('incidents.said_when')),
    typed.text('place', say('incidents.exact_place')),
    typed.text('addresses', say('incidents.public'), { hint: say('incidents.public_hint'), lines: 2, isLatin: true }),
  )
}

const outcomes = () => OUTCOMES.map((id) => ({ id, words: say(`incidents.outcome_${id}`) }))
const determinations = () => DETERMINATIONS.map((id) => ({ id, words: say(`incidents.by_${id}`) }))
const confidences = () => CONFIDENCES.map((id) => ({ id, words: say(`incidents.confidence_${id}`) }))

/** What an act is not kept without. */
function whatLacks(act: Parameters<typeof canRecordAct>[0] & Parameters<typeof canDetailAct>[0]) {
  if (!canRecordAct(act).ok) return 'incidents.spyware_needs'
  return canDetailAct(act).ok ? null : 'incidents.remedy_needs'
}

/** One act, new or changed: its method, against whom, and how sure somebody is. */
export function ActForm({ incident, act }: { readonly incident: Incident; readonly act: Act | undefined }): JSX.Element {
  useEffect(() => void quietly(() => loadPeople(incident.case)), [])
  const typed = useForm('act', typedOf(act))
  const detail = useSignal<ActDetail>(act?.detail ?? {})
  const wrong = useSignal<'incidents.spyware_needs' | 'incidents.remedy_needs' | null>(null)
  const { values } = typed
  const isSpyware = values.method === 'dig.spyware'
  const save = () => {
    const happened = readDateRange(values.when)
    if (happened === null) return
    const given = {
      ...{ case: incident.case, incident: incident.id, id: act?.id ?? null, revision: act?.revision ?? 0 },
      ...{ method: values.method as MethodCode, person: chosen<string>(values.person), happened },
      outcome: values.outcome as (typeof OUTCOMES)[number],
      determinedBy: isSpyware ? chosen<(typeof DETERMINATIONS)[number]>(values.by) : null,
      confidence: isSpyware ? chosen<(typeof CONFIDENCES)[number]>(values.confidence) : null,
      detail: detailFor(values.method, detail.value),
    }
    wrong.value = whatLacks(given)
    if (wrong.value === null) void change(() => call('incidents.act', given), saved)
  }
  const here = [...(people.value?.values() ?? [])].filter((one) => one.case === incident.case).map(({ id, code }) => ({ id, words: code }))
  const none = { none: say('people.none') }
  return h(
    Box,
    box(say(act === undefined ? 'incidents.add_act' : 'incidents.change_act'), save),
    typed.method('method', say('incidents.method')),
    typed.pick('person', say('incidents.against'), here, { none: say('incidents.nobody') }),
    typed.when('when', say('incidents.when')),
    typed.pick('outcome', say('incidents.outcome'), outcomes()),
    isSpyware ? typed.pick('by', say('incidents.determined'), determinations(), none) : null,
    isSpyware ? typed.pick('confidence', say('incidents.confidence'), confidences(), none) : null,
    ...detailFields(values.method, detail),
    wrong.value === null ? null : h('p', { class: 'wrong', role: 'alert' }, say(wrong.value)),
  )
}

type Act = ShownIncident['acts'][number]
const typedOf = (act: Act | undefined) => ({
  ...{ method: act?.method ?? 'psy.threat', person: act?.person ?? '', when: act === undefined ? '' : writeDateRange(act.happened) },
  ...{ outcome: act?.outcome ?? 'unknown', by: act?.determinedBy ?? '', confidence: act?.confidence ?? '' },
})
