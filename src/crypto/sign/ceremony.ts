import { hex, randomBytes, unb64u, unhex } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { canonicalOr } from '../roster/canonical-or.ts'
import { contentProblem, type RosterProblem, rosterProblem } from '../roster/check-roster.ts'
import { shortHash } from '../roster/pins.ts'
import {
  CEREMONY_THRESHOLD,
  hex32,
  isPins,
  isRoot,
  isRoster,
  isSignature,
  line,
  type Pins,
  type Root,
  type SignedRoster,
  signature64,
  slug,
} from '../roster/roster.ts'
import { exactly, list, object, type Shaped } from '../roster/shape.ts'
import { signedBytes } from '../roster/signed-bytes.ts'
import { verifySignature } from '../roster/verify-signature.ts'
import { publicKeyOf, signatureOf } from './sign.ts'

const isSecret = object({ v: exactly(1), kind: exactly('root-secret'), id: slug, name: line, seed: hex32 })
const isCard = object({ v: exactly(1), kind: exactly('root'), root: isRoot, sig: signature64 })
const isProposal = object({
  v: exactly(1),
  kind: exactly('roster-proposal'),
  pins: isPins,
  roster: isRoster,
  signatures: list(isSignature, 0, 8),
})

/** What stays on the offline machine of one root. */
export type RootSecret = Shaped<typeof isSecret>
/** What that machine hands out: the public half, signed with itself, so that a damaged or foreign card is noticed. */
export type RootCard = Shaped<typeof isCard>
/** A list that goes from machine to machine until enough roots have signed it. */
export type Proposal = Shaped<typeof isProposal>

/** Makes one root. The secret never leaves the machine it was made on. */
export function newRoot(id: string, name: string): RootSecret {
  return { v: 1, kind: 'root-secret', id, name, seed: hex(randomBytes(32)) }
}

export function cardOf({ id, name, seed }: RootSecret): RootCard {
  const root: Root = { id, name, key: publicKeyOf(unhex(seed)) }
  return { v: 1, kind: 'root', root, sig: signatureOf(unhex(seed), 'root', root).sig }
}

/** The root in these bytes, or undefined unless they are one; a damaged seed gives another key and is noticed by its card. */
export function readRootSecret(bytes: Uint8Array): RootSecret | undefined {
  return canonicalOr(bytes, isSecret)
}

/** The public root on a card, or undefined unless the root itself signed it. */
export function readRootCard(bytes: Uint8Array): Root | undefined {
  const card = canonicalOr(bytes, isCard)
  const holds = card !== undefined && verifySignature(unb64u(card.root.key), unb64u(card.sig), signedBytes('root', card.root))
  return holds ? card.root : undefined
}

export function readProposal(bytes: Uint8Array): Proposal | undefined {
  return canonicalOr(bytes, isProposal)
}

/** What the people at the machines compare with one another before anybody signs. */
export function proposalHash({ pins, roster }: Proposal): string {
  return shortHash(canonicalBytes({ pins, roster }))
}

/** What is wrong with a proposal before anybody looks at signatures. */
export function proposalProblem({ pins, roster }: Proposal): RosterProblem | undefined {
  const problem = rosterProblem(pins, { roster, signatures: [] })
  return problem === 'roster.unsigned' ? (roster.version < pins.min_version ? 'roster.rolled_back' : contentProblem(roster)) : problem
}

/** The same proposal with the signature of this root; a second signature of the same root changes nothing. */
export function signProposal(proposal: Proposal, secret: RootSecret): Proposal {
  const made = signatureOf(unhex(secret.seed), 'roster', proposal.roster)
  return { ...proposal, signatures: [...proposal.signatures.filter(({ key }) => key !== made.key), made] }
}

/** The signatures of several copies of one proposal together; undefined when they are not copies of the same. */
export function mergeProposals(copies: readonly Proposal[]): Proposal | undefined {
  const [first] = copies
  if (first === undefined || copies.some((copy) => proposalHash(copy) !== proposalHash(first))) return undefined
  const all = copies.flatMap(({ signatures }) => signatures)
  return { ...first, signatures: all.filter(({ key }, at) => all.findIndex((other) => other.key === key) === at) }
}

export type CeremonyProblem =
  | RosterProblem
  | 'ceremony.other_instance'
  | 'ceremony.not_newer'
  | 'ceremony.no_way_back'
  | 'ceremony.no_consent'

/**
 * The signed list of a finished proposal, or what stands against taking it into use after `current`. A ceremony never
 * goes back to a root on the machine, and new roots need the signatures of enough of the old ones.
 */
export function finishProposal(
  proposal: Proposal,
  current: { readonly pins: Pins; readonly version: number },
): { readonly ok: true; readonly pins: Pins; readonly signed: SignedRoster } | { readonly ok: false; readonly code: CeremonyProblem } {
  const { pins, roster } = proposal
  if (pins.instance !== current.pins.instance) return { ok: false, code: 'ceremony.other_instance' }
  if (pins.mode !== 'ceremonied') return { ok: false, code: 'ceremony.no_way_back' }
  if (roster.version <= current.version) return { ok: false, code: 'ceremony.not_newer' }
  const signed = { roster, signatures: proposal.signatures.filter(({ key }) => isAmong(pins, key)) }
  const problem = rosterProblem(pins, signed)
  if (problem !== undefined) return { ok: false, code: problem }
  return hasConsent(proposal, current.pins) ? { ok: true, pins, signed } : { ok: false, code: 'ceremony.no_consent' }
}

/** Only from one ceremony to the next; a self-rooted machine is asked by whoever runs it. */
function hasConsent({ roster, signatures }: Proposal, current: Pins): boolean {
  if (current.mode === 'self-rooted') return true
  const message = signedBytes('roster', roster)
  const old = signatures.filter(({ key, sig }) => isAmong(current, key) && verifySignature(unb64u(key), unb64u(sig), message))
  return new Set(old.map(({ key }) => key)).size >= CEREMONY_THRESHOLD
}

function isAmong(pins: Pins, key: string): boolean {
  return pins.roots.some((root) => root.key === key)
}
