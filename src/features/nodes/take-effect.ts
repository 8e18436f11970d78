import type Type from 'typebox'
import type { Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { verifierOf } from '#base/ed25519.ts'
import type { Tx } from '#base/transact.ts'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { readNodeCard, writeNodeCard } from '#crypto/node/node-card.ts'
import type { NodeHeader } from '#crypto/node/node-message.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { signedBytes } from '#crypto/roster/signed-bytes.ts'
import { DirectoryBody, EndBody, KeyBody, ReplyBody, RosterBody } from './body.contract.ts'
import { endItem, findItem } from './message.store.ts'
import { mayExchange } from './node.policy.ts'
import { type KnownNode, saveCard } from './node.store.ts'
import type { NodeHouse } from './node-house.ts'
import { stopPost, takeNodePoints, takeNodeReply, takeNodeWithdrawal } from './office.store.ts'
import { readBody, readSealed } from './read-body.ts'
import { takeAlerts } from './take-alerts.ts'
import { takeRoster } from './take-roster.ts'
import { takeStates } from './take-states.ts'

export type Taking = {
  readonly house: NodeHouse
  readonly tx: Tx
  readonly node: KnownNode
  readonly header: NodeHeader
  readonly body: Uint8Array
  /** Of the node over the header. */
  readonly signature: Uint8Array
}
/** `done`, or the code of the refusal: a message that may not take effect keeps its place in the chain, and does nothing. */
export type Outcome = string

type Effect = (taking: Taking) => Promise<Outcome>

function effect<S extends Type.TSchema>(schema: S, take: (taking: Taking, value: Static<S>) => Promise<Outcome>): Effect {
  const reader = Compile(schema)
  return async (taking) => {
    const said = readBody(reader, taking.body)
    return said === undefined ? 'node.malformed' : take(taking, said)
  }
}

const replies = Compile(ReplyBody)

const EFFECTS: Readonly<Record<NodeHeader['kind'], Effect>> = {
  alert: async (taking) => (await takeAlerts(taking, [taking]))[0] ?? 'node.malformed',
  // guards T-27: an end takes effect before, after and instead of what it ends.
  withdraw: effect(EndBody, async ({ house, tx, node, header }, { item: id }) => {
    if (id !== header.about) return 'node.malformed'
    const item = await findItem(tx.db, node, id)
    if (item?.outward === true) return 'node.not_theirs'
    await endItem(tx.db, node, { id, kind: 'alert', outward: false }, item?.tomb ?? 'withdrawn')
    const room = await takeNodeWithdrawal(tx.db, node.id, id, tx.clock.now())
    if (room !== null) await tx.grant({ action: 'node.withdraw', subject: id, compartment: room }, mayExchange(house.by.actor))
    return 'done'
  }),
  gone: effect(EndBody, async ({ tx, node, header }, { item: id }) => {
    if (id !== header.about) return 'node.malformed'
    const item = await findItem(tx.db, node, id)
    if (item?.outward === false) return 'node.not_theirs'
    await endItem(tx.db, node, { id, kind: 'alert', outward: true }, item?.tomb ?? 'withdrawn')
    await stopPost(tx.db, node.id, id, { becomes: 'recalled', at: tx.clock.now() })
    return 'done'
  }),
  state: async (taking) => (await takeStates(taking, [taking]))[0] ?? 'node.malformed',
  reply: async ({ tx, node, header, body }) => {
    const said = readSealed(replies, body)
    if (said?.delivery !== header.about) return 'node.malformed'
    return (await takeNodeReply(tx.db, node.id, said, tx.clock.now())) ? 'done' : 'node.not_theirs'
  },
  roster: effect(RosterBody, ({ tx, node }, said) => takeRoster(tx, node, said)),
  directory: effect(DirectoryBody, async ({ tx, node }, said) => {
    await takeNodePoints(tx.db, node.id, said)
    return 'done'
  }),
  // Until a vocabulary, the bar of the case and an end stand for each field, none is taken (ADR 0034).
  extract: () => Promise.resolve('node.extracts_closed'),
  key: effect(KeyBody, async ({ house, tx, node, header }, { card, proof }) => {
    const bytes = unb64u(card)
    const next = readNodeCard(bytes)
    if (next.instance !== node.instance || next.gen <= node.card.gen || next.gen !== header.version) return 'node.malformed'
    // The pins are what was read aloud, and they hold the roots that lie offline: the key of a server that was seized does not
    // replace them. Other pins are another introduction. guards T-47
    if (next.pins !== node.card.pins) return 'node.fingerprint_differs'
    const signed = Uint8Array.from(signedBytes('node-key', { from: node.instance, to: house.instance, card: b64u(bytes) }))
    if (!verifierOf(next.sign)(unb64u(proof), signed)) return 'node.unknown_signer'
    // Where it is called stays what a person was given. guards T-40
    await saveCard(tx.db, node, writeNodeCard({ ...next, url: node.card.url }), node.card.sign)
    await tx.grant({ action: 'node.key', subject: node.name, compartment: node.room }, mayExchange(house.by.actor))
    return 'done'
  }),
}

/** Lets a message take effect, once. Never throws for what a peer can write; then it answers the code of a refusal. */
export async function takeEffect(taking: Taking): Promise<Outcome> {
  try {
    return await EFFECTS[taking.header.kind](taking)
  } catch (error) {
    if (error instanceof SealingRefusal) return 'node.malformed'
    throw error
  }
}
