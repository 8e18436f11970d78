import { open, readFile } from 'node:fs/promises'
import { OperatorError } from '#base/operator-error.ts'
import { unutf8, utf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'

const MOST_BYTES = 1_048_576

/** Reads a file that somebody named; editors and mail add an empty line at the end, which does not count. */
export async function readGivenFile<T>(path: string, read: (bytes: Uint8Array) => T | undefined, otherwise: string): Promise<T> {
  const bytes = await readFile(path).catch(() => {
    throw new OperatorError(`${path} cannot be read.`)
  })
  const text = bytes.length > MOST_BYTES ? '' : bytes.toString('utf8').trimEnd()
  const value = read(utf8(text))
  if (value === undefined) throw new OperatorError(`${path} is ${otherwise}.`)
  return value
}

/** Whether what we are about to write would be read again. */
export function readJsonFile<T>(value: unknown, read: (bytes: Uint8Array) => T | undefined): T | undefined {
  try {
    return read(canonicalBytes(value))
  } catch {
    return undefined
  }
}

/** Never writes over a file: it may be the only copy of a key. */
export async function writeNewFile(path: string, value: unknown, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(error.code === 'EEXIST' ? `${path} is there already. Choose another name.` : `${path} cannot be written.`)
  })
  try {
    await file.writeFile(`${unutf8(canonicalBytes(value))}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}
