import { breathe } from '#base/breathe.ts'
import { chunkCipher } from '#base/chunk-cipher.ts'
import { sha256 } from '#base/sha256.ts'
import type { Tx } from '#base/transact.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { lineOf } from '#crypto/node/node-card.ts'
import {
  frameBytes,
  hashOfMessage,
  MOST_BYTES,
  MOST_MESSAGES,
  messageBytesOf,
  type NodeFrame,
  type NodeMessage,
  type NodeSaid,
  packFrame,
  writeHeader,
} from '#crypto/node/node-message.ts'
import { wrapFor } from '#crypto/node/node-wrap.ts'
import { collectEnds, collectLists, collectMessages } from './collect-messages.ts'
import { isOpen, type Link, NOBODY, nextOf, sentAs } from './link.rules.ts'
import {
  listUnacked,
  listUnderWay,
  listUnnumbered,
  type Numbered,
  type Outgoing,
  putMessages,
  type Sent,
  saveNumbers,
  type Waiting,
} from './message.store.ts'
import { type KnownNode, saveLink, saveStamp } from './node.store.ts'
import type { NodeHouse } from './node-house.ts'
import type { OwnKeys } from './node-keys.ts'

/** A frame before it is sealed, and whether more waits than it holds. */
export type Made = { readonly frame: NodeFrame; readonly node: KnownNode; readonly more: boolean }

/**
 * Makes the next frame for a node: what is under way, what it was not told yet, and how far both directions got. Whether what is
 * under way may still leave is asked first, each time, also of what waits for days. It may leave only after the transaction has ended. Nothing gets a number before the peer answered once: until then this side may be the one
 * that was set back. guards T-47
 */
export async function makeFrame(house: NodeHouse, tx: Tx, node: KnownNode): Promise<Made> {
  if (isOpen(node.link)) await collectEnds(tx, node)
  const underWay = isOpen(node.link) ? await listUnderWay(tx.db, node, node.link.acked.n, MOST_MESSAGES) : []
  const goesOn = isOpen(node.link) && house.greeted.has(node.id) && !underWay.includes('key')
  const added = goesOn ? await addMessages(house, tx, node, MOST_MESSAGES - underWay.length) : { link: node.link, kept: 0, fresh: [] }
  const kept = underWay.length + added.kept
  // What was made just now is at hand, and is not read again.
  const sent = kept === 0 ? [] : await listUnacked(tx.db, node, node.link.acked.n, kept)
  return frameOf(house, tx, { node: { ...node, link: added.link }, messages: fitting([...sent, ...added.fresh]) })
}

/** A frame without messages: it says how far both directions got, and that this side is there. */
export const makeNod = (house: NodeHouse, tx: Tx, node: KnownNode): Promise<Made> => frameOf(house, tx, { node, messages: [] })

async function frameOf(
  house: NodeHouse,
  tx: Tx,
  { node, messages }: { readonly node: KnownNode; readonly messages: readonly NodeMessage[] },
): Promise<Made> {
  const keys = await house.keys()
  const { link } = node
  const at = Math.max(tx.clock.now().getTime(), node.stamped + 1)
  await saveStamp(tx.db, node, at)
  const said: NodeSaid = {
    v: 1,
    type: 'node-frame',
    from: keys.instance,
    to: node.instance,
    at,
    nonce: house.nonce,
    echo: house.peers.get(node.id)?.nonce ?? NOBODY,
    sent: link.sent,
    ack: link.received,
  }
  const signature = keys.signAs(node.ownGen)(frameBytes(said))
  const last = link.acked.n + messages.length
  return { frame: { said: canonicalBytes(said), signature, messages }, node, more: last < link.sent.n }
}

/** What fits into a frame, in its order; the first always does. */
function fitting(all: readonly Sent[]): NodeMessage[] {
  let size = 0
  const messages: NodeMessage[] = []
  for (const { header, signature, body } of all) {
    size += header.length + (body?.length ?? 0) + 80
    if (messages.length > 0 && size > MOST_BYTES) break
    messages.push({ header, signature, body })
  }
  return messages
}

/** What gets its number now: so many of the queue, and after them what was not in it before. */
type Added = { readonly link: Link; readonly kept: number; readonly fresh: readonly Sent[] }

/** Puts what is new behind what waits, and gives numbers to so many as the frame has place for. */
async function addMessages(house: NodeHouse, tx: Tx, node: KnownNode, place: number): Promise<Added> {
  await collectLists(house, tx, node)
  const waiting = place > 0 ? await listUnnumbered(tx.db, node, place) : []
  const fresh = await collectMessages(tx, node, place - waiting.length)
  const { link, numbered } = await number(await house.keys(), node, [...waiting, ...fresh].slice(0, place))
  const kept = numbered.slice(0, waiting.length)
  await saveNumbers(tx.db, node, kept)
  const goes = fresh.map((one, at): Outgoing & Partial<Numbered> => ({ ...one, ...numbered[waiting.length + at] }))
  await putMessages(tx.db, node, goes, tx.clock.now())
  if (numbered.length > 0) await saveLink(tx.db, node, link, tx.clock.now())
  return { link, kept: kept.length, fresh: goes.flatMap(asSent) }
}

const asSent = ({ header, signature, body }: Outgoing & Partial<Numbered>): Sent[] =>
  header === undefined || signature === undefined ? [] : [{ header, signature, body }]

/** So many are numbered at a time. */
const FEW = 16
/** Gives numbers, one after the other. After a change of keys comes nothing more until the peer has acknowledged it. */
async function number(keys: OwnKeys, node: KnownNode, all: readonly Waiting[]): Promise<{ link: Link; numbered: Numbered[] }> {
  let { link } = node
  const sign = keys.signAs(node.ownGen)
  const numbered: Numbered[] = []
  for (const { id, about, kind, tlp, version, digest } of all) {
    const { n, prev } = nextOf(link)
    const header = writeHeader({
      v: 1,
      type: 'node-message',
      from: keys.instance,
      to: node.instance,
      n,
      prev,
      id,
      about,
      kind,
      tlp,
      version,
      digest,
    })
    const bytes = messageBytesOf(header)
    const hash = hashOfMessage(bytes)
    numbered.push({ id, n, hash, header, signature: sign(bytes) })
    link = sentAs(link, { n, hash })
    if (kind === 'key') break
    if (n % FEW === 0) await breathe()
  }
  return { link, numbered }
}

/** The bytes for the wire: sealed to the node alone, signed on the outside. guards T-47 */
export async function sealFrame(house: NodeHouse, { frame, node }: Made): Promise<Uint8Array> {
  const keys = await house.keys()
  const line = lineOf(keys.instance, node.instance)
  const plain = packFrame(frame)
  await breathe()
  return wrapFor({ line, recipient: node.card.recipient, cipher: chunkCipher, hash: sha256, sign: keys.signAs(node.ownGen) }, plain)
}
