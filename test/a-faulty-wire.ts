import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Fault } from '#features/nodes/a-wire-history.ts'

/** The address at which others find an installation. What they send there passes through here, and may not arrive, or twice, or late. */
export type FaultyWire = {
  readonly address: string
  /** What happens to every frame from here on. `kill` ends the installation while it works at the frame. */
  fault: Fault
  /** Where the installation listens by now. */
  port: number
  /** The oldest frame that was held back arrives; nobody waits for what comes of it. False when there is none. */
  come(): Promise<boolean>
  stop(): Promise<void>
}

export async function aFaultyWire(kill: () => Promise<void>): Promise<FaultyWire> {
  const held: Buffer[] = []
  const server = createServer((asked, answer) => {
    // A cut line is what a fault is for; whoever asked hears of it.
    pass(asked, answer).catch(() => answer.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const wire: FaultyWire = {
    address: `http://127.0.0.1:${portOf(server)}`,
    fault: 'none',
    port: 0,
    come: async () => {
      const late = held.shift()
      // Whatever comes of an old frame, nobody waits for its answer.
      if (late !== undefined) await carry(wire.port, late).catch(() => undefined)
      return late !== undefined
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  async function pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const [frame, { fault }] = [await buffer(asked), wire]
    if (fault === 'late') held.push(frame)
    if (fault === 'late' || fault === 'cut') throw new Error(fault)
    if (fault === 'double') await carry(wire.port, frame)
    const carried = carry(wire.port, frame)
    if (fault === 'kill') {
      // Nobody answers any more, which is what was wanted.
      carried.catch(() => undefined)
      await kill()
      throw new Error(fault)
    }
    const { status, bytes } = await carried
    if (fault === 'deaf') throw new Error(fault)
    answer.writeHead(status, { 'content-type': 'application/octet-stream' }).end(bytes)
  }
  return wire
}

function portOf(server: Server): number {
  const at = server.address()
  return typeof at === 'object' && at !== null ? at.port : 0
}

async function carry(port: number, frame: Buffer): Promise<{ status: number; bytes: Buffer }> {
  const headers = { 'content-type': 'application/octet-stream', 'content-length': frame.length }
  const asked = request({ host: '127.0.0.1', port, path: '/api/node/exchange', method: 'POST', agent: false, headers })
  asked.end(frame)
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return { status: answer.statusCode ?? 0, bytes: await buffer(answer) }
}
