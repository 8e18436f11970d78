import { colonIn, type Line, type Paper, type Part } from './paper.ts'

const WIDTH = 76

/** The paper as plain text, for braille displays and for reading aloud: short lines, no box, no picture, no tab. */
export function writePlainText(paper: Paper): string {
  const { lang, kicker, title, marking, copy, parts, notesTitle, notes } = paper
  const head = [kicker, title.toUpperCase(), copy === null ? marking : `${marking} – ${copy}`]
  const ends = notes.length === 0 ? [] : ['', notesTitle.toUpperCase(), '', ...notes.flatMap((note, at) => wrapped(note, `[${at + 1}] `))]
  return `${[...head.flatMap((line) => wrapped(line)), ...parts.flatMap((part) => partLines(part, colonIn(lang))), ...ends].join('\n')}\n`
}

function partLines(part: Part, colon: string): string[] {
  const heading = part.level === 2 ? part.heading.toUpperCase() : part.heading
  return ['', ...wrapped(heading), '', ...part.lines.flatMap((line) => wrapped(lineText(line, colon), part.isList ? '- ' : ''))]
}

function lineText({ mark, text, notes }: Line, colon: string): string {
  const numbers = notes.map((note) => `[${note}]`).join('')
  return `${mark === null ? '' : `${mark}${colon}`}${text}${numbers === '' ? '' : ` ${numbers}`}`
}

function wrapped(text: string, before = ''): string[] {
  const lines: string[] = []
  let line = before
  let isEmpty = true
  for (const word of text.split(/\s+/)) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = ' '.repeat(before.length)
      isEmpty = true
    }
    line += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, line]
}
