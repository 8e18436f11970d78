import { Refusal } from '#kernel/refusal.ts'
import { READ_LIMITS, type ReadLimits } from './limits.rules.ts'
import { inOwnProcess } from './own-process.ts'
import type { FileText, ReadRequest } from './read-text.ts'
import type { ReadingAnswer, ReadingTask } from './reading-process.ts'

export type ReadOptions = Omit<ReadRequest, 'limits' | 'name'> & { readonly limits?: Partial<ReadLimits> }

const PROGRAM = new URL('./reading-process.ts', import.meta.url)

/**
 * The text of a file that nobody prepared: plain text, Markdown, HTML, PDF or DOCX. A hostile file ends in a refusal
 * (`document.*`) or in a partial text whose notes say what is missing; it can neither hang nor exhaust this process.
 */
export async function readFileToText(bytes: Uint8Array, name?: string, options: ReadOptions = {}): Promise<FileText> {
  const limits = { ...READ_LIMITS, ...options.limits }
  if (bytes.length > limits.bytes) throw new Refusal('document.too_large')
  const request: ReadRequest = {
    limits,
    ...(name === undefined ? {} : { name }),
    ...(options.encoding === undefined ? {} : { encoding: options.encoding }),
  }
  const task: ReadingTask = { bytes, request }
  const answer = await inOwnProcess<ReadingAnswer>(PROGRAM, task, limits)
  if (!answer.ok) throw new Refusal(answer.code, answer.detail)
  return answer.value
}
