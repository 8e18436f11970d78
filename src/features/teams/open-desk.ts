import type { House } from '#base/house.ts'
import type { Desk, RosterKeeper } from './desk.ts'
import type { Published } from './roster/publish-roster.ts'
import type { RosterHouse } from './roster/roster-house.ts'
import { findCeremony } from './roster/roster-keys.ts'
import { loadDeskSecret } from './sessions/desk-secret.ts'

/** What the doors of the desk work with; the list of keys is published once, so that its state is known. */
export async function openDesk(house: Pick<House, 'base' | 'installation'>, secrets: string, roster: RosterHouse): Promise<Desk> {
  return { base: house.base, by: house.installation, secret: await loadDeskSecret(secrets), roster: await keeperOf(roster, secrets) }
}

async function keeperOf(roster: RosterHouse, secrets: string): Promise<RosterKeeper> {
  let last: Published = await roster.publish()
  return {
    instance: roster.instance,
    mode: () => last.mode,
    ceremonyAnchors: async (team) => {
      const ceremony = await findCeremony(secrets)
      return ceremony && (ceremony.signed.roster.teams.find(({ id }) => id === team)?.anchors ?? [])
    },
    version: () => last.version,
    publish: async () => {
      last = await roster.publish()
      return last.version
    },
  }
}
