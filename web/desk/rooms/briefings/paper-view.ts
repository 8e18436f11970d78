import { h, type JSX } from 'preact'
import type { Line, Paper, Part } from '#formats/print/paper.ts'
import { mark } from '../../views/parts.ts'
import { say } from '../../words.ts'

/** Words that somebody reads in a minute without hurry. */
const PACE = 220

/** The paper to be read on a screen: one column, the notes one step away. What it says is what is printed. */
export function PaperView({ paper }: { readonly paper: Paper }): JSX.Element {
  const words = paper.parts
    .flatMap(({ lines }) => lines.map(({ text }) => text))
    .join(' ')
    .split(/\s+/).length
  return h(
    'article',
    { class: 'paper', lang: paper.lang, dir: 'ltr' },
    h('p', { class: 'quiet' }, paper.marking, ' · ', paper.kicker),
    h('h2', null, paper.title),
    h('p', { class: 'quiet', lang: document.documentElement.lang }, say('briefings.minutes', { n: Math.max(1, Math.round(words / PACE)) })),
    ...paper.parts.map((part) => h(PartView, { part })),
    paper.notes.length === 0
      ? null
      : h(
          'details',
          null,
          h('summary', null, `${paper.notesTitle} (${paper.notes.length})`),
          h('ol', { class: 'paper-notes' }, ...paper.notes.map((note) => h('li', null, note))),
        ),
  )
}

function PartView({ part: { heading, level, lines, isList } }: { readonly part: Part }): JSX.Element {
  return h(
    'section',
    null,
    h(level === 2 ? 'h3' : 'h4', null, heading),
    isList ? h('ul', null, ...lines.map((line) => h('li', null, ...lineOf(line)))) : lines.map((line) => h('p', null, ...lineOf(line))),
  )
}

function lineOf({ text, notes, mark: word }: Line) {
  return [word === null ? null : [mark('caution', word), ' '], text, notes.length === 0 ? null : h('sup', null, notes.join(', '))]
}
