import { base64nopad } from '@scure/base'
import { unutf8 } from '../bytes.ts'
import { refusing, SealingRefusal } from '../refusals.ts'

/**
 * A header of sealed items holds `mlkem768x25519` stanzas and nothing else, so that every line has one length
 * and the number of stanzas follows from the length of the header. age v1, sections "Header" and "mlkem768x25519".
 */
const VERSION = 'age-encryption.org/v1\n'
const STANZA = '-> mlkem768x25519 '
const SHARE_TEXT = 1_494
const KEY_TEXT = 43
const STANZA_LENGTH = STANZA.length + SHARE_TEXT + 1 + KEY_TEXT + 1
const FOOTER = '--- '
const FOOTER_LENGTH = FOOTER.length + KEY_TEXT + 1
export const NONCE = 16
export const TAG = 16
export const CHUNK = 65_536

/** One recipient's copy of the file key: the encapsulated key and the sealed file key. */
export type HybridStanza = { readonly share: Uint8Array; readonly body: Uint8Array }

export type Stanzas = { readonly min: number; readonly max: number }

/** The length of a header with this many hybrid recipients. */
export const headLength = (recipients: number): number => VERSION.length + recipients * STANZA_LENGTH + FOOTER_LENGTH

/** The length of an age file with this many plain bytes and hybrid recipients. */
export function sealedLength(plain: number, recipients: number): number {
  return headLength(recipients) + NONCE + plain + TAG * Math.max(1, Math.ceil(plain / CHUNK))
}

/**
 * Reads the stanzas of a header before any key is tried. Refuses `age.stanza_count` outside the limits,
 * `age.stanza_kind` for scrypt, classical and unknown stanzas, and `age.malformed` for all else.
 */
// guards T-11, I-02
export function readStanzas(sealed: Uint8Array, limits: Stanzas): HybridStanza[] {
  if (!startsWith(sealed, 0, VERSION)) throw new SealingRefusal('age.malformed')
  const found: HybridStanza[] = []
  let at = VERSION.length
  while (!startsWith(sealed, at, FOOTER)) {
    if (found.length === limits.max) throw new SealingRefusal(startsWith(sealed, at, '-> ') ? 'age.stanza_count' : 'age.malformed')
    found.push(stanzaAt(sealed, at))
    at += STANZA_LENGTH
  }
  decoded(sealed, at + FOOTER.length, KEY_TEXT)
  if (found.length < limits.min) throw new SealingRefusal('age.stanza_count')
  return found
}

function stanzaAt(sealed: Uint8Array, at: number): HybridStanza {
  if (!startsWith(sealed, at, '-> ')) throw new SealingRefusal('age.malformed')
  if (!startsWith(sealed, at, STANZA)) throw new SealingRefusal('age.stanza_kind')
  const share = at + STANZA.length
  return { share: decoded(sealed, share, SHARE_TEXT), body: decoded(sealed, share + SHARE_TEXT + 1, KEY_TEXT) }
}

/** A line of exactly this many characters of canonical base64. */
function decoded(sealed: Uint8Array, at: number, length: number): Uint8Array {
  if (!startsWith(sealed, at + length, '\n')) throw new SealingRefusal('age.malformed')
  return refusing('age.malformed', () => base64nopad.decode(unutf8(sealed.subarray(at, at + length))))
}

function startsWith(bytes: Uint8Array, at: number, ascii: string): boolean {
  for (let index = 0; index < ascii.length; index += 1) if (bytes[at + index] !== ascii.charCodeAt(index)) return false
  return true
}
