import { type Door, door, readingDoor } from '#base/door.ts'
import type { RawDoor } from '#base/raw-door.ts'
import { MOST_OUTER } from '#crypto/node/node-wrap.ts'
import { type Caller, canReadCoded, canShare, canStewardTeam, onlyFor } from '#features/teams/index.ts'
import { answerNode } from './exchange.ts'
import { settleField, shareExtract, viewConflicts } from './keep-extracts.ts'
import * as contract from './node.contract.ts'
import { mayRunNodes } from './node.policy.ts'
import type { NodeHouse } from './node-house.ts'
import { type Decider, endNode, introduceNode, resumeNode, viewNodes } from './run-nodes.ts'

const BYTES = 'application/octet-stream'

/** What other installations ask: the card of this one, and an answer to a frame. They know no session and no cookie. guards T-30 */
export function nodeWire(house: NodeHouse): readonly RawDoor[] {
  return [
    {
      method: 'GET',
      path: /^\/api\/node\/card$/,
      accepts: [],
      answer: async () => ({ status: 200, type: BYTES, body: (await house.keys()).cardBytes }),
    },
    {
      method: 'POST',
      path: /^\/api\/node\/exchange$/,
      accepts: [BYTES],
      refuses: ({ length }) => (length > MOST_OUTER ? 'request.too_large' : undefined),
      answer: async (call) => ({ status: 200, type: BYTES, body: await answerNode(house, await call.bytes()) }),
    },
  ]
}

/** A steward decides for the installation; what they did stands in the room of their team too. */
function stewardOf(house: NodeHouse, caller: Caller): Decider {
  const verdict = mayRunNodes(caller.actor, house.by.register, caller.roles)
  return {
    actor: caller.actor,
    verdict,
    note: (action, subject) =>
      house.base.transact(caller.actor, async (tx) => {
        await tx.grant({ action, subject, compartment: caller.room }, verdict)
      }),
  }
}

/** Doors of the desk to the nodes: who they are and how they stand, and what both sides wrote differently. */
export function nodeDoors(house: NodeHouse): Door<Caller>[] {
  return [
    ...onlyFor(canReadCoded, [
      readingDoor('/api/desk/nodes', () => viewNodes(house)),
      readingDoor('/api/desk/nodes/conflicts', ({ caller }) => viewConflicts(house, caller)),
    ]),
    ...onlyFor(canShare, [
      door('/api/desk/nodes/extracts/share', contract.ShareExtractInput, ({ caller, input }) => shareExtract(house, caller, input)),
      door('/api/desk/nodes/conflicts/settle', contract.SettleInput, ({ caller, input }) => settleField(house, caller, input)),
    ]),
    ...onlyFor(canStewardTeam, [
      door('/api/desk/nodes/introduce', contract.IntroduceInput, ({ caller, input }) =>
        introduceNode(house, stewardOf(house, caller), input),
      ),
      door('/api/desk/nodes/revoke', contract.NodeInput, ({ caller, input }) => endNode(house, stewardOf(house, caller), input.name)),
      door('/api/desk/nodes/resume', contract.ResumeInput, ({ caller, input }) => resumeNode(house, stewardOf(house, caller), input.name)),
    ]),
  ]
}
