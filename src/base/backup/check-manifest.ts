import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { IN_KEYS, IN_MAIN } from './archive-names.ts'
import type { Unpacked } from './unpack-archive.ts'

const Manifest = Type.Object({
  Files: Type.Array(
    Type.Object({ Path: Type.String(), Size: Type.Integer(), Checksum: Type.String(), 'Checksum-Algorithm': Type.Literal('SHA256') }),
  ),
})

/**
 * Is every file of the server here with the size and checksum that the server itself wrote down, and none besides? Segments
 * of the journal are not in its list; the server checks them when it recovers (PostgreSQL documentation, "Backup Manifest
 * Format").
 */
export function isWhole(manifest: string, keysTablespace: string, main: Unpacked, keys: Unpacked): boolean {
  const read = parse(manifest)
  if (!Value.Check(Manifest, read)) return false
  const listed = new Set<string>()
  for (const file of read.Files) {
    const name = storedAs(file.Path, keysTablespace)
    const found = main.get(name) ?? keys.get(name)
    if (found?.size !== file.Size || found.sha256 !== file.Checksum) return false
    listed.add(name)
  }
  const stored = [...main.keys(), ...keys.keys()].filter(
    (name) => name.startsWith(`${IN_MAIN.postgres}/`) || name.startsWith(`${IN_KEYS.keys}/`),
  )
  return stored.every((name) => listed.has(name))
}

/** The name inside our archives; no name is in both, for their roots differ. */
function storedAs(path: string, keysTablespace: string): string {
  const tablespace = `pg_tblspc/${keysTablespace}/`
  if (path.startsWith(tablespace)) return `${IN_KEYS.keys}/${path.slice(tablespace.length)}`
  return path.startsWith(`${IN_KEYS.journal}/`) ? path : `${IN_MAIN.postgres}/${path}`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
