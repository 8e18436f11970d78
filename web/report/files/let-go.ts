const { port1: away, port2: nobody } = new MessageChannel()
nobody.close()

/**
 * Gives the memory of bytes back at once, so that a long file does not fill it with what the collector has not taken yet: they
 * are handed to a door behind which nobody is. Whoever calls it was the only holder; the bytes are gone afterwards. `transfer` of
 * the buffer itself would not do: a browser that has copied it into a Blob goes on holding it, and forgets to count it.
 */
export function letGo(all: readonly Uint8Array[]): void {
  for (const { buffer } of all) {
    // A buffer that was given back has no length and cannot be given back again.
    if (buffer.byteLength > 0) away.postMessage(null, [buffer as ArrayBuffer])
  }
}
