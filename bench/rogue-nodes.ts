import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createServer as createLine, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Base } from '#base/transact.ts'
import { b64u, hex, randomBytes, utf8 } from '#crypto/bytes.ts'
import { START } from '#features/nodes/link.rules.ts'
import { openNodeHouse } from '#features/nodes/node-house.ts'
import type { ADesk } from '../test/a-desk.ts'
import { type ALiar, aFrame, aLie } from '../test/a-lying-node.ts'
import { aliasAt } from '../test/a-node.ts'
import type { ManyNodes } from './many-nodes.ts'

export type Rogues = { readonly offices: readonly string[]; stop(): Promise<void> }

const portOf = (server: Server): Promise<number> =>
  new Promise((listens) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      listens(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })

/** Two more nodes that the first one knows: one takes every call and never answers, one answers and calls with lies that it signed. */
export async function rogueNodes(many: ManyNodes): Promise<Rogues> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-bench-'))
  const lines = new Set<Socket>()
  const hangs = createLine((line) => lines.add(line.on('error', () => undefined).resume()))
  const hanging = await introduced(many, folder, 'hanging', await portOf(hangs))
  let lies = 0
  const lie = async () => {
    lies += 1
    const victim = victimOf(many)
    // Each time another message under the first number: signed, and a fork from the second on.
    const one = await aLie(liar, victim.instance, START, { kind: 'withdraw', value: { item: randomId() } })
    return aFrame(liar, victim.desk, [one], { at: many.now(), sent: one.point, ack: { n: lies, head: 'f'.repeat(64) } })
  }
  const answers = createServer((request, response) => {
    request.on('error', () => undefined).resume()
    lie().then(
      (frame) => response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(Buffer.from(frame)),
      () => response.destroy(),
    )
  })
  const liar = await introduced(many, folder, 'lying', await portOf(answers))
  const victim = victimOf(many)
  // It calls as well, twenty times a second.
  const calls = setInterval(() => {
    void lie()
      .then((frame) =>
        fetch(`${victim.url}/api/node/exchange`, {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: Buffer.from(frame),
        }),
      )
      .then((answer) => answer.arrayBuffer())
      // The one that it calls may be busy or gone.
      .catch(() => undefined)
  }, 50)
  return {
    offices: [hanging.office, liar.office],
    stop: async () => {
      clearInterval(calls)
      answers.closeAllConnections()
      for (const line of lines) line.destroy()
      await Promise.all([new Promise((done) => answers.close(done)), new Promise((done) => hangs.close(done))])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const randomId = () => crypto.randomUUID()

/** What of the first node a liar needs to know to write to it. */
function victimOf({ opened }: ManyNodes): { desk: ADesk; instance: string; url: string } {
  const [first] = opened
  if (first === undefined) throw new Error('there is no node')
  const { instance, recipient, nonce, url } = first
  const nodes = { nonce, keys: async () => ({ instance, card: { recipient } }) }
  return { desk: { nodes } as unknown as ADesk, instance, url }
}

async function introduced(many: ManyNodes, folder: string, name: string, port: number): Promise<ALiar & { readonly office: string }> {
  const own = join(folder, name)
  await mkdir(join(own, 'roster'), { recursive: true })
  await writeFile(join(own, 'roster', 'pins.json'), utf8('{}'))
  const instance = hex(randomBytes(16))
  const places = { secrets: own, instance, url: `http://127.0.0.1:${port}` }
  // It has keys, and nothing that it would keep.
  const house = openNodeHouse({ house: { base: {} as Base, wire: {} as Base, installation: undefined as never }, places, folder: own })
  const keys = await house.keys()
  await many.of(0).ask('introduce', { at: 0, name, card: b64u(keys.cardBytes), fingerprint: keys.fingerprint })
  const [row] = await many.query<{ id: string }>(0, 'select id from asylia.node where name = $1', [name])
  const office = aliasAt(name, 'quay')
  await many.of(0).ask('office', { at: 0, node: row?.id ?? '', slug: 'quay', here: office })
  await many.query(0, 'update asylia.team set node_police = false where slug = $1', [office])
  return { house, instance, sign: keys.signAs(1), office, stop: async () => undefined }
}
