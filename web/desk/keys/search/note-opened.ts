import type { Vault } from '../vault.ts'
import { OwnIndex } from './own-index.ts'

const indexes = new WeakMap<Vault, OwnIndex>()

/** The index of whoever unlocked this desk. */
export function ownIndexOf(vault: Vault): OwnIndex {
  const known = indexes.get(vault) ?? new OwnIndex(vault)
  indexes.set(vault, known)
  return known
}

type Opened = { readonly about: string; readonly kind: string; readonly id: string; readonly on: string; readonly content: unknown }

/** Fields whose words are names; they tell more than the words of a text. */
const NAMES = new Set(['names', 'name', 'aliases', 'alias', 'title', 'label', 'variants', 'spellings'])
const LABEL_LETTERS = 80
/** A code says of what a text is; nobody knows a text again by it. */
const CODE = /^[A-Z]-[2-9A-HJ-NP-Z]{6}$/
const DEPTH = 6

/** Everything sealed that is opened or written here can be found again here, and nowhere else. */
export function noteOpened(vault: Vault, code: string, opened: Opened): void {
  if (opened.kind !== IDENTITY) note(vault, code, opened)
}

/** Whose identity it is decides whether a name may be found: somebody who keeps a low profile never enters an index (R-NGO-07). */
export function noteIdentity(vault: Vault, code: string, opened: Opened): void {
  note(vault, code, opened)
}

const IDENTITY = 'person.identity'

function note(vault: Vault, code: string, { about, kind, id, on, content }: Opened): void {
  const found = { names: [] as string[], words: [] as string[] }
  gather(content, false, found, 0)
  if (found.names.length + found.words.length === 0) return
  const label = (found.names[0] ?? found.words.find((text) => !CODE.test(text)) ?? code).slice(0, LABEL_LETTERS)
  const day = Math.floor(Date.parse(on === '' ? vault.clock.now().toISOString() : on) / 86_400_000)
  ownIndexOf(vault).put({ key: `${code}/${kind}/${about}/${id}`, label, day: Number.isFinite(day) ? day : 0, ...found })
}

type Found = { readonly names: string[]; readonly words: string[] }

/** Walks JSON; what stands below a name field is a name. */
function gather(value: unknown, isName: boolean, found: Found, depth: number): void {
  if (typeof value === 'string') take(value, isName ? found.names : found.words)
  if (depth === DEPTH || typeof value !== 'object' || value === null) return
  for (const [name, one] of Object.entries(value)) gather(one, isName || NAMES.has(name), found, depth + 1)
}

function take(text: string, into: string[]): void {
  if (text.trim() !== '') into.push(text)
}
