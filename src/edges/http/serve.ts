import { randomBytes } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { LANGUAGES, type Language } from '#kernel/languages.ts'
import { Refusal, type RefusalCode } from '#kernel/refusal.ts'
import { areaOf, headersFor } from './policies.ts'
import { type SiteFile, siteFiles } from './site-files.ts'

/** A whole page in five languages for an expected "no"; made by the observatory, handed in by main. */
export type ErrorPage = (code: RefusalCode | 'fault', faultId?: string) => string

export type Site = {
  readonly folder: string
  readonly errorPage: ErrorPage
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
    requestTimeout: 20_000,
    // A malformed request never reaches a handler and would otherwise be answered without our headers.
    clientErrorHandler: (_error, socket) => {
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
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
  app.all('/*', (request, reply) => answer(files, request, reply))
  app.addHook('onClose', () => files.forget())
  return app
}

async function answer(files: ReturnType<typeof siteFiles>, request: FastifyRequest, reply: FastifyReply) {
  const path = pathOf(request)
  if (areaOf(path).area !== 'observatory') throw new Refusal('part.not_here')
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('request.method')
  if (path === '/') {
    const language = preferred(request.headers['accept-language'])
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

function acceptsBrotli(header: string | string[] | undefined): boolean {
  return typeof header === 'string' && /(?:^|,)\s*br\s*(?:,|$|;\s*q=(?:1|0\.0*[1-9]))/.test(header)
}

/** The first of our languages that the browser names; used for this answer, stored nowhere. */
function preferred(header: string | undefined): Language {
  const asked = (header ?? '').split(',', 20).map((part) => part.trim().slice(0, 2).toLowerCase())
  return LANGUAGES.find((language) => asked[0] === language) ?? asked.map(asLanguage).find((one) => one !== undefined) ?? 'en'
}

function asLanguage(text: string): Language | undefined {
  return LANGUAGES.find((language) => language === text)
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
