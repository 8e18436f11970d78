import { b64u } from '#crypto/bytes.ts'
import { aliasOf } from '#crypto/node/node-alias.ts'
import { answerNode, type Carry } from '#features/nodes/exchange.ts'
import { speakWith } from '#features/nodes/node.jobs.ts'
import { type KnownNode, listNodes } from '#features/nodes/node.store.ts'
import type { NodeHouse } from '#features/nodes/node-house.ts'
import { introduceNode, operatorOf } from '#features/nodes/run-nodes.ts'

/** An installation as far as another one meets it. */
type Side = { readonly nodes: NodeHouse; pass(milliseconds: number): void }

/** Two installations introduce each other, as two people on the telephone would. */
export async function introduce(one: Side, other: Side, names: readonly [string, string] = ['harbour-node', 'quay-node']): Promise<void> {
  for (const [here, there, name] of [
    [one, other, names[1]],
    [other, one, names[0]],
  ] as const) {
    const keys = await there.nodes.keys()
    const given = { name, card: b64u(keys.cardBytes), fingerprint: keys.fingerprint.toLowerCase() }
    await introduceNode(here.nodes, operatorOf(here.nodes), given)
  }
}

/** A wire without faults. */
export const wireTo =
  (other: { readonly nodes: NodeHouse }): Carry =>
  (_url, frame) =>
    answerNode(other.nodes, frame)

/** The node that an installation knows as this other one; without one, the first that it knows and has not ended. */
export async function nodeOf({ nodes }: { readonly nodes: NodeHouse }, other?: { readonly nodes: NodeHouse }): Promise<KnownNode> {
  const known = await nodes.base.read(nodes.by.actor, listNodes)
  const instance = other?.nodes.instance
  const found = known.find((one) => instance === undefined || one.instance === instance)
  if (found === undefined) throw new Error('no node is known')
  return found
}

/** Both speak until neither has anything left to say. */
export async function talk(one: Side, other: Side): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    for (const [here, there] of [
      [one, other],
      [other, one],
    ] as const) {
      here.pass(10)
      there.pass(10)
      await speakWith(here.nodes, await nodeOf(here, there), wireTo(there))
    }
  }
}

/** What an office of a node is called by whoever gave the node this name. */
export const aliasAt = (name: string, slug: string): string => aliasOf(slug, name)
