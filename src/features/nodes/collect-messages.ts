import { randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { inTurns } from '#base/breathe.ts'
import { sha256 } from '#base/sha256.ts'
import type { Tx } from '#base/transact.ts'
import { b64u, hex } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { bodyDigest } from '#crypto/node/node-message.ts'
import { dayOf } from '#kernel/clock.ts'
import type { Alert, Reply, Sealed, State } from './body.contract.ts'
import type { Marking } from './item.rules.ts'
import { dropBodies, endItem, keepItems, type Outgoing, putMessages, saveToldItems } from './message.store.ts'
import type { NodeKind } from './node.contract.ts'
import { type KnownNode, saveTold } from './node.store.ts'
import type { NodeHouse } from './node-house.ts'
import {
  listEndedPosts,
  listOwnOffices,
  listOwnPoints,
  listStates,
  type Posted,
  postAlerts,
  postReply,
  type StateRow,
  stopPost,
} from './office.store.ts'
import { sealedBody } from './read-body.ts'

type Message = {
  readonly about: string
  readonly kind: NodeKind
  readonly tlp: Marking
  readonly version: number
  readonly value: object
  readonly sealed?: Sealed
}

/** Messages as they go, before they have a number. */
const written = (all: readonly Message[]): Promise<Outgoing[]> =>
  inTurns(all, ({ about, kind, tlp, version, value, sealed }): Outgoing => {
    const body = sealed === undefined ? canonicalBytes(value) : sealedBody(value, sealed)
    const urgent = kind === 'withdraw' || kind === 'gone' || kind === 'key'
    return { id: randomUUID(), about, kind, tlp, version, digest: bodyDigest(body, sha256), body, urgent }
  })

/** Writes a message into the queue of a node. */
export async function queue(tx: Tx, node: KnownNode, message: Message): Promise<void> {
  await putMessages(tx.db, node, await written([message]), tx.clock.now())
}

/**
 * What offices did since as messages, of each kind no more than so many as the next frame has place for. What is left waits where it
 * is, and for a peer that is not spoken with all of it does; what went is asked about anew by `collectEnds` before each frame.
 * Whoever calls puts them into the queue, with their numbers where they have them by then.
 */
export async function collectMessages(tx: Tx, node: KnownNode, most: number): Promise<Outgoing[]> {
  if (most <= 0) return []
  const now = tx.clock.now()
  const alerts = await collectAlerts(tx, node, await postAlerts(tx.db, node.id, { at: now, today: dayOf(now), most }))
  const states = await collectStates(tx, node, most)
  return written([...alerts, ...states, ...(await collectReplies(tx, node, most))])
}

async function collectReplies(tx: Tx, node: KnownNode, most: number): Promise<Message[]> {
  const found: Message[] = []
  while (found.length < most) {
    const posted = await postReply(tx.db, node.id)
    if (posted === undefined) break
    const { delivery, text_id: text, version, epoch, body, wrap } = posted
    const value: Omit<Reply, keyof Sealed> = { delivery, version, text, epoch }
    found.push({ about: delivery, kind: 'reply', tlp: 'TLP:RED', version, value, sealed: { body, wrap } })
  }
  return found
}

/**
 * Takes the words of what may not leave any more out of what is under way, numbered or not, before a frame is made of it: bars for
 * everything, consent and the key in force until the other side has signed that it has it. guards T-21, T-27
 */
export async function collectEnds(tx: Tx, node: KnownNode): Promise<void> {
  const at = tx.clock.now()
  for (const { delivery, why } of await listEndedPosts(tx.db, node.id, dayOf(at))) {
    // A bar closes the room for that office; what it has of it is taken back, and it is not told why.
    if (why !== 'withdrawn') await stopPost(tx.db, node.id, delivery, { becomes: 'stopped', why, at })
    await dropBodies(tx.db, node, [delivery], 'withdraw')
    // Over a key alone nothing ends: the sender seals it anew.
    if (why === 'key_changed') continue
    await endItem(tx.db, node, { id: delivery, kind: 'alert', outward: true }, why === 'withdrawn' ? 'withdrawn' : 'excluded')
    await queue(tx, node, { about: delivery, kind: 'withdraw', tlp: 'TLP:GREEN', version: 1, value: { item: delivery } })
  }
}

async function collectAlerts(tx: Tx, node: KnownNode, all: readonly Posted[]): Promise<Message[]> {
  const goes = all.flatMap((posted) => {
    const { delivery: about, outcome, tlp, version, body, wrap } = posted
    if (outcome === 'stopped' || body === null || wrap === null) return []
    return [{ about, kind: 'alert', tlp, version, value: alertOf(posted), sealed: { body, wrap } } as const]
  })
  // What is under way of a version before is overtaken.
  const abouts = goes.map(({ about }) => about)
  await dropBodies(tx.db, node, abouts, 'withdraw')
  await keepItems(
    tx.db,
    node,
    goes.map(({ about: id, kind, tlp, version, value: { epoch } }) => ({ id, kind, tlp, version, outward: true, epoch })),
  )
  return goes
}

function alertOf({ delivery, version, tlp, ...posted }: Posted): Omit<Alert, keyof Sealed> {
  const second = (date: Date) => `${date.toISOString().slice(0, 19)}Z`
  return {
    delivery,
    office: posted.office,
    from: posted.from_team,
    version,
    kind: posted.kind,
    tlp,
    level: posted.level,
    asks: posted.asks,
    answerBy: second(posted.answer_by),
    endsAt: second(posted.ends_at),
    text: posted.text_id,
    epoch: posted.epoch,
  }
}

async function collectStates(tx: Tx, node: KnownNode, most: number): Promise<Message[]> {
  const rows = await listStates(tx.db, node.id, most)
  await saveToldItems(tx.db, node, rows)
  return rows.map((row) => ({
    about: row.delivery,
    kind: 'state',
    tlp: 'TLP:GREEN',
    version: Math.max(1, row.version),
    value: stateOf(row),
  }))
}

const REACHED = [
  ['refused', 'refused_at'],
  ['answered', 'answered_at'],
  ['acting', 'acting_at'],
  ['acknowledged', 'acknowledged_at'],
  ['opened', 'opened_at'],
] as const
/** How far an office had come with what was taken back: it may have read it before the withdrawal reached it, and that is told. */
const reached = (row: StateRow): State['state'] => REACHED.find(([, at]) => row[at] !== null)?.[0] ?? 'delivered'

const iso = (date: Date | null) => date?.toISOString() ?? null
const stateOf = (row: StateRow): State => ({
  delivery: row.delivery,
  state: row.state === 'recalled' ? reached(row) : (row.state as State['state']),
  version: row.version,
  readVersion: row.read_version,
  step: row.step,
  deliveredAt: iso(row.delivered_at),
  openedAt: iso(row.opened_at),
  acknowledgedAt: iso(row.acknowledged_at),
  acknowledgedAs: row.acknowledged_as,
  actingAt: iso(row.acting_at),
  answeredAt: iso(row.answered_at),
  refusedAt: iso(row.refused_at),
  reason: row.reason,
  clockAt: iso(row.clock_at),
})

const FILES = {
  pins: 'pins.json',
  roster: 'roster.json',
  epochs: 'epochs.json',
  former: 'epochs-former.json',
  recipients: 'recipients.bin',
} as const

type Roster = { readonly stamp: string; readonly roster: Readonly<Record<string, string>>; readonly hash: string }
const hashOf = (value: object): string => hex(sha256(canonicalBytes(value)))
const rosters = new WeakMap<NodeHouse, Roster>()

/** The signed list of keys as its files stand now. Each frame asks for it, so it is read again only when one of them is another. */
async function rosterOf(house: NodeHouse): Promise<Roster> {
  const places = Object.entries(FILES).map(([name, file]) => [name, join(house.rosterFolder, file)] as const)
  const stamp = (await Promise.all(places.map(([, place]) => stat(place, { bigint: true }))))
    .map(({ ino, size, mtimeNs }) => `${ino} ${size} ${mtimeNs}`)
    .join()
  const known = rosters.get(house)
  if (known?.stamp === stamp) return known
  const files = await Promise.all(places.map(async ([name, place]) => [name, b64u(await readFile(place))] as const))
  const roster = Object.fromEntries(files)
  const read = { stamp, roster, hash: hashOf(roster) }
  rosters.set(house, read)
  return read
}

/** The signed list of keys and the directory, when they are others than the node was told last. */
export async function collectLists(house: NodeHouse, tx: Tx, node: KnownNode): Promise<void> {
  const { roster, hash: rosterHash } = await rosterOf(house)
  const directory = { points: await listOwnPoints(tx.db), offices: await listOwnOffices(tx.db) }
  const directoryHash = hashOf(directory)
  const about = { about: node.id, tlp: 'TLP:GREEN', version: 1 } as const
  if (rosterHash !== node.toldRoster) await queue(tx, node, { ...about, kind: 'roster', value: roster })
  // With each list of keys, since it speaks of the offices that stand there.
  if (rosterHash !== node.toldRoster || directoryHash !== node.toldDirectory)
    await queue(tx, node, { ...about, kind: 'directory', value: directory })
  if (rosterHash !== node.toldRoster || directoryHash !== node.toldDirectory) await saveTold(tx.db, node, rosterHash, directoryHash)
}
