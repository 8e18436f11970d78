import { Findings, type Look } from './finding.ts'
import { letters, type Reader } from './reader.ts'
import { readXmp } from './xmp.ts'

const LOOKED_AT = 64 << 20
const PIECE = 1 << 20

/** A PDF string after a key, `/Author (name)` or `/Author <hex>`. */
function stringAfter(text: string, key: string): string | undefined {
  const match = new RegExp(`/${key}\\s*(?:\\(((?:[^()\\\\]|\\\\.){0,300})|<([0-9A-Fa-f]{0,600})>)`).exec(text)
  if (match === null) return undefined
  const hex = match[2]
  if (hex === undefined) return (match[1] ?? '').replace(/\\(.)/g, '$1')
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return new TextDecoder(hex.toLowerCase().startsWith('feff') ? 'utf-16be' : 'latin1').decode(bytes)
}

function readPiece(text: string, found: Findings): void {
  for (const [code, keys] of [
    ['author', ['Author']],
    ['device', ['Creator', 'Producer']],
    ['when', ['CreationDate', 'ModDate']],
    ['note', ['Title', 'Subject', 'Keywords']],
  ] as const) {
    for (const key of keys) {
      const told = stringAfter(text, key)
      if (told !== undefined && told !== '') found.add(code, told)
    }
  }
  const packet = text.indexOf('<x:xmpmeta')
  if (packet >= 0)
    readXmp(
      Uint8Array.from(text.slice(packet, packet + 65_536), (letter) => letter.charCodeAt(0)),
      found,
    )
  if (text.includes('/EmbeddedFile')) found.add('extra')
}

/**
 * Looks for what a PDF says openly about its making. Much of a PDF is packed, so nothing found proves nothing, and no
 * copy is made here.
 */
export async function lookInPdf(reader: Reader): Promise<Look> {
  const found = new Findings()
  const stop = Math.min(reader.size, LOOKED_AT)
  for (let at = 0; at < stop; at += PIECE) {
    // Pieces overlap, so that a name across two of them is found.
    readPiece(letters(await reader.bytes(at, Math.min(PIECE + 4096, stop - at))), found)
  }
  if (found.list.length === 0) found.add('unread')
  return { kind: 'pdf', findings: found.list, clean: 'kind' }
}
