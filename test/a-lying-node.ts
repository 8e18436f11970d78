import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chunkCipher } from '#base/chunk-cipher.ts'
import { type Signer, signerOf } from '#base/ed25519.ts'
import { sha256 } from '#base/sha256.ts'
import { b64u, hex, utf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { lineOf } from '#crypto/node/node-card.ts'
import {
  bodyDigest,
  frameBytes,
  messageBytes,
  messageHash,
  type NodeFrame,
  type NodeHeader,
  type NodeMessage,
  packFrame,
  writeHeader,
} from '#crypto/node/node-message.ts'
import { wrapFor } from '#crypto/node/node-wrap.ts'
import type { Sealed } from '#features/nodes/body.contract.ts'
import { type Point, START } from '#features/nodes/link.rules.ts'
import { type NodeHouse, openNodeHouse } from '#features/nodes/node-house.ts'
import { sealedBody } from '#features/nodes/read-body.ts'
import { introduceNode, operatorOf } from '#features/nodes/run-nodes.ts'
import type { ADesk } from './a-desk.ts'

/** An introduced node that keeps to no rule: it writes its own numbers, hashes and markings, and signs what it wants with real keys. */
export type ALiar = {
  readonly house: NodeHouse
  readonly instance: string
  sign: Signer
  readonly stop: () => Promise<void>
}
export type Rooted = { readonly instance: string; readonly pins: Uint8Array }
export type Lie = { readonly kind: NodeHeader['kind']; readonly value: object; readonly sealed?: Sealed } & Partial<
  Omit<NodeHeader, 'kind'>
>

export async function aLiar(
  victim: ADesk,
  name: string,
  { instance, pins }: Rooted = { instance: hex(randomBytes(16)), pins: utf8('{}') },
): Promise<ALiar> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  await mkdir(join(folder, 'roster'))
  await writeFile(join(folder, 'roster', 'pins.json'), pins)
  const places = { secrets: folder, instance, url: 'https://liar.invented.example' }
  const house = openNodeHouse({ house: victim.house, places, folder })
  const keys = await house.keys()
  await introduceNode(victim.nodes, operatorOf(victim.nodes), { name, card: b64u(keys.cardBytes), fingerprint: keys.fingerprint })
  return { house, instance, sign: keys.signAs(1), stop: () => rm(folder, { recursive: true }) }
}

export const aStranger = (): Signer => signerOf(randomBytes(32))

/** A message as a liar wants it; the next in its chain unless it says otherwise. */
export async function aLie(
  { instance, sign }: ALiar,
  to: string,
  from: Point,
  { value, sealed, ...over }: Lie,
): Promise<NodeMessage & { point: Point }> {
  const body = sealed === undefined ? canonicalBytes(value) : sealedBody(value, sealed)
  const header: NodeHeader = {
    v: 1,
    type: 'node-message',
    from: instance,
    to,
    n: from.n + 1,
    prev: from.head,
    id: randomUUID(),
    about: randomUUID(),
    tlp: 'TLP:RED',
    version: 1,
    digest: bodyDigest(body),
    ...over,
  }
  return {
    header: writeHeader(header),
    signature: sign(messageBytes(header)),
    body,
    point: { n: header.n, head: messageHash(header) },
  }
}

type Said = { readonly at: number; readonly sent: Point; readonly ack?: Point; readonly echo?: string; readonly outside?: Signer }
/** A whole frame for the wire. */
export async function aFrame(
  liar: ALiar,
  victim: ADesk,
  messages: readonly NodeMessage[],
  { at, sent, ack = START, echo = victim.nodes.nonce, outside }: Said,
): Promise<Uint8Array> {
  const to = await victim.nodes.keys()
  const said = { v: 1, type: 'node-frame', from: liar.instance, to: to.instance, at, nonce: liar.house.nonce, echo, sent, ack } as const
  const frame: NodeFrame = { said: canonicalBytes(said), signature: liar.sign(frameBytes(said)), messages }
  const line = lineOf(liar.instance, to.instance)
  return wrapFor({ line, recipient: to.card.recipient, cipher: chunkCipher, hash: sha256, sign: outside ?? liar.sign }, packFrame(frame))
}
