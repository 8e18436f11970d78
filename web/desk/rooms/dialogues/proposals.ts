import { h, type JSX } from 'preact'
import type { Proposed, RoundView } from '#features/diplomacy/rounds/round.contract.ts'
import { call } from '../../actions.ts'
import { button } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { wordOf } from './names.ts'
import { source } from './source.ts'
import { change, loadRound } from './state.ts'

/** Points for an exchange that is planned on security or the like, each with the record that it stands on (R-EEAS-03). */
export function proposals({ round: { code }, proposals: all }: RoundView): JSX.Element | null {
  if (all.length === 0) return null
  return h(
    'section',
    { class: 'box', 'aria-labelledby': 'dialogues-proposals' },
    h('h3', { id: 'dialogues-proposals' }, say('dialogues.proposals')),
    h('p', { class: 'quiet' }, say('dialogues.proposals_words')),
    h('ul', { class: 'plain-list' }, ...all.map((one) => proposal(one, code))),
  )
}

function proposal(one: Proposed, round: string): JSX.Element {
  return h(
    'li',
    { key: one.code },
    wordOf('proposal', one.code),
    h(
      'p',
      { class: 'hint' },
      `${wordOf('topic', one.topic)} · `,
      one.paragraph === null ? null : `${say('dialogues.paragraph', { n: one.paragraph })} · `,
      source(one.record),
      ' ',
      source(one.source),
      ' ',
      button(say('dialogues.put_on_agenda'), () => void put(one, round), { kind: 'quiet' }),
    ),
  )
}

/** What is put on the agenda says its words in the language of whoever puts it there, and keeps its source. */
async function put({ code, topic, source: from }: Proposed, round: string): Promise<void> {
  const point = { kind: 'agenda', topic, concerns: 'partner', repression: true, said: wordOf('proposal', code), source: from } as const
  const body = { ...point, provision: null, method: null, deliverable: null }
  await change(
    () => call('dialogues.keepItem', { id: null, round, revision: 0, body }),
    () => loadRound(round),
    () => say('dialogues.kept'),
  )
}
