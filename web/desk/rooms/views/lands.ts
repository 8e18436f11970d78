/** A country as it is drawn: its outline in steps, a point within it that is no place, and how far its largest part reaches. */
export type Land = {
  /** Empty for a shape without a code of its own. */
  readonly code: string
  /** Empty where there is nothing that is large enough to draw. */
  readonly d: string
  readonly at: readonly [number, number]
  readonly box: readonly [number, number, number, number]
}
export type Lands = { readonly wide: number; readonly tall: number; readonly lands: readonly Land[] }

/** Where the builder put the outlines. */
declare const ASYLIA_LANDS: string

let coming: Promise<Lands> | null = null

/** The outlines, fetched once, when the first map is opened. They say nothing about anybody. */
export function fetchLands(): Promise<Lands> {
  coming ??= readLands().catch((error: unknown) => {
    coming = null
    throw error
  })
  return coming
}

async function readLands(): Promise<Lands> {
  const answer = await fetch(ASYLIA_LANDS, { credentials: 'omit', referrerPolicy: 'no-referrer' })
  if (!answer.ok) throw new Error(`the outlines came with status ${answer.status}`)
  return (await answer.json()) as Lands
}
