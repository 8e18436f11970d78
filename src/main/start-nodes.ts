import type { Config } from '#base/config.ts'
import { type Finding, note, wrong } from '#base/doctor/finding.ts'
import type { House } from '#base/house.ts'
import type { OpenedDatabase } from '#base/open-database.ts'
import { OperatorError } from '#base/operator-error.ts'
import type { Look } from '#edges/cli/doctor.ts'
import type { NodeCommands } from '#edges/cli/node.ts'
import {
  carryByHttp,
  endNode,
  introduceNode,
  type NodeFault,
  type NodeHouse,
  nodeFaultsIn,
  openNodeHouse,
  operatorOf,
  resumeNode,
  rotateKeys,
  runNodes,
  viewNodes,
} from '#features/nodes/index.ts'
import { findInstance } from '#features/teams/index.ts'
import { say } from './command.ts'
import { inHouse } from './in-house.ts'

export function nodeHouseOf(config: Config, opened: OpenedDatabase, house: House, instance: string): NodeHouse {
  const places = { secrets: opened.secrets, instance, url: config.url }
  return openNodeHouse({ house, places, folder: opened.folder })
}

/** This installation speaks with the others from here on. */
export function startNodes({ nodesHere }: Config, nodes: NodeHouse, open: AsyncDisposableStack): void {
  const stop = new AbortController()
  const work = runNodes(nodes, {
    signal: stop.signal,
    carry: carryByHttp(nodesHere),
    onFault: (error) => say(`The work between nodes failed (${error instanceof Error ? error.name : 'unknown'}). It is tried again.`),
  })
  open.defer(async () => {
    stop.abort()
    await work
  })
}

/** What of `node` needs the installation. */
export function nodeCommands(config: Config): NodeCommands {
  const within = <Result>(work: (nodes: NodeHouse) => Promise<Result>) =>
    inHouse(config, async (house, opened) => {
      const instance = await findInstance(opened.secrets)
      if (instance === undefined) throw new OperatorError('This installation has no list of keys yet. ./asylia start makes it.')
      return work(nodeHouseOf(config, opened, house, instance))
    })
  return {
    view: () => within(viewNodes),
    introduce: (given) => within(async (nodes) => void (await introduceNode(nodes, operatorOf(nodes), given))),
    revoke: (name) => within(async (nodes) => void (await endNode(nodes, operatorOf(nodes), name))),
    resume: (name) => within(async (nodes) => void (await resumeNode(nodes, operatorOf(nodes), name))),
    rotate: () => within(rotateKeys),
  }
}

/** For `doctor`. */
export const nodeLook: Look = async (adminUrl) => (await nodeFaultsIn(adminUrl)).map(findingOf)

function findingOf({ name, state, waiting, silentDays }: NodeFault): Finding {
  switch (state) {
    case 'forked':
      return wrong(
        `Two different messages of the node ${name} bear one number. Somebody has its keys, or an older copy of it is at work.`,
        `Call them. Then end it, ./asylia node revoke --name ${name}, and introduce it anew with new keys.`,
      )
    case 'restored':
      return wrong(
        `The node ${name} came back from an older backup. Nothing goes there, and ${waiting} messages wait.`,
        `Call them: they run ./asylia node resume first. Then here: ./asylia node resume --name ${name}`,
      )
    case 'behind':
      return wrong(
        `The node ${name} has messages of ours that this installation does not remember: this one came back from an older backup.`,
        `Find out what is missing, then: ./asylia node resume --name ${name}; after that they do the same.`,
      )
    case 'active':
    case 'revoked':
      return note(
        `The node ${name} has said nothing for ${silentDays ?? 0} days; ${waiting} messages wait.`,
        'Ask whether it still runs there.',
      )
  }
}
