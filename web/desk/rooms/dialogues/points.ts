import { h, type JSX } from 'preact'
import type { Item, KeepItem, RoundView } from '#features/diplomacy/rounds/round.contract.ts'
import { casework } from '#kernel/casework.ts'
import { dialogues } from '#kernel/dialogues.ts'
import { call } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { methodWords } from '../../parts/code-field.ts'
import { Empty } from '../../parts/empty.ts'
import { chosen, useForm } from '../../parts/use-form.ts'
import { button, mark } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { provisionWord } from '../cases/words-of.ts'
import { code, options, wordOf } from './names.ts'
import { proposals } from './proposals.ts'
import { source } from './source.ts'
import { change, form, loadRound, opens } from './state.ts'

/** Agenda, asks, offers, promises, demands, laws of concern, what the press was told; and who sat there. */
export function Points({ view }: { readonly view: RoundView }): JSX.Element {
  const { round, items } = view
  const kinds = dialogues.itemKinds.filter((kind) => items.some((item) => item.kind === kind))
  return h(
    'div',
    null,
    h('h2', null, wordOf('tab', 'points')),
    round.shared
      ? null
      : h(
          'div',
          { class: 'ways' },
          button(say('dialogues.add_point'), opens('item'), { kind: 'first' }),
          button(say('dialogues.add_delegate'), opens('delegate')),
        ),
    form.value?.is === 'item' ? h(ItemForm, { of: round.code, deliverables: view.deliverables }) : null,
    form.value?.is === 'delegate' ? h(DelegateForm, { of: round.code }) : null,
    proposals(view),
    items.length === 0 ? h(Empty, { words: say('dialogues.no_points'), teaches: say('dialogues.no_points_teaches') }) : null,
    ...kinds.map((kind) =>
      h(
        'section',
        { key: kind },
        h('h3', null, wordOf('items', kind)),
        h(
          'ul',
          { class: 'plain-list' },
          ...items.filter((item) => item.kind === kind).map((item) => point(item, round.shared ? null : round.code)),
        ),
      ),
    ),
    delegates(view),
  )
}

function point(item: Item, of: string | null): JSX.Element {
  return h(
    'li',
    { key: item.id },
    item.topic === null ? null : [mark('plain', wordOf('topic', item.topic)), ' '],
    item.repression ? [mark('picked', say('dialogues.repression')), ' '] : null,
    item.concerns === 'partner' ? null : [mark('plain', wordOf('concerns', item.concerns)), ' '],
    item.provision === null ? null : [provisionWord(item.provision), ' '],
    item.method === null ? null : [methodWords(item.method), ' '],
    item.deliverable === null ? null : [code(item.deliverable), ' '],
    item.said === null ? null : h('span', { dir: 'auto' }, item.said),
    item.source === null ? null : [' · ', source(item.source)],
    ' ',
    of === null
      ? null
      : button(
          say('dialogues.drop'),
          () =>
            void change(
              () => call('dialogues.dropItem', { id: item.id, round: of }),
              () => loadRound(of),
              () => say('dialogues.dropped'),
            ),
          { kind: 'quiet' },
        ),
  )
}

function delegates({ round, delegates: list }: RoundView): JSX.Element | null {
  if (list.length === 0) return null
  return h(
    'section',
    null,
    h('h3', null, say('dialogues.delegations')),
    h(
      'ul',
      { class: 'plain-list' },
      ...list.map((one) =>
        h(
          'li',
          { key: one.id },
          mark('plain', wordOf('side', one.side)),
          ' ',
          one.head ? [mark('plain', say('dialogues.head')), ' '] : null,
          one.name === null ? null : [h('bdi', { translate: 'no' }, one.name), ', '],
          one.office === null ? null : h('bdi', null, one.office),
          one.people === null ? null : say('dialogues.people', { n: one.people }),
          one.source === null ? null : [' · ', source(one.source)],
          ' ',
          button(
            say('dialogues.drop'),
            () =>
              void change(
                () => call('dialogues.dropDelegate', { id: one.id, round: round.code }),
                () => loadRound(round.code),
                () => say('dialogues.dropped'),
              ),
            { kind: 'quiet' },
          ),
        ),
      ),
    ),
  )
}

const SOURCE = 'dialogues.source'

type ItemParts = { readonly of: string; readonly deliverables: RoundView['deliverables'] }

const EMPTY = {
  kind: 'agenda',
  topic: '',
  concerns: 'partner',
  repression: '',
  provision: '',
  method: 'phys.abduction',
  deliverable: '',
  said: '',
  source: '',
}

function bodyOf({ kind, ...typed }: typeof EMPTY): KeepItem['body'] {
  return {
    kind,
    topic: chosen(typed.topic),
    concerns: typed.concerns as Item['concerns'],
    repression: typed.repression === 'yes',
    provision: kind === 'concern' ? chosen(typed.provision) : null,
    method: kind === 'demand' ? chosen(typed.method) : null,
    deliverable: chosen(typed.deliverable),
    said: chosen(typed.said.trim()),
    source: chosen(typed.source.trim()),
  }
}

function ItemForm({ of, deliverables }: ItemParts): JSX.Element {
  const fields = useForm('point', EMPTY)
  const { kind } = fields.values
  const none = { none: say('cases.unsaid') }
  const laws = () => casework.provisions.map((one) => ({ id: one.code, words: provisionWord(one.code) }))
  const repression =
    kind === 'agenda'
      ? { is: say('dialogues.on_agenda'), none: say('dialogues.not_on_agenda') }
      : { is: wordOf('raised', 'yes'), none: wordOf('raised', 'no') }
  const keep = () =>
    void change(
      () => call('dialogues.keepItem', { id: null, round: of, revision: 0, body: bodyOf(fields.values) }),
      () => loadRound(of),
      () => say('dialogues.kept'),
    )
  return h(
    Box,
    { title: say('dialogues.add_point'), go: say('dialogues.keep'), onGo: keep, onCancel: () => (form.value = null) },
    fields.pick('kind', say('dialogues.item_kind'), options('items', dialogues.itemKinds)),
    fields.pick('topic', say('dialogues.topic_head'), options('topic', dialogues.topics), none),
    fields.pick('repression', say('dialogues.repression'), [{ id: 'yes', words: repression.is }], { none: repression.none }),
    fields.pick('concerns', say('dialogues.concerns_head'), options('concerns', ['partner', 'eu', 'both'])),
    kind === 'concern' ? fields.pick('provision', say('dialogues.law'), laws(), none) : null,
    kind === 'demand' ? fields.method('method', say('dialogues.to_cease')) : null,
    deliverables.length === 0 ? null : fields.pick('deliverable', say('dialogues.belongs_to'), worded(deliverables), none),
    fields.text('said', say('dialogues.line'), { hint: say('dialogues.line_hint') }),
    fields.text('source', say(SOURCE), { hint: say('dialogues.source_hint'), isLatin: true }),
  )
}

const worded = (all: ItemParts['deliverables']) => all.map((one) => ({ id: one.code, words: one.said }))

function DelegateForm({ of }: { readonly of: string }): JSX.Element {
  const fields = useForm('delegate', { side: 'partner', head: '', office: '', name: '', people: '', source: '' })
  const { side, head, office, name, people, source: from } = fields.values
  const isOfficial = side === 'eu' || side === 'partner'
  const keep = () =>
    void change(
      () =>
        call('dialogues.addDelegate', {
          round: of,
          side: side as 'eu' | 'partner' | 'organisations' | 'organisations_inside',
          head: isOfficial && head === 'yes',
          office: side === 'organisations_inside' ? null : chosen(office.trim()),
          name: isOfficial ? chosen(name.trim()) : null,
          people: people.trim() === '' ? null : Number(people),
          source: chosen(from.trim()),
        }),
      () => loadRound(of),
      () => say('dialogues.kept'),
    )
  return h(
    Box,
    { title: say('dialogues.add_delegate'), go: say('dialogues.keep'), onGo: keep, onCancel: () => (form.value = null) },
    fields.pick('side', say('dialogues.side_head'), options('side', ['eu', 'partner', 'organisations', 'organisations_inside'])),
    isOfficial
      ? fields.pick('head', say('dialogues.head'), [{ id: 'yes', words: say('dialogues.head') }], { none: say('cases.unsaid') })
      : null,
    side === 'organisations_inside'
      ? h('p', { class: 'hint' }, say('dialogues.inside_hint'))
      : fields.text('office', say('dialogues.office')),
    isOfficial
      ? fields.text('name', say('dialogues.official'), { hint: say('dialogues.official_hint') })
      : fields.text('people', say('dialogues.how_many'), { isLatin: true }),
    fields.text('source', say(SOURCE), { hint: say('dialogues.source_hint'), isLatin: true }),
  )
}
