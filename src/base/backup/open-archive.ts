import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { Decrypter } from 'age-encryption'
import { OperatorError } from '#base/operator-error.ts'

// ADR 0009: the one file in src/ that may open anything sealed. It opens archives of `backup`, at restore, with an
// identity that the operator brings for this one run. What reporters sealed has other keys and stays sealed inside.

export type OpenedArchive = {
  /** The tar inside. It has been authenticated as a whole only when it has been read to its end. */
  readonly tar: AsyncIterable<Uint8Array>
  /** Size and hash of the sealed file, once the tar has been read to its end. */
  readonly seen: () => { readonly bytes: number; readonly sha256: string }
}

/** Reads the identities of a file as age-keygen writes it. OperatorError repeats nothing of its content. */
export async function readIdentities(path: string): Promise<Decrypter> {
  if (/AGE-SECRET-KEY-/i.test(path)) {
    throw new OperatorError(
      '--identity takes the file that holds the identity, or /dev/stdin, never the identity itself: others on this machine can read what is typed. Nothing was restored.',
    )
  }
  const text = await readFile(path, 'utf8').catch(() => {
    throw new OperatorError(
      `The identity ${path} cannot be read. Give the file that age-keygen made: --identity FILE. Nothing was restored.`,
    )
  })
  const decrypter = new Decrypter()
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  try {
    if (lines.length === 0) throw new Error('empty')
    for (const line of lines) decrypter.addIdentity(line)
  } catch {
    throw new OperatorError(
      `${path} holds no age identity (AGE-SECRET-KEY-…). A recipient, age1…, seals only and opens nothing. Nothing was restored.`,
    )
  }
  return decrypter
}

/** Opens one archive. OperatorError when it is not there, not for this identity, damaged or cut short. */
export async function openArchive(path: string, identities: Decrypter): Promise<OpenedArchive> {
  if ((await stat(path).catch(() => undefined))?.isFile() !== true) {
    throw new OperatorError(
      `${path} is missing. A restore needs both archives of a backup, main and keys, and its list. Nothing was restored.`,
    )
  }
  const hash = createHash('sha256')
  let bytes = 0
  const file = createReadStream(path, { highWaterMark: 256 * 1024 })
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of file as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  // The same stream under two names: the package asks for the browser's type.
  const sealed = NodeReadableStream.from(counted()) as unknown as ReadableStream<Uint8Array>
  const opened = await identities.decrypt(sealed).catch((error: unknown) => {
    file.destroy()
    throw sentenceOf(error, path)
  })
  async function* tar(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of opened) yield chunk
    } catch (error) {
      throw sentenceOf(error, path)
    } finally {
      file.destroy()
    }
  }
  return { tar: tar(), seen: () => ({ bytes, sha256: hash.digest('hex') }) }
}

function sentenceOf(error: unknown, path: string): OperatorError {
  if (error instanceof Error && /no identity matched/.test(error.message)) {
    return new OperatorError(`This identity does not open ${path}: it was sealed for another one. Nothing was restored.`)
  }
  return damaged(path, error)
}

export function damaged(path: string, cause?: unknown): OperatorError {
  return new OperatorError(`${path} is damaged or cut short. Take another copy of this backup, or another backup. Nothing was restored.`, {
    cause,
  })
}
