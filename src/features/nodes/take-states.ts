import { Compile } from 'typebox/compile'
import type { Tx } from '#base/transact.ts'
import { b64u } from '#crypto/bytes.ts'
import { type NodeHeader, writeHeader } from '#crypto/node/node-message.ts'
import { type State, StateBody } from './body.contract.ts'
import type { KnownNode } from './node.store.ts'
import { takeNodeStates } from './office.store.ts'
import { readBody } from './read-body.ts'

export type Told = { readonly header: NodeHeader; readonly body: Uint8Array; readonly signature: Uint8Array }
type Taking = { readonly tx: Tx; readonly node: KnownNode }

const reader = Compile(StateBody)

function stateIn({ header, body }: Told): State | undefined {
  const said = readBody(reader, body)
  return said?.delivery === header.about ? said : undefined
}

/**
 * Lets what a node says of copies that it has take effect, no two of them about one delivery, and answers the outcome of each. What
 * was taken back stays taken back, and whether it was read before that is kept: who sent it has to know. Its
 * signed word stays with each delivery. What the database refuses of one of them it refuses of all: whoever calls this takes them
 * one by one then.
 */
export async function takeStates({ tx, node }: Taking, all: readonly Told[]): Promise<string[]> {
  const read = all.map((told) => ({ told, said: stateIn(told) }))
  const goes = read.flatMap(({ told: { header, body, signature }, said }) => {
    if (said === undefined) return []
    return [{ said, word: { header: b64u(writeHeader(header)), signature: b64u(signature), body: b64u(body) } }]
  })
  const theirs = await takeNodeStates(tx.db, node.id, goes, tx.clock.now())
  return read.map(({ said }) => {
    if (said === undefined) return 'node.malformed'
    return theirs.has(said.delivery) ? 'done' : 'node.not_theirs'
  })
}
