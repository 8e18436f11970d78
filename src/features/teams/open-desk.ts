import type { House } from '#base/house.ts'
import type { Desk, OutsideSettings, RosterKeeper } from './desk.ts'
import type { RosterHouse } from './roster/roster-house.ts'
import { findCeremony } from './roster/roster-keys.ts'
import { loadDeskSecret } from './sessions/desk-secret.ts'

export type DeskSettings = {
  readonly sites: () => readonly string[]
  readonly outside?: OutsideSettings | undefined
}

/** What the doors of the desk work with; the list of keys is published once, so that its state is known. */
export async function openDesk(
  house: Pick<House, 'base' | 'installation'>,
  secrets: string,
  roster: RosterHouse,
  { sites, outside }: DeskSettings = { sites: () => [] },
): Promise<Desk> {
  const [secret, keeper] = [await loadDeskSecret(secrets), await keeperOf(roster, secrets)]
  return { base: house.base, by: house.installation, secret, roster: keeper, sites, outside }
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
