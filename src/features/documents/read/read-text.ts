import { Refusal, type RefusalCode } from '#kernel/refusal.ts'
import { decodeText, STATED_ENCODINGS, type StatedEncoding } from './decode.rules.ts'
import { readHtml } from './html-text.rules.ts'
import { type FileKind, kindOf } from './kind.rules.ts'
import type { ReadLimits } from './limits.rules.ts'
import { hiddenMarks, note, type ReadNote } from './note.rules.ts'
import { readDocx } from './read-docx.ts'
import { readPdf } from './read-pdf.ts'

export type ReadRequest = { readonly name?: string; readonly encoding?: StatedEncoding; readonly limits: ReadLimits }
export type FileText = { readonly kind: FileKind; readonly text: string; readonly notes: readonly ReadNote[] }

/** Bytes become text, in this process. Hostile bytes are for `readFileToText`, which does it in a process that can be ended. */
export async function readHere(bytes: Uint8Array, request: ReadRequest): Promise<FileText> {
  if (bytes.length === 0) throw new Refusal('document.empty')
  if (bytes.length > request.limits.bytes) throw new Refusal('document.too_large')
  const kind = kindOf(bytes, request.name)
  if (kind === 'encrypted') throw new Refusal('document.encrypted')
  if (kind === 'unknown') throw new Refusal('document.kind_unknown')
  const read = await readers[kind](bytes, request)
  if (read.text.length > request.limits.units) throw new Refusal('document.inflates')
  // A lone surrogate has no UTF-8 form, so no hash and no place in the database.
  const text = read.text.isWellFormed() ? read.text : read.text.toWellFormed()
  if (text.trim() === '') throw new Refusal('document.empty')
  return { kind, text, notes: [...read.notes, ...hiddenMarks(text), ...note('replaced_units', text === read.text ? 0 : 1)] }
}

type Reader = (bytes: Uint8Array, request: ReadRequest) => Read | Promise<Read>
type Read = { readonly text: string; readonly notes: readonly ReadNote[] }

const plain: Reader = (bytes, { encoding }) => ({ text: textOf(bytes, encoding), notes: [] })

const readers: Readonly<Record<FileKind, Reader>> = {
  text: plain,
  markdown: plain,
  html: (bytes, { encoding }) => readHtml(textOf(bytes, encoding ?? statedIn(bytes))),
  docx: (bytes, { limits }) => readDocx(bytes, limits),
  pdf: (bytes, { limits }) => readPdf(bytes, limits),
}

function textOf(bytes: Uint8Array, encoding: StatedEncoding | undefined): string {
  const decoded = decodeText(bytes, encoding)
  if (!decoded.ok) throw new Refusal(decoded.code satisfies RefusalCode)
  return decoded.text
}

/** A page may state its own encoding in its first 1,024 bytes (HTML Living Standard, 4.2.5.4). */
function statedIn(bytes: Uint8Array): StatedEncoding | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024))
  const stated = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]?.toLowerCase()
  return STATED_ENCODINGS.find((one) => one === stated)
}
