import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { type Dimension, dimensionOf } from '#features/incidents/act.rules.ts'
import { type Incident, PATTERN_REASONS, type Patterns } from '#features/incidents/incident.contract.ts'
import { call, quietly } from '../../actions.ts'
import { openPanel } from '../../address.ts'
import { Box } from '../../parts/box.ts'
import { methodWords, pick, termWords } from '../../parts/code-field.ts'
import { whenInWords } from '../../parts/when-field.ts'
import { button, mark } from '../../views/parts.ts'
import { countryName, say } from '../../words.ts'
import { cancel } from './forms.ts'
import { change, loadPatterns, patterns } from './state.ts'

const DIMENSIONS: readonly Dimension[] = ['legal', 'physical', 'psychological']
type Why = (typeof PATTERN_REASONS)[number]

/** Incidents of several cases that belong together, each with why, over the three dimensions. */
export function PatternList(): JSX.Element {
  useEffect(() => void quietly(loadPatterns), [])
  const all = patterns.value
  const add = () =>
    void change(
      async () => {
        await call('patterns.keep', { origin: null, host: null })
        await loadPatterns()
      },
      () => say('incidents.saved'),
    )
  return h(
    'section',
    { 'aria-labelledby': 'patterns-title' },
    h('h2', { id: 'patterns-title' }, say('incidents.patterns')),
    h('p', { class: 'hint' }, say('incidents.patterns_hint')),
    ...(all?.patterns ?? []).map((one) => onePattern(one, all?.members.filter(({ pattern }) => pattern === one.id) ?? [])),
    button(say('incidents.new_pattern'), add),
  )
}

function onePattern(pattern: Patterns['patterns'][number], members: Patterns['members']): JSX.Element {
  const drop = (one: Patterns['members'][number]) =>
    void change(
      async () => {
        await call('patterns.drop', { pattern: one.pattern, case: one.case, incident: one.incident })
        await loadPatterns()
      },
      () => say('incidents.saved'),
    )
  return h(
    'article',
    { class: 'pattern', key: pattern.id, 'aria-label': pattern.code },
    h('h3', null, h('span', { class: 'code', dir: 'ltr' }, pattern.code), pattern.host === null ? '' : ` ${countryName(pattern.host)}`),
    h(
      'ul',
      { class: 'plain-list' },
      ...DIMENSIONS.map((dimension) => {
        const methods = new Set(members.flatMap((one) => one.methods.filter((method) => dimensionOf(method) === dimension)))
        return h(
          'li',
          { key: dimension },
          mark(methods.size === 0 ? 'caution' : 'plain', say(`incidents.dimension_${dimension}`)),
          ' ',
          methods.size === 0 ? say('incidents.nothing_known') : [...methods].map(methodWords).join(', '),
        )
      }),
    ),
    h(
      'ul',
      { class: 'plain-list' },
      ...members.map((one) =>
        h(
          'li',
          { key: one.incident },
          button(one.code, () => openPanel('incidents', one.code), { kind: 'quiet' }),
          ` ${whenInWords(one.happened)} · ${termWords('verification_status', one.status)} · ${say(`incidents.why_${one.reason}`)} `,
          button(say('incidents.take_out'), () => drop(one), { kind: 'quiet' }),
        ),
      ),
    ),
  )
}

/** Puts an incident into a pattern, with why. */
export function AddToPatternForm({ incident }: { readonly incident: Incident }): JSX.Element {
  useEffect(() => void quietly(loadPatterns), [])
  const pattern = useSignal('')
  const reason = useSignal<Why>('same_actor')
  const save = () => {
    if (pattern.value === '') return
    const given = { pattern: pattern.value, case: incident.case, incident: incident.id, reason: reason.value, reasonCard: null }
    void change(
      () => call('patterns.add', given),
      () => say('incidents.saved'),
    )
  }
  const all = (patterns.value?.patterns ?? []).map(({ id, code }) => ({ id, words: code }))
  return h(
    Box,
    { title: say('incidents.add_to_pattern'), go: say('incidents.save'), onGo: save, onCancel: cancel },
    pick({
      id: 't-pattern',
      label: say('incidents.pattern'),
      value: pattern.value,
      none: say('incidents.choose'),
      all,
      onValue: (value) => (pattern.value = value),
    }),
    pick({
      id: 't-why',
      label: say('incidents.why'),
      value: reason.value,
      all: PATTERN_REASONS.map((id) => ({ id, words: say(`incidents.why_${id}`) })),
      onValue: (value) => (reason.value = value as Why),
    }),
  )
}
