import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { RosterFiles } from '#crypto/roster/check-roster.ts'
import { systemClock } from '#kernel/clock.ts'
import { type Answered, answer, type Filed, type House, MOST_BODY } from './answer.ts'
import { ownObjection } from './hardening.ts'
import type { ToChild, ToParent } from './messages.ts'

/**
 * One process, one connection, one answer, then nothing: the end of the process is the wipe of its memory. It has no
 * login, reads no file and reaches no network; what it seals goes back to the parent as ciphertext. guards T-02
 */
const REQUEST_MS = 60_000
const GONE_AFTER_MS = 3_000

const tell = (message: ToParent): void => void process.send?.(message)
const leave = (): never => process.exit()

process.on('disconnect', leave)
// What a fault says could hold words: it says nothing and ends.
process.on('uncaughtException', leave)
process.on('unhandledRejection', leave)

const objection = await ownObjection()
if (objection !== null) tell({ kind: 'objects', says: objection })
else {
  let waiting: ((outcome: Filed) => void) | undefined
  process.on('message', (message: ToChild, socket?: Socket) => {
    if (message.kind === 'filed') waiting?.(message.outcome)
    else if (socket !== undefined) serve(socket, houseOf(message))
    else leave()
  })
  tell({ kind: 'ready' })

  function houseOf({ onion, buildTime, files }: Extract<ToChild, { kind: 'connection' }>): House {
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
    const roster: RosterFiles = {
      pins: bytes(files.pins),
      roster: bytes(files.roster),
      epochs: bytes(files.epochs),
      recipients: bytes(files.recipients),
    }
    return {
      onion,
      buildTime: new Date(buildTime),
      now: systemClock.now,
      rosterFiles: () => Promise.resolve(roster),
      file: (frame) =>
        new Promise((resolve) => {
          waiting = resolve
          tell({ kind: 'frame', frame: Buffer.from(frame).toString('base64') })
        }),
    }
  }
}

function serve(socket: Socket, house: House): void {
  const server = createServer(
    { requestTimeout: REQUEST_MS, headersTimeout: 15_000, keepAlive: false, maxHeaderSize: 16_384 },
    (asked, reply) => {
      void answerOne(asked, reply, house).catch(leave)
    },
  )
  setTimeout(leave, REQUEST_MS).unref()
  socket.once('close', leave)
  server.on('clientError', () => socket.destroy())
  server.emit('connection', socket)
  socket.resume()
}

async function answerOne(asked: IncomingMessage, reply: ServerResponse, house: House): Promise<void> {
  const body = await bodyOf(asked)
  const path = (asked.url ?? '/').split('?', 1)[0] ?? '/'
  const given: Answered | null =
    body === null ? null : await answer({ method: asked.method ?? '', path, headers: asked.headers, body }, house)
  reply.writeHead(given?.status ?? 413, { ...given?.headers, connection: 'close' })
  reply.end(asked.method === 'HEAD' ? '' : (given?.page ?? ''))
  reply.once('finish', () => setTimeout(leave, GONE_AFTER_MS).unref())
}

/** The whole body, or null when it is too long. */
async function bodyOf(asked: IncomingMessage): Promise<Buffer | null> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of asked as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > MOST_BODY) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
