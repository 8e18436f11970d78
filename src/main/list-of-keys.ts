import { join } from 'node:path'
import type { Config } from '#base/config.ts'
import type { House } from '#base/house.ts'
import type { OpenedDatabase } from '#base/open-database.ts'
import type { KeysDoors } from '#edges/cli/keys.ts'
import type { TeamDoors } from '#edges/cli/team.ts'
import {
  foundTeam,
  inviteFounderAgain,
  openRosterHouse,
  type Published,
  proposeRoster,
  publishCeremony,
  type RosterHouse,
  type RosterPlaces,
  rosterEntries,
} from '#features/teams/index.ts'
import { systemClock } from '#kernel/clock.ts'
import { inHouse, say } from './in-house.ts'

/** What of `team` needs the installation. */
export function teamDoorsOf(config: Config): TeamDoors {
  return {
    add: (facts) => inHouse(config, ({ base, installation }) => foundTeam(base, installation, facts)),
    invite: (slug) => inHouse(config, ({ base, installation }) => inviteFounderAgain(base, installation, slug)),
    list: () => inHouse(config, ({ base, installation }) => rosterEntries(base, installation)),
  }
}

const rosterPlaces = (opened: OpenedDatabase): RosterPlaces => ({ secrets: opened.secrets, folder: join(opened.folder, 'roster') })

/** What of `keys` needs the installation: the rest works on a machine that has no other part of it. */
export function keysDoors(config: Config): KeysDoors {
  return {
    propose: (roots) =>
      inHouse(config, async ({ base, installation }, opened) =>
        proposeRoster(opened.secrets, await rosterEntries(base, installation), roots, systemClock.now()),
      ),
    publish: (copies) =>
      inHouse(config, async (house, opened) => {
        const entries = await rosterEntries(house.base, house.installation)
        const { published, isNewMode } = await publishCeremony(house, rosterPlaces(opened), copies, entries)
        const note = 'The root of this machine is destroyed. Make a backup now; an older one would bring it back.'
        return [...rosterLines(published), ...(isNewMode ? [note] : [])]
      }),
  }
}

/** Publishes the list of keys before anybody can ask for it, and keeps it fresh. */
export async function startRoster(opened: OpenedDatabase, house: House, open: AsyncDisposableStack): Promise<RosterHouse> {
  const roster = await openRosterHouse({
    places: rosterPlaces(opened),
    source: () => rosterEntries(house.base, house.installation),
    clock: systemClock,
    onPublished: tellRoster,
    onFault: () => say('The list of keys could not be published; the one before stays. ./asylia keys show says more.'),
  })
  await roster.publish()
  const stop = new AbortController()
  const fresh = roster.keepFresh(stop.signal)
  open.defer(async () => {
    stop.abort()
    await fresh
  })
  return roster
}

function tellRoster(published: Published): void {
  for (const line of rosterLines(published)) say(line)
}

function rosterLines({ mode, version, expires, isEndingSoon, pinsHash, receiving, left, problem }: Published): readonly string[] {
  const nobody = receiving === 'yes' ? [] : [`Nobody can receive reports here ${receiving === 'nobody_yet' ? 'yet' : 'now'}.`]
  return [
    `List of keys: version ${version}, ${mode}, until ${expires}, pins ${pinsHash}.`,
    ...(isEndingSoon ? [`Only its roots can make the next list, and this one ends on ${expires}. Begin now: ./asylia keys ceremony`] : []),
    ...left.map(({ team, epoch, why }) => `The key ${epoch} of ${team} is not in it (${why}); its anchors have to sign again.`),
    ...(problem === undefined ? nobody : [`ALARM: readers refuse the list of keys (${problem}). Nobody can report until that is mended.`]),
  ]
}
