import { b64u } from '#crypto/bytes.ts'

/** As all requests of the page: no cookie, no cache, no referrer, and nothing but sealed bytes. guards T-01 */
const QUIET: RequestInit = { credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer' }

export type SegmentPut = {
  readonly set: string
  readonly index: number
  readonly token: Uint8Array
  readonly total: number
  readonly segment: number
  readonly body: Blob
}

/** Sends one sealed segment; rejects where no answer came. A Blob as body is about seven times faster than bytes. */
export async function putSegment({ set, index, token, total, segment, body }: SegmentPut): Promise<{ status: number; code: string }> {
  const answer = await fetch(`/api/files/${set}/${index}`, {
    ...QUIET,
    method: 'PUT',
    body,
    headers: {
      'content-type': 'application/octet-stream',
      'asylia-token': b64u(token),
      'asylia-total': String(total),
      'asylia-segment': String(segment),
    },
  })
  if (answer.ok) return { status: answer.status, code: '' }
  const said = (await answer.json().catch(() => ({}))) as { code?: unknown }
  return { status: answer.status, code: typeof said.code === 'string' ? said.code : 'fault' }
}

/** The bitmap of the segments that the server has; empty for a set that it does not know, null where no answer came. */
export async function segmentsPresent(set: string): Promise<Uint8Array | null> {
  try {
    const answer = await fetch(`/api/files/${set}`, QUIET)
    if (answer.status === 404) return new Uint8Array(0)
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null
  } catch {
    return null
  }
}
