import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { aPlace } from './a-data-folder.ts'
import { demandCodeKnows, newestMigration, readDataVersion, writeDataVersion } from './data-version.ts'
import { OperatorError } from './operator-error.ts'

async function aHome(place: string, ...names: string[]): Promise<string> {
  await mkdir(join(place, 'migrations'))
  for (const name of names) await writeFile(join(place, 'migrations', name), '')
  return place
}

test('the newest migration is the highest number, whatever else lies there', async (t) => {
  assert.equal(
    await newestMigration(await aHome(await aPlace(t), '0002_b.sql', '0010_c.sql', '0001_a.sql', 'README', '0099_not.txt', '99_short.sql')),
    10,
  )
  assert.equal(await newestMigration(await aHome(await aPlace(t))), 0)
})

test('the version is written once and read again; a new folder has none', async (t) => {
  const place = await aPlace(t)
  assert.equal(await readDataVersion(place), undefined)
  await writeDataVersion(place, 12)
  assert.equal(await readDataVersion(place), 12)
  const first = (await stat(join(place, 'version'))).ino
  await writeDataVersion(place, 12)
  assert.equal((await stat(join(place, 'version'))).ino, first, 'unchanged, it is not written again')
  await writeDataVersion(place, 13)
  assert.equal(await readFile(join(place, 'version'), 'utf8'), '13\n')
  assert.deepEqual(await readdir(place), ['version'])
})

test('data are known exactly when they are not newer than the code', async (t) => {
  const home = await aHome(await aPlace(t), '0007_a.sql')
  const place = await aPlace(t)
  await demandCodeKnows(place, home)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 20 }), async (version) => {
      await writeDataVersion(place, version)
      const known = await demandCodeKnows(place, home).then(
        () => true,
        (error: unknown) => !(error instanceof OperatorError),
      )
      assert.equal(known, version <= 7)
    }),
    { numRuns: 25 },
  )
})

test('a version file that holds no number is said and never guessed', async (t) => {
  const place = await aPlace(t)
  for (const text of ['', 'x', '-1', '1.5', '1e3', '9'.repeat(40)]) {
    await writeFile(join(place, 'version'), text)
    await assert.rejects(readDataVersion(place), {
      name: 'OperatorError',
      message: `${place}/version does not hold a number. Restore the folder from a backup.`,
    })
  }
})
