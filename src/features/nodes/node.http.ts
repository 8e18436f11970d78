import { type Door, door, readingDoor } from '#base/door.ts'
import type { RawDoor } from '#base/raw-door.ts'
import { MOST_OUTER } from '#crypto/node/node-wrap.ts'
import { type Caller, canReadCoded, canShare, onlyFor } from '#features/teams/index.ts'
import { answerNode } from './exchange.ts'
import { HearInput, NodeListInput } from './node.contract.ts'
import type { NodeHouse } from './node-house.ts'
import { hearNode, viewList, viewOffices } from './offices-at-desk.ts'
import { viewAtDesk } from './run-nodes.ts'

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

/**
 * The doors of the desk: which other installations there are and how each stands, their signed lists of keys, and what somebody
 * heard. Who they are is the operator's to decide.
 */
export function nodeDoors(house: NodeHouse): Door<Caller>[] {
  return [
    ...onlyFor(canReadCoded, [
      readingDoor('/api/desk/nodes', () => viewAtDesk(house)),
      readingDoor('/api/desk/nodes/offices', ({ caller }) => viewOffices(house, caller)),
      door('/api/desk/nodes/list', NodeListInput, ({ input }) => viewList(house, input.name)),
    ]),
    ...onlyFor(canShare, [door('/api/desk/nodes/hear', HearInput, ({ caller, input }) => hearNode(house, caller, input))]),
  ]
}
