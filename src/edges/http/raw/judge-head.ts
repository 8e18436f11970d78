import type { IncomingHttpHeaders } from 'node:http'
import type { RawDoor } from '#base/raw-door.ts'
import type { RefusalCode } from '#kernel/refusal.ts'

/** What is wrong with the head of a request to this door; undefined when nothing is. Nothing of the body is read for it. */
export function judgeHead(door: RawDoor, method: string | undefined, headers: IncomingHttpHeaders): RefusalCode | undefined {
  if (method !== door.method) return 'request.method'
  if (door.method === 'GET') return hasBody(headers) ? 'intake.wrong_length' : undefined
  if (isCrossSite(headers)) return 'request.cross_site'
  if (!isAccepted(door, headers)) return 'intake.media_type'
  if (headers['transfer-encoding'] !== undefined || lengthOf(headers) === undefined) return 'intake.wrong_length'
  return undefined
}

/** The declared length, digits alone. */
export function lengthOf(headers: IncomingHttpHeaders): number | undefined {
  const text = headers['content-length']
  return text !== undefined && /^[0-9]{1,10}$/.test(text) ? Number(text) : undefined
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || (lengthOf(headers) ?? 0) > 0
}

/**
 * The public doors know no session, so nobody can be made to act as somebody else; still no page of another site may
 * file, write or delete here. A program that sends neither header is no page. guards T-30
 */
export function isCrossSite(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const { origin, host } = headers
  if (origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== host
}

/** A packed body is no exact length, so an encoding is refused as well. */
function isAccepted(door: RawDoor, headers: IncomingHttpHeaders): boolean {
  if (headers['content-encoding'] !== undefined) return false
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return door.accepts.includes(type)
}
