import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
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
    await house.close()
    await other.close()
  } finally {
    await database.stop()
  }
})
