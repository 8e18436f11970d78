import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ActorRecord } from '#features/actors/actor.contract.ts'
import { headOf } from '#features/actors/actor.rules.ts'
import { call, quietly } from '../../actions.ts'
import { address, hrefOf, openPanel } from '../../address.ts'
import { termWords } from '../../parts/code-field.ts'
import { Empty } from '../../parts/empty.ts'
import { Panel } from '../../parts/panel.ts'
import { type Column, Table } from '../../parts/table.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { countryName, say } from '../../words.ts'
import { ActorForm, LinkForm, MergeForm } from './forms.ts'
import { actors, byCode, change, form, links, load, nameOf } from './state.ts'

const COLUMNS = (): readonly Column<ActorRecord>[] => [
  { id: 'name', head: say('actors.name'), cell: ({ id }) => h('bdi', { translate: 'no' }, nameOf(id)), sort: ({ id }) => nameOf(id) },
  {
    id: 'alleged',
    head: say('actors.standing'),
    cell: ({ mergedInto }) =>
      mergedInto === null ? mark('plain', say('actors.alleged')) : mark('caution', say('actors.same_as', { name: nameOf(mergedInto) })),
  },
  { id: 'kind', head: say('actors.kind'), cell: ({ kind }) => say(`actors.kind_${kind}`), sort: ({ kind }) => kind },
  { id: 'nexus', head: say('actors.nexus'), cell: ({ stateNexus }) => termWords('state_nexus', stateNexus) },
  {
    id: 'country',
    head: say('actors.country'),
    cell: ({ country }) => (country === null ? '' : countryName(country)),
    sort: ({ country }) => country ?? '',
  },
]

/** Who is said to be answerable; all of them alleged. */
export function ActorsPage(): JSX.Element {
  useEffect(() => void quietly(load), [])
  const rows = [...(actors.value?.values() ?? [])]
  return h(
    'section',
    { 'aria-labelledby': 'actors-title' },
    h('h1', { id: 'actors-title', tabIndex: -1 }, say('actors.title')),
    h('p', { class: 'hint' }, say('actors.hint'), ' ', h('a', { href: hrefOf('incidents') }, say('incidents.title'))),
    faultBox(),
    working(),
    h('h2', null, say('actors.caption')),
    form.value === 'new'
      ? h(ActorForm, { actor: null })
      : button(say('actors.new'), () => (form.value = 'new'), { kind: 'first', key: 'N' }),
    actors.value !== null && rows.length === 0 ? h(Empty, { words: say('actors.empty') }) : null,
    rows.length === 0
      ? null
      : h(Table<ActorRecord>, {
          id: 'actors-table',
          caption: say('actors.caption'),
          columns: COLUMNS(),
          rows,
          keyOf: ({ code }) => code,
          onOpen: ({ code }) => openPanel('actors', code),
          current: address.value.panels.find(({ room }) => room === 'actors')?.code ?? null,
        }),
  )
}

/** An actor beside the list. */
export function ActorPanel({ code }: { readonly code: string }): JSX.Element {
  useEffect(() => {
    form.value = null
    if (actors.value === null) void quietly(load)
  }, [code])
  const actor = byCode(code)
  const title = h(
    'span',
    null,
    h('bdi', { translate: 'no' }, actor === undefined ? '' : nameOf(actor.id)),
    ' ',
    h('span', { class: 'code', dir: 'ltr' }, code),
  )
  return h(Panel, { code, title }, faultBox(), working(), actor === undefined ? null : view(actor))
}

function view(actor: ActorRecord): JSX.Element {
  const unmerge = () =>
    void change(
      () => call('actors.unmerge', { actor: actor.id, revision: actor.revision }),
      () => say('actors.unmerged'),
    )
  return h(
    'div',
    null,
    h(
      'p',
      null,
      mark('plain', say('actors.alleged')),
      ' ',
      actor.mergedInto === null ? null : mark('caution', say('actors.same_as', { name: nameOf(actor.mergedInto) })),
    ),
    h(
      'dl',
      { class: 'facts' },
      h('dt', null, say('actors.names')),
      ...actor.names.map(({ id, name }) => h('dd', { key: id, dir: 'auto', translate: 'no' }, name)),
      h('dt', null, say('actors.kind')),
      h(
        'dd',
        null,
        say(`actors.kind_${actor.kind}`),
        actor.agencyType === null ? '' : `, ${termWords('perpetrator_agency_types', actor.agencyType)}`,
      ),
      h('dt', null, say('actors.nexus')),
      h('dd', null, termWords('state_nexus', actor.stateNexus), actor.country === null ? '' : `, ${countryName(actor.country)}`),
      h('dt', null, say('actors.basis')),
      h('dd', null, say(`actors.basis_${actor.legalBasis}`)),
    ),
    chain(actor),
    form.value === 'change' ? h(ActorForm, { key: actor.id, actor }) : null,
    form.value === 'link' ? h(LinkForm, { actor }) : null,
    form.value === 'merge' ? h(MergeForm, { actor }) : null,
    h(
      'div',
      { class: 'ways' },
      button(say('actors.change'), () => (form.value = 'change')),
      button(say('actors.add_link'), () => (form.value = 'link')),
      actor.mergedInto === null ? button(say('actors.merge'), () => (form.value = 'merge')) : button(say('actors.unmerge'), unmerge),
    ),
  )
}

/** Who stands above and below, of this record and of those that are the same. */
function chain(actor: ActorRecord): JSX.Element {
  const all = actors.value ?? new Map<string, ActorRecord>()
  const head = headOf(all, actor.id)
  const mine = links.value.filter((link) => headOf(all, link.actor) === head || headOf(all, link.above) === head)
  const drop = (link: string) =>
    void change(
      () => call('actors.unlink', { link }),
      () => say('actors.saved'),
    )
  return h(
    'section',
    null,
    h('h3', null, say('actors.chain')),
    mine.length === 0 ? h('p', { class: 'quiet' }, say('actors.no_chain')) : null,
    h(
      'ul',
      { class: 'plain-list' },
      ...mine.map((link) =>
        h(
          'li',
          { key: link.id },
          h('bdi', { translate: 'no' }, nameOf(link.actor)),
          ` ${say(`actors.link_${link.kind}`)} `,
          h('bdi', { translate: 'no' }, nameOf(link.above)),
          ' ',
          mark('plain', termWords('attribution_level', link.level)),
          ' ',
          button(say('actors.unlink'), () => drop(link.id), { kind: 'quiet' }),
        ),
      ),
    ),
  )
}
