/** A text under reading: every UTF-16 unit of `text` knows its offset in the raw input. */
export type Traced = { readonly text: string; readonly at: Int32Array }

/** Runs of consecutive offsets as flat pairs [offset in the text, offset in the raw input]; the last pair is the end of both. */
export type OffsetMap = readonly number[]

/** A part of the raw input; `glue` stands between it and the part before. */
export type Piece = { readonly start: number; readonly end: number; readonly glue: '' | ' ' }

export function traced(raw: string, pieces: readonly Piece[]): Traced {
  const length = pieces.reduce((sum, piece, index) => sum + (index === 0 ? 0 : piece.glue.length) + piece.end - piece.start, 0)
  const at = new Int32Array(length)
  let text = ''
  for (const [index, piece] of pieces.entries()) {
    if (index > 0 && piece.glue !== '') at[text.length] = piece.start
    const start = text.length + (index > 0 ? piece.glue.length : 0)
    text += (index > 0 ? piece.glue : '') + raw.slice(piece.start, piece.end)
    for (let i = piece.start; i < piece.end; i++) at[start + i - piece.start] = i
  }
  return { text, at }
}

/** The text without the units whose mark is not zero. */
export function without(source: Traced, marks: Uint8Array): Traced {
  const parts: string[] = []
  const at = new Int32Array(source.text.length)
  let kept = 0
  let from = 0
  for (let i = 0; i <= source.text.length; i++) {
    if (i < source.text.length && marks[i] === 0) {
      at[kept++] = source.at[i] ?? 0
      continue
    }
    if (i > from) parts.push(source.text.slice(from, i))
    from = i + 1
  }
  return { text: parts.join(''), at: at.subarray(0, kept) }
}

export function offsetMap(source: Traced, rawEnd: number): OffsetMap {
  const runs: number[] = []
  let expected = -1
  for (let i = 0; i < source.at.length; i++) {
    const raw = source.at[i] ?? 0
    if (raw !== expected) runs.push(i, raw)
    expected = raw + 1
  }
  runs.push(source.at.length, rawEnd)
  return runs
}

/** The raw offset of a unit of the text; an index past the end gives the end of the raw input. */
export function toRaw(map: OffsetMap, index: number): number {
  let low = 0
  let high = map.length / 2 - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((map[middle * 2] ?? 0) <= index) low = middle
    else high = middle - 1
  }
  const [from = 0, raw = 0] = map.slice(low * 2, low * 2 + 2)
  const isEnd = low * 2 + 2 === map.length
  return isEnd ? raw : raw + Math.max(0, index - from)
}

const EXTENDED = /[\u1160-\u11FF]|\p{M}/u
const CLUSTER = /(?:[^\p{M}\u1160-\u11FF]|^)[\p{M}\u1160-\u11FF]*/gsu

/** Unicode Normalization Form C (UAX 15) that keeps the offsets; a composed letter stands where its base stood. */
export function composed(source: Traced): Traced {
  const whole = source.text.normalize('NFC')
  if (whole === source.text) return source
  const at = new Int32Array(whole.length)
  let out = 0
  for (const [from, until] of spans(source.text)) {
    const part = source.text.slice(from, until).normalize('NFC')
    const same = part === source.text.slice(from, until)
    for (let i = 0; i < part.length; i++) at[out++] = source.at[same ? from + i : from] ?? 0
  }
  return { text: whole, at }
}

/** Spans that normalise apart. No character below U+0300 composes with one before it, so each such character may open a span. */
function* spans(text: string): Generator<[number, number]> {
  let from = 0
  for (let i = 1; i <= text.length; i++) {
    if (i < text.length && text.charCodeAt(i) >= 0x300) continue
    if (i - from === 1) yield [from, i]
    else yield* clusters(text.slice(from, i), from)
    from = i
  }
}

function* clusters(part: string, offset: number): Generator<[number, number]> {
  const found = EXTENDED.test(part) ? (part.match(CLUSTER) ?? []) : [...part]
  const apart = found.join('') === part && found.map((cluster) => cluster.normalize('NFC')).join('') === part.normalize('NFC')
  if (!apart) {
    yield [offset, offset + part.length]
    return
  }
  let from = offset
  for (const cluster of found) {
    yield [from, from + cluster.length]
    from += cluster.length
  }
}
