/** Characters that show nothing, turn the direction of what follows, or break a line. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u00a0\u2000-\u200a\u202f\u205f\u3000\u2800]/gu
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
/** Dots that are none: what follows them only looks like an ending. */
const LOOKALIKE_DOT = /[\u2024\u2027\u3002\ufe52\uff0e\uff61\u0701\u0702\u06d4\u00b7\u2e33\u{10a50}]/u
const LONG_GAP = /\s{4,}/u

export type ShownName = { readonly name: string; readonly hasHidden: boolean; readonly hidesEnding: boolean }

/** The name as a person should see it: hidden characters written out, and a word when the ending is not what it seems (U-09). */
export function shownName(name: string): ShownName {
  const shown = name.replaceAll(HIDDEN, (sign) => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`)
  return { name: shown, hasHidden: shown !== name, hidesEnding: TURNING.test(name) || LOOKALIKE_DOT.test(name) || LONG_GAP.test(name) }
}

type Kind = { readonly type: string; readonly ending: string; readonly at?: number; readonly starts: readonly number[] }
const ascii = (text: string): number[] => [...text].map((sign) => sign.charCodeAt(0))

const KINDS: readonly Kind[] = [
  { type: 'image/jpeg', ending: 'jpg', starts: [0xff, 0xd8, 0xff] },
  { type: 'image/png', ending: 'png', starts: [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a] },
  { type: 'image/gif', ending: 'gif', starts: ascii('GIF8') },
  { type: 'image/webp', ending: 'webp', at: 8, starts: ascii('WEBP') },
  { type: 'image/heic', ending: 'heic', at: 4, starts: ascii('ftyphei') },
  { type: 'application/pdf', ending: 'pdf', starts: ascii('%PDF-') },
  { type: 'application/zip', ending: 'zip', starts: [0x50, 0x4b, 0x03, 0x04] },
  { type: 'video/mp4', ending: 'mp4', at: 4, starts: ascii('ftyp') },
  { type: 'video/webm', ending: 'webm', starts: [0x1a, 0x45, 0xdf, 0xa3] },
  { type: 'audio/ogg', ending: 'ogg', starts: ascii('OggS') },
  { type: 'audio/mpeg', ending: 'mp3', starts: ascii('ID3') },
  { type: 'audio/wav', ending: 'wav', at: 8, starts: ascii('WAVE') },
]
const UNKNOWN = { type: 'application/octet-stream', ending: 'bin' } as const

/** What a file looks like from its first bytes; the sender's word for it counts for nothing (U-08). */
export function kindOf(start: Uint8Array): { readonly type: string; readonly ending: string } {
  const found = KINDS.find(({ at = 0, starts }) => starts.every((byte, index) => start[at + index] === byte))
  if (found !== undefined) return { type: found.type, ending: found.ending }
  return isText(start) ? { type: 'text/plain', ending: 'txt' } : UNKNOWN
}

const SAMPLE = 4_096

/** Text without control characters, as far as the sample goes; a letter may be cut at its end. */
function isText(start: Uint8Array): boolean {
  const sample = start.subarray(0, SAMPLE)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    return sample.length > 0 && !/[^\P{Cc}\t\n\r]/u.test(text)
  } catch {
    return false
  }
}
