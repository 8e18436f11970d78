import assert from 'node:assert/strict'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { aConfig, aPlace } from '#base/a-data-folder.ts'
import type { Config } from '#base/config.ts'
import { openHouse } from '#base/house.ts'
import { loadLedgerKey } from '#base/ledger/ledger-key.ts'
import { makeCheckpoint } from '#base/ledger/make-checkpoint.ts'
import { sequenceEntries } from '#base/ledger/sequence-entries.ts'
import { openDatabaseOf } from '#base/open-database.ts'
import { OperatorError } from '#base/operator-error.ts'
import { systemClock } from '#kernel/clock.ts'
import { yes } from '#kernel/refusal.ts'
import { verify } from './verify.ts'

/** Starts the house of a data folder, writes so many lines, signs, and leaves. */
async function write(config: Config, lines: number): Promise<void> {
  const opened = await openDatabaseOf(config, 'own')
  const house = await openHouse(opened.urls, systemClock)
  const { actor, register } = house.installation
  for (let i = 0; i < lines; i++) {
    await house.base.transact(actor, (tx) => tx.grant({ action: 'record.correct', subject: `Invented ${i}`, compartment: register }, yes))
  }
  await sequenceEntries(house.ledger)
  await makeCheckpoint(house.ledger, await loadLedgerKey(opened.secrets, config.url), systemClock)
  await house.close()
  await opened.close()
}

async function run(config: Config, ...args: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = []
  const code = await verify(config, args, (line) => said.push(line))
  return { code, said: said.join('\n') }
}

async function aFilledFolder(t: TestContext): Promise<{ config: Config; place: string }> {
  const place = await aPlace(t)
  const config = aConfig(join(place, 'data'))
  await write(config, 5)
  return { config, place }
}

test('verify, export and verify of the export, with no house running (T-23)', async (t) => {
  const { config, place } = await aFilledFolder(t)
  const here = await run(config)
  assert.equal(here.code, 0)
  assert.match(here.said, /^Ledger: 5 entries, root [0-9a-f]{64}\nSigned: up to entry 5, 1 checkpoints, by asylia\.local\/ledger\+/)
  assert.match(here.said, /\nThe ledger holds\.$/)

  const file = join(place, 'ledger.ndjson')
  const exported = await run(config, '--export', file)
  assert.equal(exported.code, 0)
  const key = /: (asylia\.local\/ledger\+\S+)$/.exec(exported.said)?.[1] ?? ''
  await assert.rejects(run(config, '--export', file), OperatorError)

  // Another machine: no data folder, no database.
  const elsewhere = aConfig(join(place, 'nothing-here'))
  const unproven = await run(elsewhere, '--bundle', file)
  assert.deepEqual([unproven.code, unproven.said.includes('came with the bundle')], [0, true])
  const proven = await run(elsewhere, '--bundle', file, '--key', key)
  assert.deepEqual([proven.code, proven.said.includes('came with the bundle')], [0, false])
  const otherKey = 'ledger.example/vectors+e56d61ef+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4'
  assert.equal((await run(elsewhere, '--bundle', file, '--key', otherKey)).code, 1)
  await assert.rejects(run(elsewhere, '--bundle', file, '--key', 'x'), OperatorError)
  await assert.rejects(run(elsewhere, '--bundle', join(place, 'none')), OperatorError)

  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('Invented 3', 'Invented 4'))
  const changed = await run(elsewhere, '--bundle', file)
  assert.equal(changed.code, 1)
  assert.match(changed.said, /FAULT between 0 and 5: the entries are not the ones that were signed/)
})

test('a rolled-back folder is seen by what it remembers, and by a checkpoint that somebody kept (T-23)', async (t) => {
  const { config, place } = await aFilledFolder(t)
  const { checkpoint } = JSON.parse((await exportOf(config, join(place, 'a'))).split('\n')[0] ?? '') as { checkpoint: string }
  const opened = await openDatabaseOf(config, 'own')
  const superuser = new pg.Client({ connectionString: opened.urls.asylia_owner })
  await superuser.connect()
  for (const name of ['entry', 'leaf', 'frontier', 'checkpoint']) {
    await superuser.query(
      `alter table base.ledger_${name} disable trigger all; alter table base.ledger_${name} no force row level security`,
    )
    await superuser.query(`delete from base.ledger_${name}`)
  }
  await superuser.end()
  await opened.close()

  const remembered = await run(config)
  assert.equal(remembered.code, 1)
  assert.match(remembered.said, /FAULT between 0 and 5: more entries were signed than there are; the ledger was rolled back\./)
  assert.doesNotMatch(remembered.said, /Invented/)

  await writeFile(join(opened.secrets, 'ledger-memory.json'), '{}')
  assert.equal((await run(config)).code, 0)
  await writeFile(join(place, 'kept'), checkpoint)
  assert.equal((await run(config, '--checkpoint', join(place, 'kept'))).code, 1)
  await appendFile(join(place, 'kept'), '\n\n')
  assert.match((await run(config, '--checkpoint', join(place, 'kept'))).said, /FAULT between 0 and 5: more entries were signed/)
  await appendFile(join(place, 'kept'), 'x')
  assert.match((await run(config, '--checkpoint', join(place, 'kept'))).said, /FAULT ledger: a checkpoint is damaged or of another log\./)
})

async function exportOf(config: Config, file: string): Promise<string> {
  await run(config, '--export', file)
  return readFile(file, 'utf8')
}

test('a folder that was never started has no ledger to verify, and none is made', async (t) => {
  const config = aConfig(join(await aPlace(t), 'data'))
  await assert.rejects(run(config), OperatorError)
  await assert.rejects(run(config, '--checkpoint', '/nowhere/at-all'), OperatorError)
})
