import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { RawAnswer, RawCall, RawDoor, RawHead } from '#base/raw-door.ts'
import { REFUSALS, Refusal, type RefusalCode } from '#kernel/refusal.ts'
import { headersFor } from '../policies.ts'
import { judgeHead, lengthOf } from './judge-head.ts'
import { type BodyWatch, watchBodies } from './watch-bodies.ts'

export type RawSite = {
  readonly doors: readonly RawDoor[]
  readonly onFault: (faultId: string, kind: string) => void
}

const HEADERS_WITHIN = 20_000
/** A client that is refused while it still sends hears the answer before the line is cut. */
const LINGER = 1_000

/** Somebody went away in the middle; there is nobody left to answer. */
class Gone extends Error {}

/**
 * One server for both: requests to a raw door stay here, all others go to `handler`. A body of a raw door is never parsed,
 * never larger than declared, and refused unread when its head is wrong. Nothing of a request is logged. guards T-12, U-02
 */
export function rawServer(site: RawSite, handler: RequestListener): Server {
  const bodies = watchBodies()
  const server = createServer(
    {
      maxHeaderSize: 16_384,
      headersTimeout: HEADERS_WITHIN,
      requestTimeout: 0,
      connectionsCheckingInterval: 5_000,
      keepAliveTimeout: 15_000,
    },
    (request, response) => {
      const path = request.url?.split('?', 1)[0] ?? ''
      for (const door of site.doors) {
        const match = door.path.exec(path)
        if (match !== null) return void serve({ site, bodies, door, parts: match.slice(1) }, request, response)
      }
      limitOthers(request)
      handler(request, response)
    },
  )
  server.on('close', () => bodies.stop())
  return server
}

/** The doors with a parser take small bodies; without this a slow one would hold its line for ever. */
function limitOthers(request: IncomingMessage): void {
  if ((lengthOf(request.headers) ?? 0) === 0 && request.headers['transfer-encoding'] === undefined) return
  const timer = setTimeout(() => request.socket.destroy(), HEADERS_WITHIN).unref()
  request.once('close', () => clearTimeout(timer))
}

type Found = { readonly site: RawSite; readonly bodies: BodyWatch; readonly door: RawDoor; readonly parts: readonly string[] }

async function serve({ site, bodies, door, parts }: Found, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const head = headOf(request, parts)
    const refused = judgeHead(door, request.method, request.headers) ?? door.refuses?.(head)
    if (refused !== undefined) throw new Refusal(refused)
    send(request, response, await door.answer(callOf(head, request, bodies)))
  } catch (error) {
    if (error instanceof Gone || request.socket.destroyed) return
    send(request, response, answerOf(site, error))
  }
}

function headOf(request: IncomingMessage, parts: readonly string[]): RawHead {
  return {
    parts,
    length: lengthOf(request.headers) ?? 0,
    header(name) {
      const value = request.headers[name]
      return typeof value === 'string' ? value : undefined
    },
  }
}

function callOf(head: RawHead, request: IncomingMessage, bodies: BodyWatch): RawCall {
  return {
    ...head,
    async bytes() {
      const pieces: Buffer[] = []
      for await (const piece of piecesOf(request, head.length, bodies, false)) pieces.push(piece)
      const [only] = pieces
      return only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces, head.length)
    },
    pieces: () => piecesOf(request, head.length, bodies, true),
  }
}

async function* piecesOf(request: IncomingMessage, length: number, bodies: BodyWatch, isStream: boolean): AsyncGenerator<Buffer, void> {
  const place = bodies.enter(request, length, isStream)
  if (place === undefined) throw new Refusal('intake.shedding')
  let seen = 0
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      seen += piece.length
      place.seen(piece.length)
      yield piece
    }
  } catch (error) {
    throw request.socket.destroyed || request.destroyed ? new Gone() : error
  } finally {
    place.leave()
  }
  if (seen !== length) throw new Gone()
}

function answerOf(site: RawSite, error: unknown): RawAnswer {
  if (error instanceof Refusal) return refusalAnswer(error.code)
  const incident = randomBytes(6).toString('hex')
  site.onFault(incident, error instanceof Error ? error.name : 'unknown')
  return json(500, { code: 'fault', incident })
}

/** The same bytes for the same code, whatever was asked. */
export function refusalAnswer(code: RefusalCode): RawAnswer {
  return json(REFUSALS[code].status, { code, says: REFUSALS[code].says })
}

function json(status: number, value: object): RawAnswer {
  return { status, type: 'application/json; charset=utf-8', body: Buffer.from(JSON.stringify(value)) }
}

/** Lines on which the last word is said; what still comes there is no request. */
const ended = new WeakSet<object>()

export function hasLastWord(socket: object): boolean {
  return ended.has(socket)
}

const API_HEADERS = headersFor('/api/')

function send(request: IncomingMessage, response: ServerResponse, answer: RawAnswer): void {
  const isUnread = !request.complete
  response.writeHead(answer.status, {
    ...API_HEADERS,
    ...(answer.type !== undefined && { 'content-type': answer.type }),
    ...(answer.status !== 204 && { 'content-length': answer.body?.length ?? 0 }),
    ...(isUnread && { connection: 'close' }),
  })
  if (isUnread) discard(request, response)
  response.end(answer.body)
}

/** Whatever still comes is thrown away for a moment: cut at once, the answer would be lost on the way. */
function discard(request: IncomingMessage, response: ServerResponse): void {
  request.on('error', () => undefined)
  request.resume()
  ended.add(request.socket)
  response.once('finish', () => request.socket.end())
  const cut = setTimeout(() => request.socket.destroy(), LINGER)
  request.socket.once('close', () => clearTimeout(cut))
}
