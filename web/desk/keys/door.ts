import type { Device } from '../model.ts'
import { proverOf } from './prove-calls.ts'

/** The way to the server. The token of the session lives in this closure and nowhere else. */
export type Door = {
  readonly ask: <Answer>(path: string, body?: unknown) => Promise<Answer>
  readonly bytes: (path: string, body?: unknown) => Promise<{ readonly bytes: Uint8Array; readonly revision: number }>
  /** A file beside the reporting client. */
  readonly file: (path: string) => Promise<Uint8Array | null>
  /** Tells the name of each event until the server ends the answer (server-sent events). */
  readonly hear: (path: string, onEvent: (name: string) => void) => Promise<void>
  /** From now on every call is one of this session, signed in this browser. guards T-28 */
  readonly use: (token: string, device: Device) => void
}

/** The server said no, or could not; `code` is its word, never a text of a person. */
export class DoorRefusal extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number) {
    super(code)
    this.name = 'DoorRefusal'
    this.code = code
    this.status = status
  }
}

/** The doors below `/api/desk/`. `fetcher` is the browser's own, or a test's. */
export function doorTo(origin: string, fetcher: typeof fetch): Door {
  let prove: ReturnType<typeof proverOf> | null = null
  const sendOnce = async (path: string, body?: unknown): Promise<Response> => {
    const method = body === undefined ? 'GET' : 'POST'
    const text = body === undefined ? '' : JSON.stringify(body)
    const headers: Record<string, string> = (await prove?.({ method, path: `/api/desk/${path}`, body: text })) ?? {}
    if (body !== undefined) headers['content-type'] = 'application/json'
    return reached(
      fetcher(`${origin}/api/desk/${path}`, {
        method,
        headers,
        body: body === undefined ? null : text,
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      }),
    )
  }
  const send = async (path: string, body?: unknown): Promise<Response> => {
    const first = await sendOnce(path, body)
    // A browser may send a call again by itself when a connection breaks; its number was used then. What only reads is asked anew.
    const answer = first.status === 401 && body === undefined && prove !== null ? await sendOnce(path) : first
    if (!answer.ok) throw new DoorRefusal(await codeOf(answer), answer.status)
    return answer
  }
  return {
    ask: async <Answer>(path: string, body?: unknown) => (await (await send(path, body)).json()) as Answer,
    bytes: async (path, body) => {
      const answer = await send(path, body)
      const bytes = new Uint8Array(await answer.arrayBuffer())
      return { bytes, revision: Number(answer.headers.get('asylia-revision') ?? 0) }
    },
    file: async (path) => {
      const answer = await reached(fetcher(`${origin}${path}`, { credentials: 'omit', cache: 'no-store', redirect: 'error' }))
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null
    },
    hear: async (path, onEvent) => {
      const { body } = await send(path)
      if (body !== null) await readEvents(body, onEvent)
    },
    use: (token, device) => {
      prove = proverOf(device, token)
    },
  }
}

/** Blocks end with an empty line; what has no name is a breath. What a line that breaks leaves behind is told nobody. */
async function readEvents(body: ReadableStream<Uint8Array>, onEvent: (name: string) => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }) as const)
    if (done) return
    const blocks = (text + value).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const name = /^event: (\w+)$/m.exec(block)?.[1]
      if (name !== undefined) onEvent(name)
    }
  }
}

async function reached(answer: Promise<Response>): Promise<Response> {
  try {
    return await answer
  } catch {
    throw new DoorRefusal('offline', 0)
  }
}

async function codeOf(answer: Response): Promise<string> {
  try {
    const said: unknown = await answer.json()
    if (typeof said === 'object' && said !== null && 'code' in said && typeof said.code === 'string') return said.code
    return String(answer.status)
  } catch {
    // An answer that is not ours, of a machine in front for example.
    return String(answer.status)
  }
}
