import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { type ADesk, aDesk, aFoundedTeam } from '../../../test/a-desk.ts'
import { dice } from '../../../test/dice.ts'
import { faultsOfDelivery, queueMany } from '../../../test/many-alerts.ts'
import { deliverAlerts } from './alert.jobs.ts'

const KILLS = process.env['ASYLIA_LONG'] === '1' ? 200 : 4
const EACH = 40
let desk: ADesk
let superuser: pg.Client

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  await aFoundedTeam(desk, 'harbour')
  await aFoundedTeam(desk, 'quay')
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const counted = async (state: string) => {
  const rows = await superuser.query<{ n: number }>('select count(*)::int as n from asylia.alert_delivery where state = $1', [state])
  return rows.rows[0]?.n ?? 0
}

test('a delivery that is killed at any moment loses no alert and doubles none, and the next one goes on (R-EP-24)', async () => {
  const facts = JSON.stringify({ url: desk.database.urls.asylia_app, by: desk.house.installation, now: desk.now().toISOString() })
  let cutInTheMiddle = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    await queueMany(superuser, { from: 'harbour', office: 'quay', first: kill * EACH, count: EACH })
    const child = fork(`${import.meta.dirname}/a-killed-delivery.ts`, [facts], { stdio: 'ignore' })
    await once(child, 'message')
    const ended = once(child, 'exit')
    await setTimeout(dice() * 250)
    child.kill('SIGKILL')
    await ended
    // What the dead one had begun ends as soon as its server side notices, in whichever statement it stood.
    const stands = `select from pg_stat_activity where usename = 'asylia_app' and state <> 'idle'`
    while ((await superuser.query(stands)).rowCount !== 0) await setTimeout(20)
    if ((await counted('queued')) % EACH !== 0) cutInTheMiddle += 1
    assert.equal(await faultsOfDelivery(superuser), 0)
    assert.equal((await counted('queued')) + (await counted('delivered')), (kill + 1) * EACH)
  }
  const left = await counted('queued')
  assert.equal(await deliverAlerts(desk.desk), left)
  assert.equal(await counted('delivered'), KILLS * EACH)
  assert.equal(await faultsOfDelivery(superuser), 0)
  const lines = await superuser.query(`select subject from base.ledger_entry where action = 'alert.deliver'`)
  assert.equal(lines.rowCount, KILLS * EACH, 'one line for each')
  assert.equal(new Set(lines.rows.map(({ subject }) => String(subject))).size, KILLS * EACH)
  assert.ok(cutInTheMiddle > 0 || KILLS < 20, 'none of many was cut in the middle')
})
