import { join } from 'node:path'
import { fewAtOnce } from '#base/few-at-once.ts'
import type { Installation } from '#base/installation.ts'
import { type SharedRead, sharedRead } from '#base/shared-read.ts'
import type { Base } from '#base/transact.ts'
import { hex, randomBytes } from '#crypto/bytes.ts'
import type { Life } from './link.rules.ts'
import { type KnownNode, listNodes } from './node.store.ts'
import { type KeyFile, loadNodeKeys, type NodePlaces, nextNodeKeys, type OwnKeys } from './node-keys.ts'

/** What the work between nodes shares. */
export type NodeHouse = {
  readonly base: Base
  /** The same for frames that come and go: a flood of them has connections of its own, and leaves the others to the desks. */
  readonly wire: Base
  /** The same for the frames of one node, one after the other: however many it sends, one of them at most waits before others. */
  readonly wireOf: (id: string) => Base
  readonly by: Installation
  /** Every node as it was read last, to know by whom a frame is before it gets a place on the wire. guards T-47 */
  readonly signers: SharedRead<readonly KnownNode[]>
  /** Which node this is; unlike its keys it stays the same. */
  readonly instance: string
  /** The keys of this node, as they stand now. */
  keys(): Promise<OwnKeys>
  renewKeys(): Promise<OwnKeys>
  readonly rosterFolder: string
  /** Of this process: whatever was signed for another one, before a restart or a backup, says nothing here. */
  readonly nonce: string
  /** The newest process of each node that was heard, and when it spoke last by its own stamp. */
  readonly peers: Map<string, Life>
  /** Who answered since this process began: before, nothing gets a number, for this side may be the one that was set back. */
  readonly greeted: Set<string>
  /** With whom a call of this side is going on. */
  readonly calling: Set<string>
  /**
   * Who brought messages with a call of its own, and when it was answered, by performance.now: it calls again, and what waits for it
   * goes with the answer.
   */
  readonly bringing: Map<string, number>
  /** Frames of each node in the current minute. */
  readonly heard: Map<string, { readonly minute: number; readonly n: number }>
  /** Whose chain was found to have forked: that is never taken back, only ended and introduced anew. */
  readonly forked: Set<string>
}

/** One that takes and one that makes a frame. */
const ON_THE_WIRE = 2
/** So long apart the nodes are read for strangers at the most. */
const SIGNERS_APART_MS = 200

type Parts = {
  readonly house: { readonly base: Base; readonly wire: Base; readonly installation: Installation }
  readonly places: Omit<NodePlaces, 'rosterFolder'>
  readonly folder: string
}

export function openNodeHouse({ house: { base, wire: own, installation: by }, places, folder }: Parts): NodeHouse {
  const rosterFolder = join(folder, 'roster')
  let known: KeyFile | undefined
  const wire = fewAtOnce(own, ON_THE_WIRE)
  const lines = new Map<string, Base>()
  return {
    base,
    wire,
    wireOf: (id) => {
      const line = lines.get(id) ?? fewAtOnce(wire, 1)
      lines.set(id, line)
      return line
    },
    by,
    signers: sharedRead(() => base.read(by.actor, listNodes), SIGNERS_APART_MS),
    instance: places.instance,
    keys: async () => {
      known = await loadNodeKeys({ ...places, rosterFolder }, known)
      return known.keys
    },
    renewKeys: async () => {
      known = await nextNodeKeys({ ...places, rosterFolder })
      return known.keys
    },
    rosterFolder,
    nonce: hex(randomBytes(16)),
    peers: new Map(),
    greeted: new Set(),
    calling: new Set(),
    bringing: new Map(),
    heard: new Map(),
    forked: new Set(),
  }
}
