import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { epochCases, rosterCases } from './roster.ts'
import { membershipCases, recoveryCases, transferCases } from './teams.ts'
import { vectorFile } from './vector-case.ts'

/** The published files about keys and people, by name. `node tools/vectors/make-team-vectors.ts` writes them. */
export const TEAM_VECTORS = {
  roster: rosterCases,
  epoch: epochCases,
  membership: membershipCases,
  transfer: transferCases,
  recovery: recoveryCases,
} as const

if (import.meta.main) {
  const folder = join(import.meta.dirname, '../../vectors/sealing')
  for (const [name, cases] of Object.entries(TEAM_VECTORS)) writeFileSync(join(folder, `${name}.json`), vectorFile(name, cases))
}
