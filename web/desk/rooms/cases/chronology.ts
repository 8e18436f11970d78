import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { EntryKind } from '#features/cases/entries/entry.contract.ts'
import { assessed, bindingOn, lacksObserver, unmetSafeguards, urgentSteps } from '#features/cases/entries/entry.rules.ts'
import { now as rightNow } from '../../actions.ts'
import { Empty } from '../../parts/empty.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import type { ShownEntry } from './calls.ts'
import { EntryForm } from './entry-form.ts'
import { FORM, factWords } from './facts.ts'
import { none, pick, worded } from './fields.ts'
import { Liberty, standardWords } from './liberty.ts'
import { ownerWord } from './list.ts'
import { shownText } from './shown-text.ts'
import { checking, dialog, editing, entries, kinds, opened } from './state.ts'
import { codeWord, termWord, whenWords } from './words-of.ts'
import { dropEntry, lookAtEntries } from './work.ts'

const KINDS = Object.keys(FORM) as readonly EntryKind[]

/** What happened, in its order, each with its own certainty and what it led to. */
export function Chronology({ code }: { readonly code: string }): JSX.Element | null {
  useEffect(() => void lookAtEntries(code), [code])
  const now = opened.value
  const known = entries.value?.of === code ? entries.value : null
  if (now === null) return null
  const filtered = (value: string) => {
    kinds.value = KINDS.filter((kind) => kind === value)
    void lookAtEntries(code)
  }
  return h(
    'div',
    null,
    h('h2', null, say('cases.tab.chronology')),
    h(
      'div',
      { class: 'filter-row' },
      pick({
        id: 'k-kind',
        label: say('cases.kind'),
        value: kinds.value[0] ?? '',
        all: worded(KINDS, (one) => codeWord(`kind_${one}`)),
        none: none(),
        onValue: filtered,
      }),
      button(say('cases.entry_new'), () => (dialog.value = 'entry'), { kind: 'first' }),
    ),
    dialog.value === 'entry' ? h(EntryForm, { of: now, key: editing.value?.entry ?? checking.value?.entry ?? 'new' }) : null,
    h(Liberty, { code }),
    known === null
      ? null
      : known.list.length === 0
        ? h(Empty, { words: say('cases.entries_none') })
        : h(
            'ol',
            { class: 'entries', 'aria-label': say('cases.tab.chronology') },
            ...known.list.map((entry) => h(One, { key: entry.entry, code, entry, all: known.list })),
          ),
    known?.more === true ? button(say('cases.more'), () => void lookAtEntries(code, true)) : null,
  )
}

type OneParts = { readonly code: string; readonly entry: ShownEntry; readonly all: readonly ShownEntry[] }

function One({ code, entry, all }: OneParts): JSX.Element {
  const led = all.find(({ entry: id }) => id === entry.ledFrom)
  const words = factWords(entry)
  const change = () => {
    editing.value = entry
    dialog.value = 'entry'
  }
  return h(
    'li',
    { class: 'entry', id: `entry-${entry.entry}` },
    h(
      'p',
      { class: 'entry-head' },
      h('strong', null, codeWord(entry.stage)),
      ' ',
      h('span', { class: 'quiet' }, `${codeWord(`kind_${entry.kind}`)} · ${whenWords(entry)}`),
      entry.hedge === null ? null : mark('plain', termWord('certainty_hedge', entry.hedge)),
    ),
    entry.link === null
      ? null
      : h(
          'p',
          { class: 'quiet' },
          `${termWord('chain_relations', entry.link)} ← ${led === undefined ? say('cases.earlier') : `${codeWord(led.stage)}, ${whenWords(led)}`}`,
        ),
    words.length === 0 ? null : h('p', null, words.join(' · ')),
    ...conclusions(entry),
    entry.due === null
      ? null
      : h('p', null, `${say('cases.due')}: ${dayInWords(entry.due)}`, entry.state === null ? '' : ` (${codeWord(entry.state)})`),
    shownText(entry.texts['chronology'] ?? entry.texts['reasons'] ?? null),
    h(
      'div',
      { class: 'ways' },
      h('span', { class: 'quiet' }, h('bdi', null, ownerWord(entry.by)), ` · ${dayInWords(entry.writtenOn)}`),
      button(say('cases.write'), change, { kind: 'quiet' }),
      button(say('cases.drop'), () => void dropEntry(code, entry), { kind: 'quiet' }),
    ),
  )
}

/** What follows from the codes: for the eyes of a lawyer, who decides. */
function conclusions(entry: ShownEntry): readonly (JSX.Element | null)[] {
  if (entry.kind === 'hearing') return [lacksObserver(entry, rightNow()) ? h('p', null, mark('caution', say('cases.no_observer'))) : null]
  if (entry.kind === 'safeguards')
    return unmetSafeguards(entry.facts.checks).map(({ code, standards }) =>
      h('p', { key: code }, mark('caution', codeWord(code)), ` ${standardWords(standards)}`),
    )
  if (entry.kind !== 'refoulement' && entry.kind !== 'legality') return []
  const { host, grounds } = entry.facts
  const binding = bindingOn(host)
  const steps = urgentSteps(host, grounds)
  return [
    h('p', null, mark(assessed(grounds) === 'barred' ? 'stop' : 'plain', codeWord(`assessed_${assessed(grounds)}`))),
    h(
      'p',
      null,
      `${say('cases.binding', { host })}: ${binding.length === 0 ? say('cases.binding_none') : binding.map((one) => termWord('legal_standards', one)).join('; ')}`,
      ' ',
      h('span', { class: 'quiet' }, say('cases.verify_law')),
    ),
    steps.length === 0
      ? null
      : h('p', null, `${say('cases.urgent')}: ${steps.map((one) => termWord('protection_actions', one)).join('; ')}`),
  ]
}
