import { textOf } from '#tools/files.ts'

/** Everything a test may claim to prove: requirements, threats, abuse cases, screen points, with a line about each. */
export type KnownIds = ReadonlyMap<string, string>

export type Delivered = { readonly requirements: readonly string[]; readonly threats: readonly string[] }

type Titled = { readonly id: string; readonly title: string }

/** The shape of an id, whether or not it exists. */
export const ID = /^(?:R-[A-Z]+-\d+|UX-[A-Z]-\d+|A11Y-\d+|[A-Z]{1,2}-\d{2})$/

const LISTS = [
  { path: 'data/requirements.json', under: 'requirements' },
  { path: 'data/abuse-cases.json', under: 'cases' },
  { path: 'data/screen-points.json', under: 'points' },
]
const THREATS = 'THREAT-MODEL.md'

/** All known ids. A list that is not there is an error in words: without it every claim would look unknown. */
export function readKnownIds(root: string): { known: KnownIds; missing: readonly string[] } {
  const known = new Map<string, string>()
  const missing: string[] = []
  for (const { path, under } of LISTS) {
    const text = textOf(root, path)
    if (text === undefined) missing.push(path)
    else for (const { id, title } of (JSON.parse(text) as Record<string, readonly Titled[]>)[under] ?? []) known.set(id, title)
  }
  const threats = [...(textOf(root, THREATS) ?? '').matchAll(/^\| (T-\d{2})[ ●]*\| ([^|]+) \|/gm)]
  if (threats.length === 0) missing.push(THREATS)
  for (const [, id = '', claim = ''] of threats) known.set(id, claim)
  return { known, missing }
}

export function readDelivered(root: string): Delivered {
  const text = textOf(root, 'data/delivered.json')
  return text === undefined ? { requirements: [], threats: [] } : (JSON.parse(text) as Delivered)
}
