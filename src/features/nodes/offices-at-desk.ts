import type { Caller } from '#features/teams/index.ts'
import { Refusal } from '#kernel/refusal.ts'
import { findList, listDigests, listHeard, saveHeard } from './list.store.ts'
import type { HeardInput, NodeFiles, NodeOffices } from './node.contract.ts'
import { mayHear } from './node.policy.ts'
import { type KnownNode, listNodes } from './node.store.ts'
import type { NodeHouse } from './node-house.ts'

const known = async ({ base, by }: NodeHouse): Promise<KnownNode[]> =>
  (await base.read(by.actor, listNodes)).filter(({ link }) => link.state !== 'revoked')

/** Public keys, lists that are public where they come from, and what the own team signed: of the alerts of others nothing. guards T-21 */
export async function viewOffices(house: NodeHouse, caller: Caller): Promise<NodeOffices> {
  const nodes = await known(house)
  const lists = await house.base.read(house.by.actor, listDigests)
  const heard = await house.base.read(caller.actor, (db) => listHeard(db, caller.room))
  return {
    nodes: nodes.map(({ id, name, link, card: { instance, gen, sign, recipient, pins } }) => {
      const said = heard.get(name)
      return {
        name,
        state: link.state,
        card: { instance, gen, sign, recipient, pins },
        list: lists.get(id) ?? null,
        heard: said === undefined ? null : { ...said.said, member: said.by },
      }
    }),
  }
}

/** The signed list of keys of one installation, as it came. */
export async function viewList(house: NodeHouse, name: string): Promise<NodeFiles> {
  const node = (await known(house)).find((one) => one.name === name)
  const files = node === undefined ? undefined : await house.base.read(house.by.actor, (db) => findList(db, node))
  if (files === undefined) throw new Refusal('record.not_found')
  return files
}

/**
 * Keeps what a member signed that they heard; it counts in the browsers of their own team alone, which check the signature
 * themselves. Refuses what is of another installation than the operator introduced under this name. guards T-47
 */
export async function hearNode(house: NodeHouse, caller: Caller, given: HeardInput): Promise<{ done: true }> {
  const { name, instance, pins, sign, team } = given.statement
  const node = (await known(house)).find((one) => one.name === name)
  if (node === undefined) throw new Refusal('record.not_found')
  if (team !== caller.team) throw new Refusal('statement.refused')
  const { card } = node
  if (card.instance !== instance || card.pins !== pins || card.sign !== sign) throw new Refusal('node.fingerprint_differs')
  return house.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant({ action: 'node.hear', subject: name, compartment: caller.room }, mayHear(caller.actor, caller.room))
    if (!(await saveHeard(tx.db, permit, given, { room: caller.room, at: tx.clock.now() }))) throw new Refusal('statement.refused')
    return { done: true }
  })
}
