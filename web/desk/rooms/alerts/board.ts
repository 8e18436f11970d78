import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { now, quietly } from '../../actions.ts'
import { go, hrefOf } from '../../address.ts'
import { methodWords } from '../../parts/code-field.ts'
import { Empty } from '../../parts/empty.ts'
import { listed } from '../../parts/listed.ts'
import { type Column, Table } from '../../parts/table.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { countryName, dayInWords, nameIn, say } from '../../words.ts'
import type { ReceivedLine, SentLine } from './calls.ts'
import { clockWords } from './clock.ts'
import { standing, tlpMark, wordOf } from './codes.ts'
import { RedOnes } from './red.ts'
import { Reference } from './reference.ts'
import { cameWords } from './shown.ts'
import { drafts, load, loadPatterns, moreOwed, moreSent, owed, patterns, said, tick, unanswered, useClocks, waiting } from './state.ts'

/** What this office owes and what others owe it, soonest first, each with its clock. */
export function Board(): JSX.Element {
  useEffect(() => {
    said.value = null
    void quietly(load)
    void quietly(loadPatterns)
  }, [waiting.value])
  useClocks()
  return h(
    'section',
    { class: 'alerts', 'aria-labelledby': 'alerts-title' },
    h('h1', { id: 'alerts-title' }, say('alerts.title')),
    h(
      'div',
      { class: 'ways' },
      button(say('alerts.new'), () => go('alerts', 'new'), { kind: 'first', key: 'N' }),
      button(say(waiting.value ? 'alerts.show_done' : 'alerts.show_waiting'), () => (waiting.value = !waiting.value)),
      h('a', { href: hrefOf('directory') }, say('directory.title')),
      h('a', { href: hrefOf('alerts', 'feed') }, say('alerts.feed')),
    ),
    faultBox(),
    h('p', { role: 'status' }, said.value ?? ''),
    working(),
    h(RedOnes, {}),
    h(Received, {}),
    waiting.value ? h(Drafts, {}) : null,
    h(SentOnes, {}),
    waiting.value ? h(Patterns, {}) : null,
  )
}

/** A clock as a mark: late is a shape and a word, not a colour alone. */
export function clockMark(line: Parameters<typeof clockWords>[0]): JSX.Element {
  void tick.value
  const { words, late } = clockWords(line, now())
  return late ? mark('stop', words) : h('span', { class: 'clock' }, words)
}

/** The code of the sender stays with them: two of a kind are told apart by when they came, and by what both sides call them. */
const fromCell = ({ name, from, deliveredAt, delivery }: ReceivedLine) => [
  h('bdi', null, nameIn(name, from)),
  h('br', null),
  h('span', { class: 'quiet' }, cameWords(deliveredAt)),
  h('br', null),
  h(Reference, { delivery }),
]
const urgency = ({ level, tlp }: { readonly level: number; readonly tlp: string }) => [wordOf('level', level), h('br', null), tlpMark(tlp)]

function Received(): JSX.Element {
  const { rows, next } = owed.value
  const title = say(waiting.value ? 'alerts.owed' : 'alerts.done_received')
  if (rows.length === 0)
    return h('section', null, h('h2', null, title), h(Empty, { words: say(waiting.value ? 'alerts.owed_none' : 'alerts.none_done') }))
  const columns: readonly Column<ReceivedLine>[] = [
    { id: 'what', head: say('alerts.what'), cell: ({ kind }) => wordOf('kind', kind) },
    { id: 'level', head: say('alerts.form.level'), cell: urgency },
    { id: 'from', head: say('alerts.from'), cell: fromCell },
    { id: 'asks', head: say('alerts.form.asks'), cell: ({ asks }) => wordOf('asks', asks) },
    { id: 'state', head: say('alerts.state'), cell: standing },
    { id: 'clock', head: say('alerts.clock'), cell: clockMark },
  ]
  return h(
    'section',
    null,
    h(Table<ReceivedLine>, {
      id: 'alerts-owed',
      caption: title,
      rows,
      columns,
      keyOf: ({ delivery }) => delivery,
      onOpen: ({ delivery }) => go('alerts', 'in', delivery),
      onMore: next === null ? null : () => void quietly(moreOwed),
    }),
  )
}

function Drafts(): JSX.Element | null {
  if (drafts.value.length === 0) return null
  return h(
    'section',
    null,
    h('h2', null, say('alerts.drafts')),
    h(
      'ul',
      { class: 'drafts' },
      ...drafts.value.map(({ alert, kind, level, version, case: code }) =>
        h(
          'li',
          { key: alert },
          h('a', { href: hrefOf('alerts', alert) }, h('span', { class: 'code', dir: 'ltr' }, alert)),
          ` ${listed([wordOf('kind', kind), wordOf('level', level), `${say('alerts.version')} ${version}`])}`,
          code === null ? null : h('span', { class: 'code', dir: 'ltr' }, ` ${code}`),
        ),
      ),
    ),
  )
}

/** Each with why it is shown, and a way to warn of it: no case and nobody is named by it. */
function Patterns(): JSX.Element | null {
  const now = patterns.value
  if (now === null || now.patterns.length === 0) return null
  return h(
    'section',
    null,
    h('h2', null, say('alerts.patterns')),
    h(
      'ul',
      { class: 'drafts' },
      ...now.patterns.map(({ of, code, hosts, incidents, from, until }) =>
        h(
          'li',
          { key: `${of} ${code}` },
          h(
            'p',
            null,
            of === 'method' ? methodWords(code) : h('a', { href: hrefOf('actors', code) }, h('span', { class: 'code', dir: 'ltr' }, code)),
          ),
          h(
            'p',
            { class: 'quiet' },
            say(of === 'method' ? 'alerts.why_method' : 'alerts.why_actor', {
              n: incidents,
              states: listed(hosts.map(countryName)),
              from: dayInWords(from),
              until: dayInWords(until),
              days: now.days,
            }),
          ),
          button(say('alerts.warn'), () => go('alerts', 'new', 'pattern', hosts.join('-')), { kind: 'quiet' }),
        ),
      ),
    ),
  )
}

function SentOnes(): JSX.Element {
  const { rows, next } = unanswered.value
  const title = say(waiting.value ? 'alerts.unanswered' : 'alerts.done_sent')
  if (rows.length === 0)
    return h('section', null, h('h2', null, title), h(Empty, { words: say(waiting.value ? 'alerts.unanswered_none' : 'alerts.none_done') }))
  const columns: readonly Column<SentLine>[] = [
    {
      id: 'alert',
      head: say('alerts.what'),
      cell: ({ alert, kind }) => [h('span', { class: 'code', dir: 'ltr' }, alert), ` ${wordOf('kind', kind)}`],
    },
    { id: 'level', head: say('alerts.form.level'), cell: urgency },
    ...sentColumns(say('alerts.state_told'), standing),
  ]
  return h(
    'section',
    null,
    h(Table<SentLine>, {
      id: 'alerts-sent',
      caption: title,
      rows,
      columns,
      keyOf: ({ delivery }) => delivery,
      onOpen: ({ alert }) => go('alerts', alert),
      onMore: next === null ? null : () => void quietly(moreSent),
    }),
  )
}

/** What a sender sees of one office. */
export function sentColumns(head: string, cell: Column<SentLine>['cell']): readonly Column<SentLine>[] {
  return [
    {
      id: 'office',
      head: say('alerts.office'),
      cell: ({ name, office, delivery }) => [h('bdi', null, nameIn(name, office)), h('br', null), h(Reference, { delivery })],
    },
    { id: 'state', head, cell },
    {
      id: 'version',
      head: say('alerts.version'),
      cell: ({ heldVersion, readVersion, version, state, stillOut }) =>
        // Of what was taken back, that somebody had read it is the thing to know.
        heldVersion === version && readVersion === version && state !== 'recalled'
          ? String(version)
          : say(state === 'recalled' && !stillOut ? 'alerts.held' : 'alerts.holds', {
              held: heldVersion,
              newest: version,
              read: readVersion,
            }),
    },
    { id: 'clock', head: say('alerts.clock'), cell: clockMark },
  ]
}
