import { type ChunkCipher, sealPayload } from '../age/payload.ts'
import { concat, unb64u, utf8 } from '../bytes.ts'
import type { Sha256 } from '../merkle.ts'
import { SealingRefusal } from '../refusals.ts'
import { headTo } from '../seal/seal-age.ts'

const LINE = 16
const SIGNATURE = 64
/** A wrap of what one frame may hold, and room for its head. */
export const MOST_OUTER = 9 * 1_048_576

/** What goes over the wire: whose line it is, a signature over the rest, and the rest sealed to the one node that it is for. */
export type Outer = { readonly line: Uint8Array; readonly signature: Uint8Array; readonly sealed: Uint8Array }

/** By whom and for whom a frame is sealed. The machine's own means come from outside: a frame holds megabytes. */
export type Wrapping = {
  readonly line: Uint8Array
  readonly recipient: string
  readonly cipher: ChunkCipher
  readonly hash: Sha256
  readonly sign: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>
}

/** Seals a packed frame to a node, signed on the outside: nobody on the way, and no relay, reads a word of it. */
export async function wrapFor({ line, recipient, cipher, hash, sign }: Wrapping, plain: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const { head, fileKey } = await headTo(unb64u(recipient))
  const outer = sealPayload(cipher, fileKey, plain, concat(line, new Uint8Array(SIGNATURE), head))
  outer.set(await sign(outerBytes(line, outer.subarray(LINE + SIGNATURE), hash)), LINE)
  return outer
}

/** What the signature on the outside stands over: it is checked before the dearer work of opening is done. */
export const outerBytes = (line: Uint8Array, sealed: Uint8Array, hash: Sha256): Uint8Array<ArrayBuffer> =>
  concat(utf8('asylia/v1/node-outer'), Uint8Array.of(0), line, hash(sealed))

/** Refuses `node.malformed` what is too short to be one. */
export function readOuter(bytes: Uint8Array): Outer {
  if (bytes.length < LINE + SIGNATURE + 200 || bytes.length > MOST_OUTER) throw new SealingRefusal('node.malformed')
  return { line: bytes.subarray(0, LINE), signature: bytes.subarray(LINE, LINE + SIGNATURE), sealed: bytes.subarray(LINE + SIGNATURE) }
}
