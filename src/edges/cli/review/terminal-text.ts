/** Text of a document without anything that a terminal would obey or that turns its direction. */
export function harmless(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '')
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

/** Columns that a text takes: marks over or under a letter take none, wide letters two (Unicode Standard Annex 11). */
export function columnsOf(text: string): number {
  let columns = 0
  for (const letter of text) columns += /\p{Mn}|\p{Me}/u.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1
  return columns
}

/** The text in exactly so many columns: cut with an ellipsis, or filled with spaces. */
export function fitTo(text: string, columns: number): string {
  const clean = harmless(text)
  const width = columnsOf(clean)
  if (width <= columns) return clean + ' '.repeat(columns - width)
  const cut = cutTo(clean, columns - 1)
  return `${cut}…${' '.repeat(columns - 1 - columnsOf(cut))}`
}

function cutTo(text: string, columns: number): string {
  let [cut, width] = ['', 0]
  for (const letter of text) {
    width += columnsOf(letter)
    if (width > columns) break
    cut += letter
  }
  return cut
}

type Frame = { readonly width: number; readonly height: number; readonly colour: boolean }
const [LIT, DARK] = ['\ue000', '\ue001']

/** The words around a span, wrapped, with the span lit (or in ‹ › without colour) and kept in view. */
export function wrapAround(
  text: string,
  span: { readonly start: number; readonly end: number },
  { width, height, colour }: Frame,
): string[] {
  const [open, close] = colour ? [LIT, DARK] : ['‹', '›']
  const marked =
    harmless(text.slice(0, span.start)) + open + harmless(text.slice(span.start, span.end)) + close + harmless(text.slice(span.end))
  const lines = wrap(marked, width)
  const lit = lines.findIndex((line) => line.includes(open))
  const first = Math.max(0, Math.min(lit - 2, lines.length - height))
  const painted = paint(lines, width)
  return painted.slice(first, first + Math.max(0, height))
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`
    if (shownColumns(joined) <= width) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    line = word
    // A script without spaces, or an address, is longer than a line.
    while (shownColumns(line) > width) {
      const cut = cutTo(line, width)
      lines.push(cut)
      line = line.slice(cut.length)
    }
  }
  return [...lines, line]
}

function shownColumns(line: string): number {
  return columnsOf(line.replaceAll(LIT, '').replaceAll(DARK, ''))
}

/** Light begins and ends on each line, so that the column beside it stays dark. */
function paint(lines: readonly string[], width: number): string[] {
  let isLit = false
  return lines.map((line) => {
    const opens = isLit ? '\u001b[7m' : ''
    if (line.includes(LIT)) isLit = true
    if (line.includes(DARK)) isLit = false
    const filled = line + ' '.repeat(Math.max(0, width - shownColumns(line)))
    const closes = isLit ? '\u001b[0m' : ''
    return opens + filled.replaceAll(LIT, '\u001b[7m').replaceAll(DARK, '\u001b[0m') + closes
  })
}
