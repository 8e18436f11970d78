import { Decrypter } from 'age-encryption'
import { headLength, readStanzas } from '../age/header.ts'
import { identityText } from '../age/identity.ts'
import { type ChunkCipher, openPayload } from '../age/payload.ts'
import { SealingRefusal } from '../refusals.ts'
import { type NodeFrame, unpackFrame } from './node-message.ts'

/** The seeds of this node that open outer wraps; no other key has this form. */
export type NodeSealSeeds = { readonly of: 'node'; readonly seeds: readonly Uint8Array[] }

/**
 * The one place where a server opens anything sealed: the outer wrap of a frame from another node, sealed to this node's own
 * key. What is inside for people stays sealed to people. Whatever is no frame is refused, so that nothing else can be opened
 * here even with the right key. Refuses `age.*`, `node.malformed`, `node.not_for_us`. guards T-01
 */
export async function openNodeWrap(cipher: ChunkCipher, { seeds }: NodeSealSeeds, sealed: Uint8Array): Promise<NodeFrame> {
  readStanzas(sealed, { min: 1, max: 1 })
  const decrypter = new Decrypter()
  for (const seed of seeds) decrypter.addIdentity(identityText(seed))
  const head = headLength(1)
  const fileKey = await decrypter.decryptHeader(sealed.subarray(0, head)).catch(() => {
    throw new SealingRefusal('node.not_for_us')
  })
  return unpackFrame(openPayload(cipher, fileKey, sealed.subarray(head)))
}
