import type { NodeState } from './node.contract.ts'

// Pure: no clock, no I/O, no keys. Whoever calls this has checked every signature before.

/** How far one direction got: the number of a message and its hash, which holds the hash of the one before. */
export type Point = { readonly n: number; readonly head: string }
/** Before the first message. */
export const START: Point = { n: 0, head: '0'.repeat(64) }

/** How it stands with one peer. `acked` is what the peer signed that it has; `at` orders what the peer signed. */
export type Link = {
  readonly state: NodeState
  readonly sent: Point
  readonly acked: Point
  readonly received: Point
  readonly heardAt: number
  /** What the peer said last of both directions, for whoever has to decide how to go on. */
  readonly told: Told | null
}
/** What each frame says and signs: how far its sender got in both directions. `at` only grows. */
export type Told = { readonly at: number; readonly sent: Point; readonly ack: Point }

export const newLink: Link = { state: 'active', sent: START, acked: START, received: START, heardAt: 0, told: null }

/** Which process of a peer spoke last, and its stamp. It lives as long as the process that heard it. */
export type Life = { readonly nonce: string; readonly at: number }
/** Of a process that was never heard. */
export const NOBODY = '0'.repeat(32)

/**
 * Whether a frame is later than whatever was heard. An older one says nothing at all: what it holds is sent again, unless a backup
 * came back in between, and then it is of a life that is over. guards T-47
 */
export const isLater = ({ heardAt }: Link, peer: Life | undefined, at: number): boolean => at > heardAt && at >= (peer?.at ?? 0)

/** Hashes of what went and came, by number; undefined where there is none. */
export type Hashes = { readonly sent: (n: number) => string | undefined; readonly received: (n: number) => string | undefined }

/** Of a number that this side lost with its last days nothing is known, so nothing speaks against it. */
function isOther({ n, head }: Point, hash: (n: number) => string | undefined): boolean {
  const known = n === 0 ? START.head : hash(n)
  return known !== undefined && known !== head
}

/**
 * Takes in what a peer signed about both directions. A number beyond what was ever sent shows that this side came back from an
 * older backup; lower ones than before, said later than before, that the peer did; another hash under a number is a fork. An old
 * frame that somebody plays again says nothing: only a later one can take anything back. guards T-47
 */
export function hear(link: Link, told: Told, hashes: Hashes): Link {
  if (link.state === 'revoked' || link.state === 'forked') return link
  if (told.at <= link.heardAt) return link
  const heard: Link = { ...link, heardAt: told.at, told }
  if (isFork(link, told, hashes)) return { ...heard, state: 'forked' }
  if (told.ack.n > link.sent.n) return { ...heard, state: 'behind' }
  if (told.ack.n < link.acked.n || told.sent.n < link.received.n) return { ...heard, state: 'restored' }
  return link.state === 'active' && told.ack.n > link.acked.n ? { ...heard, acked: told.ack } : heard
}

function isFork({ sent, received }: Link, told: Told, hashes: Hashes): boolean {
  const isOurs = told.ack.n <= sent.n && isOther(told.ack, hashes.sent)
  return isOurs || (told.sent.n <= received.n && isOther(told.sent, hashes.received))
}

export type Placed = { readonly n: number; readonly prev: string; readonly hash: string }
export type Place = 'next' | 'known' | 'ahead' | 'forked'

/** Where a message stands in the chain: the next one is taken, a known one changes nothing, one from the future waits. guards T-47 */
export function placeOf(link: Link, one: Placed, known: string | undefined): Place {
  if (one.n <= link.received.n) return known === one.hash ? 'known' : 'forked'
  if (one.n > link.received.n + 1) return 'ahead'
  return one.prev === link.received.head ? 'next' : 'forked'
}

export const took = (link: Link, { n, hash }: Placed): Link => ({ ...link, received: { n, head: hash } })
export const forked = (link: Link): Link => ({ ...link, state: 'forked' })
export const revoked = (link: Link): Link => ({ ...link, state: 'revoked' })
export const isOpen = ({ state }: Link): boolean => state === 'active'

/** The next message of this direction gets the next number; its hash is known once its number is. */
export const nextOf = ({ sent }: Link): { readonly n: number; readonly prev: string } => ({ n: sent.n + 1, prev: sent.head })
export const sentAs = (link: Link, { n, hash }: { readonly n: number; readonly hash: string }): Link => ({
  ...link,
  sent: { n, head: hash },
})

export type Resumed =
  | { readonly ok: true; readonly link: Link }
  | { readonly ok: false; readonly why: 'node.nothing_to_resume' | 'node.resume_there_first' }

/**
 * Goes on after a backup was brought back, once a person has said so. The side that was set back counts on from what the peer
 * signed that it has, so that no number is given twice; the other side sends again what the peer does not have any more.
 */
export function resumed(link: Link): Resumed {
  const { told } = link
  if (told === null || (link.state !== 'restored' && link.state !== 'behind')) return { ok: false, why: 'node.nothing_to_resume' }
  if (link.state === 'behind') return { ok: true, link: { ...link, state: 'active', sent: told.ack, acked: told.ack } }
  if (told.sent.n < link.received.n) return { ok: false, why: 'node.resume_there_first' }
  return { ok: true, link: { ...link, state: 'active', acked: told.ack } }
}
