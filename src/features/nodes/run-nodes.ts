import { randomUUID } from 'node:crypto'
import type { Actor } from '#base/actor.ts'
import type { Tx } from '#base/transact.ts'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { isSameFingerprint, type NodeCard, nodeFingerprint, readNodeCard } from '#crypto/node/node-card.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { signedBytes } from '#crypto/roster/signed-bytes.ts'
import { demand, Refusal, type Verdict } from '#kernel/refusal.ts'
import { queue } from './collect-messages.ts'
import { resumed, revoked } from './link.rules.ts'
import { listEnded } from './message.store.ts'
import type { Nodes } from './node.contract.ts'
import { mayRunNodes } from './node.policy.ts'
import { addNode, countWaiting, findByName, type KnownNode, listNodes, resumeLink, revokeNode } from './node.store.ts'
import type { NodeHouse } from './node-house.ts'

/** Who decides: the operator, who is the installation itself. */
export type Decider = { readonly actor: Actor; readonly verdict: Verdict }

export function operatorOf(house: NodeHouse): Decider {
  return { actor: house.by.actor, verdict: mayRunNodes(house.by.actor, house.by.register) }
}

/** What somebody at a desk may know of the other installations. */
export async function viewAtDesk(house: NodeHouse): Promise<Nodes> {
  const { own, nodes } = await viewNodes(house)
  return { own: own.fingerprint, nodes: nodes.map(({ name, state, since, answers }) => ({ name, state, since, answers })) }
}

/** How it stands with one other installation, as its operator reads it. `waiting` counts messages that it has not acknowledged. */
export type NodeView = Nodes['nodes'][number] & {
  readonly fingerprint: string
  readonly address: string
  readonly heardAt: string | null
  readonly tries: number
  readonly waiting: number
  /** The newest refusal of something that it sent, or that it answered with. */
  readonly problem: string | null
}

/** Without an answer for over a minute; before that a try more or less would tell that something waits. */
const TRIES = 5

/** Every node with how it stands, and this one's own card and fingerprint. For the operator. */
export async function viewNodes(house: NodeHouse): Promise<{
  readonly own: { readonly fingerprint: string; readonly card: string }
  readonly nodes: readonly NodeView[]
}> {
  const keys = await house.keys()
  const { nodes, counts } = await house.base.read(house.by.actor, async (db) => ({
    nodes: await listNodes(db),
    counts: await countWaiting(db),
  }))
  return {
    own: { fingerprint: keys.fingerprint, card: b64u(keys.cardBytes) },
    nodes: nodes.map((node) => ({
      name: node.name,
      fingerprint: nodeFingerprint(node.card),
      address: node.card.url,
      state: node.link.state,
      since: node.since.toISOString(),
      answers: node.tries < TRIES,
      heardAt: node.heardAt?.toISOString() ?? null,
      tries: node.tries,
      waiting: counts.find(({ id }) => id === node.id)?.waiting ?? 0,
      problem: node.problem,
    })),
  }
}

function cardOf(text: string): { card: NodeCard; bytes: Uint8Array } {
  try {
    const bytes = unb64u(text)
    return { card: readNodeCard(bytes), bytes }
  } catch (error) {
    throw error instanceof SealingRefusal ? new Refusal('node.card_malformed') : error
  }
}

/** Its card as base64url, and its fingerprint as somebody heard it: spaces, dashes and small letters do not matter. */
export type Introduce = { readonly name: string; readonly card: string; readonly fingerprint: string }

/**
 * Introduces another installation by the fingerprint that somebody there read aloud. The card may have come over any way; only
 * what was heard makes it count. guards T-47
 */
export async function introduceNode(house: NodeHouse, by: Decider, { name, card: text, fingerprint }: Introduce): Promise<{ done: true }> {
  demand(by.verdict)
  const { card, bytes } = cardOf(text)
  const keys = await house.keys()
  if (!isSameFingerprint(nodeFingerprint(card), fingerprint)) throw new Refusal('node.fingerprint_differs')
  if (card.instance === keys.instance) throw new Refusal('node.known')
  await house.base.transact(house.by.actor, async (tx) => {
    const permit = await tx.grant({ action: 'node.introduce', subject: name, compartment: house.by.register }, by.verdict)
    const given = {
      id: randomUUID(),
      room: house.by.register,
      instance: card.instance,
      card: bytes,
      ownGen: keys.gen,
      by: by.actor.id,
      at: tx.clock.now(),
    }
    if (!(await addNode(tx.db, permit, given))) throw new Refusal('node.known')
  })
  return { done: true }
}

/** Ends the exchange with a node at once: nothing goes there, and whatever it signs is refused from here on. */
export async function endNode(house: NodeHouse, by: Decider, name: string): Promise<{ done: true }> {
  return withNode(house, by, { action: 'node.revoke', name }, async (tx, node, permit) => {
    await revokeNode(tx.db, permit, { ...node, link: revoked(node.link) }, tx.clock.now())
  })
}

/**
 * Goes on after a backup was brought back on one side, once people have spoken with one another. What ended since is told to the
 * side that forgot it, so that nothing that was withdrawn comes back. guards T-27
 */
export async function resumeNode(house: NodeHouse, by: Decider, name: string): Promise<{ done: true }> {
  return withNode(house, by, { action: 'node.resume', name }, async (tx, node, permit) => {
    const next = resumed(node.link)
    if (!next.ok) throw new Refusal(next.why)
    await resumeLink(tx.db, permit, { ...node, link: next.link }, tx.clock.now())
    if (node.link.state === 'behind') return
    for (const { id, outward } of await listEnded(tx.db, node)) {
      await queue(tx, node, { about: id, kind: outward ? 'withdraw' : 'gone', tlp: 'TLP:GREEN', version: 1, value: { item: id } })
    }
  })
}

/** The next keys of this node: each peer is told, under the old ones, and takes the new ones from there on. */
export async function rotateKeys(house: NodeHouse): Promise<{ fingerprint: string }> {
  demand(operatorOf(house).verdict)
  const keys = await house.renewKeys()
  await house.base.transact(house.by.actor, async (tx) => {
    await tx.grant({ action: 'node.rotate', subject: `${keys.gen}`, compartment: house.by.register }, operatorOf(house).verdict)
    for (const node of (await listNodes(tx.db)).filter(({ link }) => link.state !== 'revoked')) {
      const card = b64u(keys.cardBytes)
      const signed = Uint8Array.from(signedBytes('node-key', { from: keys.instance, to: node.instance, card }))
      const proof = b64u(keys.signAs(keys.gen)(signed))
      await queue(tx, node, { about: node.id, kind: 'key', tlp: 'TLP:GREEN', version: keys.gen, value: { card, proof } })
    }
  })
  return { fingerprint: keys.fingerprint }
}

type Decision<Action extends string> = { readonly action: Action; readonly name: string }

async function withNode<Action extends 'node.revoke' | 'node.resume'>(
  house: NodeHouse,
  by: Decider,
  { action, name }: Decision<Action>,
  work: (tx: Tx, node: KnownNode, permit: Awaited<ReturnType<typeof granted<Action>>>) => Promise<void>,
): Promise<{ done: true }> {
  demand(by.verdict)
  await house.base.transact(house.by.actor, async (tx) => {
    const node = await findByName(tx.db, name)
    if (node === undefined) throw new Refusal('record.not_found')
    await work(tx, node, await granted(tx, house, { action, name }))
  })
  return { done: true }
}

const granted = <Action extends string>(tx: Tx, house: NodeHouse, { action, name }: Decision<Action>) =>
  tx.grant({ action, subject: name, compartment: house.by.register }, mayRunNodes(house.by.actor, house.by.register))
