import { type IncomingMessage, request as plain } from 'node:http'
import { request as secure } from 'node:https'
import type { LookupFunction } from 'node:net'
import { MOST_OUTER } from '#crypto/node/node-wrap.ts'
import { REFUSALS, Refusal, type RefusalCode } from '#kernel/refusal.ts'
import type { Carry } from '../exchange.ts'
import { type PeerAddress, peerAddress } from './peer-address.ts'

/** A peer that hangs is given up after this time; what was under way is sent again. */
const WITHIN_MS = 30_000

/**
 * Carries a frame to the one address that stands in the card of the node, if that is a public one. The name is looked up once, and
 * the call goes to what was judged. It follows nobody elsewhere, reads no more than a frame may have, and tells nothing of this side
 * but the bytes. `here`: see peerAddress. Refuses `node.address_refused`. guards T-40
 */
export const carryByHttp =
  (here: boolean): Carry =>
  async (url, frame) => {
    const answer = await post(await peerAddress(url, here), frame)
    const bytes = await bytesOf(answer)
    const status = answer.statusCode ?? 0
    if (status >= 200 && status < 300) return bytes
    throw refusalOf(bytes) ?? new Error(`the node answered ${status}`)
  }

function post({ isSecure, host, port, address, family }: PeerAddress, frame: Uint8Array): Promise<IncomingMessage> {
  const judged: LookupFunction = (_host, { all }, done) => (all === true ? done(null, [{ address, family }]) : done(null, address, family))
  return new Promise((resolve, reject) => {
    const call = (isSecure ? secure : plain)(
      {
        host,
        port,
        path: '/api/node/exchange',
        method: 'POST',
        lookup: judged,
        // A connection that was kept could be to an address that was judged another day.
        agent: false,
        headers: { 'content-type': 'application/octet-stream', 'content-length': frame.length },
        signal: AbortSignal.timeout(WITHIN_MS),
      },
      resolve,
    )
    call.on('error', reject)
    call.end(frame)
  })
}

async function bytesOf(answer: IncomingMessage): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of answer as AsyncIterable<Buffer>) {
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
