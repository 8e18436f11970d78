import type { GraphNode, Link } from '#features/cases/views/view.contract.ts'

export type NetNode = GraphNode & {
  readonly key: string
  /** Where its next page begins; null when nothing was asked of it yet, or nothing is left. */
  readonly next: { readonly part: number; readonly id: string } | null
  readonly asked: boolean
}
export type Edge = { readonly from: string; readonly to: string; readonly by: string; readonly level: string | null; readonly id: string }
/** Records and what joins them, as far as somebody has looked. */
export type Net = { readonly root: string; readonly nodes: ReadonlyMap<string, NetNode>; readonly edges: readonly Edge[] }

/** More than this nobody can read on one screen (JOURNEYS C8). */
export const NODES_MOST = 300

export const keyOf = ({ kind, case: of, id }: Pick<GraphNode, 'kind' | 'case' | 'id'>): string =>
  kind === 'actor' ? `actor ${id ?? ''}` : `${kind} ${of ?? ''} ${id ?? ''}`

export const beginNet = (node: GraphNode): Net => {
  const key = keyOf(node)
  return { root: key, nodes: new Map([[key, { ...node, key, next: null, asked: false }]]), edges: [] }
}

type Answer = { readonly node: GraphNode; readonly links: readonly Link[]; readonly more: boolean }

/** The net with one more page of what hangs on a record. A link that is there from its other end stays one; `full` says that some did not fit. */
export function withPage(net: Net, { node, links, more }: Answer): { readonly net: Net; readonly full: boolean } {
  const from = keyOf(node)
  const nodes = new Map(net.nodes)
  const edges = new Map(net.edges.map((edge) => [edge.id, edge]))
  const fits = fitting(nodes, links)
  for (const link of fits) {
    const to = keyOf(link.to)
    if (!nodes.has(to)) nodes.set(to, { ...link.to, key: to, next: null, asked: false })
    const id = nameOfEdge(from, to, link)
    if (!edges.has(id)) edges.set(id, { from, to, by: link.by, level: link.level, id })
  }
  const full = fits.length < links.length
  nodes.set(from, { ...node, key: from, asked: true, next: more || full ? (placeOf(fits.at(-1)) ?? nodes.get(from)?.next ?? null) : null })
  return { net: { ...net, nodes, edges: [...edges.values()] }, full }
}

const placeOf = (link: Link | undefined): NetNode['next'] => (link === undefined ? null : { part: link.part, id: link.id })

/** The links up to the one that would be one record too many. */
function fitting(nodes: ReadonlyMap<string, NetNode>, links: readonly Link[]): readonly Link[] {
  const known = new Set(nodes.keys())
  const end = links.findIndex(({ to }) => known.add(keyOf(to)).size > NODES_MOST)
  return end === -1 ? links : links.slice(0, end)
}

/** The same whichever end it was found from; two acts against one person are two edges only if their words differ. */
const nameOfEdge = (from: string, to: string, { by, level }: Link): string => [[from, to].toSorted().join(' '), by, level ?? ''].join(' ')

export type Place = { readonly column: number; readonly row: number }

/**
 * Columns by how many steps a record is away from the first, and in each column those of one neighbour together: the same net is
 * always drawn the same, no two records at one place.
 */
export function layOut({ root, nodes, edges }: Net): ReadonlyMap<string, Place> {
  const beside = new Map<string, string[]>([...nodes.keys()].map((key) => [key, []]))
  for (const { from, to } of edges) {
    beside.get(from)?.push(to)
    beside.get(to)?.push(from)
  }
  const places = new Map<string, Place>([[root, { column: 0, row: 0 }]])
  let column = [root]
  for (let depth = 1; column.length > 0; depth += 1) {
    const next = [...new Set(column.flatMap((key) => (beside.get(key) ?? []).toSorted(order(nodes))))].filter((key) => !places.has(key))
    for (const [row, key] of next.entries()) places.set(key, { column: depth, row })
    column = next
  }
  return places
}

const KINDS: readonly GraphNode['kind'][] = ['case', 'person', 'incident', 'actor']
const order = (nodes: Net['nodes']) => (one: string, other: string) => {
  const [a, b] = [nodes.get(one), nodes.get(other)]
  if (a === undefined || b === undefined) return 0
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.code ?? '~').localeCompare(b.code ?? '~') || (one < other ? -1 : 1)
}

export type Way = 'up' | 'down' | 'on' | 'back'

/** Where an arrow leads: up and down a column; on and back along an edge. Null where there is nothing. */
export function walk({ edges }: Net, places: ReadonlyMap<string, Place>, at: string, way: Way): string | null {
  const here = places.get(at)
  if (here === undefined) return null
  const step = way === 'up' || way === 'down' ? 0 : way === 'on' ? 1 : -1
  const near = new Set(edges.flatMap(({ from, to }) => (from === at ? [to] : to === at ? [from] : [])))
  const found = [...places].filter(([key, place]) => place.column === here.column + step && (step === 0 || near.has(key)))
  const wanted = step === 0 ? here.row + (way === 'down' ? 1 : -1) : null
  const rows = wanted === null ? found.toSorted(([, a], [, b]) => a.row - b.row) : found.filter(([, { row }]) => row === wanted)
  return rows[0]?.[0] ?? null
}
