import { createHash } from 'node:crypto'
import { Refusal } from '#kernel/refusal.ts'
import { READ_LIMITS } from '../read/limits.rules.ts'
import { inOwnProcess } from '../read/own-process.ts'
import type { ReadOptions } from '../read/read-file.ts'
import type { PreparingAnswer, PreparingTask, Read } from './preparing-process.ts'

/** A document read, cut into paragraphs and searched by the rules; nothing is stored. */
export type PreparedDocument = Read & { readonly sha256: string }

const PROGRAM = new URL('./preparing-process.ts', import.meta.url)

/** Reads, cuts and searches a file in a process of its own. Refuses as `readFileToText` does, and more paragraphs than a document may have. */
export async function prepareDocument(bytes: Uint8Array, name?: string, options: ReadOptions = {}): Promise<PreparedDocument> {
  const limits = { ...READ_LIMITS, ...options.limits }
  if (bytes.length > limits.bytes) throw new Refusal('document.too_large')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const request = {
    limits,
    ...(name === undefined ? {} : { name }),
    ...(options.encoding === undefined ? {} : { encoding: options.encoding }),
  }
  const task: PreparingTask = { bytes, request, sha256 }
  const answer = await inOwnProcess<PreparingAnswer>(PROGRAM, task, limits)
  if (!answer.ok) throw new Refusal(answer.code, answer.detail)
  return { ...answer.value, sha256 }
}
