import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CheckedRoster, checkRoster } from '#crypto/roster/check-roster.ts'
import { shortHash } from '#crypto/roster/pins.ts'
import type { Roster } from '#crypto/roster/roster.ts'
import { type Proposal, proposalHash } from '#crypto/sign/ceremony.ts'
import { systemClock } from '#kernel/clock.ts'

export const USAGE = `keys knows:
  keys root new FILE --id ID --name NAME             make a root, on its own offline machine
  keys roster propose --to FILE [--root CARD three times]   the next list, on the installation
  keys roster sign FILE --root SECRET --hash HASH --to FILE   sign it, on the machine of a root
  keys roster publish FILE FILE...                   take it into use, on the installation
  keys show [--from FOLDER]                          what readers see
  keys ceremony                                      the steps in their order
  keys custodian FILE --name NAME                    a key for one share of a team's recovery, on its own offline machine
  keys share open SHARE --key FILE --for NEWCOMER    what a custodian answers when the members of a team are gone`

/** The ceremony on one screen; docs/guides/key-ceremony.md says why. */
export const CEREMONY_GUIDE: readonly string[] = [
  'Three people of three organisations in three countries, each with a machine that is never online and a new drive.',
  '1. Each root machine:   ./asylia keys root new north.root --id north --name "Organisation, country"',
  '   Carry north.root.card to the installation. Read its key to the others by voice.',
  '2. The installation:    ./asylia keys roster propose --root a.card --root b.card --root c.card --to list.json',
  '   All three hear the hash by voice and write it down.',
  '3. Two root machines:   ./asylia keys roster sign list.json',
  '   Read the teams and dates aloud. Compare the hash. Then the same with --root FILE --hash "…." --to signed-a.json',
  '4. The installation:    ./asylia keys roster publish signed-a.json signed-b.json',
  '   The root of the machine is destroyed; there is no way back. Make a backup now and destroy the older ones.',
  '5. Everybody:           compare the pins on the landing page with the ones that step 2 printed.',
  'At least every 35 days: steps 2 to 4 again, without --root in step 2.',
]

/** A list as the people of the ceremony read it before they sign. */
export function describeProposal(proposal: Proposal): readonly string[] {
  const { pins, roster } = proposal
  return [
    `Hash of this proposal: ${proposalHash(proposal)}`,
    `Installation ${pins.instance}, version ${roster.version}, from ${roster.issued} until ${roster.expires}`,
    ...pins.roots.map(({ id, name, key }) => `Root ${id} (${name}): ${key}`),
    ...describeTeams(roster.teams),
    `Signatures: ${proposal.signatures.length}; ${pins.threshold} are needed.`,
  ]
}

function describeTeams(teams: Roster['teams']): readonly string[] {
  const none = teams.length === 0 ? ['No team.'] : []
  return [
    ...none,
    ...teams.flatMap(({ id, name, kind, of, conflicts, anchors }) => [
      `Team ${id} "${name['en'] ?? ''}": ${kind}${of.length === 0 ? '' : ` of ${of.join(', ')}`}${conflicts.length === 0 ? '' : `, conflicts ${conflicts.join(', ')}`}`,
      ...anchors.map((key) => `  anchor ${key}`),
    ]),
  ]
}

/** The five files of a folder, judged as a browser judges them. */
export async function describeRoster(folder: string): Promise<{ readonly lines: readonly string[]; readonly ok: boolean }> {
  const read = (name: string) =>
    readFile(join(folder, name)).then(
      (bytes) => new Uint8Array(bytes),
      () => new Uint8Array(0),
    )
  const [pins, roster, epochs, former, recipients] = await Promise.all([
    read('pins.json'),
    read('roster.json'),
    read('epochs.json'),
    read('epochs-former.json'),
    read('recipients.bin'),
  ])
  const now = systemClock.now()
  const verdict = checkRoster({ pins, roster, epochs, former, recipients }, { now, buildTime: now })
  const hash = `Pins: ${shortHash(pins)}`
  if (!verdict.ok) return { ok: false, lines: [hash, `Readers refuse this list of keys: ${verdict.code}. Nobody can report.`] }
  return { ok: true, lines: [hash, ...describeChecked(verdict)] }
}

function describeChecked({ mode, instance, version, expires, receiving, teams }: CheckedRoster): readonly string[] {
  const alone = 'This installation signs its own list of keys. Nobody outside it has checked them yet.'
  const nobody = { yes: [], nobody_yet: ['Nobody can receive reports here yet.'], nobody_now: ['Nobody can receive reports here now.'] }
  return [
    `Installation ${instance}, ${mode}, version ${version}, until ${expires}`,
    ...(mode === 'self-rooted' ? [alone] : []),
    ...teams.map(({ id, kind, recipient, epoch, notAfter, anchors }) =>
      [
        `Team ${id}, ${kind}, ${anchors.length} anchors:`,
        recipient === null ? 'cannot receive now' : `key ${epoch} until ${notAfter ?? ''}`,
      ].join(' '),
    ),
    ...nobody[receiving],
  ]
}
