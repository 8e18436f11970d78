import { verifierOf } from '#base/ed25519.ts'
import { sha256 } from '#base/sha256.ts'
import { equalBytes } from '#crypto/bytes.ts'
import { lineOf } from '#crypto/node/node-card.ts'
import type { NodeFrame } from '#crypto/node/node-message.ts'
import { type Outer, outerBytes, readOuter } from '#crypto/node/node-wrap.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { Refusal, type RefusalCode } from '#kernel/refusal.ts'
import { type KnownNode, lockNode, saveTry } from './node.store.ts'
import type { NodeHouse } from './node-house.ts'
import { openFrame } from './open-frame.ts'
import { type Made, makeFrame, makeNod, sealFrame } from './send-frame.ts'
import { type Took, takeFrame } from './take-frame.ts'

/** Frames of one node in a minute; each may hold 200 messages. */
const MOST_A_MINUTE = 600
/** The same of one whose chain has forked: whatever it says, nothing of it counts until people have spoken with one another. */
const MOST_FORKED = 10

/**
 * Answers a frame of another node with one of ours. Who it is is known before anything is opened, and how often they come is
 * counted before; whoever is not known or did not sign gets one and the same no. Refuses `node.unknown_signer`, `node.revoked`,
 * `node.flooded`, `node.malformed`, `node.clock_wild`. guards T-47
 */
export async function answerNode(house: NodeHouse, bytes: Uint8Array): Promise<Uint8Array> {
  const outer = outerOf(bytes)
  const node = await signerOf(house, outer)
  countFrame(house, node.id)
  const frame = await openFrame(await house.keys(), outer.sealed)
  // Who was ended and introduced anew since the nodes were read is another one with the same keys.
  const made = (await takeFrom(house, node.id, frame)) ?? (await takeFrom(house, (await signerAnew(house, outer)).id, frame))
  if (made === undefined) throw new Refusal('node.revoked')
  if (made.node.link.state === 'forked') house.forked.add(made.node.id)
  return sealFrame(house, made)
}

/** Takes a frame of a node and makes the answer; undefined where the node was ended. */
async function takeFrom(house: NodeHouse, id: string, frame: NodeFrame): Promise<Made | undefined> {
  house.bringing.set(id, Number.POSITIVE_INFINITY)
  let taken = 0
  try {
    return await house.wireOf(id).transact(house.by.actor, async (tx) => {
      const found = await lockNode(tx.db, id)
      if (found === undefined || found.link.state === 'revoked') return undefined
      const took = await takeFrame(house, tx, found, frame)
      taken = took.taken
      // Whoever calls can be called: what waited for the next try goes at once.
      if (found.tries > 0) await saveTry(tx.db, id, { nextAt: tx.clock.now(), tries: 0, problem: took.stopped })
      const now = (await lockNode(tx.db, took.node.id)) ?? took.node
      // What a call carries needs not go with the answer to the other side's own call as well.
      return house.calling.has(id) ? makeNod(house, tx, now) : makeFrame(house, tx, now)
    })
  } finally {
    // Only what took effect says that somebody is there and comes back: an old frame, played again, keeps us from no call. guards T-47
    if (taken > 0) house.bringing.set(id, performance.now())
    else house.bringing.delete(id)
  }
}

/** So long a node that brought messages is waited for: it comes back with the next, or for the last word on these. */
const COMES_BACK_MS = 5_000

/**
 * Whether what waits for a node goes with the answers to its own calls: it brings messages, and comes back. Of two that bring to one
 * another one has to call, and that is the one whose number is the smaller.
 */
export function waitsFor(house: NodeHouse, { id, instance }: Pick<KnownNode, 'id' | 'instance'>): boolean {
  const brought = house.bringing.get(id) ?? Number.NEGATIVE_INFINITY
  return performance.now() - brought < COMES_BACK_MS && instance < house.instance
}

function outerOf(bytes: Uint8Array): Outer {
  try {
    return readOuter(bytes)
  } catch (error) {
    throw error instanceof SealingRefusal ? new Refusal('node.malformed') : error
  }
}

/**
 * Who signed it, as far as was read last: strangers, however many, wait for a reading that they share and take no place on the wire.
 * How the node stands now is asked again in the transaction that takes its frame.
 */
async function signerOf(house: NodeHouse, outer: Outer): Promise<KnownNode> {
  const seen = findSigner(house, await house.signers.latest(), outer)
  return seen === undefined || seen.link.state === 'revoked' ? signerAnew(house, outer) : seen
}

async function signerAnew(house: NodeHouse, outer: Outer): Promise<KnownNode> {
  const node = findSigner(house, await house.signers.fresh(), outer)
  if (node === undefined) throw new Refusal('node.unknown_signer')
  if (node.link.state === 'revoked') throw new Refusal('node.revoked')
  return node
}

const findSigner = (house: NodeHouse, nodes: readonly KnownNode[], outer: Outer): KnownNode | undefined =>
  nodes.find((node) => isSignedBy(node, house.instance, outer))

function isSignedBy(node: KnownNode, own: string, { line, signature, sealed }: Outer): boolean {
  return equalBytes(lineOf(node.instance, own), line) && isOf(node, signature, outerBytes(line, sealed, sha256))
}

const isOf = ({ card, formerKey }: KnownNode, signature: Uint8Array, bytes: Uint8Array): boolean =>
  verifierOf(card.sign)(signature, bytes) || (formerKey !== null && verifierOf(formerKey)(signature, bytes))

/** One node that sends too much is told so, and costs the others nothing. */
function countFrame(house: NodeHouse, node: string): void {
  const minute = Math.floor(house.base.clock.now().getTime() / 60_000)
  const before = house.heard.get(node)
  const n = before?.minute === minute ? before.n + 1 : 1
  house.heard.set(node, { minute, n })
  if (n > (house.forked.has(node) ? MOST_FORKED : MOST_A_MINUTE)) throw new Refusal('node.flooded')
}

/** Carries a frame to an address and brings back the answer. Rejects when none came; a Refusal is the no of the other side. */
export type Carry = (url: string, frame: Uint8Array) => Promise<Uint8Array>
export type Called = { readonly taken: number; readonly more: boolean; readonly problem: RefusalCode | null }

/** One call to a node and its answer; `more` says that something waits on this side, or that something came. */
export async function callNode(house: NodeHouse, id: string, carry: Carry): Promise<Called> {
  // From before its frame is made until the answer is taken: in between, an answer to the other side would repeat all of it.
  house.calling.add(id)
  try {
    return await call(house, id, carry)
  } finally {
    house.calling.delete(id)
  }
}

async function call(house: NodeHouse, id: string, carry: Carry): Promise<Called> {
  const made = await house.wireOf(id).transact(house.by.actor, async (tx): Promise<Made | null> => {
    const found = await lockNode(tx.db, id)
    return found === undefined || found.link.state === 'revoked' ? null : makeFrame(house, tx, found)
  })
  if (made === null) throw new Refusal('node.revoked')
  const sealed = await sealFrame(house, made)
  const answer = outerOf(await carry(made.node.card.url, sealed))
  if (!isSignedBy(made.node, house.instance, answer)) throw new Refusal('node.unknown_signer')
  const frame = await openFrame(await house.keys(), answer.sealed)
  return house.wireOf(id).transact(house.by.actor, async (tx) => {
    const found = await lockNode(tx.db, id)
    if (found === undefined) throw new Refusal('node.revoked')
    const [before, knew] = [house.peers.get(id)?.nonce, house.greeted.has(id)]
    const took: Took = await takeFrame(house, tx, found, frame)
    const { link } = took.node
    // Somebody new there knows from the next call who speaks here; and whoever is known only now was told nothing before.
    const isNew = house.greeted.has(id) && (!knew || house.peers.get(id)?.nonce !== before)
    const goesOn = link.state === 'active' && (isNew || took.taken > 0 || made.more || link.acked.n > made.node.link.acked.n)
    return { taken: took.taken, more: goesOn, problem: took.stopped }
  })
}
