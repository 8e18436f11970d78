import type { House } from '#base/house.ts'
import type { Desk, RosterKeeper } from './desk.ts'
import type { RosterHouse } from './roster/roster-house.ts'
import { findCeremony } from './roster/roster-keys.ts'
import { loadDeskSecret } from './sessions/desk-secret.ts'

/** What the doors of the desk work with; the list of keys is published once, so that its state is known. */
export async function openDesk(house: Pick<House, 'base' | 'installation'>, secrets: string, roster: RosterHouse): Promise<Desk> {
  return { base: house.base, by: house.installation, secret: await loadDeskSecret(secrets), roster: await keeperOf(roster, secrets) }
}

async function keeperOf(roster: RosterHouse, secrets: string): Promise<RosterKeeper> {
  await roster.publish()
  return {
    instance: roster.instance,
    ceremonyAnchors: async (team) => {
      const ceremony = await findCeremony(secrets)
      return ceremony && (ceremony.signed.roster.teams.find(({ id }) => id === team)?.anchors ?? [])
    },
    // Another process may have published since, after a ceremony for example.
    version: () => roster.last()?.version ?? 0,
    publish: async () => (await roster.publish()).version,
  }
}
