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

type Doc = {
  readonly key: string
  readonly label: string
  readonly day: number
  readonly tokens: readonly string[]
  readonly names: number
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
 * leaves it. Adding a record again replaces it. guards T-21
 */
export class CaseIndex {
  readonly #docs = new Map<string, Doc>()
  /** Token to the keys that hold it; built when first asked after a change. */
  #postings: Map<string, string[]> | null = null
  #sorted: string[] = []

  get size(): number {
    return this.#docs.size
  }

  put({ key, label, day, names, words }: Findable): void {
    const ofNames = new Set(names.flatMap((name) => [...tokensOf(name)]))
    const rest = new Set(words.flatMap((text) => [...tokensOf(text)]).filter((token) => !ofNames.has(token)))
    this.#docs.set(key, { key, label, day, tokens: [...ofNames, ...rest], names: ofNames.size })
    this.#postings = null
  }

  /** Forgets what is no longer this member's to see. */
  keepOnly(isKept: (key: string) => boolean): void {
    for (const key of this.#docs.keys()) if (!isKept(key)) this.#docs.delete(key)
    this.#postings = null
  }

  /** The best matches for what was typed: every word has to be there, the last one as a beginning. */
  find(typed: string, most = 50): Hit[] {
    const terms = termsOf(typed)
    if (terms.length === 0) return []
    const postings = this.#prepared()
    let found: Map<string, number> | null = null
    for (const term of terms.toSorted((one, other) => other.token.length - one.token.length)) {
      const scores = this.#matching(postings, term)
      found = found === null ? scores : meet(found, scores)
      if (found.size === 0) return []
    }
    return this.#best(found ?? new Map(), most)
  }

  #best(found: ReadonlyMap<string, number>, most: number): Hit[] {
    const hits = [...found].flatMap(([key, score]) => {
      const doc = this.#docs.get(key)
      return doc === undefined ? [] : [{ key, label: doc.label, score, day: doc.day }]
    })
    const best = hits.toSorted((one, other) => other.score - one.score || other.day - one.day || (one.key < other.key ? -1 : 1))
    return best.slice(0, most).map(({ key, label, score }) => ({ key, label, score }))
  }

  #prepared(): Map<string, string[]> {
    if (this.#postings !== null) return this.#postings
    const postings = new Map<string, string[]>()
    for (const { key, tokens } of this.#docs.values())
      for (const token of tokens) {
        const list = postings.get(token)
        if (list === undefined) postings.set(token, [key])
        else list.push(key)
      }
    this.#sorted = [...postings.keys()].toSorted()
    this.#postings = postings
    return postings
  }

  #matching(postings: ReadonlyMap<string, readonly string[]>, { token, isPrefix }: QueryTerm): Map<string, number> {
    const scores = new Map<string, number>()
    for (const one of isPrefix ? this.#startingWith(token) : [token]) {
      const whole = one === token ? WHOLE_SCORE : 0
      for (const key of postings.get(one) ?? []) scores.set(key, Math.max(scores.get(key) ?? 0, this.#scoreOf(key, one) + whole))
    }
    return scores
  }

  #scoreOf(key: string, token: string): number {
    const doc = this.#docs.get(key)
    if (doc === undefined) return 0
    for (let at = 0; at < doc.names; at += 1) if (doc.tokens[at] === token) return NAME_SCORE
    return 1
  }

  #startingWith(prefix: string): string[] {
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#sorted[middle] ?? '') < prefix) low = middle + 1
      else high = middle
    }
    let end = low
    while (end < this.#sorted.length && this.#sorted[end]?.startsWith(prefix) === true) end += 1
    return this.#sorted.slice(low, end)
  }

  toJson(): IndexJson {
    return { v: 1, docs: [...this.#docs.values()].map(({ key, label, day, names, tokens }) => [key, label, day, names, tokens.join(' ')]) }
  }

  /** Takes over what was kept; records that are there already stay. */
  addJson({ docs }: IndexJson): void {
    for (const [key, label, day, names, tokens] of docs)
      if (!this.#docs.has(key)) this.#docs.set(key, { key, label, day, names, tokens: tokens === '' ? [] : tokens.split(' ') })
    this.#postings = null
  }
}

function meet(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): Map<string, number> {
  const both = new Map<string, number>()
  for (const [key, score] of one) {
    const more = other.get(key)
    if (more !== undefined) both.set(key, score + more)
  }
  return both
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
