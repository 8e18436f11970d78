/** Sizes that a whole sealed body may have; the header and its tag need some of it. */
const STEPS = [16_384, 65_536, 262_144, 1_048_576] as const
/** Generous: six readers, a long list of exclusions and ten files. */
const HEADER = 6_144
const NEAR = 1_024

export type Room = { readonly state: 'fine' } | { readonly state: 'near' | 'too_long'; readonly bytes: number }

/** How much may still be written before the next size; `fine` while that is far away. */
export function roomLeft(text: string): Room {
  const bytes = new TextEncoder().encode(text.normalize('NFC')).length + HEADER
  const step = STEPS.find((size) => bytes <= size)
  if (step === undefined) return { state: 'too_long', bytes: bytes - STEPS[3] }
  return step - bytes < NEAR ? { state: 'near', bytes: step - bytes } : { state: 'fine' }
}

/** Of a whole sealed frame, by the size of its body (SEALING 2). */
const FRAMES = [37_922, 87_074, 283_730, 1_070_354] as const

/** About how many thousand bytes will be sent for a text of this length; every text of one step takes the same. */
export function sizeSent(text: string): number {
  const bytes = new TextEncoder().encode(text.normalize('NFC')).length + HEADER
  const step = STEPS.findIndex((size) => bytes <= size)
  return Math.round((FRAMES[step < 0 ? 3 : step] ?? 0) / 1000)
}
