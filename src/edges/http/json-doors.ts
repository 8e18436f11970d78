import { createHash, randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Door, RawAnswer, type SignedCall, StreamAnswer } from '#base/door.ts'
import { REFUSALS, Refusal, type RefusalCode } from '#kernel/refusal.ts'
import { headersFor } from './policies.ts'
import { isCrossSite } from './raw/judge-head.ts'

/** The header that carries a session. No browser sends it by itself, so no other page can act with it. guards T-30 */
const SESSION_HEADER = 'asylia-session'
/** `number.hash of the body.signature`: what binds a call to the session's device. guards T-28 */
const PROOF_HEADER = 'asylia-proof'
const PROOF = /^([1-9][0-9]{0,15})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{86})$/
const PREFIX = '/api/desk'

export type JsonDoors<Caller> = {
  /** Doors that need nobody to be signed in. */
  readonly open: readonly Door<null>[]
  readonly closed: readonly Door<Caller>[]
  /** Who a session is; throws `session.ended`. */
  readonly enter: (call: SignedCall) => Promise<Caller>
  readonly onFault: (faultId: string, kind: string) => void
}

/**
 * Carries JSON doors: only `application/json` without extras, only from our own pages, refusals as JSON, and one answer
 * for every address that is no door. Keeps no log. guards T-12, T-30
 */
export async function serveDoors<Caller>(app: FastifyInstance, doors: JsonDoors<Caller>): Promise<void> {
  await app.register(async (inner) => {
    inner.removeAllContentTypeParsers()
    const readJson = inner.getDefaultJsonParser('error', 'error')
    inner.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
      if (isAsSigned(request, body)) void readJson(request, body.toString(), done)
      else done(new Refusal('session.ended'))
    })
    inner.setErrorHandler((error, _request, reply) => answerError(doors, error, reply))
    inner.addHook('onRequest', async ({ headers }) => {
      if (isCrossSite(headers)) throw new Refusal('request.cross_site')
    })
    for (const door of doors.open) {
      inner.route({ method: door.method, url: door.path, ...limitOf(door), handler: (request, reply) => carry(door, null, request, reply) })
    }
    for (const door of doors.closed) {
      inner.route({
        method: door.method,
        url: door.path,
        ...limitOf(door),
        // Before the body is read: who is not signed in learns nothing, not even that a body is malformed.
        onRequest: async (request) => {
          const call = callOf(request)
          callers.set(request, await doors.enter(call))
          hashes.set(request, call.bodyHash)
        },
        preHandler: async (request) => {
          // Without a body nothing was parsed, and nothing but nothing may have been signed.
          if (request.body === undefined && !isAsSigned(request, '')) throw new Refusal('session.ended')
        },
        handler: (request, reply) => carry(door, callers.get(request) as Caller, request, reply),
      })
    }
    inner.all(`${PREFIX}/*`, () => {
      throw new Refusal('record.not_found')
    })
  })
}

const callers = new WeakMap<FastifyRequest, unknown>()
const hashes = new WeakMap<FastifyRequest, Uint8Array>()

/** Whether the body is the one that was signed; at an open door nobody signs. */
function isAsSigned(request: FastifyRequest, body: string | Buffer): boolean {
  const signed = hashes.get(request)
  return signed === undefined || createHash('sha256').update(body).digest().equals(signed)
}

function limitOf(door: Door<never>): { bodyLimit?: number } {
  return door.bodyLimit > 0 ? { bodyLimit: door.bodyLimit } : {}
}

async function carry<Caller>(door: Door<Caller>, caller: Caller, request: FastifyRequest, reply: FastifyReply) {
  const answer = await door.answer(caller, request.body, request.params as Record<string, string>)
  reply.headers(headersFor(PREFIX))
  if (answer instanceof StreamAnswer) return reply.headers(answer.headers).send(answer.body)
  if (answer instanceof RawAnswer) {
    return reply.header('content-type', 'application/octet-stream').headers(answer.headers).send(answer.bytes)
  }
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answer))
}

function callOf(request: FastifyRequest): SignedCall {
  const [token, proof] = [request.headers[SESSION_HEADER], request.headers[PROOF_HEADER]]
  const [, number = '', bodyHash = '', signature = ''] = (typeof proof === 'string' && PROOF.exec(proof)) || []
  if (typeof token !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(token) || number === '') throw new Refusal('session.ended')
  return {
    token,
    method: request.method,
    path: request.url,
    number: Number(number),
    bodyHash: Buffer.from(bodyHash, 'base64url'),
    signature: Buffer.from(signature, 'base64url'),
  }
}

function answerError<Caller>(doors: JsonDoors<Caller>, error: unknown, reply: FastifyReply) {
  if (error instanceof Refusal) return answerRefusal(reply, error.code)
  const status = (error as { statusCode?: number }).statusCode
  if (status === 413) return answerRefusal(reply, 'request.too_large')
  if (status !== undefined && status >= 400 && status < 500) return answerRefusal(reply, 'request.malformed')
  const faultId = randomBytes(6).toString('hex')
  // The policy said yes and the database no: a right that ended while the call ran. To the caller that is what is not there;
  // it is noted all the same, since a policy that is wrong would look the same. guards T-21
  if ((error as { code?: string }).code === '42501') {
    doors.onFault(faultId, 'no right in the database')
    return answerRefusal(reply, 'record.not_found')
  }
  doors.onFault(faultId, error instanceof Error ? error.name : 'unknown')
  return send(reply, 500, { code: 'fault', says: `This is our fault. Tell the operators this number: ${faultId}` })
}

function answerRefusal(reply: FastifyReply, code: RefusalCode) {
  return send(reply, REFUSALS[code].status, { code, says: REFUSALS[code].says })
}

function send(reply: FastifyReply, status: number, body: object) {
  return reply.code(status).headers(headersFor(PREFIX)).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body))
}
