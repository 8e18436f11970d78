import type { Installation } from '#base/installation.ts'
import type { Base } from '#base/transact.ts'
import { b64u, unhex } from '#crypto/bytes.ts'
import type { SignedEpoch, Team } from '#crypto/roster/roster.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import type { RosterEntry } from './roster/make-roster.ts'
import { listRosterTeams, type RosterTeamRow } from './teams.store.ts'

/** The teams as they stand in the database, with the two newest keys of each: what the list of keys is made from. */
export async function rosterEntries(base: Base, by: Installation): Promise<RosterEntry[]> {
  const rows = await base.read(by.actor, listRosterTeams)
  return rows.map((row) => ({
    team: teamOf(row),
    epochs: row.epochs.map(({ statement, signatures, recipient }) => ({
      signed: { statement, signatures } satisfies SignedEpoch,
      recipient: unhex(recipient),
    })),
  }))
}

function teamOf(row: RosterTeamRow): Team {
  const languages = LANGUAGES.filter((one) => row.languages.includes(one))
  return {
    id: row.slug,
    name: row.names,
    kind: row.kind,
    of: row.of_states,
    serves: row.serves,
    conflicts: row.conflicts,
    anchors: row.anchors.map((key) => b64u(key)),
    about: row.about,
    ...(languages.length === 0 ? {} : { languages }),
  }
}
