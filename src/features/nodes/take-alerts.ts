import { Compile } from 'typebox/compile'
import type { Tx } from '#base/transact.ts'
import type { NodeHeader } from '#crypto/node/node-message.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { type Alert, AlertBody } from './body.contract.ts'
import { canTouch } from './item.rules.ts'
import { type KnownItem, keepItems, listItems } from './message.store.ts'
import { mayExchange } from './node.policy.ts'
import type { KnownNode } from './node.store.ts'
import type { NodeHouse } from './node-house.ts'
import { takeNodeAlerts } from './office.store.ts'
import { readSealed } from './read-body.ts'

export type Coming = { readonly header: NodeHeader; readonly body: Uint8Array }
type Taking = { readonly house: NodeHouse; readonly tx: Tx; readonly node: KnownNode }

const reader = Compile(AlertBody)

/** What is written outside and inside has to be the same, or one of the two was lowered. */
function alertIn({ header, body }: Coming): Alert | undefined {
  const said = readSealed(reader, body)
  if (said === undefined) return undefined
  return said.delivery === header.about && said.tlp === header.tlp && said.version === header.version ? said : undefined
}

function whyNot({ header: { tlp, version } }: Coming, item: KnownItem | undefined): string | undefined {
  if (item?.outward === true) return 'node.not_theirs'
  const verdict = canTouch(item, { kind: 'alert', tlp, version })
  return verdict.ok ? undefined : verdict.code
}

/**
 * Lets copies take effect, no two of them about one delivery, and answers the outcome of each. What the database refuses of one of
 * them it refuses of all: whoever calls this takes them one by one then.
 */
export async function takeAlerts({ house, tx, node }: Taking, all: readonly Coming[]): Promise<string[]> {
  const at = tx.clock.now()
  const read = all.map((coming) => ({ coming, said: alertIn(coming) }))
  const items = await listItems(
    tx.db,
    node,
    all.map(({ header }) => header.about),
  )
  const goes = read.flatMap(({ coming, said }) =>
    said === undefined || whyNot(coming, items.get(coming.header.about)) !== undefined ? [] : [{ said, code: newPublicCode('W') }],
  )
  const taken = await takeNodeAlerts(tx.db, node.id, goes, at)
  const done = goes.flatMap(({ said }, n) => {
    const room = taken[n]?.office_room ?? null
    return room === null ? [] : [{ id: said.delivery, tlp: said.tlp, version: said.version, room }]
  })
  await keepItems(
    tx.db,
    node,
    done.map(({ id, tlp, version }) => ({ id, kind: 'alert', tlp, version, outward: false })),
  )
  const lines = done.map(({ id, room }) => ({ action: 'alert.deliver', subject: id, compartment: room }))
  await tx.grantAll(lines, mayExchange(house.by.actor))
  const outcomes = new Map(goes.map(({ said }, n) => [said.delivery, taken[n]?.outcome ?? 'node.not_theirs']))
  return read.map(({ coming, said }) =>
    said === undefined ? 'node.malformed' : (whyNot(coming, items.get(said.delivery)) ?? outcomes.get(said.delivery) ?? 'node.malformed'),
  )
}
