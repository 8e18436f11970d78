type Keyed = { readonly key: string }
export type Pair = readonly [one: number, other: number]

/** The longest row of keys that two rows have in common, in order (Wagner and Fischer 1974), as pairs of places. */
export function sharedRow(old: readonly Keyed[], young: readonly Keyed[]): readonly Pair[] {
  const width = young.length + 1
  const table = lengths(old, young, width)
  const at = (i: number, j: number): number => table[i * width + j] ?? 0
  const pairs: Pair[] = []
  let [i, j] = [0, 0]
  while (i < old.length && j < young.length) {
    if (old[i]?.key === young[j]?.key) {
      pairs.push([i, j])
      i += 1
      j += 1
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1
    else j += 1
  }
  return pairs
}

function lengths(old: readonly Keyed[], young: readonly Keyed[], width: number): Uint16Array {
  const table = new Uint16Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = young.length - 1; j >= 0; j -= 1) {
      const isSame = old[i]?.key === young[j]?.key
      const next = (i + 1) * width + j
      table[i * width + j] = isSame ? (table[next + 1] ?? 0) + 1 : Math.max(table[next] ?? 0, table[i * width + j + 1] ?? 0)
    }
  return table
}
