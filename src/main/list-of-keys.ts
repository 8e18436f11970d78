import { join } from 'node:path'
import type { Config } from '#base/config.ts'
import { findDataFolder } from '#base/data-folder.ts'
import { type Finding, note, wrong } from '#base/doctor/finding.ts'
import type { House } from '#base/house.ts'
import type { OpenedDatabase } from '#base/open-database.ts'
import { readRequestFile } from '#crypto/team/custodian.ts'
import type { Look } from '#edges/cli/doctor.ts'
import type { KeysDoors } from '#edges/cli/keys.ts'
import { readGivenFile } from '#edges/cli/keys-files.ts'
import type { TeamDoors } from '#edges/cli/team.ts'
import {
  askRecovery,
  foundTeam,
  inviteFounderAgain,
  inviteHeirTo,
  judgeList,
  type ListFault,
  openRosterHouse,
  type Published,
  proposeRoster,
  publishCeremony,
  type RosterHouse,
  type RosterPlaces,
  rosterEntries,
  watchList,
} from '#features/teams/index.ts'
import { systemClock } from '#kernel/clock.ts'
import { say } from './command.ts'
import { inHouse } from './in-house.ts'

/** What of `team` needs the installation. */
export function teamDoorsOf(config: Config): TeamDoors {
  return {
    add: (facts) => inHouse(config, ({ base, installation }) => foundTeam(base, installation, facts)),
    invite: (slug) => inHouse(config, ({ base, installation }) => inviteFounderAgain(base, installation, slug)),
    heir: (slug) => inHouse(config, ({ base, installation }) => inviteHeirTo(base, installation, slug)),
    ask: async (file) => {
      const request = await readGivenFile(file, readRequestFile, 'no request of a custodian, or a damaged one')
      return inHouse(config, ({ base, installation }) => askRecovery({ base, by: installation }, request))
    },
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
  const { folder } = rosterPlaces(opened)
  const work = [roster.keepFresh(stop.signal), watchList({ folder, clock: systemClock, signal: stop.signal, onFaults: tellFaults })]
  open.defer(async () => {
    stop.abort()
    await Promise.all(work)
  })
  return roster
}

function tellFaults(faults: readonly ListFault[]): void {
  if (faults.length === 0) say('The list of keys is right again.')
  for (const { wrong: isAlarm, says, mend } of faults.map(findingOf)) say(`${isAlarm ? 'ALARM: ' : ''}${says} ${mend}`)
}

/** For `doctor`: what a client would make of the list now, also while the installation rests. */
export function listLook(config: Config): Look {
  return async () => {
    const places = await findDataFolder(config)
    return places === undefined ? [] : lookAtList(join(places.path, 'roster'))
  }
}

/** What a client would make now of the list in a folder. */
export async function lookAtList(folder: string): Promise<readonly Finding[]> {
  return (await judgeList(folder, systemClock)).map(findingOf)
}

function findingOf(fault: ListFault): Finding {
  switch (fault.kind) {
    case 'missing':
      return note('There is no list of keys beside the pages.', './asylia start publishes it.')
    case 'refused':
      return wrong(
        `Readers refuse the list of keys (${fault.code}). Nobody can report until that is mended.`,
        'Look at the clock of this machine first, then ./asylia keys show; ./asylia start publishes the list anew.',
      )
    case 'ends':
      return wrong(
        `The list of keys ends on ${fault.on}. After that nobody can report.`,
        fault.mode === 'ceremonied'
          ? 'Only its roots can make the next one. Begin now: ./asylia keys ceremony'
          : 'This machine signs it every day; that it did not means that ./asylia start does not run or cannot write.',
      )
    case 'nobody':
      return wrong('Nobody can receive reports here now.', 'A member of a team has to renew its key at the desk.')
    case 'key_ends':
      return note(
        fault.isOver
          ? `The key of ${fault.team} ended on ${fault.on}; it receives nothing.`
          : `The key of ${fault.team} ends on ${fault.on}; then it receives nothing.`,
        'A member of that team renews it at the desk.',
      )
  }
}

/** What is wrong with it the watch says, and says again each day. */
function tellRoster(published: Published): void {
  const { problem: _, ...said } = published
  for (const line of rosterLines({ ...said, isEndingSoon: false })) say(line)
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
