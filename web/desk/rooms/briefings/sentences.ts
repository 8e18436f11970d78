import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import type { Briefing, Sentence } from '#features/dossiers/briefings/briefing.contract.ts'
import { Box } from '../../parts/box.ts'
import { button, field } from '../../views/parts.ts'
import { say } from '../../words.ts'
import * as state from './state.ts'

/** The sentences of a draft one by one, each to be put in other words. */
export function Sentences({ of }: { readonly of: Briefing }): JSX.Element {
  const at = state.editing.value
  return h(
    'details',
    { class: 'sentences', open: at !== null },
    h('summary', null, say('briefings.sentences')),
    ...of.sections.map((section) =>
      h(
        'section',
        { key: `${section.id}-${section.case ?? ''}`, lang: of.lang },
        h('h4', null, section.heading),
        ...section.sentences.map((one) => h('div', { key: one.id }, one.id === at ? h(EditBox, { of: one }) : line(one))),
      ),
    ),
  )
}

function line({ id, text }: Sentence): JSX.Element {
  const open = () => {
    state.editing.value = id
  }
  return h('p', null, text, ' ', button(say('briefings.edit'), open, { kind: 'quiet' }))
}

function EditBox({ of }: { readonly of: Sentence }): JSX.Element {
  const text = useSignal(of.text)
  const sourced = useSignal(of.sources.length > 0)
  return h(
    Box,
    {
      title: say('briefings.edit'),
      go: say('briefings.edit'),
      onGo: () => void state.edit(of.id, text.value, sourced.value),
      onCancel: () => {
        state.editing.value = null
      },
    },
    field({
      id: 'briefing-sentence',
      label: say('briefings.sentence'),
      hint: say('briefings.sentence.hint'),
      lines: 4,
      value: text.value,
      onValue: (value) => {
        text.value = value
      },
    }),
    of.sources.length === 0
      ? null
      : h(
          'label',
          null,
          h('input', {
            type: 'checkbox',
            checked: sourced.value,
            onChange: () => {
              sourced.value = !sourced.value
            },
          }),
          ' ',
          say('briefings.sourced'),
        ),
    h('p', { class: 'hint' }, say('briefings.sourced.not')),
  )
}
