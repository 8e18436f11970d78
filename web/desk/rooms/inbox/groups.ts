import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { openPanel } from '../../address.ts'
import type { Item } from '../../model.ts'
import { Box } from '../../parts/box.ts'
import { Empty } from '../../parts/empty.ts'
import { LongList } from '../../parts/long-list.ts'
import { Panel } from '../../parts/panel.ts'
import { button, mark } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { DeclineMany, needsEyes, Preview } from './bulk.ts'
import { rowFacts } from './item-facts.ts'
import { openItem, show } from './list-moves.ts'
import { decideMany } from './many.ts'
import { type Group, group, groups, picked } from './state.ts'

/** Messages that say nearly the same, a row for each group: a flood of hundreds is one line (C2). */
export function Groups(): JSX.Element {
  if (groups.value.length === 0) return h(Empty, { words: say('inbox.none.alike'), teaches: say('inbox.alike_how') })
  return h(LongList<Group>, {
    label: say('inbox.shown.alike'),
    rows: groups.value,
    keyOf: ({ id }) => id,
    row: (one) => h(Row, { one }),
    current: group.value,
  })
}

function Row({ one }: { readonly one: Group }): JSX.Element {
  const eyes = one.items.filter(needsEyes).length
  const [first] = one.items
  return h(
    'button',
    {
      type: 'button',
      class: 'row',
      id: `row-${one.id}`,
      'aria-current': group.value === one.id ? 'true' : undefined,
      onClick: () => openGroup(one.id),
    },
    h(
      'span',
      { class: 'row-head' },
      h('span', null, say('inbox.group', { count: one.items.length })),
      h('span', { class: 'code', dir: 'ltr' }, first?.code),
    ),
    h('span', { class: 'row-facts' }, first === undefined ? '' : rowFacts(first)),
    eyes === 0 ? null : h('span', { class: 'marks' }, mark('caution', say('inbox.group_eyes', { count: eyes }))),
  )
}

export function openGroup(id: string): void {
  group.value = id
  openPanel('inbox', 'group')
}

const FEW = 5

/** A group: what it says, how its messages differ, and what can be done to all of them at once. */
export function GroupPanel(): JSX.Element | null {
  const doing = useSignal<null | 'duplicate' | 'decline'>(null)
  const all = useSignal(false)
  const one = groups.value.find(({ id }) => id === group.value)
  useEffect(() => {
    doing.value = null
    all.value = false
  }, [group.value])
  if (one === undefined)
    return h(Panel, { code: 'group', title: say('inbox.shown.alike') }, h('p', { class: 'quiet' }, say('inbox.group_done')))
  const shown = all.value ? one.items : one.items.slice(0, FEW)
  const pick = () => {
    show('waiting')
    picked.value = new Set(one.items.map(({ item }) => item))
  }
  return h(
    Panel,
    { code: 'group', title: say('inbox.group', { count: one.items.length }) },
    h('p', { class: 'quiet' }, say('inbox.alike_how')),
    h(
      'div',
      { class: 'ways' },
      button(say('inbox.group_keep_one'), () => (doing.value = 'duplicate'), { kind: 'first' }),
      button(say('inbox.group_decline'), () => (doing.value = 'decline')),
      button(say('inbox.group_pick'), pick, { kind: 'quiet' }),
    ),
    doing.value === 'duplicate' ? h(KeepOne, { one, onCancel: () => (doing.value = null) }) : null,
    doing.value === 'decline' ? h(DeclineMany, { many: one.items }) : null,
    ...shown.map((item) => h(Version, { key: item.item, item })),
    all.value || one.items.length <= FEW
      ? null
      : button(say('inbox.group_all', { count: one.items.length }), () => (all.value = true), { kind: 'quiet' }),
  )
}

function Version({ item }: { readonly item: Item }): JSX.Element {
  return h(
    'section',
    { class: 'version' },
    h(
      'h3',
      null,
      button(item.code, () => openItem(item.item), { kind: 'quiet' }),
      ' ',
      h('span', { class: 'quiet small' }, rowFacts(item)),
    ),
    item.opened === null
      ? h('p', { class: 'quiet' }, say('inbox.not_opened'))
      : h('p', { class: 'version-text', dir: 'auto', lang: item.opened.lang, translate: 'no' }, item.opened.text),
  )
}

/** The first stays and stands for all others. */
function KeepOne({ one, onCancel }: { readonly one: Group; readonly onCancel: () => void }): JSX.Element {
  const [first, ...others] = one.items
  const go = others.filter((item) => !needsEyes(item))
  return h(
    Box,
    {
      title: say('inbox.keep_one', { code: first?.code ?? '' }),
      go: say('inbox.keep_one_do', { count: go.length }),
      onGo: () => void decideMany(go, { decision: 'duplicate', reason: '', of: first?.item ?? '' }),
      onCancel,
    },
    h(Preview, { go, stay: others.length - go.length }),
  )
}
