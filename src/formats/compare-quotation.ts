/** A run of words: in both texts, only in the original, or only in the quotation. */
export type QuotedPiece = { readonly kind: 'same' | 'left_out' | 'put_in'; readonly text: string }

export type QuotationCheck = {
  /** Every word of the quotation stands in the original, with nothing between, and the sentence begins and ends where it does. */
  readonly exact: boolean
  /** The sentence of the original holds more than the quotation: before it, after it, or inside it. */
  readonly shortened: boolean
  /** The quotation has words, or a spelling, that the original has not. */
  readonly changed: boolean
  readonly spellings: readonly { readonly quoted: string; readonly original: string }[]
  /** What the sentence of the original says before and after the quoted words; empty where nothing. */
  readonly before: string
  readonly after: string
  /** Words of the original that are left out inside, and words that the quotation has put in; other spellings are not told twice. */
  readonly leftOut: readonly string[]
  readonly putIn: readonly string[]
  /** From the first common word to the last, in the order of reading. */
  readonly pieces: readonly QuotedPiece[]
  /** Where the quoted words stand in the original, in UTF-16 units. */
  readonly start: number
  readonly end: number
}

type Token = { readonly word: string; readonly start: number; readonly end: number }
type Step = { readonly kind: QuotedPiece['kind']; readonly quoted: number; readonly original: number }

const LONGEST_QUOTATION = 2_000
const LONGEST_ORIGINAL = 20_000
const LEAST_SHARED = 2 / 3
/** A word that only the quotation has weighs ten words left out: a gap is bridged for what stands behind it, never for one stray "the". */
const PUT_IN = 10
const LEFT_OUT = 1
const WORDS = new Intl.Segmenter('en', { granularity: 'word' })

/**
 * Compares a quotation with the text that it quotes, word by word; capital letters and quotation marks do not count.
 * Null where two words in three do not stand there in this order, and for texts too long to be a quotation and a
 * paragraph: then the one does not quote the other, as far as can be told.
 */
export function compareQuotation(quotation: string, original: string): QuotationCheck | null {
  if (quotation.length > LONGEST_QUOTATION || original.length > LONGEST_ORIGINAL) return null
  const quoted = tokensOf(quotation)
  const source = tokensOf(original)
  const steps = within(align(quoted, source))
  const shared = steps.filter((step) => step.kind === 'same').length
  if (steps.length === 0 || shared < quoted.length * LEAST_SHARED) return null
  const start = source[lowest(steps)]?.start ?? 0
  const end = source[highest(steps)]?.end ?? 0
  const before = sentenceBefore(original.slice(0, start))
  const after = sentenceAfter(original.slice(end))
  const texts = { quoted, source, quotation, original }
  const spellings = spellingsIn(steps, texts)
  const apart = piecesOf(
    steps.filter((step) => !spellings.some(({ at }) => at.includes(step))),
    texts,
  )
  const told = (kind: QuotedPiece['kind']) => apart.filter((piece) => piece.kind === kind).map(({ text }) => bare(text))
  const [leftOut, putIn] = [told('left_out'), told('put_in')]
  const changed = putIn.length + spellings.length > 0
  const shortened = before !== '' || after !== '' || leftOut.length > 0
  return {
    exact: !changed && !shortened,
    shortened,
    changed,
    spellings: spellings.map(({ quoted: own, original: theirs }) => ({ quoted: own, original: theirs })),
    before,
    after,
    leftOut,
    putIn,
    pieces: piecesOf(steps, texts),
    start,
    end,
  }
}

function tokensOf(text: string): Token[] {
  return [...WORDS.segment(text)]
    .filter(({ isWordLike }) => isWordLike === true)
    .map(({ segment, index }) => ({ word: plain(segment), start: index, end: index + segment.length }))
}

const plain = (word: string): string => word.normalize('NFC').replace(/[’ʼ]/gu, "'").toLowerCase()

type Costs = { readonly at: (i: number, j: number) => number; readonly agree: (i: number, j: number) => boolean }

/** What it costs at least to come through so many words of both texts; what the original has before the quotation costs nothing. */
function costs(quoted: readonly Token[], source: readonly Token[]): Costs {
  const width = source.length + 1
  const cost = new Int32Array((quoted.length + 1) * width)
  const at = (i: number, j: number): number => cost[i * width + j] ?? 0
  const agree = (i: number, j: number): boolean => j > 0 && quoted[i - 1]?.word === source[j - 1]?.word
  for (let i = 1; i <= quoted.length; i++) {
    cost[i * width] = i * PUT_IN
    for (let j = 1; j <= source.length; j++) {
      const apart = Math.min(at(i - 1, j) + PUT_IN, at(i, j - 1) + LEFT_OUT)
      cost[i * width + j] = agree(i, j) ? Math.min(at(i - 1, j - 1), apart) : apart
    }
  }
  return { at, agree }
}

/** The cheapest way through both texts, back from where the quotation may end at the least cost. */
function align(quoted: readonly Token[], source: readonly Token[]): Step[] {
  const { at, agree } = costs(quoted, source)
  const isGap = (one: number, other: number): boolean => other > 0 && at(one, other) === at(one, other - 1) + LEFT_OUT
  let [i, j] = [quoted.length, 0]
  for (let end = 1; end <= source.length; end++) if (at(i, end) < at(i, j)) j = end
  const steps: Step[] = []
  while (i > 0) {
    if (agree(i, j) && at(i, j) === at(i - 1, j - 1)) steps.push({ kind: 'same', quoted: --i, original: --j })
    else if (isGap(i, j)) steps.push({ kind: 'left_out', quoted: i - 1, original: --j })
    else steps.push({ kind: 'put_in', quoted: --i, original: j - 1 })
  }
  return steps.reverse()
}

/** Words of the original beside the quotation are told as what stands before and behind it, not as left out. */
function within(steps: readonly Step[]): Step[] {
  const first = steps.findIndex(({ kind }) => kind !== 'left_out')
  const last = steps.findLastIndex(({ kind }) => kind !== 'left_out')
  return first < 0 ? [] : steps.slice(first, last + 1)
}

const placesOf = (steps: readonly Step[]): number[] => steps.filter(({ kind }) => kind !== 'put_in').map(({ original }) => original)
const lowest = (steps: readonly Step[]): number => Math.min(...placesOf(steps))
const highest = (steps: readonly Step[]): number => Math.max(...placesOf(steps))

type Texts = {
  readonly quoted: readonly Token[]
  readonly source: readonly Token[]
  readonly quotation: string
  readonly original: string
}

/** Steps of one kind in a row are one piece, with the punctuation up to the next word of the same text. */
function piecesOf(steps: readonly Step[], { quoted, source, quotation, original }: Texts): QuotedPiece[] {
  const runs: { kind: QuotedPiece['kind']; first: number; last: number }[] = []
  for (const step of steps) {
    const place = step.kind === 'left_out' ? step.original : step.quoted
    const open = runs.at(-1)
    if (open?.kind === step.kind && open.last + 1 === place) open.last = place
    else runs.push({ kind: step.kind, first: place, last: place })
  }
  return runs.map(({ kind, first, last }) => {
    const [tokens, text] = kind === 'left_out' ? [source, original] : [quoted, quotation]
    return { kind, text: text.slice(tokens[first]?.start, tokens[last + 1]?.start ?? tokens[last]?.end).trim() }
  })
}

const bare = (text: string): string => text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, '')

type Spelling = { readonly quoted: string; readonly original: string; readonly at: readonly Step[] }

/** One word in the place of one other, written almost the same. */
function spellingsIn(steps: readonly Step[], { quoted, source }: Texts): Spelling[] {
  const isSame = (step: Step | undefined): boolean => step === undefined || step.kind === 'same'
  return steps.flatMap((step, i) => {
    const next = steps[i + 1]
    const apart = new Set([step.kind, next?.kind])
    const isSwap = apart.has('put_in') && apart.has('left_out') && isSame(steps[i - 1]) && isSame(steps[i + 2])
    if (next === undefined || !isSwap) return []
    const [own, theirs] = step.kind === 'put_in' ? [step, next] : [next, step]
    const words = { quoted: quoted[own.quoted]?.word ?? '', original: source[theirs.original]?.word ?? '' }
    return isSpelling(words.quoted, words.original) ? [{ ...words, at: [step, next] }] : []
  })
}

/** At most two letters apart, of at least four, and the same at the beginning. */
function isSpelling(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  if (short.length < 4 || long.length - short.length > 2 || short[0] !== long[0]) return false
  let head = 0
  while (head < short.length && short[head] === long[head]) head++
  let tail = 0
  while (tail < short.length - head && short.at(-1 - tail) === long.at(-1 - tail)) tail++
  return long.length - head - tail <= 2
}

const SENTENCE_END = /[.!?。؟]["”’)]*(?=\s|$)/u
const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

function sentenceBefore(text: string): string {
  const own = text.split(new RegExp(SENTENCE_END, 'gu')).at(-1) ?? ''
  return hasWords(own) ? own.trim() : ''
}

function sentenceAfter(rest: string): string {
  const own = rest.slice(0, SENTENCE_END.exec(rest)?.index ?? rest.length)
  return hasWords(own) ? own.replace(/^[\s,;:]+/u, '').trim() : ''
}
