import type { SaxesTagPlain } from 'saxes'
import { ListCounter, type Numbering } from './docx-numbering.ts'
import { attributeOf, readXml } from './read-xml.ts'

type Paragraph = { text: string; list: string; level: number; heading: number }
export type DocxText = { readonly text: string; readonly deletions: number }

/**
 * The words of `word/document.xml` or `word/footnotes.xml` (ECMA-376 Part 1, 17): paragraphs apart by blank lines, headings
 * and list numbers written out. Text marked as deleted and field codes are left out.
 */
export function readDocxPart(xml: string, numbering: Numbering): DocxText {
  const counter = new ListCounter(numbering)
  const written: string[] = []
  const stack: Paragraph[] = []
  const state = { inText: false, skips: 0, deletions: 0 }
  readXml(xml, {
    open: (tag) => {
      if (SKIPPED.has(tag.name)) state.skips++
      if (tag.name === 'w:del') state.deletions++
      if (tag.name === 'w:p') stack.push({ text: '', list: '', level: 0, heading: 0 })
      state.inText = tag.name === 'w:t'
      const paragraph = stack.at(-1)
      if (paragraph !== undefined) note(tag, paragraph)
    },
    text: (text) => {
      const paragraph = stack.at(-1)
      if (state.inText && state.skips === 0 && paragraph !== undefined) paragraph.text += text
    },
    close: (name) => {
      if (SKIPPED.has(name)) state.skips--
      if (name === 'w:t') state.inText = false
      const ended = name === 'w:p' ? stack.pop() : undefined
      if (ended !== undefined) written.push(write(ended, counter))
    },
  })
  return { text: written.filter((one) => one !== '').join('\n\n'), deletions: state.deletions }
}

// A picture that both old and new Word can show carries its words twice; the fallback is the second time.
const SKIPPED = new Set(['w:del', 'w:moveFrom', 'mc:Fallback'])

const MARKS: Readonly<Record<string, string>> = { 'w:tab': '\t', 'w:br': '\n', 'w:cr': '\n', 'w:noBreakHyphen': '\u2011' }

function note(tag: SaxesTagPlain, paragraph: Paragraph): void {
  const value = attributeOf(tag, 'w:val')
  if (tag.name === 'w:numId') paragraph.list = value === '0' ? '' : value
  else if (tag.name === 'w:ilvl') paragraph.level = Math.min(8, Math.max(0, Number(value) || 0))
  else if (tag.name === 'w:pStyle') paragraph.heading = headingOf(value)
  else paragraph.text += MARKS[tag.name] ?? ''
}

function headingOf(style: string): number {
  if (/^title$/i.test(style)) return 1
  return Number(/^heading\s?([1-6])$/i.exec(style)?.[1] ?? 0)
}

function write(paragraph: Paragraph, counter: ListCounter): string {
  const text = paragraph.text.trim()
  if (text === '') return ''
  if (paragraph.heading > 0) return `${'#'.repeat(paragraph.heading)} ${text}`
  return paragraph.list === '' ? text : counter.next(paragraph.list, paragraph.level) + text
}
