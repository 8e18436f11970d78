import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { COMMUNITY_PURPOSES, PERSON_LINKS, type Person } from '#features/cases/people/person.contract.ts'
import { readDateRange } from '#kernel/daterange.ts'
import type { TermOf } from '#kernel/vocabulary.ts'
import { call } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { chosen, countryIn, useForm } from '../../parts/use-form.ts'
import { say } from '../../words.ts'
import { change, form } from './state.ts'

type Purpose = (typeof COMMUNITY_PURPOSES)[number]
const cancel = () => {
  form.value = null
}
const box = (title: string, onGo: () => void) => ({ title, go: say('people.save'), onGo, onCancel: cancel })
const saved = () => say('people.saved')
const codesIn = (text: string): string[] => [...text.toUpperCase().matchAll(/M-[2-9A-HJ-NP-Z]{6}/g)].map(([code]) => code)

type CheckParts = { readonly id: string; readonly label: string; readonly value: boolean; readonly onTurn: () => void }
function check({ id, label, value, onTurn }: CheckParts): JSX.Element {
  const input = h('input', { id, type: 'checkbox', checked: value, onChange: onTurn })
  return h('p', { class: 'field', key: id }, h('label', { for: id }, input, ' ', label))
}

type PersonParts = { readonly of: string; readonly person: Person | null }

/** A person in codes: who they are is another page. Without a person it makes a new one. */
export function PersonForm({ of, person }: PersonParts): JSX.Element {
  const typed = useForm('person', {
    occupation: person?.occupation ?? '',
    community: person?.community ?? '',
    saidBy: person?.communitySaidBy ?? 'other',
    finders: person?.finders.join(' ') ?? '',
  })
  const purposes = useSignal<readonly Purpose[]>(person?.communityFor ?? [])
  const lowProfile = useSignal(person?.lowProfile ?? false)
  const turn = (one: Purpose) => () => {
    purposes.value = purposes.value.includes(one) ? purposes.value.filter((other) => other !== one) : [...purposes.value, one]
  }
  const { values } = typed
  const isNamed = values.community !== ''
  const save = () => {
    const community = isNamed ? { saidBy: values.saidBy as 'self' | 'other', used: [...purposes.value] } : { saidBy: null, used: [] }
    const given = {
      ...{ case: of, id: person?.id ?? null, code: person?.code ?? null, revision: person?.revision ?? 0 },
      occupation: chosen<TermOf<'occupations'>>(values.occupation),
      ...{ community: chosen<TermOf<'communities'>>(values.community), communitySaidBy: community.saidBy, communityFor: community.used },
      ...{ lowProfile: lowProfile.value, finders: lowProfile.value ? codesIn(values.finders) : [] },
    }
    void change(of, () => call('people.keep', given), saved)
  }
  const turnLow = () => {
    lowProfile.value = !lowProfile.value
  }
  return h(
    Box,
    box(person === null ? say('people.new') : say('people.change'), save),
    h('p', { class: 'hint' }, say('people.codes_only')),
    typed.term('occupation', say('people.occupation'), 'occupations', say('people.none')),
    typed.term('community', say('people.community'), 'communities', say('people.none')),
    isNamed ? typed.pick('saidBy', say('people.said_by'), saidBys()) : null,
    isNamed ? usedFor(purposes.value, turn) : null,
    check({ id: 'person-low', label: say('people.low_profile'), value: lowProfile.value, onTurn: turnLow }),
    lowProfile.value ? typed.text('finders', say('people.finders'), { hint: say('people.finders_hint'), isLatin: true }) : null,
  )
}

const saidBys = () => [
  { id: 'self', words: say('people.said_self') },
  { id: 'other', words: say('people.said_other') },
]

function usedFor(used: readonly Purpose[], turn: (one: Purpose) => () => void): JSX.Element {
  const one = (id: Purpose) => check({ id: `person-for-${id}`, label: say(`people.for_${id}`), value: used.includes(id), onTurn: turn(id) })
  return h('fieldset', { class: 'choice' }, h('legend', { class: 'label' }, say('people.used_for')), ...COMMUNITY_PURPOSES.map(one))
}

/** A protection status with the time in which it was held. */
export function StatusForm({ person }: { readonly person: Person }): JSX.Element {
  const typed = useForm('status', { status: 'unknown', host: '', held: '', supersedes: '' })
  const save = () => {
    const { status, host, held, supersedes } = typed.values
    const range = readDateRange(held)
    if (range === null) return
    const said = {
      status: status as TermOf<'person_protection_status'>,
      host: countryIn(host),
      held: range,
      supersedes: chosen<string>(supersedes),
    }
    void change(person.case, () => call('people.status', { case: person.case, person: person.id, ...said }), saved)
  }
  const earlier = person.protection.map((one) => ({ id: one.id, words: `${one.status} · ${one.on}` }))
  return h(
    Box,
    box(say('people.add_status'), save),
    typed.term('status', say('people.status'), 'person_protection_status'),
    typed.text('host', say('people.status_host'), { hint: say('people.two_letters'), isLatin: true }),
    typed.when('held', say('people.held')),
    earlier.length === 0 ? null : typed.pick('supersedes', say('people.corrects'), earlier, { none: say('people.corrects_none') }),
  )
}

/** Whether somebody is free, on the day on which somebody looked. */
export function LibertyForm({ person, today }: { readonly person: Person; readonly today: string }): JSX.Element {
  const typed = useForm('liberty', { status: person.liberty?.status ?? 'unknown', on: today })
  const save = () => {
    const looked = readDateRange(typed.values.on)
    if (looked?.precision !== 'exact' || looked.from === null) return
    const said = { status: typed.values.status as TermOf<'liberty_status'>, checkedOn: looked.from }
    void change(person.case, () => call('people.liberty', { case: person.case, person: person.id, ...said }), saved)
  }
  return h(
    Box,
    box(say('people.add_liberty'), save),
    typed.term('status', say('people.liberty'), 'liberty_status'),
    typed.when('on', say('people.checked_on')),
  )
}

type LinkParts = { readonly person: Person; readonly others: readonly Person[] }

/** A link to somebody in this case or another one that this member works on. */
export function LinkForm({ person, others }: LinkParts): JSX.Element {
  const typed = useForm('link', { other: others[0]?.code ?? '', kind: 'relative' })
  const save = () => {
    const found = others.find(({ code }) => code === typed.values.other)
    if (found === undefined) return
    const ends = { case: person.case, person: person.id, otherCase: found.case, other: found.id }
    const kind = typed.values.kind as (typeof PERSON_LINKS)[number]
    void change(
      person.case,
      () => call('people.link', { ...ends, kind }),
      () => say('people.linked'),
    )
  }
  const all = others.map((one) => ({ id: one.code, words: `${one.code} (${one.case})` }))
  const kinds = PERSON_LINKS.map((id) => ({ id, words: say(`people.link_${id}`) }))
  return h(
    Box,
    box(say('people.add_link'), save),
    h('p', { class: 'hint' }, say('people.link_hint')),
    typed.pick('other', say('people.link_to'), all),
    typed.pick('kind', say('people.link_kind'), kinds),
  )
}
