import { Unzip, type UnzipFile, UnzipInflate } from 'fflate'
import { Refusal } from '#kernel/refusal.ts'
import type { ReadLimits } from './limits.rules.ts'

const PARTS = ['word/document.xml', 'word/numbering.xml', 'word/footnotes.xml'] as const
export type DocxPart = (typeof PARTS)[number]
export type UnpackedDocx = { readonly parts: ReadonlyMap<DocxPart, string>; readonly macros: number }

const STEP = 64 * 1024
const MOST_ENTRIES = 10_000

/**
 * The few parts of a DOCX that hold words, unpacked piece by piece: what grows beyond the limit is refused before it
 * is held. All other parts, pictures and macros among them, are passed over unopened.
 */
export function unpackDocx(bytes: Uint8Array, limits: ReadLimits): UnpackedDocx {
  const found = new Map<DocxPart, Uint8Array[]>()
  const most = Math.max(limits.inflatedFloor, bytes.length * limits.inflation)
  const seen = { inflated: 0, macros: 0, entries: 0, ended: 0 }
  const unzip = new Unzip((file) => {
    seen.entries++
    if (seen.entries > MOST_ENTRIES) throw new Refusal('document.inflates')
    if (/vbaproject|\/activex\//i.test(file.name)) seen.macros++
    const part = PARTS.find((name) => name === file.name)
    if (part === undefined) return
    // Two parts of one name: readers disagree on which one counts.
    if (found.has(part)) throw new Refusal('document.malformed')
    const chunks: Uint8Array[] = []
    found.set(part, chunks)
    gather(
      file,
      chunks,
      (length) => {
        seen.inflated += length
        if (seen.inflated > most) throw new Refusal('document.inflates')
      },
      () => seen.ended++,
    )
  })
  unzip.register(UnzipInflate)
  pushAll(unzip, bytes)
  if (!found.has('word/document.xml') || seen.ended < found.size)
    throw new Refusal(found.size === 0 ? 'document.kind_unknown' : 'document.malformed')
  return { parts: new Map([...found].map(([part, chunks]) => [part, textOf(chunks)])), macros: seen.macros }
}

function gather(file: UnzipFile, chunks: Uint8Array[], count: (length: number) => void, end: () => void): void {
  file.ondata = (error, chunk, final) => {
    if (error !== null) throw error
    count(chunk.length)
    // The chunk is a view of memory that is used again.
    chunks.push(chunk.slice())
    if (final) end()
  }
  file.start()
}

function pushAll(unzip: Unzip, bytes: Uint8Array): void {
  try {
    for (let at = 0; at < bytes.length; at += STEP) unzip.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length)
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('document.malformed')
  }
}

function textOf(chunks: readonly Uint8Array[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new Refusal('document.malformed')
  }
}
