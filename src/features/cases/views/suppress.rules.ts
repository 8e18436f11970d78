/** The least that is told of a sensitive attribute, such as a group of people (R-EP-11). */
export const LEAST_OF_SENSITIVE = 10
/** The least that is told of any other attribute of people. */
export const LEAST_OF_OTHERS = 5

export type Cell = { readonly key: string; readonly n: number }
/** `n` is null where it is hidden. */
export type Told = { readonly key: string; readonly n: number | null }

/**
 * One line of cells, of which no small one can be worked out. Every cell below `least` is hidden, nobody as well as one. What is
 * hidden is never one cell alone, and never so little in all that its sum would tell: the next larger ones are hidden with it
 * (complementary suppression), and a cell of exactly `least` that would be the next: beside it one would know that each hidden cell is
smaller. A sum over hidden cells is not told; whoever knows it from elsewhere still learns of no hidden cell
 * more than that it lies between nothing and `least`, unless every cell is hidden.
 */
export function withoutSmall(cells: readonly Cell[], least: number): { readonly cells: readonly Told[]; readonly all: number | null } {
  const rising = cells.toSorted((one, other) => one.n - other.n || (one.key < other.key ? -1 : 1))
  const hidden = new Set(rising.filter(({ n }) => n < least).map(({ key }) => key))
  const sum = () => cells.reduce((all, { key, n }) => (hidden.has(key) ? all + n : all), 0)
  for (const { key, n } of rising) {
    if (hidden.size === 0 || (hidden.size >= 2 && sum() >= least && n > least)) break
    hidden.add(key)
  }
  return {
    cells: cells.map(({ key, n }) => ({ key, n: hidden.has(key) ? null : n })),
    all: hidden.size === 0 ? cells.reduce((all, { n }) => all + n, 0) : null,
  }
}
