import { Refusal } from '#kernel/refusal.ts'
import { STATED_ENCODINGS } from '../read/decode.rules.ts'
import { READ_LIMITS } from '../read/limits.rules.ts'
import { readFileSafely } from '../read/open-file.ts'
import { type PreparedDocument, prepareDocument } from './prepare-document.ts'

export type FileOptions = { readonly encoding?: string; readonly bytes?: number; readonly inside?: string }

/** Prepares the document in a file; refuses what `readFileSafely` and `prepareDocument` refuse, and an encoding that nobody reads here. */
export async function prepareFile(path: string, name: string, options: FileOptions): Promise<PreparedDocument> {
  const encoding = STATED_ENCODINGS.find((one) => one === options.encoding)
  if (options.encoding !== undefined && encoding === undefined) throw new Refusal('document.not_utf8')
  const limits = { bytes: options.bytes ?? READ_LIMITS.bytes }
  const bytes = await readFileSafely(path, options.inside === undefined ? limits : { ...limits, inside: options.inside })
  return prepareDocument(bytes, name, encoding === undefined ? { limits } : { limits, encoding })
}
