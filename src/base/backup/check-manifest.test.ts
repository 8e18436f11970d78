import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isWhole } from './check-manifest.ts'

const OID = '16396'
const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
const file = fc.record({
  Path: fc
    .tuple(
      fc.constantFrom('base/1/', 'global/', '', `pg_tblspc/${OID}/PG_18/`, 'pg_wal/archive_status/'),
      fc.stringMatching(/^[a-z0-9]{1,8}$/),
    )
    .map((parts) => parts.join('')),
  Size: fc.nat(),
  Checksum: hash,
  'Checksum-Algorithm': fc.constant('SHA256'),
})
const files = fc.uniqueArray(file, { minLength: 1, maxLength: 8, selector: (one) => one.Path })
type Listed = { readonly Path: string; readonly Size: number; readonly Checksum: string }

function unpackedOf(listed: readonly Listed[]) {
  const main = new Map<string, { size: number; sha256: string }>()
  const keys = new Map<string, { size: number; sha256: string }>([['secrets/superuser', { size: 1, sha256: 'not listed' }]])
  for (const { Path, Size, Checksum } of listed) {
    const written = { size: Size, sha256: Checksum }
    if (Path.startsWith('pg_tblspc/')) keys.set(`pg-keys/${Path.slice(`pg_tblspc/${OID}/`.length)}`, written)
    else if (Path.startsWith('pg_wal/')) keys.set(Path, written)
    else main.set(`pg/${Path}`, written)
  }
  main.set('blobs/ab', { size: 3, sha256: 'not listed either' })
  return { main, keys }
}

const manifestOf = (listed: readonly Listed[]) => JSON.stringify({ 'PostgreSQL-Backup-Manifest-Version': 2, Files: listed })

test('what the server listed and we unpacked, in whichever archive it stands, is whole', () => {
  fc.assert(
    fc.property(files, (listed) => {
      const { main, keys } = unpackedOf(listed)
      assert.equal(isWhole(manifestOf(listed), OID, main, keys), true)
    }),
  )
})

test('a file that is missing, changed, of another size or too many is noticed', () => {
  fc.assert(
    fc.property(files, fc.nat(), fc.constantFrom('missing', 'changed', 'longer', 'stray', 'stray key'), (listed, at, harm) => {
      const { main, keys } = unpackedOf(listed)
      const stored = [...main, ...keys].filter(([name]) => !name.startsWith('blobs/') && !name.startsWith('secrets/'))
      const [name, written] = stored[at % stored.length] ?? ['', { size: 0, sha256: '' }]
      const archive = main.has(name) ? main : keys
      if (harm === 'missing') archive.delete(name)
      if (harm === 'changed') archive.set(name, { ...written, sha256: `${written.sha256.slice(1)}x` })
      if (harm === 'longer') archive.set(name, { ...written, size: written.size + 1 })
      if (harm === 'stray') main.set('pg/stray-file', written)
      if (harm === 'stray key') keys.set('pg-keys/stray-file', written)
      assert.equal(isWhole(manifestOf(listed), OID, main, keys), false, harm)
    }),
  )
})

test('what is no list of files is never whole', () => {
  const { main, keys } = unpackedOf([])
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"Files":7}',
    '{"Files":[{"Path":"a"}]}',
    '{"Files":[{"Path":"a","Size":1,"Checksum":"x","Checksum-Algorithm":"CRC32C"}]}',
  ]) {
    assert.equal(isWhole(text, OID, main, keys), false, text)
  }
})
