import { signal, useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { AskList, Entry } from '#features/diplomacy/lists/list.contract.ts'
import { canBeRaisedIn, scopeOfDocument } from '#features/diplomacy/raising/raising.rules.ts'
import type { RoundView } from '#features/diplomacy/rounds/round.contract.ts'
import { dialogues } from '#kernel/dialogues.ts'
import { call, quietly, working } from '../../actions.ts'
import { Empty } from '../../parts/empty.ts'
import { Table } from '../../parts/table.ts'
import { useForm } from '../../parts/use-form.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import type { AskedList } from './calls.ts'
import { code, codeLink, options, standingMark, subjectWords, wordOf } from './names.ts'
import { loadRound } from './state.ts'

const file = signal<{ readonly address: string; readonly name: string } | null>(null)

/** Versions as they were frozen, who holds a copy of each, and the way out of the desk, which asks everybody's consent anew. */
export function Versions({ view }: { readonly view: RoundView }): JSX.Element {
  const { lists, copies, round } = view
  const open = useSignal(lists[0]?.id ?? '')
  const version = lists.find(({ id }) => id === open.value)
  return h(
    'div',
    null,
    h('h2', null, wordOf('tab', 'versions')),
    h('p', { class: 'quiet' }, say('dialogues.versions_words')),
    lists.length === 0 ? h(Empty, { words: say('dialogues.no_versions') }) : null,
    h(
      'ul',
      { class: 'plain-list' },
      ...lists.map((one) =>
        h(
          'li',
          { key: one.id },
          button(say('dialogues.version', { n: one.n }), () => (open.value = one.id), { kind: one.id === open.value ? 'first' : 'quiet' }),
          ` ${dayInWords(one.on)} · `,
          code(one.by),
          ' · ',
          h('span', { class: 'hash', dir: 'ltr' }, `${one.hash.slice(0, 16)}…`),
          ' ',
          ...copies
            .filter(({ list }) => list === one.id)
            .map((copy) => mark('plain', `${copy.by} · ${wordOf('document', copy.kind)} · ${dayInWords(copy.on)}`)),
        ),
      ),
    ),
    version === undefined
      ? null
      : h(Version, {
          key: version.id,
          of: round.code,
          list: version.id,
          n: version.n,
          kinds: kindsOf(round),
          isNewest: version === lists[0],
        }),
  )
}

/** What a list may leave as; from a parliament, as what parliaments or the public were agreed to for. */
const kindsOf = (round: RoundView['round']): readonly string[] =>
  dialogues.documents.filter(({ code: kind }) => canBeRaisedIn(round, scopeOfDocument(kind) ?? 'dialogue').ok).map((one) => one.code)

type VersionParts = { readonly of: string; readonly list: string; readonly n: number; readonly kinds: readonly string[] }

function Version({ of, list, n, kinds, isNewest }: VersionParts & { readonly isNewest: boolean }): JSX.Element {
  const entries = useSignal<readonly Entry[]>([])
  useEffect(
    () =>
      void quietly(async () => {
        entries.value = (await call('dialogues.list', { round: of, list })).entries
      }),
    [list],
  )
  const red = entries.value.filter(({ standing, isOff }) => standing !== 'given' && !isOff).length
  return h(
    'section',
    null,
    h('h3', null, say('dialogues.version', { n })),
    red === 0 ? null : h('p', null, mark('stop', say('dialogues.red_version', { n: red }))),
    h(Table<Entry>, {
      id: 'dialogues-version',
      caption: say('dialogues.version_caption', { n }),
      rows: entries.value,
      keyOf: ({ raised }) => raised,
      columns: [
        { id: 'case', head: say('cases.case'), cell: ({ case: of, subject }) => [codeLink(of), ' ', subjectWords(subject)] },
        { id: 'form', head: say('dialogues.form_head'), cell: ({ form }) => wordOf('form', form) },
        {
          id: 'standing',
          head: say('dialogues.consent'),
          cell: ({ standing, isOff }) => (isOff ? mark('plain', wordOf('standing', 'taken_off')) : standingMark(standing)),
        },
      ],
    }),
    isNewest ? h(Leave, { of, list, n, kinds }) : h('p', { class: 'quiet' }, say('dialogues.fault.list.older')),
  )
}

/** What would leave and who holds it back; then the file, of exactly what was looked at. */
function Leave({ of, list, n, kinds }: VersionParts): JSX.Element {
  const fields = useForm('leave', { kind: kinds[0] ?? 'case_list' })
  const asked = useSignal<AskedList | null>(null)
  const what = { round: of, list, kind: fields.values.kind }
  const look = async () => {
    asked.value = await working(say('dialogues.looking'), () => call('dialogues.ask', what))
  }
  return h(
    'div',
    { class: 'box' },
    h('h4', null, say('dialogues.leave')),
    fields.pick('kind', say('dialogues.document_head'), options('document', kinds), { means: say('dialogues.document_means') }),
    button(say('dialogues.look'), () => void look(), { kind: 'first' }),
    asked.value === null ? null : h(Looked, { key: `${what.kind} ${asked.value.digest}`, what, n, now: asked.value }),
    file.value === null
      ? null
      : h('p', null, h('a', { href: file.value.address, download: file.value.name }, say('dialogues.save', { name: file.value.name }))),
  )
}

type LookedParts = { readonly what: AskList; readonly n: number; readonly now: AskedList }

function Looked({ what, n, now }: LookedParts): JSX.Element {
  return h(
    'div',
    { role: 'status' },
    h('p', null, say('dialogues.would_leave', { n: now.rows, held: now.held.length })),
    now.held.length === 0 ? null : h('ul', { class: 'plain-list' }, ...now.held.map(heldLine)),
    now.held.length > 0 || now.rows === 0 ? null : h(Taking, { what, n, now }),
  )
}

const heldLine = ({ case: of, subject, why }: AskedList['held'][number]): JSX.Element =>
  h(
    'li',
    { key: `${of} ${subject}` },
    mark('stop', wordOf('standing', why.replace(/^[a-z]+[.]/, ''))),
    ' ',
    codeLink(of),
    ' ',
    subjectWords(subject),
  )

function Taking({ what, n, now }: LookedParts): JSX.Element {
  const isAsked = useSignal(false)
  const ask = async () => {
    const id = await working(say('dialogues.ask_second'), () => call('dialogues.askYes', { ...what, digest: now.digest, rows: now.rows }))
    isAsked.value = id !== null
  }
  return h(
    'div',
    { class: 'ways' },
    now.needsTwo ? button(say('dialogues.ask_second'), () => void ask()) : null,
    isAsked.value ? h('p', null, say('dialogues.asked_second')) : null,
    button(say('dialogues.save_csv'), () => void take(what, { n, digest: now.digest, form: 'csv' })),
    button(say('dialogues.save_json'), () => void take(what, { n, digest: now.digest, form: 'json' })),
  )
}

type Taken = { readonly n: number; readonly digest: string; readonly form: 'csv' | 'json' }

async function take(what: AskList, { n, digest, form }: Taken): Promise<void> {
  const made = await working(say('dialogues.looking'), () => call('dialogues.take', { ...what, digest, form }))
  if (made === null) return
  forgetFile()
  file.value = { address: URL.createObjectURL(new Blob([made.file])), name: `${what.round}-${n}.${form}` }
  await loadRound(what.round)
}

export function forgetFile(): void {
  if (file.value !== null) URL.revokeObjectURL(file.value.address)
  file.value = null
}
