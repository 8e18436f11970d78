import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { newPublicCode } from '#kernel/ids.ts'
import { type ADesk, type AMember, aDesk, aFiledItem, aFoundedTeam, anotherMember, aTakeIn, must } from '../../../test/a-desk.ts'
import type { SeenPatterns } from './alert.contract.ts'

let desk: ADesk
let superuser: pg.Client
let ana: AMember
let ben: AMember
let place: string

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const { founder, epochSeed } = await aFoundedTeam(desk, 'harbour')
  ana = founder
  ben = await anotherMember(desk, ana)
  const taken = await aTakeIn(desk, ana, await aFiledItem(desk, [{ id: 'harbour', seed: epochSeed }]))
  must(await ana.post('/reports', taken), 200)
  place = taken.case
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

/** An incident with one act in the case of ana. */
async function anIncident(host: string, method: string, day: string): Promise<void> {
  await superuser.query(
    `with place as (
       select c.compartment_id as room, (select id from asylia.member where code = $1) as by from asylia.report_case c where c.code = $2
     ), i as (
       insert into asylia.incident (compartment_id, id, code, host, happened, happened_precision, recorded_by, recorded_on)
       select room, gen_random_uuid(), $3, $4, daterange($5::date, $5::date, '[]'), 'exact', by, $5::date from place returning *
     )
     insert into asylia.act (compartment_id, id, incident_id, method, taxonomy, happened_precision, outcome, recorded_by, recorded_on)
     select i.compartment_id, gen_random_uuid(), i.id, $6, '1', 'unknown', 'unknown', i.recorded_by, i.recorded_on from i`,
    [ana.code, place, newPublicCode('I'), host, day, method],
  )
}

const seenBy = async (who: AMember) => must(await who.get('/alerts/patterns'), 200).body as unknown as SeenPatterns

test('a method in several host countries within ninety days is shown with its reason, to readers of those cases alone (T-21)', async () => {
  await anIncident('FR', 'phys.abduction', '2026-11-20')
  await anIncident('FR', 'phys.abduction', '2026-11-01')
  assert.deepEqual((await seenBy(ana)).patterns, [], 'one country is no pattern')
  await anIncident('TH', 'phys.abduction', '2026-06-01')
  assert.deepEqual((await seenBy(ana)).patterns, [], 'what is long ago is not counted')
  await anIncident('TH', 'phys.abduction', '2026-10-01')
  await anIncident('TH', 'phys.assault', '2026-10-01')
  assert.deepEqual(await seenBy(ana), {
    patterns: [{ of: 'method', code: 'phys.abduction', hosts: ['FR', 'TH'], incidents: 3, from: '2026-10-01', until: '2026-11-20' }],
    days: 90,
  })
  assert.deepEqual((await seenBy(ben)).patterns, [], 'a colleague who does not read the case')
})
