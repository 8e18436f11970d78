/** How many values a text is boiled down to, and how they are cut into bands: texts that share one band are compared. */
const VALUES = 64
const ROWS = 4
/** The part of equal values from which on two texts count as near-duplicates. */
const NEAR = 0.7
/** Letters of one piece. Pieces of letters work without spaces, so in Thai as in Vietnamese or Arabic. */
const PIECE = 4
/** A text with fewer letters is like another only when it is the same. */
const SHORT = 24
const LETTERS_MOST = 20_000

/**
 * Near-duplicates among opened texts (C2). It lives in the worker with the keys: neither the texts nor what is made of them
 * is stored or sent; the page is told the ids that belong together.
 */
export class Alike {
  readonly #values = new Map<string, Uint32Array>()
  readonly #bands = new Map<string, string>()
  readonly #parent = new Map<string, string>()
  #isNew = false

  /** Adds a text once; a text that grew later keeps its first place. */
  add(item: string, text: string): void {
    if (this.#values.has(item)) return
    const letters = squeezed(text)
    if (letters === '') return
    const values = valuesOf(letters)
    this.#values.set(item, values)
    this.#parent.set(item, item)
    for (const band of letters.length < SHORT ? [`short ${letters}`] : bandsOf(values)) this.#join(item, band)
  }

  #join(item: string, band: string): void {
    const other = this.#bands.get(band)
    if (other === undefined) {
      this.#bands.set(band, item)
      return
    }
    if (this.#root(item) === this.#root(other) || share(this.#values.get(item), this.#values.get(other)) < NEAR) return
    this.#parent.set(this.#root(item), this.#root(other))
    this.#isNew = true
  }

  #root(item: string): string {
    let root = item
    for (let up = this.#parent.get(root); up !== undefined && up !== root; up = this.#parent.get(root)) root = up
    this.#parent.set(item, root)
    return root
  }

  /** Groups of two and more, the largest first; null when nothing has changed since they were asked for. */
  groups(): readonly (readonly string[])[] | null {
    if (!this.#isNew) return null
    this.#isNew = false
    const byRoot = new Map<string, string[]>()
    for (const item of this.#values.keys()) {
      const root = this.#root(item)
      const group = byRoot.get(root)
      if (group === undefined) byRoot.set(root, [item])
      else group.push(item)
    }
    return [...byRoot.values()].filter(({ length }) => length > 1).toSorted((one, other) => other.length - one.length)
  }
}

/** Letters alone, without marks, case, spaces and signs; figures count as one, for a flood often changes nothing else. */
export function squeezed(text: string): string {
  return text
    .slice(0, LETTERS_MOST)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\u0640]/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll(/[أإآٱ]/g, 'ا')
    .replaceAll(/\p{N}+/gu, '0')
    .replaceAll(/[^\p{L}0]/gu, '')
}

/** One value for each of `VALUES` places: the smallest hash of a piece that falls there; an empty place borrows from the next. */
function valuesOf(letters: string): Uint32Array {
  const least = new Uint32Array(VALUES).fill(0xff_ff_ff_ff)
  for (let at = 0; at + PIECE <= Math.max(letters.length, PIECE); at += 1) {
    const hash = hashOf(letters, at)
    const place = hash % VALUES
    least[place] = Math.min(least[place] ?? 0, Math.floor(hash / VALUES))
  }
  return least.map((value, place) => (value === 0xff_ff_ff_ff ? borrowed(least, place) : value))
}

function borrowed(least: Uint32Array, place: number): number {
  for (let step = 1; step < VALUES; step += 1) {
    const value = least[(place + step) % VALUES] ?? 0
    if (value !== 0xff_ff_ff_ff) return (value + step * 0x9e_37_79) >>> 0
  }
  return 0
}

/** FNV-1a over the letters of one piece, mixed once more so that its low bits are as good as its high ones. */
function hashOf(letters: string, from: number): number {
  let hash = 0x81_1c_9d_c5
  for (let at = from; at < from + PIECE && at < letters.length; at += 1) hash = Math.imul(hash ^ letters.charCodeAt(at), 0x01_00_01_93)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c_1b_3c_6d)
  return (hash ^ (hash >>> 13)) >>> 0
}

function bandsOf(values: Uint32Array): string[] {
  return Array.from({ length: VALUES / ROWS }, (_, band) => `${band} ${values.subarray(band * ROWS, (band + 1) * ROWS).join(' ')}`)
}

function share(one: Uint32Array | undefined, other: Uint32Array | undefined): number {
  if (one === undefined || other === undefined) return 0
  return one.reduce((same, value, place) => same + (value === other[place] ? 1 : 0), 0) / VALUES
}
