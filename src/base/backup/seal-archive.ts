import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { Encrypter } from 'age-encryption'
import { OperatorError } from '#base/operator-error.ts'
import { TAR_END, tarHeader, tarPadding } from './tar.ts'

/** A tar sealed to offline recipients, written in passing: never more than a few chunks are in memory. */
export type SealedArchive = {
  /** One file from its bytes; more or fewer bytes than `size` is an error. */
  file(name: string, size: number, body: AsyncIterable<Uint8Array> | Uint8Array): Promise<void>
  folder(name: string): Promise<void>
  /** Ends the tar, puts it on the disk and answers its size and hash. */
  finish(): Promise<{ readonly bytes: number; readonly sha256: string }>
  /** Lets go of the file; what was written stays for the caller to remove. */
  abandon(): Promise<void>
}

const CHUNK = 256 * 1024

/** Throws OperatorError for what is no recipient; the words given are never repeated. */
export function encrypterFor(recipients: readonly string[]): Encrypter {
  if (recipients.length === 0)
    throw new OperatorError('Say for whom the backup is sealed: --recipient age1… (several are possible). Its identity stays offline.')
  const encrypter = new Encrypter()
  for (const recipient of recipients) {
    if (/^AGE-SECRET-KEY-/i.test(recipient)) {
      throw new OperatorError(
        'That is an identity, which opens backups and must never come to this machine. Give its recipient (age-keygen -y FILE prints it), and make a new identity if others could have seen this one.',
      )
    }
    try {
      encrypter.addRecipient(recipient)
    } catch {
      throw new OperatorError('--recipient accepts an age recipient, age1…, as age-keygen prints it. Nothing was written.')
    }
  }
  return encrypter
}

/** Begins an archive at a path that must not exist. */
export async function sealArchive(path: string, recipients: readonly string[]): Promise<SealedArchive> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const sealed = await encrypterFor(recipients).encrypt(readable)
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  const written = pour(sealed, file, hash)
  // Heard by whoever writes or finishes; without a listener meanwhile it would end the process.
  written.catch(() => undefined)
  const writer = writable.getWriter()
  // The same fault once more, from the other end.
  writer.closed.catch(() => undefined)
  let waiting: Uint8Array[] = []
  let bytes = 0

  /** A full disk ends the pouring while we wait for room. The stream then fails too, without a reason; the disk has one. */
  async function through(step: Promise<void>): Promise<void> {
    try {
      await Promise.race([step, written])
    } catch (error) {
      await written
      throw error
    }
  }
  async function flush(): Promise<void> {
    const chunk = Buffer.concat(waiting)
    waiting = []
    bytes = 0
    if (chunk.length > 0) await through(writer.write(chunk))
  }
  async function put(piece: Uint8Array): Promise<void> {
    waiting.push(piece)
    bytes += piece.length
    if (bytes >= CHUNK) await flush()
  }
  async function putFile(name: string, size: number, body: AsyncIterable<Uint8Array> | Uint8Array): Promise<void> {
    await put(tarHeader(name, 'file', size))
    let seen = 0
    for await (const piece of body instanceof Uint8Array ? [body] : body) {
      seen += piece.length
      if (seen <= size) await put(piece)
    }
    if (seen !== size) throw new OperatorError('A file changed its size while it was copied. Make the backup again.')
    await put(tarPadding(size))
  }
  return {
    file: putFile,
    folder: (name) => put(tarHeader(name, 'folder', 0)),
    async finish() {
      await put(TAR_END)
      await flush()
      await through(writer.close())
      const size = await written
      await file.sync()
      await file.close()
      return { bytes: size, sha256: hash.digest('hex') }
    },
    async abandon() {
      // Something failed before, and that is what the caller tells; these three are its echoes.
      await Promise.allSettled([writer.abort(), written])
      await Promise.allSettled([file.close()])
    },
  }
}

async function pour(sealed: ReadableStream<Uint8Array>, file: FileHandle, hash: Hash): Promise<number> {
  let bytes = 0
  for await (const chunk of sealed) {
    hash.update(chunk)
    await file.writeFile(chunk)
    bytes += chunk.length
  }
  return bytes
}
