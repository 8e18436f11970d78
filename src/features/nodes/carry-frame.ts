import { MOST_OUTER } from '#crypto/node/node-wrap.ts'
import { REFUSALS, Refusal, type RefusalCode } from '#kernel/refusal.ts'
import type { Carry } from './exchange.ts'

/** A peer that hangs is given up after this time; what was under way is sent again. */
const WITHIN_MS = 30_000

/**
 * Carries a frame by HTTP to the one address that stands in the card of the node. It follows nobody elsewhere, reads no more than
 * a frame may have, and tells nothing of this side but the bytes.
 */
export const carryByHttp: Carry = async (url, frame) => {
  const answer = await fetch(`${url}/api/node/exchange`, {
    method: 'POST',
    body: Buffer.from(frame),
    redirect: 'error',
    headers: { 'content-type': 'application/octet-stream' },
    signal: AbortSignal.timeout(WITHIN_MS),
  })
  const bytes = await bytesOf(answer)
  if (answer.ok) return bytes
  throw refusalOf(bytes) ?? new Error(`the node answered ${answer.status}`)
}

async function bytesOf(answer: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of answer.body ?? []) {
    size += piece.length
    if (size > MOST_OUTER) throw new Error('the node answered with more than a frame')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function refusalOf(bytes: Uint8Array): Refusal | undefined {
  try {
    const said: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    const code = typeof said === 'object' && said !== null && 'code' in said ? said.code : undefined
    return typeof code === 'string' && code.startsWith('node.') && Object.hasOwn(REFUSALS, code)
      ? new Refusal(code as RefusalCode)
      : undefined
  } catch {
    return undefined
  }
}
