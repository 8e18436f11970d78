import type { FastifyReply, FastifyRequest } from 'fastify'
import { LANGUAGES, type Language } from '#kernel/languages.ts'
import { Refusal } from '#kernel/refusal.ts'
import { acceptsBrotli, preferredLanguage } from './accepts.ts'
import { headersFor } from './policies.ts'

export type ClientBytes = { readonly type: string; readonly bytes: Buffer; readonly brotli: Buffer | null }

/** A page that runs in a browser, whole in memory, with what lies beside it: the list of keys of this installation. */
export type ServedClient = {
  readonly files: ReadonlyMap<string, ClientBytes>
  /** Hashes of the styles that stand in its pages, for the policy. */
  readonly styleHashes: readonly string[]
  /** A file that changes without a new client, by its whole path; null when there is none. */
  readonly beside: (path: string) => Promise<ClientBytes | null>
}

export type Clients = Readonly<Partial<Record<'report' | 'desk', () => Promise<ServedClient>>>>

/**
 * Answers everything below `/report/` and `/desk/`. Nothing of the reporting page is kept by a browser: a cache on the phone
 * would tell that somebody was here. A member's browser keeps the code of the desk, by names that change with the content,
 * and asks for the page itself each time. guards T-16, T-29
 */
export async function answerClient(client: ServedClient, path: string, request: FastifyRequest, reply: FastifyReply) {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('request.method')
  const area = path.slice(1).split('/', 1)[0] ?? ''
  if (path === `/${area}`) return reply.headers(headersFor(path)).header('cache-control', 'no-store').redirect(`/${area}/`, 301)
  const file =
    client.files.get(path) ?? client.files.get(pageOf(path, area, request.headers['accept-language'])) ?? (await client.beside(path))
  if (file === null) throw new Refusal('record.not_found')
  reply
    .headers(headersFor(path, client.styleHashes))
    .header('cache-control', keeps(path) ? 'private, max-age=31536000, immutable' : 'no-store')
  reply.header('content-type', file.type).header('vary', 'accept-encoding, accept-language')
  return sendBytes(file, request, reply)
}

/** Code of the desk, and nothing else: no list of keys, no answer. */
const keeps = (path: string): boolean => /^\/desk\/[a-z-]+\.[0-9a-z]{8,12}\.(?:js|css|json|wasm|ttf)$/.test(path)

function sendBytes({ brotli, bytes }: ClientBytes, request: FastifyRequest, reply: FastifyReply) {
  const packed = brotli !== null && acceptsBrotli(request.headers['accept-encoding']) ? brotli : null
  if (packed !== null) reply.header('content-encoding', 'br')
  const body = packed ?? bytes
  reply.header('content-length', body.length)
  return reply.send(request.method === 'HEAD' ? '' : body)
}

/** `/report/` is the page in the reader's language, in one answer; `/report/vi/` is one language by name. */
function pageOf(path: string, area: string, accept: string | undefined): string {
  if (path === `/${area}/`) return `/${area}/${preferredLanguage(accept)}/index.html`
  return isLanguagePath(path, area) ? `${path}index.html` : path
}

function isLanguagePath(path: string, area: string): boolean {
  return LANGUAGES.some((language: Language) => path === `/${area}/${language}/`)
}
