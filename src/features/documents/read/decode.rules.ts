import type { RefusalCode } from '#kernel/refusal.ts'

/** Encodings that nothing in the bytes tells apart; a person has to state them. */
export const STATED_ENCODINGS = ['windows-1258', 'windows-1252'] as const
export type StatedEncoding = (typeof STATED_ENCODINGS)[number]

export type Decoded = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly code: RefusalCode }

/**
 * The text of bytes in UTF-8, or in UTF-16 where a byte order mark says so. Windows encodings are read only when
 * stated: guessed letters would be false quotations. A byte order mark is not part of the text.
 */
export function decodeText(bytes: Uint8Array, stated?: StatedEncoding): Decoded {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined
  const encoding = marked ?? stated ?? 'utf-8'
  const text = decodeAs(bytes, encoding)
  if (text === undefined) return { ok: false, code: 'document.not_utf8' }
  // No writing holds U+0000; bytes that do are no text, or UTF-16 without its mark.
  if (text.includes('\0')) return { ok: false, code: bytes.indexOf(0) < 4 ? 'document.not_utf8' : 'document.kind_unknown' }
  return { ok: true, text }
}

function decodeAs(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
