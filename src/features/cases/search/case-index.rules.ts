import { type QueryTerm, termsOf, tokensOf } from './tokens.rules.ts'

/** One record that can be found: its words by how much they tell. */
export type Findable = {
  /** `case/record`, codes or random ids alone. */
  readonly key: string
  /** What stands in a result: a name, a code, the first words. */
  readonly label: string
  /** When it was last changed, as a number of days; newer comes first among equals. */
  readonly day: number
  /** Names and codes tell more than the words of a long text. */
  readonly names: readonly string[]
  readonly words: readonly string[]
}
export type Hit = { readonly key: string; readonly label: string; readonly score: number }

/** Words between spaces, with one before and one behind: ` first second `. */
type Doc = {
  readonly key: string
  readonly label: string
  readonly day: number
  readonly names: string
  readonly words: string
}

/** What an index is kept as: JSON that a sealed page holds. The first `names` tokens of a record are those of its names. */
export type IndexJson = {
  readonly v: 1
  readonly docs: readonly (readonly [key: string, label: string, day: number, names: number, tokens: string])[]
}

const NAME_SCORE = 8
const WHOLE_SCORE = 3

/**
 * The words of everything that this member can open, in memory. It lives in the worker that holds the keys; a search never
 * leaves it. Adding a record again replaces it. Every search reads all of it: six megabytes for ten thousand records take a
 * few milliseconds, and there is nothing to build before the first one. guards T-21
 */
export class CaseIndex {
  readonly #docs = new Map<string, Doc>()

  get size(): number {
    return this.#docs.size
  }

  put({ key, label, day, names, words }: Findable): void {
    const ofNames = new Set(names.flatMap((name) => [...tokensOf(name)]))
    const rest = new Set(words.flatMap((text) => [...tokensOf(text)]).filter((token) => !ofNames.has(token)))
    this.#docs.set(key, { key, label, day, names: spaced([...ofNames].join(' ')), words: spaced([...rest].join(' ')) })
  }

  /** Forgets what is no longer this member's to see. */
  keepOnly(isKept: (key: string) => boolean): void {
    for (const key of this.#docs.keys()) if (!isKept(key)) this.#docs.delete(key)
  }

  /** The best matches for what was typed: every word has to be there, the last one as a beginning. */
  find(typed: string, most = 50): Hit[] {
    const terms = termsOf(typed)
    if (terms.length === 0) return []
    const hits: (Hit & { readonly day: number })[] = []
    for (const doc of this.#docs.values()) {
      const score = scoreOf(doc, terms)
      if (score > 0) hits.push({ key: doc.key, label: doc.label, score, day: doc.day })
    }
    const best = hits.toSorted((one, other) => other.score - one.score || other.day - one.day || (one.key < other.key ? -1 : 1))
    return best.slice(0, most).map(({ key, label, score }) => ({ key, label, score }))
  }

  toJson(): IndexJson {
    return {
      v: 1,
      docs: [...this.#docs.values()].map(({ key, label, day, names, words }) => {
        const ofNames = names.trim()
        const count = ofNames === '' ? 0 : ofNames.split(' ').length
        return [key, label, day, count, `${ofNames} ${words.trim()}`.trim()]
      }),
    }
  }

  /** Takes over what was kept; records that are there already stay. */
  addJson({ docs }: IndexJson): void {
    for (const [key, label, day, count, tokens] of docs) {
      if (this.#docs.has(key)) continue
      const end = endOf(tokens, count)
      this.#docs.set(key, { key, label, day, names: spaced(tokens.slice(0, Math.max(end, 0))), words: spaced(tokens.slice(end + 1)) })
    }
  }
}

const spaced = (words: string): string => (words === '' ? '' : ` ${words} `)

/** Where the first so many words end; -1, before everything, for none. */
function endOf(words: string, count: number): number {
  let end = -1
  for (let word = 0; word < count; word += 1) {
    end = words.indexOf(' ', end + 1)
    if (end === -1) return words.length
  }
  return end
}

/** The sum over all terms of what the best match of each tells; 0 when one of them is not there. */
function scoreOf({ names, words }: Doc, terms: readonly QueryTerm[]): number {
  let sum = 0
  for (const { token, isPrefix } of terms) {
    const score = matchIn(names, token, isPrefix, NAME_SCORE) || matchIn(words, token, isPrefix, 1)
    if (score === 0) return 0
    sum += score
  }
  return sum
}

function matchIn(words: string, token: string, isPrefix: boolean, worth: number): number {
  if (words.includes(` ${token} `)) return worth + WHOLE_SCORE
  return isPrefix && words.includes(` ${token}`) ? worth : 0
}

/** Reads what was kept; undefined for anything of another form. */
export function readIndexJson(value: unknown): IndexJson | undefined {
  if (typeof value !== 'object' || value === null || !('v' in value) || value.v !== 1 || !('docs' in value) || !Array.isArray(value.docs))
    return undefined
  const docs: readonly unknown[] = value.docs
  return docs.every(isDoc) ? { v: 1, docs } : undefined
}

function isDoc(doc: unknown): doc is IndexJson['docs'][number] {
  if (!Array.isArray(doc) || doc.length !== 5) return false
  const [key, label, day, names, tokens] = doc as unknown[]
  return (
    typeof key === 'string' && typeof label === 'string' && Number.isInteger(day) && Number.isInteger(names) && typeof tokens === 'string'
  )
}
