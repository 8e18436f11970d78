import { randomBytes } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { RawDoor } from '#base/raw-door.ts'
import { Refusal, type RefusalCode } from '#kernel/refusal.ts'
import { acceptsBrotli, preferredLanguage } from './accepts.ts'
import { answerClient, type Clients } from './clients.ts'
import { areaOf, headersFor } from './policies.ts'
import { hasLastWord, rawServer } from './raw/raw-server.ts'
import { type SiteFile, siteFiles } from './site-files.ts'

/** A whole page in five languages for an expected "no"; made by the observatory, handed in by main. */
export type ErrorPage = (code: RefusalCode | 'fault', faultId?: string) => string

export type Site = {
  readonly folder: string
  readonly errorPage: ErrorPage
  /** Doors that take bytes as they are, such as those of intake. */
  readonly doors?: readonly RawDoor[]
  /** The reporting page and the desk, where this installation has them. */
  readonly clients?: Clients
  /** Told of a fault of ours: a random id and the name of the error's class, never its words. */
  readonly onFault: (faultId: string, kind: string) => void
}

/**
 * Serves the publication and says plainly what is not part of this version. Keeps no log of requests: no address,
 * agent or path is written anywhere. guards T-12
 */
export function serveSite(site: Site): FastifyInstance {
  const files = siteFiles(site.folder)
  const app = Fastify({
    logger: false,
    trustProxy: false,
    exposeHeadRoutes: false,
    bodyLimit: 1024,
    routerOptions: { maxParamLength: 400 },
    // It limits the time of a whole request itself: a file on a poor line takes longer than any fixed number.
    serverFactory: (handler) => rawServer({ doors: site.doors ?? [], onFault: site.onFault }, handler),
    // A malformed request never reaches a handler and would otherwise be answered without our headers.
    clientErrorHandler: (_error, socket) => {
      if (!hasLastWord(socket)) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
      // The other side may never close its half; a moment lets the answer through. guards U-05
      const cut = setTimeout(() => socket.destroy(), 1_000)
      socket.once('close', () => clearTimeout(cut))
    },
    frameworkErrors: (_error, request, reply) => {
      void answerRefusal(site, request, reply, 'request.malformed')
    },
  })
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Refusal) return answerRefusal(site, request, reply, error.code)
    const { statusCode } = error as { statusCode?: number }
    if (statusCode === 413) return answerRefusal(site, request, reply, 'request.too_large')
    if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return answerRefusal(site, request, reply, 'request.malformed')
    const faultId = randomBytes(6).toString('hex')
    site.onFault(faultId, error instanceof Error ? error.name : 'unknown')
    return answerPage(request, reply, 500, site.errorPage('fault', faultId))
  })
  app.all('/*', (request, reply) => answer(site, files, request, reply))
  app.addHook('onClose', () => files.forget())
  return app
}

async function answer(site: Site, files: ReturnType<typeof siteFiles>, request: FastifyRequest, reply: FastifyReply) {
  const path = pathOf(request)
  const { area } = areaOf(path)
  const client = area === 'report' || area === 'desk' ? site.clients?.[area] : undefined
  if (client !== undefined) return answerClient(await client(), path, request, reply)
  if (area !== 'observatory') throw new Refusal('part.not_here')
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('request.method')
  if (path === '/') {
    const language = preferredLanguage(request.headers['accept-language'])
    return reply.headers(headersFor(path)).header('vary', 'accept-language').redirect(`/${language}/`, 302)
  }
  const file = await files.find(path)
  if (file === null) throw new Refusal('record.not_found')
  reply.headers(headersFor(path))
  if (file === 'folder') return reply.redirect(`${path}/`, 301)
  return sendFile(file, request, reply)
}

function sendFile(file: SiteFile, request: FastifyRequest, reply: FastifyReply) {
  reply.header('content-type', file.type).header('etag', file.etag).header('vary', 'accept-encoding')
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
  const packed = file.brotli !== null && acceptsBrotli(request.headers['accept-encoding']) ? file.brotli : null
  if (packed !== null) reply.header('content-encoding', 'br')
  const body = packed ?? file.plain
  reply.header('content-length', body.length)
  return reply.send(request.method === 'HEAD' ? '' : body)
}

function pathOf(request: FastifyRequest): string {
  const raw = request.url.split('?', 1)[0] ?? '/'
  try {
    return decodeURIComponent(raw)
  } catch {
    throw new Refusal('request.malformed')
  }
}

function answerRefusal(site: Site, request: FastifyRequest, reply: FastifyReply, code: RefusalCode) {
  return answerPage(request, reply, new Refusal(code).status, site.errorPage(code))
}

function answerPage(request: FastifyRequest, reply: FastifyReply, status: number, page: string) {
  const path = request.url.startsWith('/') ? (request.url.split('?', 1)[0] ?? '/') : '/'
  const bytes = Buffer.from(page)
  reply.code(status).headers(headersFor(path)).header('content-type', 'text/html; charset=utf-8')
  reply.header('cache-control', 'no-store').header('content-length', bytes.length)
  return request.method === 'HEAD' ? reply.send('') : reply.send(bytes)
}
