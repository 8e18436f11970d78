import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from 'kysely'
import { systemClock } from '#kernel/clock.ts'
import { scratchDatabase } from '../../test/database.ts'
import { openHouse } from './house.ts'
import { sendBack } from './lowest-priority.ts'

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
    const house = await openHouse(database.urls, systemClock, (id) => {
      heard.push(id)
      sendBack(id)
    })
    const other = await openHouse(database.urls, systemClock)
    const works = async ({ app }: typeof house) =>
      (await sql<{ id: number }>`select pg_backend_pid() as id`.execute(app)).rows[0]?.id ?? assert.fail()
    const [behind, usual] = [await works(house), await works(other)]
    assert.ok(heard.includes(behind) && !heard.includes(usual))
    assert.deepEqual([nice(behind), nice(usual)], [19, nice(process.pid)])
    await house.close()
    await other.close()
  } finally {
    await database.stop()
  }
})
