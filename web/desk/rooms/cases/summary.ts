import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { team } from '../../desk-state.ts'
import { Box } from '../../parts/box.ts'
import { Conflict } from '../../parts/conflict.ts'
import { useDraft } from '../../parts/draft.ts'
import { button, field } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import type { Text, TextKind } from './calls.ts'
import { countryOrNone, pick, unsaid, worded } from './fields.ts'
import { ownerWord } from './list.ts'
import { Moves } from './moves.ts'
import { RiskPart } from './risk.ts'
import { shownText } from './shown-text.ts'
import { dialog, type OpenedCase, opened } from './state.ts'
import { codeWord } from './words-of.ts'
import { change, write } from './work.ts'

/** What the case is, in a few words that only its readers can open, and what the desk knows of it in codes. */
export function Summary({ code }: { readonly code: string }): JSX.Element | null {
  const now = opened.value
  if (now === null || now.view.case !== code) return null
  return h(
    'div',
    { class: 'case-summary' },
    h(SealedField, {
      key: `label ${code}`,
      of: now,
      kind: 'case.label',
      label: say('cases.label'),
      hint: say('cases.label_hint'),
      text: now.sealed.label,
    }),
    h(SealedField, {
      key: `summary ${code}`,
      of: now,
      kind: 'case.summary',
      label: say('cases.summary'),
      lines: 5,
      text: now.sealed.summary,
    }),
    h(
      'div',
      { class: 'ways' },
      button(say('cases.change'), () => (dialog.value = 'change')),
    ),
    dialog.value === 'change' ? h(Change, { of: now }) : null,
    h(RiskPart, { code }),
    h(Notes, { of: now }),
    h(Moves, { of: now }),
  )
}

type FieldParts = {
  readonly of: OpenedCase
  readonly kind: TextKind
  readonly label: string
  readonly hint?: string
  readonly lines?: number
  readonly text: Text | null
}

/** A sealed text that is written in place. Whatever is typed outlives a lock; a colleague's version is shown beside it. */
function SealedField({ of, kind, label, hint, lines, text }: FieldParts): JSX.Element {
  const isEditing = useSignal(false)
  const theirs = useSignal<Text | null>(null)
  const draft = useDraft(`${kind} ${of.view.case}`, text?.text ?? '')
  const keep = async (words: string, before: Pick<Text, 'card' | 'revision'> | null) => {
    const kept = await write(kind, words, before)
    if (kept === null) return
    if (kept.state === 'conflict') {
      theirs.value = kept.theirs
      return
    }
    draft.clear()
    theirs.value = null
    isEditing.value = false
  }
  const id = kind.replaceAll('.', '-')
  if (!isEditing.value)
    return h(
      'section',
      { 'aria-labelledby': `${id}-name` },
      h('h2', { id: `${id}-name`, class: 'small-head' }, label),
      shownText(text),
      button(say('cases.write'), () => (isEditing.value = true), { kind: 'quiet' }),
    )
  return h(
    Box,
    { title: label, go: say('cases.keep'), onGo: () => void keep(draft.text, text), onCancel: () => (isEditing.value = false) },
    field({
      id,
      label,
      value: draft.text,
      onValue: draft.set,
      ...(hint === undefined ? {} : { hint }),
      ...(lines === undefined ? {} : { lines }),
    }),
    theirs.value === null
      ? null
      : h(Conflict, {
          field: label,
          mine: draft.text,
          theirs: theirs.value.text,
          by: ownerWord(theirs.value.by),
          onKeep: (words: string) => void keep(words, theirs.value),
        }),
  )
}

const STATES = ['open', 'watching', 'closed'] as const

function Change({ of }: { readonly of: OpenedCase }): JSX.Element {
  const { view } = of
  const to = useSignal({ state: view.state, owner: view.owner ?? '', host: view.host ?? '', origin: view.origin ?? '' })
  const set = (one: Partial<typeof to.value>) => (to.value = { ...to.value, ...one })
  const readers = view.readers.map((member) => ({ id: member, words: ownerWord(member) }))
  const go = () => {
    const { state, owner, host, origin } = to.value
    void change({
      state: STATES.find((one) => one === state) ?? 'open',
      owner: owner === '' ? null : owner,
      host: countryOrNone(host),
      origin: countryOrNone(origin),
    })
  }
  return h(
    Box,
    { title: say('cases.change'), go: say('cases.keep'), onGo: go, onCancel: () => (dialog.value = null) },
    pick({
      id: 'c-state',
      label: say('cases.state'),
      value: to.value.state,
      all: worded(STATES, codeWord),
      onValue: (state) => set({ state: STATES.find((one) => one === state) ?? 'open' }),
    }),
    pick({
      id: 'c-owner',
      label: say('cases.owner'),
      value: to.value.owner,
      all: readers,
      none: unsaid(),
      onValue: (owner) => set({ owner }),
    }),
    field({
      id: 'c-host',
      label: say('cases.host'),
      hint: say('cases.country_hint'),
      value: to.value.host,
      isLatin: true,
      onValue: (host) => set({ host }),
    }),
    field({
      id: 'c-origin',
      label: say('cases.origin'),
      hint: say('cases.country_hint'),
      value: to.value.origin,
      isLatin: true,
      onValue: (origin) => set({ origin }),
    }),
  )
}

function Notes({ of }: { readonly of: OpenedCase }): JSX.Element {
  const { notes, olderNotes } = of.sealed
  return h(
    'section',
    { 'aria-labelledby': 'notes-title' },
    h('h2', { id: 'notes-title' }, say('cases.notes')),
    dialog.value === 'note' ? h(NewNote, { of }) : button(say('cases.note'), () => (dialog.value = 'note'), { key: 'N' }),
    notes.length === 0 ? h('p', { class: 'quiet' }, say('cases.notes_none')) : null,
    h(
      'ul',
      { class: 'notes' },
      ...notes.map((note) =>
        h(
          'li',
          { key: note.card },
          h(
            'p',
            { class: 'quiet' },
            `${dayInWords(note.on)} · `,
            h('bdi', null, ownerWord(note.by === '' ? (team.value?.member ?? '') : note.by)),
          ),
          shownText(note),
        ),
      ),
    ),
    olderNotes === 0 ? null : h('p', { class: 'quiet' }, say('cases.notes_older', { count: olderNotes })),
  )
}

function NewNote({ of }: { readonly of: OpenedCase }): JSX.Element {
  const draft = useDraft(`note ${of.view.case}`)
  const go = async () => {
    if (draft.text.trim() === '') return
    const kept = await write('note', draft.text, null)
    if (kept?.state !== 'kept') return
    draft.clear()
    dialog.value = null
  }
  return h(
    Box,
    { title: say('cases.note'), go: say('cases.keep'), onGo: () => void go(), onCancel: () => (dialog.value = null) },
    field({ id: 'note', label: say('cases.note_text'), value: draft.text, lines: 4, onValue: draft.set, focus: true }),
  )
}
