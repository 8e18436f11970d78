import { fromBase64, toBase64 } from '#kernel/base64.ts'

/** The text of a C2SP tlog-checkpoint: which log, how many leaves, which root. */
export type Checkpoint = {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** Opaque further lines; ours have none. */
  readonly extensions: readonly string[]
}

const ROOT_LENGTH = 32

/** The text that is signed; it ends in a newline. */
export function writeCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  return [origin, String(size), toBase64(root), ...extensions, ''].join('\n')
}

/** Reads the text of a note whose signature is known to be good; undefined when it is no checkpoint. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  if (!text.endsWith('\n')) return undefined
  const [origin, count, hash, ...extensions] = text.slice(0, -1).split('\n')
  if (origin === undefined || origin === '' || count === undefined || hash === undefined || extensions.includes('')) return undefined
  const size = parseSize(count)
  const root = fromBase64(hash)
  if (size === undefined || root?.length !== ROOT_LENGTH) return undefined
  return { origin, size, root, extensions }
}

/** Decimal without leading zeroes. A count beyond 2^53 cannot be compared exactly here, so it is no size. */
function parseSize(text: string): number | undefined {
  if (!/^(?:0|[1-9][0-9]*)$/.test(text)) return undefined
  const size = Number(text)
  return Number.isSafeInteger(size) ? size : undefined
}
