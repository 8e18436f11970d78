const MOST_POINTS = 60_000_000

/** Some browsers answer drawings with noise so that nobody recognises the phone; a copy made there would be noise too. */
function drawsTrue(): boolean {
  const context = new OffscreenCanvas(2, 2).getContext('2d')
  if (context === null) return false
  context.fillStyle = '#1f5f56'
  context.fillRect(0, 0, 2, 2)
  const { data } = context.getImageData(0, 0, 2, 2)
  return [0, 4, 8, 12].every((at) => data[at] === 0x1f && data[at + 1] === 0x5f && data[at + 2] === 0x56)
}

/** The picture drawn anew as JPEG, with nothing of the file but what is seen; null where this browser cannot show it. */
export async function drawAnew(blob: Blob): Promise<Blob | null> {
  if (typeof OffscreenCanvas !== 'function' || typeof createImageBitmap !== 'function') return null
  try {
    if (!drawsTrue()) return null
    const picture = await createImageBitmap(blob)
    if (picture.width * picture.height > MOST_POINTS) return null
    const canvas = new OffscreenCanvas(picture.width, picture.height)
    canvas.getContext('2d')?.drawImage(picture, 0, 0)
    picture.close()
    return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 })
  } catch {
    return null
  }
}
