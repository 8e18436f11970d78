import { type ChunkCipher, sealPayload } from '../age/payload.ts'
import { concat, unb64u, utf8 } from '../bytes.ts'
import { SealingRefusal } from '../refusals.ts'
import { headTo } from '../seal/seal-age.ts'

const LINE = 16
const SIGNATURE = 64
/** A wrap of what one frame may hold, and room for its head. */
export const MOST_OUTER = 9 * 1_048_576

/** What goes over the wire: whose line it is, a signature over the rest, and the rest sealed to the one node that it is for. */
export type Outer = { readonly line: Uint8Array; readonly signature: Uint8Array; readonly sealed: Uint8Array }

/** Seals a packed frame to a node: nobody on the way, and no relay, reads a word of it. */
export async function wrapFor(cipher: ChunkCipher, recipient: string, plain: Uint8Array): Promise<Uint8Array> {
  const { head, fileKey } = await headTo(unb64u(recipient))
  return concat(head, sealPayload(cipher, fileKey, plain))
}

/** What the signature on the outside stands over: it is checked before the dearer work of opening is done. */
export function outerBytes(line: Uint8Array, sealed: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(utf8('asylia/v1/node-outer'), Uint8Array.of(0), line, sealed)
}

export const writeOuter = ({ line, signature, sealed }: Outer): Uint8Array<ArrayBuffer> => concat(line, signature, sealed)

/** Refuses `node.malformed` what is too short to be one. */
export function readOuter(bytes: Uint8Array): Outer {
  if (bytes.length < LINE + SIGNATURE + 200 || bytes.length > MOST_OUTER) throw new SealingRefusal('node.malformed')
  return { line: bytes.subarray(0, LINE), signature: bytes.subarray(LINE, LINE + SIGNATURE), sealed: bytes.subarray(LINE + SIGNATURE) }
}
