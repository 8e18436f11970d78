import { Refusal, type RefusalCode } from '#kernel/refusal.ts'
import { answerOneTask } from './own-process.ts'
import { type FileText, type ReadRequest, readHere } from './read-text.ts'

/** What the process is given and what it answers. */
export type ReadingTask = { readonly bytes: Uint8Array; readonly request: ReadRequest }
export type ReadingAnswer =
  | { readonly ok: true; readonly value: FileText }
  | { readonly ok: false; readonly code: RefusalCode; readonly detail?: string }

async function answer({ bytes, request }: ReadingTask): Promise<ReadingAnswer> {
  try {
    return { ok: true, value: await readHere(bytes, request) }
  } catch (error) {
    if (error instanceof Refusal)
      return error.detail === undefined ? { ok: false, code: error.code } : { ok: false, code: error.code, detail: error.detail }
    // A reader of a foreign format that stumbles over hostile bytes; its words may repeat them.
    if (error instanceof RangeError) return { ok: false, code: 'document.too_heavy' }
    return { ok: false, code: 'document.malformed' }
  }
}

answerOneTask(answer)
