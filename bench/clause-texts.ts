import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareDrafts } from '#features/commitments/index.ts'

type Written = {
  readonly clause: string
  readonly set: string
  readonly heading: string
  readonly text: string
  readonly change: readonly (readonly [from: string, to: string, words: string])[]
  readonly same: readonly (readonly [from: string, to: string])[]
}
type File = { readonly articles: readonly Written[]; readonly filler: readonly { readonly heading: string; readonly text: string }[] }

/** A treaty as the generator put it together, and what it knows of each clause. */
type Piece = { readonly clause: string | null; readonly heading: string; readonly text: string }
type Known = {
  readonly clause: string
  readonly kind: 'same' | 'reworded' | 'changed' | 'removed' | 'added'
  readonly before: string
  readonly after: string
}

export type Missed = { readonly clause: string; readonly why: string; readonly text: string }
export type Score = {
  readonly planted: number
  readonly found: number
  readonly unchanged: number
  readonly flagged: number
  readonly missed: readonly Missed[]
}

export function readWritten(root: string, name: string): File {
  return JSON.parse(readFileSync(join(root, 'vectors/treaties', `${name}.json`), 'utf8')) as File
}

/** Mulberry32: the same numbers at every run. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Pairs of drafts put together by chance from the written articles, and what the comparison makes of them. */
export function scoreDrafts(file: File, seed: number, pairs: number): Score {
  const next = numbers(seed)
  const answers = Array.from({ length: pairs }, () => aPair(file, next)).flatMap(judge)
  const [planted, kept] = [answers.filter((one) => one.isPlanted), answers.filter((one) => !one.isPlanted)]
  return {
    planted: planted.length,
    found: planted.filter((one) => one.isRight).length,
    unchanged: kept.length,
    flagged: kept.filter((one) => !one.isRight).length,
    missed: answers.filter((one) => !one.isRight).map(({ clause, why, text }) => ({ clause, why, text })),
  }
}

type Answer = Missed & { readonly isPlanted: boolean; readonly isRight: boolean }

function judge({ first, second, known }: Pair): Answer[] {
  const differences = new Map(compareDrafts(first, second).map((one) => [one.clause, one]))
  return known.map((one) => {
    const difference = differences.get(one.clause)
    const said = [
      ...(difference?.lost ?? []).map((span) => first.slice(span.start, span.end)),
      ...(difference?.gained ?? []).map((span) => second.slice(span.start, span.end)),
    ]
    const isPlanted = one.kind !== 'same' && one.kind !== 'reworded'
    const wanted = isPlanted ? one.kind : 'unchanged'
    const isRight = wanted === 'changed' ? said.some((words) => touches(one, words)) : difference?.change === wanted
    const why = `${one.kind}, seen ${difference?.change ?? 'nowhere'}: ${said.join(' | ')}`
    return { clause: one.clause, isPlanted, isRight, why, text: `${one.before} => ${one.after}` }
  })
}

/** The words named lie in what was taken out or put in: they share a word of more than three letters with it. */
function touches(one: Known, words: string): boolean {
  const letters = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []
  const [old, young] = [new Set(letters(one.before)), new Set(letters(one.after))]
  return letters(words).some((word) => old.has(word) !== young.has(word)) || one.before.includes(words) !== one.after.includes(words)
}

type Pair = { readonly first: string; readonly second: string; readonly known: readonly Known[] }

function aPair(file: File, next: () => number): Pair {
  const lots = [...Map.groupBy(file.articles, (one) => one.clause)].map(([clause, written]) => aLot(clause, written, next))
  const filler = file.filler.map((one) => ({ clause: null, ...one }))
  const whole = (pieces: readonly (Piece | undefined)[]): string =>
    printed(mixed([...pieces.filter((one) => one !== undefined), ...filler], next), next)
  return { first: whole(lots.map((lot) => lot.first)), second: whole(lots.map((lot) => lot.second)), known: lots.map((lot) => lot.known) }
}

type Lot = { readonly first: Piece | undefined; readonly second: Piece | undefined; readonly known: Known }

/** What becomes of one clause: added, removed, changed, kept, or said in other words. */
function aLot(clause: string, written: readonly Written[], next: () => number): Lot {
  const one = pick(written, next)
  const piece = { clause, heading: one.heading, text: one.text }
  const lot = next()
  if (lot < 0.06) return { first: undefined, second: piece, known: { clause, kind: 'added', before: '', after: one.text } }
  if (lot < 0.14) return { first: piece, second: undefined, known: { clause, kind: 'removed', before: one.text, after: '' } }
  if (lot < 0.5) {
    const [from, to] = pick(one.change, next)
    const text = one.text.replace(from, to)
    return { first: piece, second: { ...piece, text }, known: { clause, kind: 'changed', before: one.text, after: text } }
  }
  const other = pick(written, next)
  const edit = next() < 0.5 ? undefined : pick(other.same, next)
  const text = edit === undefined ? other.text : other.text.replace(edit[0], edit[1])
  const kind = text === one.text ? 'same' : 'reworded'
  return { first: piece, second: { ...piece, heading: other.heading, text }, known: { clause, kind, before: one.text, after: text } }
}

/** As articles, or as numbered paragraphs under a few of them. */
function printed(pieces: readonly Piece[], next: () => number): string {
  if (next() < 0.5) return pieces.map((piece, at) => `Article ${at + 1}\n${piece.heading}\n\n${piece.text}\n`).join('\n')
  const groups: Piece[][] = []
  for (const piece of pieces) {
    const last = groups.at(-1)
    if (last === undefined || last.length === 4) groups.push([piece])
    else last.push(piece)
  }
  return groups.map((group, at) => `Article ${at + 1}\n\n${group.map((piece, n) => `${n + 1}. ${piece.text}`).join('\n')}\n`).join('\n')
}

function mixed<T>(list: readonly T[], next: () => number): T[] {
  return list
    .map((one) => [next(), one] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, one]) => one)
}

function pick<T>(list: readonly T[], next: () => number): T {
  const one = list[Math.floor(next() * list.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

/** A treaty of so many letters, for measuring time. */
export function aLongTreaty(file: File, letters: number, seed: number): string {
  const next = numbers(seed)
  let text = ''
  for (let at = 1; text.length < letters; at += 1) {
    const piece = pick([...file.articles, ...file.filler, ...file.filler], next)
    text += `Article ${at}\n${piece.heading}\n\n${Array.from({ length: 4 }, (_, n) => `${n + 1}. ${n === 0 ? piece.text : pick(file.filler, next).text}`).join('\n')}\n\n`
  }
  return text
}
