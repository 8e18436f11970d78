import { breathe } from '#base/breathe.ts'
import { chunkCipher } from '#base/chunk-cipher.ts'
import type { NodeFrame } from '#crypto/node/node-message.ts'
import { openNodeWrap } from '#crypto/node/open-node-wrap.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { OwnKeys } from './node-keys.ts'

/** Opens the outer wrap of a frame with this node's own keys. Refuses `node.malformed` whatever else it is. */
export async function openFrame(keys: Pick<OwnKeys, 'sealSeeds'>, sealed: Uint8Array): Promise<NodeFrame> {
  await breathe()
  try {
    return await openNodeWrap(chunkCipher, { of: 'node', seeds: keys.sealSeeds }, sealed)
  } catch (error) {
    throw error instanceof SealingRefusal ? new Refusal('node.malformed') : error
  }
}
