import { readNumbering } from './docx-numbering.ts'
import { readDocxPart } from './docx-text.ts'
import type { ReadLimits } from './limits.rules.ts'
import { note, type ReadNote } from './note.rules.ts'
import { unpackDocx } from './unpack-docx.ts'

/** The words of a DOCX with its numbers, its footnotes at the end. Refuses what is damaged or unpacks to too much. */
export function readDocx(bytes: Uint8Array, limits: ReadLimits): { readonly text: string; readonly notes: readonly ReadNote[] } {
  const { parts, macros } = unpackDocx(bytes, limits)
  const numbering = readNumbering(parts.get('word/numbering.xml') ?? '<w:numbering/>')
  const body = readDocxPart(parts.get('word/document.xml') ?? '', numbering)
  const feet = readDocxPart(parts.get('word/footnotes.xml') ?? '<w:footnotes/>', numbering)
  const text = [body.text, feet.text].filter((one) => one !== '').join('\n\n')
  return { text: `${text}\n`, notes: [...note('macros_left_out', macros), ...note('deletions_left_out', body.deletions + feet.deletions)] }
}
