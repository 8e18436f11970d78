/**
 * A paper to be printed: what it says, and nothing of how it looks. The three writers (PDF through Typst, DOCX, plain text) are
 * handed the same paper, so that no form says more than another.
 */
export type Paper = {
  readonly lang: 'en' | 'fr' | 'vi'
  readonly title: string
  /** What kind of paper this is and which version, in one line above the title. */
  readonly kicker: string
  /** Who may read it, on every page. */
  readonly marking: string
  /** Which copy this is, on every page; null for one that is not handed out. */
  readonly copy: string | null
  /** The same as bits, told once more by the gaps between lines; empty for none. */
  readonly bits: readonly boolean[]
  /** Fits on one page: smaller letters, no page of contents. */
  readonly isShort: boolean
  readonly parts: readonly Part[]
  readonly notesTitle: string
  /** Numbered from 1, in the order in which sentences name them. */
  readonly notes: readonly string[]
  /** "Page 1 of 9": the words around the two numbers. */
  readonly page: { readonly before: string; readonly between: string }
}

export type Part = { readonly heading: string; readonly level: 2 | 3; readonly lines: readonly Line[]; readonly isList: boolean }

export type Line = {
  readonly text: string
  /** Numbers of notes. */
  readonly notes: readonly number[]
  /** A word in front, in bold: "To be checked", "No source". */
  readonly mark: string | null
}

/** Everything that is read on the paper, once. */
export function textsOf(paper: Paper): string {
  const { title, kicker, marking, copy, parts, notesTitle, notes, page } = paper
  const lines = parts.flatMap((part) => [part.heading, ...part.lines.flatMap(({ text, mark }) => [mark ?? '', text])])
  return [title, kicker, marking, copy ?? '', notesTitle, page.before, page.between, ...lines, ...notes].join('\n')
}

/** What stands between a mark and its sentence: French sets a blank before a colon. */
export function colonIn(lang: Paper['lang']): string {
  return lang === 'fr' ? '\u00a0: ' : ': '
}
