import { colonIn, type Line, type Paper, type Part } from './paper.ts'

/** A gap that stands for a one is this much wider. A reader does not see it; a ruler and a scanner do. */
export const MARK_GAP_PT = 1.4

/** A link costs Typst three milliseconds; of a paper with more notes than this the numbers are looked up, not followed. */
const LINKS_MOST = 250

/**
 * The paper in the language of Typst. Every word stands in a string literal, so that nothing that somebody wrote is read as a
 * command (A-17); the page that comes out holds no script, no link but those to its own notes, no author and no time.
 */
// guards T-26
export function writeTypst(paper: Paper, letters = 10.5): string {
  const gap = gaps(paper.bits)
  return [
    frame(paper, letters),
    `#kicker(${said(paper.kicker)})\n= #${said(paper.title)}\n`,
    ...paper.parts.map((part) => partSource(part, gap)),
    notesSource(paper),
    '#context [#metadata(counter(page).final().first()) <pages>]\n',
  ].join('\n')
}

/** Sizes of a page that is one page, and of one that has as many as it needs. */
const LOOKS = {
  short: {
    margin: '(top: 20mm, bottom: 17mm, x: 19mm)',
    leading: '0.56em',
    spacing: '0.62em',
    items: '0.5em',
    title: '1.42em',
    below: '0.7em',
    part: '1.06em',
    above: '0.95em',
    under: '0.5em',
  },
  long: {
    margin: '(top: 25mm, bottom: 23mm, x: 24mm)',
    leading: '0.66em',
    spacing: '0.8em',
    items: '0.66em',
    title: '1.7em',
    below: '1em',
    part: '1.2em',
    above: '1.5em',
    under: '0.75em',
  },
} as const

function frame({ lang, title, marking, copy, page, isShort, notes }: Paper, letters: number): string {
  const left = said(copy === null ? marking : `${marking} – ${copy}`)
  const look = isShort ? LOOKS.short : LOOKS.long
  const number = notes.length > LINKS_MOST ? 'str(number)' : 'link(label("n" + str(number)), str(number))'
  return `#set document(title: ${said(title)}, author: (), date: none)
#set text(font: ("Noto Sans", "Noto Sans Thai", "Noto Naskh Arabic"), fallback: false, lang: "${lang}", size: ${letters}pt, hyphenate: false)
#set par(leading: ${look.leading}, spacing: ${look.spacing})
#set page(paper: "a4", margin: ${look.margin},
  header: text(size: 7.8pt, weight: "bold", fill: rgb("#7a1f1f"), ${left}),
  footer: context text(size: 7.8pt, fill: luma(35%), grid(columns: (1fr, auto), column-gutter: 6mm, ${said(cut(title))}, [#${said(page.before)}#counter(page).display()#${said(page.between)}#counter(page).final().first()])))
#set list(marker: text(fill: rgb("#1f4e79"), "–"), indent: 0pt, body-indent: 0.6em, spacing: ${look.items})
#show heading: set text(fill: rgb("#16324f"))
#show heading.where(level: 1): it => block(above: 0.5em, below: ${look.below}, text(size: ${look.title}, it.body))
#show heading.where(level: 2): it => block(above: ${look.above}, below: ${look.under}, sticky: true, text(size: ${look.part}, it.body))
#show heading.where(level: 3): it => block(above: 1.1em, below: 0.6em, sticky: true, text(size: 1.02em, it.body))
#show link: set text(fill: rgb("#1f4e79"))
#let kicker(words) = block(below: 0.4em)[#par(text(size: 0.86em, fill: luma(35%), words))]
#let one(number) = ${number}
#let n(..numbers) = super(typographic: false, size: 0.66em, numbers.pos().map(one).join(","))
#let m(words) = text(weight: "bold", fill: rgb("#7a1f1f"), words + "${colonIn(lang)}")
#let g(wide) = if wide { v(${MARK_GAP_PT}pt, weak: false) }
`
}

const FOOT_LETTERS = 90

/** A foot is one line. */
function cut(title: string): string {
  return title.length <= FOOT_LETTERS ? title : `${title.slice(0, FOOT_LETTERS)}…`
}

type Gap = () => boolean

function gaps(bits: readonly boolean[]): Gap {
  let at = -1
  return () => {
    at += 1
    return bits.length > 0 && bits[at % bits.length] === true
  }
}

function partSource({ heading, level, lines, isList }: Part, gap: Gap): string {
  const drawn = lines.map((line) => (isList ? `- ${lineSource(line, gap)}` : `${lineSource(line, gap)}\n`))
  return `${'='.repeat(level)} #${said(heading)}\n${drawn.join('\n')}\n`
}

function lineSource({ text, notes, mark }: Line, gap: Gap): string {
  const before = mark === null ? '' : `#m(${said(mark)})`
  const after = notes.length === 0 ? '' : `#n(${notes.join(', ')})`
  return `${before}#${said(text)}${after}${gap() ? '#g(true)' : ''}`
}

/** On one page the notes stand small and in two columns: they are looked up, not read. */
function notesSource({ notes, notesTitle, isShort }: Paper): string {
  if (notes.length === 0) return ''
  const drawn = notes.map((note, at) => `#block(below: 0.5em)[#${said(`${at + 1}. ${note}`)} #label("n${at + 1}")]`).join('\n')
  const size = isShort ? '0.76em' : '0.86em'
  const body = `#[#set text(size: ${size})\n#set par(leading: 0.5em)\n${drawn}]`
  return `== #${said(notesTitle)}\n${isShort ? `#columns(2, gutter: 6mm)[${body}]` : body}\n`
}

/** A string literal of Typst: two characters have a meaning in it, and a line break is a blank. */
function said(text: string): string {
  const plain = text.normalize('NFC').replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
  return `"${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
