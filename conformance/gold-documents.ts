import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { dateForms, places, plain } from './gold-forms.ts'

export const home = resolve(import.meta.dirname, '..')
const shared = resolve(home, process.env['ASYLIA_SHARED'] ?? '../shared')
export const isThere = existsSync(join(shared, 'seeds')) && existsSync(join(shared, 'domain'))
export const sha256 = (text: string | Uint8Array): string => hash('sha256', text, 'hex')

export const at = <Item>(list: readonly Item[], index: number): Item => {
  const item = list[index]
  assert.ok(item !== undefined)
  return item
}

export type Gold = {
  readonly document: string
  readonly kind: string
  readonly start: number
  readonly end: number
  readonly line: number
  readonly valueHash: string
  readonly value?: string
  readonly of?: readonly string[]
  readonly precision?: string
  readonly strength?: string
  readonly mood?: string
  readonly optional?: true
  readonly note?: string
}

export const goldText = readFileSync(join(home, 'vectors/documents/gold.jsonl'), 'utf8')
export const gold = goldText
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Gold)
export const keyOf = ({ start, end }: { readonly start: number; readonly end: number }): string => `${start}-${end}`

type Span = { readonly start: number; readonly end: number }
const MARKS = new Set(['**', '](#)', '['])
const straight = (text: string): string => text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, ' ')

/** A document as it lies in the file, its lines of the gold, and a way from a quotation to its place. */
export class Seed {
  readonly text: string
  readonly lines: readonly Gold[]
  readonly #clean: string
  readonly #back: readonly number[]

  constructor(file: string) {
    const bytes = readFileSync(join(shared, 'seeds', file))
    this.text = bytes.toString('utf8')
    this.lines = gold.filter(({ document }) => document === sha256(bytes))
    const kept = [...this.text.matchAll(/\*\*|\]\(#\)|\[|\s+|[^]/g)]
      .filter(([unit]) => !MARKS.has(unit))
      .map(({ 0: unit, index }) => ({ unit: straight(unit), index }))
    this.#clean = kept.map(({ unit }) => unit).join('')
    this.#back = kept.map(({ index }) => index)
  }

  /** Where a quotation of the domain data stands; it stands once in its lines. */
  find({ lines, quote }: Source): Span {
    const wanted = straight(quote)
    const spans: Span[] = []
    for (let index = this.#clean.indexOf(wanted); index >= 0; index = this.#clean.indexOf(wanted, index + 1)) {
      const start = this.#back[index] ?? 0
      const line = this.text.slice(0, start).split('\n').length
      if (line >= lines[0] && line <= lines[1]) spans.push({ start, end: (this.#back[index + wanted.length - 1] ?? 0) + 1 })
    }
    assert.equal(spans.length, 1, quote)
    return at(spans, 0)
  }

  words({ start, end }: Span): string {
    return plain(this.text.slice(start, end))
  }

  on(span: Span, ...kinds: readonly string[]): Gold[] {
    return this.lines.filter((line) => kinds.includes(line.kind) && line.start < span.end && span.start < line.end)
  }

  has(kind: string, ...forms: readonly string[]): boolean {
    return this.lines.some((line) => line.kind === kind && forms.some((form) => sha256(form) === line.valueHash))
  }
}

export type Source = { readonly file: string; readonly lines: readonly [number, number]; readonly quote: string }
export type Incident = {
  readonly id: string
  readonly taxonomy: readonly string[]
  readonly date: string
  readonly date_precision: string
  readonly place?: string
  readonly hedge: string
  readonly source: Source
}
type Named = { readonly name: string; readonly source: Source }
export type Cases = {
  readonly persons: readonly { readonly id: string; readonly name: string; readonly sources: readonly Source[] }[]
  readonly cases: readonly { readonly events: readonly Incident[] }[]
  readonly collective_incidents: readonly Incident[]
  readonly context_events: readonly {
    readonly id: string
    readonly type: string
    readonly date: string
    readonly place?: string
    readonly source: Source
  }[]
  readonly organisations: readonly Named[]
  readonly signatories: readonly Named[]
  readonly places: readonly Named[]
}
export type Dialogue = {
  readonly id: string
  readonly track: string
  readonly round: number | null
  readonly date: string
  readonly place?: string
  readonly legal_basis?: string
  readonly heads?: readonly string[]
  readonly preparatory?: readonly Source[]
  readonly asks?: readonly Source[]
  readonly offers?: readonly Source[]
  readonly source: Source
}
export type Recommendation = { readonly id: string; readonly level: number; readonly source: Source }
export type Requirement = {
  readonly id: string
  readonly source_file: string
  readonly lines: readonly [number, number]
  readonly quote: string
}
export type Code = { readonly id: string; readonly examples_from_seeds: readonly Source[] }
type Paragraph = { readonly code: string; readonly number: number }
export type Corridor = {
  readonly paragraphs: readonly Paragraph[]
  readonly commitments: readonly {
    readonly code: string
    readonly paragraph: string
    readonly strength: string
    readonly citation: string
  }[]
  readonly citations: readonly { readonly code: string; readonly quote: string }[]
}

export const read = <Shape>(path: string): Shape => JSON.parse(readFileSync(path, 'utf8')) as Shape
export const domain = <Shape>(name: string): Shape => read<Shape>(join(shared, 'domain', `${name}.json`))
const seeds = new Map<string, Seed>()
export function seedOf(file: string): Seed {
  const seed = seeds.get(file) ?? new Seed(file)
  seeds.set(file, seed)
  return seed
}
export const [ngo, hrd, eeas, csp, ep] = isThere
  ? readdirSync(join(shared, 'seeds'))
      .filter((file) => file.endsWith('.txt'))
      .sort()
  : []
export const seedNamed = (file: string | undefined): Seed => {
  assert.ok(file !== undefined)
  return seedOf(file)
}

/** The dates that stand in a field of the domain data, in normal form: "before or in March 2026" holds one. */
export function datesIn(field: string): string[] {
  const iso = field.match(/\d{4}-\d{2}(?:-\d{2})?/g)
  return iso ?? (field.match(/(?:[A-Z][a-z]+ )?\b\d{4}\b/g) ?? []).flatMap(dateForms)
}
/** The places whose words stand in a field: "Thailand to Viet Nam" holds two. */
export function placesIn(field: string): string[] {
  return [...places].filter(([words]) => plain(field).includes(words)).flatMap(([, forms]) => forms)
}
