import { constants } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import { Refusal } from '#kernel/refusal.ts'

export type FileRules = { readonly bytes: number; readonly inside?: string }

/**
 * The bytes of one ordinary file. Refuses a folder, a device or a pipe, also behind a link; a file outside the folder
 * `inside` where one is given; one larger than the limit; one that changes while it is read.
 */
export async function readFileSafely(path: string, rules: FileRules): Promise<Uint8Array> {
  if (rules.inside !== undefined) await demandInside(path, rules.inside)
  // Without O_NONBLOCK a pipe would hold us until somebody writes into it.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY).catch(asRefusal)
  try {
    return await readAll(file, rules.bytes)
  } finally {
    await file.close()
  }
}

async function readAll(file: FileHandle, most: number): Promise<Uint8Array> {
  const before = await file.stat({ bigint: true })
  if (!before.isFile()) throw new Refusal('document.not_a_file')
  if (before.size > BigInt(most)) throw new Refusal('document.too_large')
  const bytes = new Uint8Array(Number(before.size))
  let filled = 0
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  const after = await file.stat({ bigint: true })
  if (filled !== bytes.length || after.size !== before.size || after.mtimeNs !== before.mtimeNs) {
    throw new Refusal('document.changed_while_read')
  }
  return bytes
}

async function demandInside(path: string, folder: string): Promise<void> {
  const [real, root] = await Promise.all([realpath(path).catch(asRefusal), realpath(folder).catch(asRefusal)])
  if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) throw new Refusal('document.outside_folder')
}

function asRefusal(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EISDIR' || code === 'ENXIO' || code === 'ENODEV') throw new Refusal('document.not_a_file')
  if (typeof code === 'string') throw new Refusal('document.unreadable', code)
  throw error
}
