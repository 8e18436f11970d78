/**
 * Every request that the page makes starts here: what is sent is bytes that a worker sealed, or nothing at all. No
 * address carries a word, no cookie goes along, and nothing is kept by the browser. guards T-01, T-16
 */
const QUIET: RequestInit = { credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer' }

export type Answer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly code: string }
  /** No answer came: the line is cut, or the server is away. */
  | { readonly kind: 'lost' }

/** A file beside the client. Throws when there is none. */
export async function getFile(address: string, signal: AbortSignal): Promise<Uint8Array> {
  const answer = await fetch(address, { ...QUIET, signal })
  if (!answer.ok) throw new Error('no such file')
  return new Uint8Array(await answer.arrayBuffer())
}

/** As `getFile`, for a file that may be absent. */
export async function findFile(address: string, signal: AbortSignal): Promise<Uint8Array | null> {
  try {
    return await getFile(address, signal)
  } catch {
    return null
  }
}

export async function postBytes(
  address: string,
  bytes: Uint8Array,
  signal: AbortSignal,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = new Blob([bytes as BlobPart])
  return fetch(address, { ...QUIET, method: 'POST', signal, body, headers: { 'content-type': 'application/octet-stream', ...headers } })
}

/** Sends a sealed frame once. The same frame may be sent again: the server keeps the first. */
export async function postFrame(frame: Uint8Array, signal: AbortSignal, puzzle?: string): Promise<Answer> {
  return send('/api/intake', frame, signal, puzzle === undefined ? {} : { 'asylia-puzzle': puzzle })
}

/** Sends what the stock age tool sealed; the caller has checked that it is armour. */
export async function postArmour(armour: string, signal: AbortSignal): Promise<Answer> {
  return send('/api/intake/armour', new TextEncoder().encode(armour), signal, {})
}

async function send(address: string, bytes: Uint8Array, signal: AbortSignal, headers: Record<string, string>): Promise<Answer> {
  let answer: Response
  try {
    answer = await postBytes(address, bytes, signal, headers)
  } catch {
    return { kind: 'lost' }
  }
  if (answer.status === 201) return { kind: 'accepted' }
  return { kind: 'refused', code: await codeOf(answer) }
}

async function codeOf(answer: Response): Promise<string> {
  try {
    const { code } = (await answer.json()) as { code?: unknown }
    return typeof code === 'string' ? code : 'fault'
  } catch {
    return 'fault'
  }
}

const EXCHANGE_ANSWER = 9_853

/** One mailbox exchange. Throws when no answer came; null for an answer of another length. */
export async function exchange(request: Uint8Array, signal: AbortSignal): Promise<Uint8Array | null> {
  const answer = await postBytes('/api/mailbox', request, signal)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  return answer.ok && bytes.length === EXCHANGE_ANSWER ? bytes : null
}

/** Waits, unless the person leaves. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((yes, no) => {
    const timer = setTimeout(yes, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      no(new DOMException('left', 'AbortError'))
    })
  })
}
