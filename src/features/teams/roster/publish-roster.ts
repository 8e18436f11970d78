import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureFolder } from '#base/folders.ts'
import { OperatorError } from '#base/operator-error.ts'
import { readPrivateBytes, syncFolder, writePrivate } from '#base/private-file.ts'
import { equalBytes } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { type CheckedRoster, checkRoster, type RosterProblem } from '#crypto/roster/check-roster.ts'
import { dayAfter } from '#crypto/roster/day.ts'
import { shortHash } from '#crypto/roster/pins.ts'
import type { Pins, SignedRoster } from '#crypto/roster/roster.ts'
import { dayOf } from '#kernel/clock.ts'
import { type KeyFiles, keyFilesOf, type RosterEntry, selfRootedPins, selfSignedRoster } from './make-roster.ts'
import { findCeremony, findLastRoster, keepLastRoster, loadRosterKeys } from './roster-keys.ts'

/** Where the keys of the list lie, and the folder whose files stand beside the client. */
export type RosterPlaces = { readonly secrets: string; readonly folder: string }

export type Published = {
  readonly mode: Pins['mode']
  readonly instance: string
  readonly version: number
  readonly expires: string
  /** Set ten days before a ceremonied list ends: only its roots can make the next one, and that takes days. */
  readonly isEndingSoon: boolean
  readonly pinsHash: string
  readonly receiving: CheckedRoster['receiving']
  /** Keys that the anchors of the list do not vouch for; those teams cannot receive until they sign again. */
  readonly left: KeyFiles['left']
  /** Set when clients refuse the list as it stands, so that nobody can report: an alarm. */
  readonly problem?: RosterProblem
}

/**
 * Writes the five files that clients read keys from, after checking them as a client would. A self-rooted machine signs
 * again when the day or a team changed; a ceremonied list is written as its roots signed it. Files that stay the same are
 * not touched. A list that this machine would sign and clients would refuse is not written: OperatorError says why.
 */
export async function publishRoster(places: RosterPlaces, entries: readonly RosterEntry[], now: Date): Promise<Published> {
  const { pins, signed, isOurs } = await listOf(places.secrets, entries, dayOf(now))
  const keyFiles = keyFilesOf(signed.roster, entries)
  const files = { pins: canonicalBytes(pins), roster: canonicalBytes(signed), ...keyFiles }
  const verdict = checkRoster(files, { now, buildTime: now })
  if (!verdict.ok && isOurs)
    throw new OperatorError(`The list of teams would be refused by every reader (${verdict.code}). Nothing was published.`)
  if (isOurs) await keepLastRoster(places.secrets, signed)
  await writeFiles(places.folder, files)
  const { mode, instance, version, expires } = signed.roster
  const isEndingSoon = !isOurs && dayAfter(dayOf(now), 10) >= expires
  const said = { mode, instance, version, expires, isEndingSoon, pinsHash: shortHash(files.pins), left: keyFiles.left }
  return verdict.ok ? { ...said, receiving: verdict.receiving } : { ...said, receiving: 'nobody_now', problem: verdict.code }
}

async function listOf(
  secrets: string,
  entries: readonly RosterEntry[],
  today: string,
): Promise<{ pins: Pins; signed: SignedRoster; isOurs: boolean }> {
  const ceremony = await findCeremony(secrets)
  if (ceremony !== undefined) return { ...ceremony, isOurs: false }
  const { root, ...keys } = await loadRosterKeys(secrets)
  if (root === undefined) throw new OperatorError(`${secrets} holds no root key and no list from a ceremony. Restore it from a backup.`)
  const pins = selfRootedPins({ ...keys, root }, root)
  const teams = entries.map(({ team }) => team).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const signed = selfSignedRoster({ ...keys, root }, pins, teams, { last: await findLastRoster(secrets), today })
  return { pins, signed, isOurs: true }
}

export const ROSTER_FILES = {
  recipients: 'recipients.bin',
  former: 'epochs-former.json',
  epochs: 'epochs.json',
  roster: 'roster.json',
  pins: 'pins.json',
} as const

/**
 * Each file whole or not at all, and all of them within a moment: first every draft, then only the names change. A client
 * that reads just then finds that the files do not fit, and asks again.
 */
async function writeFiles(folder: string, files: Readonly<Record<keyof typeof ROSTER_FILES, Uint8Array>>): Promise<void> {
  await ensureFolder(folder, { mode: 0o700 })
  const changed: string[] = []
  for (const part of ['recipients', 'former', 'epochs', 'roster', 'pins'] as const) {
    const path = join(folder, ROSTER_FILES[part])
    const there = await readPrivateBytes(path)
    if (there !== undefined && equalBytes(there, files[part])) continue
    await writePrivate(`${path}.next`, files[part])
    changed.push(path)
  }
  for (const path of changed) await rename(`${path}.next`, path)
  await syncFolder(folder)
}
