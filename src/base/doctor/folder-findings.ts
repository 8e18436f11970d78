import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type FolderPlaces, partsOf, RESTORING } from '#base/data-folder.ts'
import { newestMigration, readDataVersion } from '#base/data-version.ts'
import { nearestExisting, quoted, statOf } from '#base/folders.ts'
import { OperatorError } from '#base/operator-error.ts'
import { clusterOf } from '#base/postgres/make-cluster.ts'
import { processesIn } from '#base/postgres/stop-orphan.ts'
import { unprivilegedUser } from '#base/run-as.ts'
import { type Finding, note, wrong } from './finding.ts'

/** The data folder itself, looked at and not changed: owners, modes, version, and what an earlier process left. */
export async function folderFindings(places: FolderPlaces, home: string, isRunning: boolean): Promise<readonly Finding[]> {
  const runAs = process.getuid?.() === 0 ? await unprivilegedUser() : undefined
  const found: Finding[] = []
  for (const part of [{ path: places.path, mode: runAs === undefined ? 0o700 : 0o711 }, ...partsOf(places, runAs)]) {
    found.push(...(await partFindings(part)))
  }
  found.push(
    ...(await secretFindings(places.secrets)),
    ...(await parentFindings(dirname(places.path))),
    ...(await versionFindings(places.path, home)),
  )
  if ((await statOf(join(places.path, RESTORING))) !== undefined) {
    found.push(
      wrong('A restore into this folder did not come to its end.', `Remove the folder and restore again: rm -r ${quoted(places.path)}`),
    )
  }
  if (!isRunning) found.push(...(await leftFindings(clusterOf(places))))
  return found
}

type Part = ReturnType<typeof partsOf>[number]

async function partFindings({ path, mode, owner }: Part): Promise<readonly Finding[]> {
  const there = await statOf(path)
  if (there === undefined) return [note(`${path} is not there.`, 'The next ./asylia start makes it; if it held data, restore a backup.')]
  if (!there.isDirectory()) return [wrong(`${path} is not a folder.`, 'Move it away and start again.')]
  const uid = owner?.uid ?? process.getuid?.() ?? 0
  if (there.uid !== uid) return [wrong(`${path} belongs to uid ${there.uid}, not to uid ${uid}.`, `chown -R ${uid} ${quoted(path)}`)]
  if ((there.mode & 0o7777) === mode) return []
  const is = (there.mode & 0o7777).toString(8)
  return [wrong(`${path} has the mode ${is} instead of ${mode.toString(8)}.`, `chmod ${mode.toString(8)} ${quoted(path)}`)]
}

async function secretFindings(secrets: string): Promise<readonly Finding[]> {
  const names = (await statOf(secrets)) === undefined ? [] : await readdir(secrets)
  const found: Finding[] = []
  for (const name of names) {
    const path = join(secrets, name)
    if ((((await statOf(path))?.mode ?? 0) & 0o077) === 0) continue
    found.push(
      wrong(`${path} can be read by others.`, `chmod 600 ${quoted(path)}. If others could enter the folder, they may know it by now.`),
    )
  }
  return found
}

/** Whoever may rename in a folder above can put another data folder in the place of ours. */
async function parentFindings(path: string): Promise<readonly Finding[]> {
  const place = await nearestExisting(path)
  const there = await statOf(place)
  const above = place === '/' ? [] : await parentFindings(dirname(place))
  if (there === undefined || (there.mode & 0o1002) !== 0o0002) return above
  return [...above, wrong(`Everybody may rename what is in ${place}, which leads to the data folder.`, `chmod o-w ${quoted(place)}`)]
}

async function versionFindings(path: string, home: string): Promise<readonly Finding[]> {
  try {
    const data = await readDataVersion(path)
    const code = await newestMigration(home)
    if (data === undefined) return [note('The data folder is new: no migration has run.', './asylia start')]
    if (data > code)
      return [
        wrong(
          `The data are of version ${data}; this version of Asylia knows up to ${code}.`,
          'Start the newer version again, or restore a backup made by this one.',
        ),
      ]
    return data < code ? [note(`The data are of version ${data}, the code is of ${code}.`, './asylia start brings them up to date.')] : []
  } catch (error) {
    if (error instanceof OperatorError) return [wrong(error.message, 'Restore the folder from a backup.')]
    throw error
  }
}

/** Nobody holds the folder, so a server at work in it is an orphan, and its file alone is a leftover. */
async function leftFindings(cluster: string): Promise<readonly Finding[]> {
  const orphans = await processesIn(cluster)
  if (orphans.length > 0)
    return [
      wrong(
        `A database server of a killed start still runs (processes ${orphans.join(', ')}).`,
        './asylia start ends it and begins anew; nothing acknowledged is lost.',
      ),
    ]
  if ((await statOf(join(cluster, 'postmaster.pid'))) === undefined) return []
  return [note('An earlier start was killed: its database was not shut down.', './asylia start recovers it; nothing acknowledged is lost.')]
}
