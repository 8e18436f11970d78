import { createCipheriv, hkdfSync } from 'node:crypto'
import { BLOB_LENGTH } from '#crypto/constants.ts'
import { readExchangeRequest } from '#crypto/mailbox/exchange.ts'
import type { IntakeStore } from './intake.store.ts'
import { refusing } from './read-frame.ts'

/**
 * Answers a mailbox exchange (SEALING 7): sixteen bits of presence and a blob, real or the dummy of an absent id. The dummy
 * is made for every answer, so that both take the same way. Refuses `intake.malformed`. guards T-14, I-06
 */
export async function answerExchange(store: IntakeStore, dummyKey: Buffer, request: Uint8Array): Promise<Buffer> {
  const { asked, fetched } = refusing(() => readExchangeRequest(request))
  const dummy = dummyOf(dummyKey, fetched)
  const { present, blob } = await store.exchange(asked, fetched)
  const answer = Buffer.allocUnsafe(2 + BLOB_LENGTH)
  answer.writeUInt16BE(present)
  ;(blob ?? dummy).copy(answer, 2)
  return answer
}

/** The same bytes for the same id as long as the key lives, and no others can tell them from chance. */
function dummyOf(key: Buffer, id: Uint8Array): Buffer {
  const stream = Buffer.from(hkdfSync('sha256', key, id, 'asylia/v1/dummy', 32))
  return createCipheriv('aes-256-ctr', stream, Buffer.alloc(16)).update(Buffer.alloc(BLOB_LENGTH))
}
