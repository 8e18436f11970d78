import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Exchange } from '#features/commitments/screening/screening.contract.ts'
import { EXCHANGE_TOPICS } from '#features/commitments/screening/screening.rules.ts'
import { call, quietly, working } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { chosen, linesIn, useForm } from '../../parts/use-form.ts'
import { mark } from '../../views/parts.ts'
import { dayInWords, type Key, say } from '../../words.ts'
import { many } from '../cases/fields.ts'
import { exchanges, open } from './state.ts'

async function load(): Promise<void> {
  exchanges.value = (await call('commitments.exchanges', null)).exchanges
}

const MARKS = { refused: 'stop', conditions: 'caution', watched: 'caution', cleared: 'plain' } as const
const topicWords = (code: string): string => say(`commitments.topic_${code}` as Key)

/** What was exchanged under a project: with which authorities, on what, what came of it, and what its screening says (R-CSP-22). */
export function ExchangesBox({ project }: { readonly project: string }): JSX.Element {
  useEffect(() => void quietly(load), [])
  const { values, text } = useForm('exchange', { on: '', agencies: '', outputs: '', source: '' })
  const topics = useSignal<readonly string[]>([])
  const send = async () => {
    const { on, agencies, outputs, source } = values
    const body = {
      on: on.trim(),
      topics: [...topics.value],
      agencies: linesIn(agencies),
      outputs: linesIn(outputs),
      source: chosen(source.trim()),
    }
    const kept = await working(say('commitments.saving'), async () => {
      await call('commitments.keepExchange', { project, body })
      await load()
      return true
    })
    if (kept === true) open(null)
  }
  const own = exchanges.value.filter((one) => one.project === project)
  return h(
    Box,
    {
      title: say('commitments.exchanges_of', { code: project }),
      go: say('commitments.keep'),
      onGo: () => void send(),
      onCancel: () => open(null),
    },
    h('p', { class: 'hint' }, say('commitments.exchanges_hint')),
    own.length === 0
      ? h('p', null, say('commitments.exchanges_empty'))
      : h('ul', { class: 'plain-list' }, ...own.map((one) => h('li', { key: one.id }, line(one)))),
    text('on', say('commitments.exchange_day'), { hint: say('commitments.day_hint'), isLatin: true }),
    many({
      label: say('commitments.exchange_topics'),
      all: EXCHANGE_TOPICS.map((id) => ({ id, words: topicWords(id) })),
      value: topics.value,
      onValue: (value) => (topics.value = value),
    }),
    text('agencies', say('commitments.agencies'), { lines: 3, hint: say('commitments.agencies_hint') }),
    text('outputs', say('commitments.outputs'), { lines: 3, hint: say('commitments.outputs_hint') }),
    text('source', say('commitments.rests_on'), { isLatin: true }),
  )
}

function line({ on, topics, agencies, outputs, result, source }: Exchange): JSX.Element {
  return h(
    'div',
    null,
    `${dayInWords(on)} · ${topics.map(topicWords).join(' · ')} `,
    mark(MARKS[result], say(`commitments.project_${result}`)),
    h('p', null, `${say('commitments.agencies')}: `, h('bdi', null, agencies.join(' · '))),
    h('p', null, `${say('commitments.outputs')}: `, h('bdi', null, outputs.join(' · '))),
    source === null ? null : h('p', { class: 'hint' }, h('bdi', { dir: 'ltr', class: 'code' }, source)),
  )
}
