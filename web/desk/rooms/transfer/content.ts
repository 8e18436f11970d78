import { h, type JSX } from 'preact'
import { team as own } from '../../desk-state.ts'
import { countryName, type Key, say } from '../../words.ts'
import type { ContentView } from './calls.ts'

/** Exactly what goes, or came: what is not here was not chosen. */
export function Content({ of }: { readonly of: ContentView }): JSX.Element {
  const where = [...(of.host === null ? [] : [of.host]), ...of.origin].map(countryName).join(', ')
  const agreed = Object.entries(of.consent ?? {}).flatMap(([use, given]) => (given ? [say(`item.consent.${use}` as Key)] : []))
  const rows: readonly (readonly [string, string])[] = [
    [say('transfer.field.when'), of.when ?? ''],
    [say('transfer.field.where'), where],
    [say('transfer.field.danger'), of.danger === null ? '' : say(`item.danger.${of.danger}` as Key)],
    [say('transfer.field.contact'), of.contact ?? ''],
    [say('transfer.field.consent'), agreed.join(', ')],
    [say('transfer.field.files'), of.files.map(({ name }) => name).join(', ')],
  ]
  const filled = rows.filter(([, value]) => value !== '')
  const isNothing = of.text === null && filled.length === 0
  return h(
    'div',
    { class: 'parcel' },
    isNothing ? h('p', { class: 'quiet' }, say('transfer.nothing')) : null,
    of.text === null ? null : h('p', { class: 'sealed-text', dir: 'auto', translate: 'no' }, of.text),
    filled.length === 0
      ? null
      : h('dl', { class: 'facts' }, ...filled.flatMap(([name, value]) => [h('dt', null, name), h('dd', { dir: 'auto' }, value)])),
    of.never.length === 0 ? null : h('p', { class: 'quiet' }, say('transfer.never', { names: neverNames(of) })),
  )
}

function neverNames({ never }: ContentView): string {
  return never
    .map(({ kind, id }) => (kind === 'country' ? countryName(id) : id === own.value?.team ? (own.value.names['en'] ?? id) : id))
    .join(', ')
}
