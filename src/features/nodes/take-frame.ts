import { randomUUID } from 'node:crypto'
import { breathe } from '#base/breathe.ts'
import { type Verifier, verifierOf } from '#base/ed25519.ts'
import { sha256 } from '#base/sha256.ts'
import type { Tx } from '#base/transact.ts'
import {
  bodyDigest,
  frameBytes,
  hashOfMessage,
  messageBytesOf,
  type NodeFrame,
  type NodeHeader,
  type NodeMessage,
  type NodeSaid,
  readHeader,
  readSaid,
} from '#crypto/node/node-message.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { dayOf } from '#kernel/clock.ts'
import { Refusal, type RefusalCode } from '#kernel/refusal.ts'
import { forked, hear, isLater, isOpen, placeOf, took } from './link.rules.ts'
import { addReceipts, listKnownIds, listReceipts, type Receipt, receivedHash, sentHash } from './message.store.ts'
import { mayExchange } from './node.policy.ts'
import { forgetFormer, type KnownNode, lockNode, saveLink, saveOwnGen, saveProblem, saveQuota } from './node.store.ts'
import type { NodeHouse } from './node-house.ts'
import { attempt } from './office.store.ts'
import { type Quota, spend } from './quota.rules.ts'
import { takeAlerts } from './take-alerts.ts'
import { takeEffect } from './take-effect.ts'
import { takeStates } from './take-states.ts'

/** A clock that is further off than this is told, and nothing is taken from it. */
const WILD_MS = 15 * 60_000

/** What a frame did: how many messages took effect now, and why it stopped where it did. */
export type Took = { readonly node: KnownNode; readonly taken: number; readonly stopped: RefusalCode | null }
type Taker = { readonly house: NodeHouse; readonly tx: Tx }
type Read = { readonly header: NodeHeader; readonly bytes: Uint8Array<ArrayBuffer>; readonly hash: string; readonly message: NodeMessage }

/**
 * Takes a frame of a node whose outside was checked. What it says of both directions comes first; then each message that stands
 * next in the chain and bears its signature takes effect once. What was there before changes nothing; two under one number, or a
 * number beyond what there can be, stop everything and are told. guards T-47
 */
export async function takeFrame(house: NodeHouse, tx: Tx, node: KnownNode, frame: NodeFrame): Promise<Took> {
  const said = await checkedSaid({ house, tx }, node, frame)
  if (!isForUs(house, node, said)) return { node, taken: 0, stopped: null }
  const link = hear(node.link, { at: said.at, sent: said.sent, ack: said.ack }, await hashesFor(tx, node, said))
  if (link.state === 'revoked') throw new Refusal('node.revoked')
  const done = isOpen(link)
    ? await takeMessages({ house, tx }, { ...node, link }, frame.messages)
    : { node: { ...node, link }, taken: 0, stopped: null }
  if (done.node.link.state !== node.link.state) await notice(house, tx, done.node)
  await saveLink(tx.db, node, done.node.link, tx.clock.now())
  if (done.node.link.acked.n > node.link.acked.n) await saveOwnGen(tx.db, node, done.node.link.acked.n)
  const stopped = done.node.link.state === 'forked' ? 'node.forked' : done.stopped
  await saveProblem(tx.db, node, stopped)
  return { ...done, stopped }
}

async function checkedSaid({ house, tx }: Taker, node: KnownNode, frame: NodeFrame): Promise<NodeSaid> {
  const said = reading(() => readSaid(frame.said))
  if (said.from !== node.instance || said.to !== house.instance) throw new Refusal('node.unknown_signer')
  const bytes = frameBytes(said)
  if (verifierOf(node.card.sign)(frame.signature, bytes)) {
    if (node.formerKey !== null) await forgetFormer(tx.db, node)
  } else if (node.formerKey === null || !verifierOf(node.formerKey)(frame.signature, bytes)) {
    throw new Refusal('node.unknown_signer')
  }
  if (said.at > tx.clock.now().getTime() + WILD_MS) throw new Refusal('node.clock_wild')
  return said
}

/**
 * Whether a peer said this after it heard this very process, and after everything else that was heard of it. Whoever plays an old
 * frame to a side that came back from a backup is answered, and nothing of it counts: neither numbers nor messages. guards T-47
 */
function isForUs(house: NodeHouse, { id, link }: KnownNode, { at, nonce, echo }: NodeSaid): boolean {
  if (!isLater(link, house.peers.get(id), at)) return false
  house.peers.set(id, { nonce, at })
  if (echo !== house.nonce) return false
  house.greeted.add(id)
  return true
}

/** The hashes that the two numbers of a frame are held against. */
async function hashesFor(tx: Tx, node: KnownNode, said: NodeSaid) {
  const [sent, received] = [await sentHash(tx.db, node, said.ack.n), await receivedHash(tx.db, node, said.sent.n)]
  // After this side was set back it goes on from a point of which it holds no message, and which the peer signed.
  const { acked } = node.link
  return {
    sent: (n: number) => (n === said.ack.n ? (sent ?? (n === acked.n ? acked.head : undefined)) : undefined),
    received: (n: number) => (n === said.sent.n ? received : undefined),
  }
}

function reading<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof SealingRefusal ? new Refusal('node.malformed') : error
  }
}

type Stopped = { readonly reads: readonly Read[]; readonly stopped: RefusalCode | null }

/** So many are read at a time. */
const FEW = 8
/** The headers, up to the first that cannot be read or is not from this node to us. */
async function readAll(node: KnownNode, messages: readonly NodeMessage[], own: string): Promise<Stopped> {
  const reads: Read[] = []
  for (const message of messages) {
    if (reads.length % FEW === 0) await breathe()
    const read = readOne(node, message, own)
    if (typeof read === 'string') return { reads, stopped: read }
    reads.push(read)
  }
  return { reads, stopped: null }
}

function readOne(node: KnownNode, message: NodeMessage, own: string): Read | RefusalCode {
  try {
    const header = readHeader(message.header)
    if (header.from !== node.instance || header.to !== own) return 'node.unknown_signer'
    const bytes = messageBytesOf(message.header)
    return { header, bytes, hash: hashOfMessage(bytes), message }
  } catch (error) {
    if (error instanceof SealingRefusal) return 'node.malformed'
    throw error
  }
}

/** Where the taking of one frame stands: how far the chain got, and whose key the next message has to bear. */
type Walk = {
  readonly house: NodeHouse
  readonly tx: Tx
  node: KnownNode
  verify: Verifier
  quota: Quota
  readonly known: Map<number, string>
  readonly ids: Set<string>
  readonly receipts: Noted[]
  /** Copies, or what is said of copies, that stand next to one another: they take effect together, and before anything else does. */
  alike: { readonly header: NodeHeader; readonly body: Uint8Array; readonly signature: Uint8Array; readonly noted: Noted }[]
}
type Noted = { -readonly [Key in keyof Receipt]: Receipt[Key] }

async function takeMessages({ house, tx }: Taker, node: KnownNode, messages: readonly NodeMessage[]): Promise<Took> {
  const { reads, stopped } = await readAll(node, messages, house.instance)
  const known = await listReceipts(
    tx.db,
    node,
    reads.map(({ header }) => header.n),
  )
  const ids = await listKnownIds(
    tx.db,
    node,
    reads.map(({ header }) => header.id),
  )
  const walk: Walk = { house, tx, node, verify: verifierOf(node.card.sign), quota: node.quota, known, ids, receipts: [], alike: [] }
  let why = stopped
  for (const read of reads) {
    if (walk.receipts.length % FEW === 0) await breathe()
    const refused = await takeOne(walk, read)
    if (refused === null) continue
    why = refused
    break
  }
  await settleAlike(walk)
  if (why === 'node.forked') walk.node = { ...walk.node, link: forked(walk.node.link) }
  await addReceipts(tx.db, node, walk.receipts, tx.clock.now())
  await saveQuota(tx.db, node, walk.quota)
  return { node: walk.node, taken: walk.receipts.length, stopped: why }
}

/** Null when it took effect or was there before; else why nothing after it is looked at. */
async function takeOne(walk: Walk, read: Read): Promise<RefusalCode | null> {
  const { n, prev, kind } = read.header
  const place = placeOf(walk.node.link, { n, prev, hash: read.hash }, walk.known.get(n))
  if (place === 'known') return null
  const refused = refusalOf(walk, read, place)
  if (refused !== null) return refused
  const { header, body } = read.message
  const spent = spend(walk.quota, { day: dayOf(walk.tx.clock.now()), kind, size: header.length + (body?.length ?? 0) })
  if (spent === undefined) return 'node.flooded'
  walk.quota = spent
  const outcome = await outcomeOf(walk, read)
  const link = took(walk.node.link, { n, prev, hash: read.hash })
  walk.node = { ...walk.node, link }
  if ((kind !== 'key' && kind !== 'roster') || outcome !== 'done') return null
  // From here on the messages bear the new key, and the next list is held against this one.
  walk.node = { ...((await lockNode(walk.tx.db, walk.node.id)) ?? walk.node), link }
  walk.verify = verifierOf(walk.node.card.sign)
  return null
}

/** Notes it and lets it take effect, once; what is one of many waits for those that stand next to it. */
async function outcomeOf(walk: Walk, { header, hash, message: { body, signature } }: Read): Promise<string> {
  const { n, id, kind, about } = header
  const noted: Noted = { n, id, hash, kind, outcome: 'done' }
  if (walk.ids.has(id)) Object.assign(noted, { id: randomUUID(), outcome: 'known' })
  // A body that was taken away keeps its place and does nothing: what ended does not come back with an old message.
  else if (body === null) noted.outcome = 'empty'
  else if (isMany(kind)) {
    if (walk.alike.some(({ header: other }) => other.about === about || other.kind !== kind)) await settleAlike(walk)
    walk.alike.push({ header, body, signature, noted })
  } else {
    await settleAlike(walk)
    const { house, tx, node } = walk
    noted.outcome = (await attempt(tx.db, () => takeEffect({ house, tx, node, header, body, signature }))) ?? 'node.malformed'
  }
  walk.ids.add(id)
  walk.known.set(n, hash)
  walk.receipts.push(noted)
  return noted.outcome
}

const TOGETHER = { alert: takeAlerts, state: takeStates } as const
const isMany = (kind: NodeHeader['kind']): kind is keyof typeof TOGETHER => Object.hasOwn(TOGETHER, kind)

/** They take effect together; where the database refuses one, each of them by itself. */
async function settleAlike(walk: Walk): Promise<void> {
  const { house, tx, node, alike } = walk
  const kind = alike[0]?.header.kind
  if (kind === undefined || !isMany(kind)) return
  walk.alike = []
  const take = (some: typeof alike) => attempt(tx.db, () => TOGETHER[kind]({ house, tx, node }, some))
  const all = await take(alike)
  for (const [at, one] of alike.entries()) one.noted.outcome = all?.[at] ?? (await take([one]))?.[0] ?? 'node.malformed'
}

/** A number that is taken by another message counts as a fork only when the node itself signed both. guards T-47 */
function refusalOf(
  { verify }: Pick<Walk, 'verify'>,
  { header, bytes, message }: Read,
  place: 'next' | 'ahead' | 'forked',
): RefusalCode | null {
  if (!verify(message.signature, bytes)) return 'node.unknown_signer'
  if (message.body !== null && bodyDigest(message.body, sha256) !== header.digest) return 'node.malformed'
  if (place === 'ahead') return 'node.sequence_ahead'
  return place === 'forked' ? 'node.forked' : null
}

const NOTICED = {
  active: 'node.resume',
  restored: 'node.restored',
  behind: 'node.behind',
  forked: 'node.fork',
  revoked: 'node.revoke',
} as const

/** Whatever stops the exchange has its line in the ledger. */
async function notice(house: NodeHouse, tx: Tx, { name, room, link }: KnownNode): Promise<void> {
  await tx.grant({ action: NOTICED[link.state], subject: name, compartment: room }, mayExchange(house.by.actor))
}
