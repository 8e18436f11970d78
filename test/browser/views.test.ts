import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aDeskHouse, type DeskHouse } from './a-desk-house.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { axeFindings, foundInbox, goTo, lookAround, picture, type Seated, sitDown } from './desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
let house: DeskHouse
let browser: Browser
let desk: Seated
let code = ''

before(async () => {
  if (!hasChromium) return
  house = await aDeskHouse()
  browser = await openBrowser()
  desk = await sitDown(browser, house.origin)
  await foundInbox(desk.page, await house.team('harbour'))
  await goTo(desk.page, '#/cases')
  await desk.page.getByRole('button', { name: 'Begin a case without a report' }).first().click()
  await desk.page.locator('#case-title .code').waitFor()
  code = ((await desk.page.locator('#case-title .code').textContent()) ?? '').trim()
  for (const statement of RECORDS) await house.superuser.query(statement, [code])
})
after(async () => {
  if (!hasChromium) return
  await browser.close()
  assert.deepEqual(house.faults, [])
  await house.stop()
})

const ROOM = '(select c.compartment_id from asylia.report_case c where c.code = $1)'
const WHO = '(select m.id from asylia.member m limit 1)'
/** Invented records of one case: incidents with days of every precision, two people, one actor, entries, a task, two consents. */
const RECORDS = [
  `insert into asylia.incident (compartment_id, id, code, origin, host, place_code, place_precision, happened, happened_precision, recorded_by, recorded_on)
   select ${ROOM}, gen_random_uuid(), 'I-' || translate(upper(substr(md5(n::text), 1, 6)), '01', 'XY'), o, h, p, case when p is null then 'hidden' else 'admin1' end,
     d::daterange, prec, ${WHO}, '2026-11-22' from (values
     (1, 'VN', 'TH', 'TH-10', '[2024-03-14,2024-03-15)', 'exact'), (2, 'VN', 'TH', null, '[2024-05-01,2024-06-01)', 'month'),
     (3, 'VN', 'TH', null, '[2023-01-01,2024-01-01)', 'year'), (4, 'VN', 'DE', null, '[2017-07-23,2017-07-24)', 'exact'),
     (5, 'VN', 'KH', null, '[2022-02-01,2024-01-01)', 'range'), (6, 'LA', 'TH', null, '(,2023-06-01)', 'before'),
     (7, 'VN', 'TH', null, '[2025-03-01,)', 'since'), (8, 'VN', null, null, null, 'unknown'), (9, 'CN', 'TH', null, '[2024-11-02,2024-11-03)', 'exact')
   ) v(n, o, h, p, d, prec)`,
  `insert into asylia.person (compartment_id, id, code, recorded_by, recorded_on)
   select ${ROOM}, gen_random_uuid(), c, ${WHO}, '2026-11-22' from unnest(array['P-7Q4MXK', 'P-8R5NYP']) c`,
  `insert into asylia.act (compartment_id, id, incident_id, method, taxonomy, person_id, happened_precision, outcome, recorded_by, recorded_on)
   select i.compartment_id, gen_random_uuid(), i.id, m, '1', (select p.id from asylia.person p order by p.code limit 1), 'unknown', 'completed', ${WHO}, '2026-11-22'
   from asylia.incident i, unnest(array['phys.abduction', 'psy.threat']) m where i.compartment_id = ${ROOM} and (m = 'psy.threat' or i.host = 'TH')`,
  `insert into asylia.actor (compartment_id, id, code, kind, state_nexus, legal_basis, recorded_by, recorded_on)
   select c.id, gen_random_uuid(), 'A-7Q4MXK', 'agency', 'organ', 'legal_claims', ${WHO}, '2026-11-22' from asylia.compartment c where c.kind = 'team' and $1 <> ''`,
  `insert into asylia.actor_name (compartment_id, id, actor_id, name, kind, recorded_on)
   select a.compartment_id, gen_random_uuid(), a.id, 'Bureau of Invention', 'name', '2026-11-22' from asylia.actor a where $1 <> ''`,
  `insert into asylia.involvement (compartment_id, id, act_id, actor_id, degree, attribution_level, recorded_by, recorded_on)
   select a.compartment_id, gen_random_uuid(), a.id, r.id, 'executed', 'suspected', ${WHO}, '2026-11-22' from asylia.act a, asylia.actor r
   where a.compartment_id = ${ROOM} and a.method = 'phys.abduction'`,
  `insert into asylia.case_entry (compartment_id, id, kind, stage, on_day, from_day, until_day, date_precision, hedge, written_by, written_on)
   values (${ROOM}, gen_random_uuid(), 'event', 'disappearance', '2019-01-01', '2019-01-01', '2019-12-31', 'year', 'strongly_suggests', ${WHO}, '2026-11-22'),
     (${ROOM}, gen_random_uuid(), 'proceeding', 'sentence', '2020-03-01', '2020-03-01', '2020-03-31', 'month', 'stated', ${WHO}, '2026-11-22')`,
  `insert into asylia.case_task (compartment_id, id, action, due_on, owner, written_by, written_on) values (${ROOM}, gen_random_uuid(), 'pa.medical', '2026-12-01', ${WHO}, ${WHO}, '2026-11-22')`,
  `insert into asylia.consent (compartment_id, id, subject, scope, n, change, giver, basis, from_on, expires_on, recorded_by, recorded_on)
   select p.compartment_id, gen_random_uuid(), p.code, 'statistics', 1, 'given', 'self', 'spoken', '2026-01-01', '2028-01-01', p.recorded_by, '2026-11-22'
   from asylia.person p where p.compartment_id = ${ROOM}`,
]

test('the map draws countries and never a place, by keyboard and with its table, and opens the records behind a line (R-EP-23)', {
  skip,
}, async () => {
  const { page, requests } = desk
  await page.locator('body').press('g')
  await page.locator('body').press('m')
  await page.getByRole('heading', { name: 'Map', exact: true }).waitFor()
  await page.getByText('This map is never public.').waitFor()
  await page.locator('.map-picture .flow').first().waitFor()
  assert.equal(await page.locator('.map-picture circle:not(defs circle)').count(), 0)
  assert.ok(!(await page.content()).includes('TH-10'))
  await page.locator('.flow[tabindex="0"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('+')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Records: Vietnam, Thailand' }).waitFor()
  assert.equal(await page.locator('#behind-table tbody tr').count(), 4)
  await picture(page, 'map')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByLabel('Year').selectOption('2017')
  await page.locator('#flows-table').getByText('China').waitFor({ state: 'detached' })
  // What is known to be before 2023 alone may have been in that year as well.
  assert.equal(await page.locator('#flows-table tbody tr').count(), 2)
  await page.getByText('Saved views').click()
  await page.getByLabel('Name of this view').fill('Taken in Berlin')
  await page.getByRole('button', { name: 'Save this view' }).click()
  await page.getByRole('button', { name: 'Taken in Berlin', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await page.locator('#flows-table').getByText('China').waitFor()
  await page.getByRole('button', { name: 'Taken in Berlin', exact: true }).click()
  await page.locator('#flows-table').getByText('China').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await page.locator('#flows-table').getByText('China').waitFor()
  for (const request of requests) assert.ok(!request.includes('Berlin'), request.slice(0, 80))
  await lookAround(page, 'map', ['Tiếng Việt', 'العربية'])
  assert.deepEqual(desk.faults, [])
})

test('a timeline shows each day as exactly as it is known, of all cases and of one', { skip }, async () => {
  const { page } = desk
  await goTo(page, '#/timeline')
  await page.locator('.time-mark').first().waitFor()
  await page.locator('.time-mark[tabindex="0"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('+')
  await picture(page, 'timeline')
  await page.keyboard.press('Home')
  await page.getByText('since no day is known').waitFor()
  await goTo(page, `#/timeline/${code}`)
  await page.locator('#marks-table').waitFor()
  await page.locator('#marks-table').getByText('Disappearance').waitFor()
  assert.equal(await page.locator('.time-mark').count(), 8 + 2 + 1 + 2)
  await picture(page, 'timeline-case')
  await lookAround(page, 'timeline-case', ['ไทย'])
  assert.deepEqual(desk.faults, [])
})

test('a net is walked along its edges by keyboard, people stand in it by their codes, and a record opens beside it', { skip }, async () => {
  const { page } = desk
  await goTo(page, `#/graph/${code}`)
  await page.locator('.net-node').nth(10).waitFor()
  await page.locator('.net-node[tabindex="0"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const here = () => page.locator('.net-node.is-here').getAttribute('aria-label')
  assert.match((await here()) ?? '', /^Incident I-/)
  await page.keyboard.press('+')
  await page.locator('#edges-table').getByText('Bureau of Invention').first().waitFor()
  await picture(page, 'graph')
  await page.keyboard.press('ArrowRight')
  assert.match((await here()) ?? '', /^Alleged actor Bureau of Invention/)
  await page.getByRole('button', { name: 'Show what hangs on it' }).click()
  await page.getByText(/was added|were added/).waitFor()
  await lookAround(page, 'graph', ['العربية'])
  await page.locator('.net-node').filter({ hasText: 'P-7Q4MXK' }).click()
  await page.locator('#panel-P-7Q4MXK').waitFor()
  assert.deepEqual(await axeFindings(page), [])
  assert.deepEqual(desk.faults, [])
})

test('numbers say what was asked, what could not be counted, and that they are what this member can read', { skip }, async () => {
  const { page } = desk
  await goTo(page, '#/statistics')
  await page.getByText('What you can read, not what happened.').waitFor()
  await page.locator('#counts-table').getByText('9 incidents').waitFor()
  await page.getByText('1 case of yours is counted.').first().waitFor()
  await picture(page, 'statistics')
  await page.getByLabel('Count by').selectOption('stage')
  await page.locator('#counts-table').getByText('Disappearance').waitFor()
  await lookAround(page, 'statistics', ['Tiếng Việt', 'ไทย'])
  await house.superuser.query('alter table asylia.consent disable trigger user')
  await house.superuser.query(`delete from asylia.consent where subject = 'P-8R5NYP'`)
  await page.getByLabel('Count by').selectOption('method')
  await page.getByText('1 case is left out: no consent to statistics.').first().waitFor()
  await page.getByText('Nothing can be counted with this filter.').waitFor()
  assert.deepEqual(desk.faults, [])
})
