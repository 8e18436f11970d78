/** The way to the server. The token of the session lives in this closure and nowhere else. */
export type Door = {
  readonly ask: <Answer>(path: string, body?: unknown) => Promise<Answer>
  readonly bytes: (path: string, body?: unknown) => Promise<{ readonly bytes: Uint8Array; readonly revision: number }>
  /** A file beside the reporting client. */
  readonly file: (path: string) => Promise<Uint8Array | null>
  readonly use: (token: string | null) => void
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
  let token: string | null = null
  const send = async (path: string, body?: unknown): Promise<Response> => {
    const headers: Record<string, string> = token === null ? {} : { 'asylia-session': token }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const answer = await reached(
      fetcher(`${origin}/api/desk/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      }),
    )
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
    use: (next) => {
      token = next
    },
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
