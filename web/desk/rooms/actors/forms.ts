import { h, type JSX } from 'preact'
import { ACTOR_KINDS, ACTOR_LINKS, type ActorRecord, LEGAL_BASES } from '#features/actors/actor.contract.ts'
import type { TermOf } from '#kernel/vocabulary.ts'
import { call } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { chosen, countryIn, linesIn, useForm } from '../../parts/use-form.ts'
import { say } from '../../words.ts'
import { actors, change, form, nameOf } from './state.ts'

const cancel = () => {
  form.value = null
}
const saved = () => say('actors.saved')
const nameKind = (at: number) => (at === 0 ? ('name' as const) : ('variant' as const))

/** An alleged actor. That it is alleged is said everywhere, and no field takes it away. */
export function ActorForm({ actor }: { readonly actor: ActorRecord | null }): JSX.Element {
  const typed = useForm('actor', {
    names: actor?.names.map(({ name }) => name).join('\n') ?? '',
    kind: actor?.kind ?? 'agency',
    agency: actor?.agencyType ?? '',
    nexus: actor?.stateNexus ?? 'unknown',
    country: actor?.country ?? '',
    basis: actor?.legalBasis ?? 'public_interest',
  })
  const save = () => {
    const { values } = typed
    const given = {
      ...{ id: actor?.id ?? null, code: actor?.code ?? null, revision: actor?.revision ?? 0 },
      kind: values.kind as ActorRecord['kind'],
      agencyType: chosen<TermOf<'perpetrator_agency_types'>>(values.agency),
      stateNexus: values.nexus as TermOf<'state_nexus'>,
      country: countryIn(values.country),
      legalBasis: values.basis as ActorRecord['legalBasis'],
      names: linesIn(values.names).map((name, at) => ({ name, kind: nameKind(at) })),
    }
    void change(() => call('actors.keep', given), saved)
  }
  const kinds = ACTOR_KINDS.map((id) => ({ id, words: say(`actors.kind_${id}`) }))
  const bases = LEGAL_BASES.map((id) => ({ id, words: say(`actors.basis_${id}`) }))
  return h(
    Box,
    { title: actor === null ? say('actors.new') : say('actors.change'), go: say('actors.save'), onGo: save, onCancel: cancel },
    h('p', { class: 'hint' }, say('actors.no_target')),
    typed.text('names', say('actors.names'), { hint: say('actors.names_hint'), lines: 3 }),
    typed.pick('kind', say('actors.kind'), kinds),
    typed.term('agency', say('actors.agency'), 'perpetrator_agency_types', say('actors.none')),
    typed.term('nexus', say('actors.nexus'), 'state_nexus'),
    typed.text('country', say('actors.country'), { hint: say('people.two_letters'), isLatin: true }),
    typed.pick('basis', say('actors.basis'), bases, { means: say('actors.basis_hint') }),
  )
}

/** Whom a record can be linked to or merged with. */
const othersThan = (actor: ActorRecord) =>
  [...(actors.value?.values() ?? [])]
    .filter(({ id, mergedInto }) => id !== actor.id && mergedInto === null)
    .map(({ id, code }) => ({ id, words: `${nameOf(id)} (${code})` }))

/** Who stands above this actor. */
export function LinkForm({ actor }: { readonly actor: ActorRecord }): JSX.Element {
  const all = othersThan(actor)
  const typed = useForm('above', { kind: 'commanded_by', above: all[0]?.id ?? '', level: 'suspected' })
  const save = () => {
    const { kind, above, level } = typed.values
    const link = { actor: actor.id, above, kind: kind as (typeof ACTOR_LINKS)[number], level: level as TermOf<'attribution_level'> }
    void change(() => call('actors.link', link), saved)
  }
  const kinds = ACTOR_LINKS.map((id) => ({ id, words: say(`actors.link_${id}`) }))
  return h(
    Box,
    { title: say('actors.add_link'), go: say('actors.save'), onGo: save, onCancel: cancel },
    typed.pick('kind', say('actors.link_kind'), kinds),
    typed.pick('above', say('actors.above'), all),
    typed.term('level', say('actors.level'), 'attribution_level'),
  )
}

/** Two records of the same actor. */
export function MergeForm({ actor }: { readonly actor: ActorRecord }): JSX.Element {
  const all = othersThan(actor)
  const typed = useForm('merge', { into: all[0]?.id ?? '' })
  const save = () =>
    void change(
      () => call('actors.merge', { actor: actor.id, revision: actor.revision, into: typed.values.into }),
      () => say('actors.merged'),
      () => call('actors.unmerge', { actor: actor.id, revision: actor.revision + 1 }),
    )
  return h(
    Box,
    { title: say('actors.merge'), go: say('actors.merge'), onGo: save, onCancel: cancel },
    h('p', { class: 'hint' }, say('actors.merge_hint')),
    typed.pick('into', say('actors.into'), all),
  )
}
