import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { OperatorError } from './operator-error.ts'
import { readPrivate, writePrivate } from './private-file.ts'

const FILE = 'version'

/** The newest migration that the data of this folder has seen; undefined for a folder without data. */
export async function readDataVersion(folder: string): Promise<number | undefined> {
  const text = (await readPrivate(join(folder, FILE)))?.trim()
  if (text === undefined) return undefined
  if (!/^[0-9]{1,9}$/.test(text)) throw new OperatorError(`${join(folder, FILE)} does not hold a number. Restore the folder from a backup.`)
  return Number(text)
}

export async function writeDataVersion(folder: string, number: number): Promise<void> {
  if ((await readDataVersion(folder)) !== number) await writePrivate(join(folder, FILE), `${number}\n`)
}

/** The newest migration that this version of the code knows; 0 when it has none. */
export async function newestMigration(home: string): Promise<number> {
  const names = await readdir(join(home, 'migrations'))
  return names.reduce((newest, name) => Math.max(newest, Number(/^([0-9]{4})_.*\.sql$/.exec(name)?.[1] ?? 0)), 0)
}

/** Older data starts with newer code and is migrated; newer data with older code is refused before anything touches it. */
export async function demandCodeKnows(folder: string, home: string): Promise<void> {
  const data = await readDataVersion(folder)
  const code = await newestMigration(home)
  if (data === undefined || data <= code) return
  throw new OperatorError(
    `The data in ${folder} was written by a newer version of Asylia (data version ${data}; this one knows up to ${code}). ` +
      'Start that version again, or restore a backup made by this one. Nothing was changed.',
  )
}
