import { createCipheriv, hkdfSync } from 'node:crypto'
import { BLOB_LENGTH, EXCHANGE_REQUEST } from '#crypto/constants.ts'
import { readExchangeRequest } from '#crypto/mailbox/exchange.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { IntakeStore } from './intake.store.ts'

export { EXCHANGE_REQUEST }

/**
 * Answers a mailbox exchange (SEALING 7): sixteen bits of presence and a blob, real or the dummy of an absent id. The dummy
 * is made for every answer, so that both take the same way. Refuses `intake.malformed`. guards T-14, I-06
 */
export async function answerExchange(store: IntakeStore, dummyKey: Buffer, request: Uint8Array): Promise<Buffer> {
  const { asked, fetched } = requestOf(request)
  const dummy = dummyOf(dummyKey, fetched)
  const { present, blob } = await store.exchange(asked, fetched)
  const answer = Buffer.allocUnsafe(2 + BLOB_LENGTH)
  answer.writeUInt16BE(present)
  ;(blob ?? dummy).copy(answer, 2)
  return answer
}

function requestOf(request: Uint8Array): ReturnType<typeof readExchangeRequest> {
  try {
    return readExchangeRequest(request)
  } catch (error) {
    if (error instanceof SealingRefusal) throw new Refusal('intake.malformed')
    throw error
  }
}

/** The same bytes for the same id as long as the key lives, and no others can tell them from chance. */
function dummyOf(key: Buffer, id: Uint8Array): Buffer {
  const stream = Buffer.from(hkdfSync('sha256', key, id, 'asylia/v1/dummy', 32))
  return createCipheriv('aes-256-ctr', stream, Buffer.alloc(16)).update(Buffer.alloc(BLOB_LENGTH))
}
