import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
}

/** The policy of the observatory, as ARCHITECTURE 1.2 gives it. */
const POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"

/** Serves a built folder with the policy of the observatory, and `extra` pages that are in no folder. */
export async function serveFolder(
  folder: string,
  extra: Readonly<Record<string, string>> = {},
): Promise<{ origin: string; close: () => Promise<void> }> {
  const answer = async (path: string, response: ServerResponse) => {
    const name = path.endsWith('/') ? `${path}index.html` : path
    try {
      const body = extra[path] ?? (await readFile(join(folder, name)))
      response.writeHead(200, {
        'content-type': TYPES[extname(name)] ?? 'text/plain; charset=utf-8',
        'content-security-policy': POLICY,
      })
      response.end(body)
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here')
    }
  }
  const server = createServer((request, response) => {
    void answer(decodeURIComponent((request.url ?? '/').split('?', 1)[0] ?? '/'), response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
