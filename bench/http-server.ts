/** One server of `bench http`, in a process of its own: `own FOLDER`, or `floor BASE64`, a bare node:http with those bytes. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveSite } from '#edges/http/serve.ts'
import { errorPage } from '#web/observatory/error-page.ts'

const [kind, what = ''] = process.argv.slice(2)

if (kind === 'own') {
  const app = serveSite({ folder: what, errorPage, onFault: () => undefined })
  process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }))
} else {
  const bytes = Buffer.from(what, 'base64')
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'br', 'content-length': bytes.length }
  const server = createServer((_request, response) => {
    response.writeHead(200, headers)
    response.end(bytes)
  })
  server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
}
