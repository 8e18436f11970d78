import { hex } from '../bytes.ts'
import { RECIPIENT_LENGTH, STATEMENT_MAX } from '../constants.ts'
import { sha256 } from '../kdf.ts'
import { DAY_MS, dayStart } from './day.ts'
import { type Epoch, isSpan, type Mode, type Roster, type SignedEpoch, signersNeeded, type Team } from './roster.ts'
import { signedBy } from './signatures.ts'
import { signedBytes } from './signed-bytes.ts'

export type EpochProblem = 'epochs.unknown_team' | 'epochs.twice' | 'epochs.too_long' | 'epochs.unsigned' | 'epochs.forged'

/** What is wrong with one statement under the anchors of its team; undefined when it is vouched for. */
export function epochProblem(
  mode: Mode,
  team: Pick<Team, 'id' | 'anchors'>,
  { statement, signatures }: SignedEpoch,
): EpochProblem | undefined {
  if (statement.team !== team.id) return 'epochs.unknown_team'
  if (!isSpan(statement.not_before, statement.not_after, STATEMENT_MAX)) return 'epochs.too_long'
  const verdict = signedBy(team.anchors, signersNeeded(mode), signatures, signedBytes('epoch', statement))
  if (verdict === 'enough') return undefined
  return verdict === 'forged' ? 'epochs.forged' : 'epochs.unsigned'
}

/** The highest epoch of each team, or the first thing that is wrong: one bad statement spoils the list. */
export function newestEpochs(roster: Roster, statements: readonly SignedEpoch[]): ReadonlyMap<string, Epoch> | EpochProblem {
  const teams = new Map(roster.teams.map((team) => [team.id, team]))
  const seen = new Set<string>()
  const newest = new Map<string, Epoch>()
  for (const signed of statements) {
    const { statement } = signed
    const team = teams.get(statement.team)
    const problem = team === undefined ? 'epochs.unknown_team' : epochProblem(roster.mode, team, signed)
    if (problem !== undefined) return problem
    const name = `${statement.team} ${statement.epoch}`
    if (seen.has(name)) return 'epochs.twice'
    seen.add(name)
    if (statement.epoch > (newest.get(statement.team)?.epoch ?? 0)) newest.set(statement.team, statement)
  }
  return newest
}

/**
 * The statements of the epoch before, for the mailbox alone. One that the anchors of today do not vouch for is left out:
 * the anchor who signed it may have gone, and then we only cannot say who answered.
 */
export function formerEpochs(roster: Roster, statements: readonly SignedEpoch[]): ReadonlyMap<string, Epoch> {
  const teams = new Map(roster.teams.map((team) => [team.id, team]))
  return new Map(
    statements.flatMap((signed) => {
      const team = teams.get(signed.statement.team)
      return team !== undefined && epochProblem(roster.mode, team, signed) === undefined ? [[team.id, signed.statement] as const] : []
    }),
  )
}

/** Runs from a day before its first day, for clocks that are a little late, until its last. */
export function isRunning(epoch: Pick<Epoch, 'not_before' | 'not_after'>, moment: number): boolean {
  const [begins, ends] = [dayStart(epoch.not_before), dayStart(epoch.not_after)]
  return begins !== undefined && ends !== undefined && moment >= begins - DAY_MS && moment < ends
}

/**
 * The recipient that stands for a team in `recipients.bin`: its bytes, null when the team cannot receive now, or `differs`
 * when they are not what its anchors signed.
 */
export function recipientFor(bytes: Uint8Array, epoch: Epoch | undefined, moment: number): Uint8Array | null | 'differs' {
  const isAbsent = bytes.length === RECIPIENT_LENGTH && bytes.every((byte) => byte === 0)
  const runs = epoch !== undefined && isRunning(epoch, moment)
  if (isAbsent) return runs ? 'differs' : null
  if (epoch === undefined || hex(sha256(bytes)) !== epoch.recipient_sha256) return 'differs'
  return runs ? bytes : null
}
