import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { systemClock } from '#kernel/clock.ts'
import { scratchDatabase } from '../../test/database.ts'
import { openHouse } from './house.ts'
import { letOthersPass, sendBack } from './lowest-priority.ts'

test('what of a database works for somebody who stands back stands back as well, and nothing else of it', async (t) => {
  if (!existsSync('/proc/self/task')) return t.skip('no Linux')
  const database = await scratchDatabase()
  const nice = (id: number) =>
    Number(
      readFileSync(`/proc/${id}/stat`, 'utf8')
        .replace(/^.*[)] /s, '')
        .split(' ')[16],
    )
  const session = (id: number) => Number(/ nice (-?\d+)/.exec(readFileSync(`/proc/${id}/autogroup`, 'utf8'))?.[1])
  try {
    const heard: number[] = []
    const onBackend = (id: number) => {
      heard.push(id)
      sendBack(id)
    }
    const house = await openHouse(database.urls, systemClock, { onBackend, onWire: letOthersPass })
    const other = await openHouse(database.urls, systemClock)
    const asks = sql<{ id: number }>`select pg_backend_pid() as id`
    const works = async ({ app }: typeof house) => (await asks.execute(app)).rows[0]?.id ?? assert.fail()
    const [behind, usual] = [await works(house), await works(other)]
    const passed = await house.wire.read(house.installation.actor, async (db) => (await asks.execute(db)).rows[0]?.id ?? assert.fail())
    assert.ok(heard.includes(behind) && !heard.includes(usual))
    assert.deepEqual([nice(behind), nice(passed), nice(usual)], [19, 10, nice(process.pid)])
    if (existsSync('/proc/self/autogroup')) {
      // Whoever is not root may set one session in a tenth of a second.
      for (let tries = 0; tries < 50 && (session(behind) !== 19 || session(passed) !== 10); tries += 1) await setTimeout(100)
      assert.deepEqual([session(behind), session(passed), session(usual)], [19, 10, 0])
    }
    await house.close()
    await other.close()
  } finally {
    await database.stop()
  }
})
