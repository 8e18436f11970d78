import { createHash } from 'node:crypto'

/**
 * Runs work with randomness that follows from a name, so that sealed vectors are the same bytes each time they are made.
 * The one source of randomness of everything we ship is `crypto.getRandomValues`.
 */
export async function withRandomness<T>(name: string, work: () => Promise<T>): Promise<T> {
  let drawn = 0
  const original = crypto.getRandomValues
  const stand = <A extends ArrayBufferView | null>(into: A): A => {
    if (into === null) return into
    drawn += 1
    const stream = createHash('shake256', { outputLength: into.byteLength }).update(`${name}/${drawn}`).digest()
    new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(stream)
    return into
  }
  Object.defineProperty(crypto, 'getRandomValues', { value: stand, configurable: true, writable: true })
  try {
    return await work()
  } finally {
    Object.defineProperty(crypto, 'getRandomValues', { value: original, configurable: true, writable: true })
  }
}
