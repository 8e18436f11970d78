import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http'
import { request as overHttps } from 'node:https'
import { connect, type Socket } from 'node:net'
import { connect as secured } from 'node:tls'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

/** The SOCKS5 door of a Tor client, or of any other way out. */
export type Door = { readonly host: string; readonly port: number }
export type Fetched = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly bytes: Buffer }

const MOST = 64_000_000
const PATIENCE = 60_000

/** What Tor Browser says of itself: whoever changes pages for readers alone must not know us by our headers. */
const AS_A_READER = {
  'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  accept: '*/*',
  'accept-language': 'en-US,en;q=0.5',
  'accept-encoding': 'gzip, deflate, br',
} as const

/**
 * Gets one address as a browser would, through a SOCKS5 door where one is named, which then looks up the name as well
 * (RFC 1928). Rejects where no whole answer came.
 */
export async function fetchFromOutside(address: URL, through?: Door): Promise<Fetched> {
  const isSecure = address.protocol === 'https:'
  const options: RequestOptions = { headers: AS_A_READER, timeout: PATIENCE, ...(await socketOf(address, isSecure, through)) }
  const asked = (isSecure ? overHttps : overHttp)(address, options)
  asked.on('timeout', () => asked.destroy(new Error('no answer in time')))
  asked.end()
  return answerTo(asked)
}

async function socketOf({ hostname, port }: URL, isSecure: boolean, through: Door | undefined): Promise<RequestOptions> {
  if (through === undefined) return { agent: false }
  const socket = await throughDoor(through, hostname, port === '' ? (isSecure ? 443 : 80) : Number(port))
  return { createConnection: () => (isSecure ? secured({ socket, servername: hostname }) : socket) }
}

async function answerTo(asked: ClientRequest): Promise<Fetched> {
  const pieces: Buffer[] = []
  const response = await new Promise<IncomingMessage>((yes, no) => asked.on('response', yes).on('error', no))
  let length = 0
  for await (const piece of response as AsyncIterable<Buffer>) {
    pieces.push(piece)
    length += piece.length
    if (length > MOST) throw new Error('too long')
  }
  if (!response.complete) throw new Error('cut off')
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
  return { status: response.statusCode ?? 0, headers, bytes: unpacked(Buffer.concat(pieces), headers['content-encoding']) }
}

/** What cannot be unpacked stays as it came: it is an answer, and not the one that was expected. */
function unpacked(bytes: Buffer, packing: string | undefined): Buffer {
  try {
    if (packing === 'br') return brotliDecompressSync(bytes, { maxOutputLength: MOST })
    return packing === 'gzip' ? gunzipSync(bytes, { maxOutputLength: MOST }) : bytes
  } catch {
    return bytes
  }
}

const VERSION = 5
const NAME = 3
const LENGTHS: Readonly<Record<number, number>> = { 1: 4, 4: 16 }

async function throughDoor(door: Door, host: string, port: number): Promise<Socket> {
  const socket = connect(door)
  socket.setTimeout(PATIENCE, () => socket.destroy(new Error('no answer in time')))
  try {
    await once(socket, 'connect')
    socket.write(Uint8Array.of(VERSION, 1, 0))
    const [, method] = await taken(socket, 2)
    if (method !== 0) throw new Error('the door asks who we are')
    const name = Buffer.from(host)
    socket.write(Buffer.concat([Uint8Array.of(VERSION, 1, 0, NAME, name.length), name, Uint8Array.of(port >> 8, port & 255)]))
    const [, refused, , kind = 0] = await taken(socket, 4)
    const left = kind === NAME ? ((await taken(socket, 1))[0] ?? 0) : (LENGTHS[kind] ?? 0)
    await taken(socket, left + 2)
    if (refused !== 0) throw new Error('the door does not reach it')
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}

async function taken(socket: Socket, count: number): Promise<Buffer> {
  for (;;) {
    const bytes = socket.read(count) as Buffer | null
    if (bytes !== null && bytes.length === count) return bytes
    if (bytes !== null || socket.readableEnded || socket.destroyed) throw new Error('the door closed')
    await once(socket, 'readable')
  }
}
