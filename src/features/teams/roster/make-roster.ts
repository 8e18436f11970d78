import { concat, equalBytes } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { RECIPIENT_LENGTH } from '#crypto/constants.ts'
import { epochProblem } from '#crypto/roster/check-epochs.ts'
import { dayAfter } from '#crypto/roster/day.ts'
import type { Pins, Roster, SignedEpoch, SignedRoster, Team } from '#crypto/roster/roster.ts'
import { publicKeyOf, signRoster } from '#crypto/sign/sign.ts'
import type { RosterKeys } from './roster-keys.ts'

/** A key that a team made, with what its anchors signed of it. */
export type EntryEpoch = { readonly signed: SignedEpoch; readonly recipient: Uint8Array }

/** A team as it stands in the database: what the list says of it, and its newest keys in any order. */
export type RosterEntry = { readonly team: Team; readonly epochs: readonly EntryEpoch[] }

/** The machine signs for 35 days, every day anew; so a month without anybody is no harm. */
const DAYS = 35

export function selfRootedPins({ instance }: RosterKeys, root: Uint8Array): Pins {
  const roots = [{ id: 'self', name: 'This installation', key: publicKeyOf(root) }]
  return { v: 1, kind: 'pins', instance, mode: 'self-rooted', roots, threshold: 1, min_version: 1 }
}

/** What a list under these pins says today. A team without an anchor has nobody who could vouch for a key, so it waits. */
export function rosterOf(pins: Pins, keys: RosterKeys, teams: readonly Team[], facts: { version: number; today: string }): Roster {
  const { instance, mode, threshold, roots } = pins
  return {
    v: 1,
    kind: 'roster',
    instance,
    mode,
    version: facts.version,
    issued: facts.today,
    expires: dayAfter(facts.today, DAYS),
    threshold,
    roots,
    teams: teams.filter(({ anchors }) => anchors.length > 0),
    witnesses: [],
    time_key: publicKeyOf(keys.time),
    min_client: 1,
  }
}

/** The list that this machine signs: the last one while nothing changed and the day is the same, else the next version. */
export function selfSignedRoster(
  keys: RosterKeys & { readonly root: Uint8Array },
  pins: Pins,
  teams: readonly Team[],
  { last, today }: { readonly last: SignedRoster | undefined; readonly today: string },
): SignedRoster {
  const version = last?.roster.version ?? 0
  const same = rosterOf(pins, keys, teams, { version, today })
  if (last !== undefined && equalBytes(canonicalBytes(same), canonicalBytes(last.roster))) return last
  return signRoster([keys.root], { ...same, version: version + 1 })
}

export type KeyFiles = {
  readonly epochs: Uint8Array
  readonly former: Uint8Array
  readonly recipients: Uint8Array
  /** Keys that the anchors of this list do not vouch for; their teams have to sign again. */
  readonly left: readonly { readonly team: string; readonly epoch: number; readonly why: string }[]
}

/** The key files that stand beside this list, in its order. A key that would spoil the list stays outside and is named. */
export function keyFilesOf(roster: Roster, entries: readonly RosterEntry[]): KeyFiles {
  const perTeam = roster.teams.map((team) => vouched(roster, team, entries.find((entry) => entry.team.id === team.id)?.epochs ?? []))
  return {
    epochs: canonicalBytes({ statements: perTeam.flatMap(({ good }) => good.slice(0, 1).map(({ signed }) => signed)) }),
    former: canonicalBytes({ statements: perTeam.flatMap(({ good }) => good.slice(1, 2).map(({ signed }) => signed)) }),
    recipients: concat(...perTeam.map(({ good: [newest] }) => newest?.recipient ?? new Uint8Array(RECIPIENT_LENGTH))),
    left: perTeam.flatMap(({ left }) => left),
  }
}

function vouched(roster: Roster, team: Team, epochs: readonly EntryEpoch[]): { good: readonly EntryEpoch[]; left: KeyFiles['left'] } {
  const newestFirst = epochs.toSorted((a, b) => b.signed.statement.epoch - a.signed.statement.epoch)
  const judged = newestFirst.map((epoch) => ({ epoch, problem: epochProblem(roster.mode, team, epoch.signed) }))
  return {
    good: judged.flatMap(({ epoch, problem }) => (problem === undefined ? [epoch] : [])),
    left: judged.flatMap(({ epoch, problem }) =>
      problem === undefined ? [] : [{ team: team.id, epoch: epoch.signed.statement.epoch, why: problem }],
    ),
  }
}
