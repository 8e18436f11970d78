export type Counted = 'opening' | 'row' | 'export'

type Wire = { readonly most: number; readonly withinMs: number }

const MINUTE_MS = 60_000

/**
 * What nobody does by hand in such a time. An opening is the key of a case or an identity card handed out, a row any other sealed card, or a key that is one of many. guards T-25
 */
export const WIRES: Readonly<Record<Counted, Wire>> = {
  opening: { most: 50, withinMs: 10 * MINUTE_MS },
  row: { most: 1_000, withinMs: 10 * MINUTE_MS },
  export: { most: 5, withinMs: 60 * MINUTE_MS },
}

/** Whether so much within the time of its wire is the last that goes without a step-up. */
export function trips(kind: Counted, counted: number): boolean {
  return counted >= WIRES[kind].most
}

/** From when on counts matter at `now`. */
export function sinceOf(kind: Counted, now: Date): Date {
  return new Date(now.getTime() - WIRES[kind].withinMs)
}
