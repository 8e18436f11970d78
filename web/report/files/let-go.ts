/**
 * Gives the memory of bytes back at once where the browser can, so that a long file does not fill it with what the collector has
 * not taken yet; elsewhere the collector takes it. Whoever calls it was the only holder: the bytes are gone afterwards.
 */
export function letGo(all: readonly Uint8Array[]): void {
  for (const { buffer } of all) {
    const memory = buffer as { readonly byteLength: number; transfer?: (length: number) => unknown }
    // A buffer that was given back has no length and cannot be given back again.
    if (memory.byteLength > 0) memory.transfer?.(0)
  }
}
