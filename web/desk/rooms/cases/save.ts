/** Saves under a name that we made; the address lives as long as the click (U-08). */
export function savePlain(parts: readonly (Uint8Array | string)[], name: string, type: string): void {
  const blob = new Blob(
    parts.map((part) => (typeof part === 'string' ? part : part.slice())),
    { type },
  )
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1_000)
}
