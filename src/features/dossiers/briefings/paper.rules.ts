import type { Line, Paper, Part } from '#formats/print/paper.ts'
import type { Briefing, Section, Sentence } from './briefing.contract.ts'
import { bitsOf, markOf } from './copy-mark.rules.ts'
import { type Writer, writerIn } from './writer.rules.ts'

export type Edition = {
  /** The number of the version; null for a briefing that is not kept. */
  readonly version: number | null
  /** The number of the copy; null for one that is not handed out. */
  readonly copy: number | null
}

/** The briefing as a paper: what a sentence may not be read without stands in front of it, whoever wrote the sentence. */
export function paperOf(briefing: Briefing, { version, copy }: Edition): Paper {
  const writer = writerIn(briefing.lang, { citations: [], documents: [] })
  const numbers = new Map(briefing.sources.map(({ id }, at) => [id, at + 1]))
  const kicker = { kind: writer.words(`kind.${briefing.kind}`), day: writer.day(briefing.day), version: String(version ?? '') }
  const set = (text: string) => spaced(text, briefing.lang)
  return {
    lang: briefing.lang,
    title: set(briefing.title),
    kicker: writer.words(version === null ? 'kicker' : 'kicker.version', kicker),
    marking: briefing.marking,
    copy: copy === null ? null : writer.words('copy', { mark: markOf(copy) }),
    bits: copy === null ? [] : bitsOf(copy),
    isShort: briefing.form === 'page',
    parts: briefing.sections.map((section) => partOf(section, numbers, writer)),
    notesTitle: writer.words('notes'),
    notes: briefing.sources.map(({ note }) => set(note)),
    page: { before: writer.words('page.before'), between: writer.words('page.between') },
  }
}

function partOf(section: Section, numbers: ReadonlyMap<string, number>, writer: Writer): Part {
  return {
    heading: spaced(section.heading, writer.lang),
    level: section.case === null ? 2 : 3,
    isList: section.id !== 'headline',
    lines: section.sentences.map((sentence) => lineOf(sentence, numbers, writer)),
  }
}

function lineOf(sentence: Sentence, numbers: ReadonlyMap<string, number>, writer: Writer): Line {
  const notes = sentence.sources.flatMap((id) => numbers.get(id) ?? [])
  return { text: spaced(sentence.text, writer.lang), notes: [...new Set(notes)], mark: markFor(sentence, notes.length, writer) }
}

// guards R-NGO-09, R-EP-25
function markFor(sentence: Sentence, sources: number, writer: Writer): string | null {
  const told = markOfSource(sentence, sources, writer)
  if (sentence.edited !== true) return told
  return told === null ? writer.words('mark.edited') : `${writer.words('mark.edited')}. ${told}`
}

function markOfSource({ standing, hedge }: Sentence, sources: number, writer: Writer): string | null {
  if (sources === 0) return writer.words('mark.unsourced')
  if (standing === 'law_unchecked') return writer.words('mark.law')
  return hedge === 'stated' ? null : writer.words(`hedge.${hedge}`)
}

/** French keeps its marks beside the words that they belong to: the blank before them does not break a line. */
function spaced(text: string, lang: Briefing['lang']): string {
  return lang === 'fr' ? text.replaceAll(/ (?=[:;?!»])/g, '\u00a0').replaceAll('« ', '«\u00a0') : text
}
