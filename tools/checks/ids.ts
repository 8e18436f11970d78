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

/** All known ids. A list that is not there is said: without it every claim would look unknown. */
export function readKnownIds(root: string): { known: KnownIds; missing: readonly string[] } {
  const lists = [
    ...LISTS.map(({ path, under }) => ({ path, titled: listedIn(root, path, under) })),
    { path: THREATS, titled: threatsIn(root) },
  ]
  const known = new Map(lists.flatMap(({ titled }) => titled).map(({ id, title }) => [id, title]))
  return { known, missing: lists.filter(({ titled }) => titled.length === 0).map(({ path }) => path) }
}

function listedIn(root: string, path: string, under: string): readonly Titled[] {
  const text = textOf(root, path)
  return text === undefined ? [] : ((JSON.parse(text) as Record<string, readonly Titled[]>)[under] ?? [])
}

function threatsIn(root: string): Titled[] {
  const rows = (textOf(root, THREATS) ?? '').matchAll(/^\| (T-\d{2})[ ●]*\| ([^|]+) \|/gm)
  return [...rows].map(([, id = '', title = '']) => ({ id, title }))
}

export function readDelivered(root: string): Delivered {
  const text = textOf(root, 'data/delivered.json')
  return text === undefined ? { requirements: [], threats: [] } : (JSON.parse(text) as Delivered)
}
