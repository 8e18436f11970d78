import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { OperatorError } from '#base/operator-error.ts'

/** Where things stand inside the two archives. What belongs together with keys is destroyed with them. */
export const IN_MAIN = { about: 'backup.json', postgres: 'pg', blobs: 'blobs' } as const
export const IN_KEYS = {
  about: 'backup.json',
  keys: 'pg-keys',
  journal: 'pg_wal',
  secrets: 'secrets',
  manifest: 'backup_manifest',
} as const

/** The three files of one backup. */
export function backupFiles(prefix: string): { readonly main: string; readonly keys: string; readonly list: string } {
  return { main: `${prefix}.main.age`, keys: `${prefix}.keys.age`, list: `${prefix}.json` }
}

/** The common beginning of the three names, also when one of them was given. */
export function prefixOf(given: string): string {
  return given.replace(/\.(main\.age|keys\.age|json)$/, '')
}

/** A single step of a path that stays where it is put. */
export function isPlainName(step: string): boolean {
  return /^\w[\w.-]*$/.test(step)
}

const About = Type.Object({
  format: Type.Literal('asylia-backup-1'),
  /** Random; the same in both archives and in the list, so that parts of two backups are never mixed. */
  id: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  dataVersion: Type.Integer({ minimum: 0 }),
  postgres: Type.Integer({ minimum: 15 }),
  /** The number under which the server knows the tablespace of keys. */
  keysTablespace: Type.String({ pattern: '^[0-9]{1,10}$' }),
})
export type About = Type.Static<typeof About>

const Part = Type.Object({ bytes: Type.Integer({ minimum: 0 }), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) })
const List = Type.Object({
  format: Type.Literal('asylia-backup-1'),
  id: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  made: Type.String(),
  dataVersion: Type.Integer(),
  main: Part,
  keys: Part,
})
/** What lies beside the archives in the clear: a day, versions, sizes and hashes. */
export type BackupList = Type.Static<typeof List>

export function parseAbout(text: string, file: string): About {
  const read = parse(text)
  if (!Value.Check(About, read))
    throw new OperatorError(`${file} is not an archive of a backup that this version knows. Nothing was restored.`)
  return read
}

export function parseList(text: string, file: string): BackupList {
  const read = parse(text)
  if (!Value.Check(List, read))
    throw new OperatorError(`${file} is not the list of a backup that this version knows. Nothing was restored.`)
  return read
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
