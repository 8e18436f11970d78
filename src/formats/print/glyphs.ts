/** The letters that a font draws: code points with a glyph. Reads the tables `cmap` of formats 4 and 12 (OpenType 1.9). */
export type Letters = (point: number) => boolean

type Segment = { readonly first: number; readonly last: number }

/** Throws, our own bug, when the bytes are no font with a Unicode table: fonts are shipped, never given by anybody. */
export function lettersOf(font: Uint8Array): Letters {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  const cmap = tableAt(view, 'cmap')
  const segments: Segment[] = []
  for (let at = 0; at < view.getUint16(cmap + 2); at += 1) {
    const table = cmap + view.getUint32(cmap + 4 + at * 8 + 4)
    const format = view.getUint16(table)
    if (format === 4) segments.push(...inFour(view, table))
    if (format === 12) segments.push(...inTwelve(view, table))
  }
  if (segments.length === 0) throw new Error('a font without a Unicode table')
  const sorted = segments.toSorted((one, other) => one.first - other.first)
  return (point) => sorted.some(({ first, last }) => first <= point && point <= last)
}

function tableAt(view: DataView, name: string): number {
  for (let at = 12; at < 12 + view.getUint16(4) * 16; at += 16) {
    const tag = String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))
    if (tag === name) return view.getUint32(at + 8)
  }
  throw new Error(`a font without ${name}`)
}

function inFour(view: DataView, table: number): Segment[] {
  const twice = view.getUint16(table + 6)
  return Array.from({ length: twice / 2 }, (_, n) => segmentAt(view, table, { twice, at: n * 2 })).flat()
}

/** The letters of one segment that have a glyph, one by one: a segment may have holes. */
function segmentAt(view: DataView, table: number, { twice, at }: { readonly twice: number; readonly at: number }): Segment[] {
  const last = view.getUint16(table + 14 + at)
  const first = view.getUint16(table + 16 + twice + at)
  const delta = view.getUint16(table + 16 + 2 * twice + at)
  const offsetAt = table + 16 + 3 * twice + at
  const offset = view.getUint16(offsetAt)
  const glyphOf = (point: number) => (offset === 0 ? (point + delta) & 0xffff : view.getUint16(offsetAt + offset + (point - first) * 2))
  const points = Array.from({ length: Math.max(0, Math.min(last, 0xfffe) - first + 1) }, (_, n) => first + n)
  return joined(points.filter((point) => glyphOf(point) !== 0))
}

function joined(points: readonly number[]): Segment[] {
  const starts = points.filter((point, at) => points[at - 1] !== point - 1)
  return starts.map((first, at) => ({ first, last: points[points.indexOf(starts[at + 1] ?? Number.NaN) - 1] ?? points.at(-1) ?? first }))
}

function inTwelve(view: DataView, table: number): Segment[] {
  return Array.from({ length: view.getUint32(table + 12) }, (_, at) => {
    const group = table + 16 + at * 12
    return { first: view.getUint32(group), last: view.getUint32(group + 4) }
  })
}

/** Marks of direction and joining have no look of their own; breaks and blanks none at all. */
const SILENT = /[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u

/** Letters of a text that none of the fonts draws, each once, as `U+4E2D`. */
export function missingLetters(text: string, fonts: readonly Letters[]): readonly string[] {
  const missing = [...new Set(text)].filter((letter) => !SILENT.test(letter) && !fonts.some((draws) => draws(letter.codePointAt(0) ?? 0)))
  return missing.map((letter) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
}
