import { OperatorError } from '#base/operator-error.ts'
import { hex } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { sha256 } from '#crypto/kdf.ts'
import { CEREMONY_ROOTS, CEREMONY_THRESHOLD, type Pins, type Root } from '#crypto/roster/roster.ts'
import { type CeremonyProblem, finishProposal, mergeProposals, type Proposal, proposalProblem } from '#crypto/sign/ceremony.ts'
import { dayOf } from '#kernel/clock.ts'
import { type RosterEntry, rosterOf, selfRootedPins } from './make-roster.ts'
import { dropRoot, findCeremony, findLastRoster, keepCeremony, loadRosterKeys } from './roster-keys.ts'

type Current = { readonly pins: Pins; readonly version: number }

/**
 * The next list, to be carried to the roots: under three new roots when they are given, else under those in force.
 * Throws OperatorError when the machine still signs alone and no roots are given, and for a list that readers would refuse.
 */
export async function proposeRoster(
  secrets: string,
  entries: readonly RosterEntry[],
  newRoots: readonly Root[],
  now: Date,
): Promise<Proposal> {
  const current = await currentOf(secrets)
  const version = current.version + 1
  const pins = newRoots.length === 0 ? current.pins : pinsOf(current.pins.instance, newRoots, version)
  if (pins.mode === 'self-rooted')
    throw new OperatorError('This installation signs its own list. Name three roots with --root to hold a ceremony.')
  const teams = entries.map(({ team }) => team).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const alone = teams.filter(({ anchors }) => anchors.length === 1).map(({ id }) => id)
  if (alone.length > 0)
    throw new OperatorError(`After a ceremony two anchors of a team sign its keys. These teams have only one: ${alone.join(', ')}.`)
  const roster = rosterOf(pins, await loadRosterKeys(secrets), teams, { version, today: dayOf(now) })
  const proposal: Proposal = { v: 1, kind: 'roster-proposal', pins, roster, signatures: [] }
  const problem = proposalProblem(proposal)
  if (problem !== undefined) throw new OperatorError(`Readers would refuse this list (${problem}). Nothing was proposed.`)
  return proposal
}

function pinsOf(instance: string, roots: readonly Root[], version: number): Pins {
  const keys = new Set(roots.map(({ key }) => key))
  if (roots.length !== CEREMONY_ROOTS || keys.size !== CEREMONY_ROOTS || new Set(roots.map(({ id }) => id)).size !== CEREMONY_ROOTS)
    throw new OperatorError('A ceremony has exactly three roots, with three keys and three names.')
  return { v: 1, kind: 'pins', instance, mode: 'ceremonied', roots, threshold: CEREMONY_THRESHOLD, min_version: version }
}

export type TakenIntoUse = {
  readonly version: number
  readonly isNewMode: boolean
  readonly pinsSha256: string
  readonly rosterSha256: string
}

const PROBLEMS: Partial<Record<CeremonyProblem, string>> = {
  'roster.unsigned': 'Not enough roots have signed it: two of three have to.',
  'roster.forged': 'A signature in it does not hold.',
  'ceremony.other_instance': 'It is a list of another installation.',
  'ceremony.not_newer': 'The list in use is as new or newer. Propose again.',
  'ceremony.no_way_back': 'After a ceremony the machine never signs the list alone again.',
  'ceremony.no_consent': 'New roots need the signatures of two of the old ones as well.',
}

/**
 * Takes a finished list into use, and destroys the root of the machine when this was the first ceremony. The caller
 * publishes and writes the ledger line. Throws OperatorError with the reason when it cannot be used.
 */
export async function takeIntoUse(secrets: string, copies: readonly Proposal[]): Promise<TakenIntoUse> {
  const proposal = mergeProposals(copies)
  if (proposal === undefined) throw new OperatorError('These files are not copies of one proposal. Nothing was published.')
  const current = await currentOf(secrets)
  const finished = finishProposal(proposal, current)
  if (!finished.ok)
    throw new OperatorError(`This list cannot be used. ${PROBLEMS[finished.code] ?? `Readers would refuse it (${finished.code}).`}`)
  const { pins, signed } = finished
  await keepCeremony(secrets, { pins, signed })
  await dropRoot(secrets)
  return {
    version: signed.roster.version,
    isNewMode: current.pins.mode === 'self-rooted',
    pinsSha256: hex(sha256(canonicalBytes(pins))),
    rosterSha256: hex(sha256(canonicalBytes(signed.roster))),
  }
}

async function currentOf(secrets: string): Promise<Current> {
  const ceremony = await findCeremony(secrets)
  if (ceremony !== undefined) return { pins: ceremony.pins, version: ceremony.signed.roster.version }
  const { root, ...keys } = await loadRosterKeys(secrets)
  if (root === undefined) throw new OperatorError(`${secrets} holds no root key and no list from a ceremony. Restore it from a backup.`)
  const last = await findLastRoster(secrets)
  return { pins: selfRootedPins({ ...keys, root }, root), version: last?.roster.version ?? 0 }
}
