import { concat, equalBytes, readU16, u16, utf8 } from '../bytes.ts'
import { ASK, BLOB_LENGTH, EXCHANGE_ANSWER, EXCHANGE_REQUEST } from '../constants.ts'
import { SealingRefusal } from '../refusals.ts'

const MAGIC = utf8('ASYM')
const HEAD = 8
const ID = 16

export type ExchangeRequest = { readonly asked: readonly Uint8Array[]; readonly fetched: Uint8Array }
export type ExchangeAnswer = { readonly present: readonly boolean[]; readonly blob: Uint8Array }

/** `POST /api/mailbox`, 280 bytes: sixteen ids whose presence is asked and one whose blob is fetched (SEALING 7). */
export function exchangeRequest({ asked, fetched }: ExchangeRequest): Uint8Array<ArrayBuffer> {
  const ids = [...asked, fetched]
  if (asked.length !== ASK || ids.some((id) => id.length !== ID)) throw new SealingRefusal('exchange.malformed')
  return concat(MAGIC, Uint8Array.of(1, 0, 0, 0), ...ids)
}

/** Refuses `exchange.malformed` unless the bytes are exactly a request. */
export function readExchangeRequest(bytes: Uint8Array): ExchangeRequest {
  const head = concat(MAGIC, Uint8Array.of(1, 0, 0, 0))
  if (bytes.length !== EXCHANGE_REQUEST || !equalBytes(bytes.subarray(0, HEAD), head)) throw new SealingRefusal('exchange.malformed')
  const ids = Array.from({ length: ASK + 1 }, (_, at) => bytes.slice(HEAD + at * ID, HEAD + (at + 1) * ID))
  return { asked: ids.slice(0, ASK), fetched: bytes.slice(HEAD + ASK * ID) }
}

/** The answer, 9,853 bytes: a bit for each asked id, the first id in the highest bit, then the blob or its dummy. */
export function exchangeAnswer({ present, blob }: ExchangeAnswer): Uint8Array<ArrayBuffer> {
  if (present.length !== ASK || blob.length !== BLOB_LENGTH) throw new SealingRefusal('exchange.malformed')
  return concat(u16(present.reduce((map, is) => map * 2 + (is ? 1 : 0), 0)), blob)
}

/** Refuses `exchange.malformed` an answer of any other length: it is dropped, asked for once more, then given up. */
export function readExchangeAnswer(bytes: Uint8Array): ExchangeAnswer {
  if (bytes.length !== EXCHANGE_ANSWER) throw new SealingRefusal('exchange.malformed')
  const map = readU16(bytes, 0)
  return { present: Array.from({ length: ASK }, (_, at) => (map & (0x8000 >> at)) !== 0), blob: bytes.slice(2) }
}
