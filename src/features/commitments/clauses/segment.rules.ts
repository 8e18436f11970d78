/** A place in a text, in UTF-16 units. */
export type Span = { readonly start: number; readonly end: number }

/** A numbered paragraph, a list item or a whole article without either; `chapeau` is what stands before its list. */
export type Unit = Span & { readonly article: number; readonly text: string; readonly chapeau: string }

export type Article = Span & { readonly label: string | null; readonly heading: string; readonly units: readonly Unit[] }

const ARTICLE = /^[ \t]*(?:article|art\.?|section)[ \t]+([0-9]+|[ivxlc]+)\b[ \t]*[.:–—-]?[ \t]*(.*)$/gimu
const NUMBERED = /^[ \t]*(?:\(?[0-9]{1,2}[.)]|\([a-z]{1,3}\)|[a-z]\))[ \t]+/gimu
const HEADING_MOST = 120

/**
 * The articles of a treaty text. A text without any article heading is one article per block between empty lines.
 * Any string is accepted; the time is linear in its length.
 */
export function readArticles(text: string): readonly Article[] {
  const starts = [...text.matchAll(ARTICLE)]
  if (starts.length === 0) return blocksOf(text)
  return starts.map((match, at) => {
    const start = match.index
    const end = starts[at + 1]?.index ?? text.length
    const first = start + match[0].length
    const sameLine = (match[2] ?? '').trim()
    const { heading, from } = sameLine === '' ? headingBelow(text, first, end) : asHeading(sameLine, start, first)
    return { start, end, label: match[1] ?? null, heading, units: unitsOf(text, { start: from, end }, at) }
  })
}

/** A long line behind the number is no heading but the text itself. */
function asHeading(line: string, start: number, first: number): { heading: string; from: number } {
  return line.length <= HEADING_MOST && !/[.;]$/u.test(line) ? { heading: line, from: first } : { heading: '', from: start }
}

function headingBelow(text: string, from: number, end: number): { heading: string; from: number } {
  const rest = /^\s*([^\n]{1,120})\n/u.exec(text.slice(from, end))
  const line = rest?.[1]?.trim() ?? ''
  if (rest === null || line === '' || /[.;:,]$/u.test(line) || /^\(?[0-9a-z]{1,3}[.)]\s/iu.test(line)) return { heading: '', from }
  return { heading: line, from: from + rest[0].length }
}

function blocksOf(text: string): readonly Article[] {
  const blocks: Article[] = []
  for (const match of text.matchAll(/\S[^\n]*(?:\n[^\n]+)*/gu)) {
    const span = { start: match.index, end: match.index + match[0].length }
    blocks.push({ ...span, label: null, heading: '', units: unitsOf(text, span, blocks.length) })
  }
  return blocks
}

function unitsOf(text: string, span: Span, article: number): readonly Unit[] {
  const body = text.slice(span.start, span.end)
  const marks = [...body.matchAll(NUMBERED)]
  const opening = body.slice(0, marks[0]?.index ?? body.length)
  const spoken = trimmed(text, { start: span.start, end: span.start + opening.length })
  const own: Unit[] = spoken.end > spoken.start ? [unitOf(text, spoken, article, '')] : []
  if (marks.length === 0) return own
  // A chapeau ends in a colon: every item below it is read with its verb.
  let chapeau = opening.trimEnd().endsWith(':') ? opening.trim() : ''
  const units: Unit[] = chapeau === '' ? own : []
  marks.forEach((mark, at) => {
    const start = span.start + mark.index + mark[0].length
    const end = span.start + (marks[at + 1]?.index ?? body.length)
    const unit = unitOf(text, trimmed(text, { start, end }), article, /^\s*\(?[a-z]/u.test(mark[0]) ? chapeau : '')
    if (unit.text.endsWith(':')) chapeau = unit.text
    else units.push(unit)
  })
  return units
}

function unitOf(text: string, span: Span, article: number, chapeau: string): Unit {
  return { ...span, article, chapeau, text: text.slice(span.start, span.end) }
}

function trimmed(text: string, { start, end }: Span): Span {
  const body = text.slice(start, end)
  const lead = body.length - body.trimStart().length
  return { start: start + lead, end: Math.max(start + lead, end - (body.length - body.trimEnd().length)) }
}
