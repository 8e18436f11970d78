import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aCorridorRelease } from '../../../web/observatory/a-corridor-release.ts'
import { buildSite } from '../../../web/observatory/build-site.ts'
import { aDeskHouse, type DeskHouse } from '../a-desk-house.ts'
import { hasChromium, openBrowser } from '../chromium.ts'
import { axeFindings, DESKTOP, foundInbox, PHONE, picture, type Seated, sitDown } from '../desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const FIRST = `Article 1
Political offences

Extradition shall not be granted if the offence is regarded by the Requested Party as an offence of a political nature.

Article 2
Provisional arrest

The person shall be released if the request is not received within 40 days of the provisional arrest.
`
const SECOND = FIRST.replace('shall not be granted', 'may be refused').replace('40 days', 'six months')

let house: DeskHouse
let browser: Browser
let desk: Seated

before(async () => {
  if (!hasChromium) return
  house = await aDeskHouse()
  await buildSite(await aCorridorRelease(), join(house.folder, 'site'))
  browser = await openBrowser()
  desk = await sitDown(browser, house.origin)
  await foundInbox(desk.page, await house.team('harbour'))
})
after(async () => {
  if (!hasChromium) return
  await browser.close()
  assert.deepEqual(house.faults, [])
  await house.stop()
})

async function look(name: string): Promise<void> {
  const { page } = desk
  for (const [screen, size, colorScheme] of [
    ['desktop', DESKTOP, 'light'],
    ['phone', PHONE, 'dark'],
  ] as const) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    await picture(page, `${name}-${screen}`)
    assert.deepEqual(await axeFindings(page), [], `${name} ${screen}`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(wide <= 0, `${name} ${screen} is ${wide} too wide`)
  }
  await page.setViewportSize(DESKTOP)
  await page.emulateMedia({ colorScheme: 'light' })
}

test('two drafts are compared in the tab with the words that decide, and no byte of them is sent (R-NGO-32)', { skip }, async () => {
  const { page } = desk
  await page.goto(`${house.origin}/desk/#/commitments/drafts`.replace('/desk/#', new URL(page.url()).pathname.concat('#')))
  await page.getByLabel('Draft', { exact: true }).fill(FIRST)
  await page.getByLabel('Later draft, to compare').fill(SECOND)
  const sent: string[] = []
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
  await page.getByRole('button', { name: 'Read for safeguards' }).click()
  await page.getByRole('status').filter({ hasText: 'absent' }).waitFor()
  const row = page.getByRole('row').filter({ hasText: 'CL-01' })
  await row.getByText('changed', { exact: true }).waitFor()
  assert.match((await row.textContent()) ?? '', /may be refused/)
  assert.match((await page.getByRole('row').filter({ hasText: 'CL-20' }).textContent()) ?? '', /six months/)
  assert.ok(!sent.some((one) => /political|provisional/i.test(one)))
  await look('drafts')
})

test('a finding keeps who asserts it, the promise stands in words, and a project says what stands against it (R-NGO-13, R-EP-30)', {
  skip,
}, async () => {
  const { page } = desk
  await page.getByRole('link', { name: 'Evidence' }).click()
  await page.getByRole('button', { name: 'Add a finding' }).click()
  const code = page.getByLabel('Commitment', { exact: true })
  await code.fill('K-8')
  await page.locator('datalist option[value="K-8ACS"]').waitFor({ state: 'attached' })
  await code.fill('K-8ACS')
  await page.locator('form .hint').getByText('§ 48 · Reiterate the commitment to respect, protect, fulfil').waitFor()
  await page.getByLabel('Who asserts it').fill('18 organisations, jointly')
  await page.getByLabel('What they say, in one line').fill('They say that what was promised is not kept.')
  await page.getByLabel('Cites').fill('Q-A9GM')
  await page.getByRole('button', { name: 'Keep' }).click()
  await page.getByText('asserted by 18 organisations, jointly').waitFor()
  await page.getByText('findings contradict it').waitFor()
  await page.locator('article').getByText('§ 48 · Reiterate the commitment to respect').waitFor()
  await look('evidence')
  await page.getByRole('link', { name: 'Screening' }).click()
  await page.getByRole('button', { name: 'Screen a project' }).click()
  await page.getByLabel('Project', { exact: true }).fill('Face recognition at borders')
  await page.getByLabel('Partner state').fill('VN')
  await page.getByLabel('police', { exact: true }).check()
  await page.getByLabel('facial recognition').check()
  await page.getByLabel('Pass or fail').first().selectOption('pass')
  await look('project')
  await page.getByRole('button', { name: 'Keep' }).click()
  await page.getByRole('table').getByText('questions are open').waitFor()
  await look('screening')
  await page
    .getByRole('row', { name: /Face recognition/ })
    .getByRole('button', { name: 'Exchanges' })
    .click()
  await page.getByText('No exchange yet.').waitFor()
  await page.getByLabel('On which day').fill('2026-01-01')
  await page.getByLabel('artificial intelligence').check()
  await page.getByLabel('Authorities of the other side').fill('Ministry of Information')
  await page.getByLabel('What came of it').fill('A workshop')
  await page.getByRole('button', { name: 'Keep' }).click()
  await page.getByText('Decide on the project first.').waitFor()
  await look('exchanges')
})

const DAY = 86_400_000
const dayAt = (days: number): string => new Date(house.now().getTime() + days * DAY).toISOString().slice(0, 10)
const keep = () => desk.page.getByRole('button', { name: 'Keep', exact: true }).click()

/** What its own room and test keep: a promise of a round. */
async function aDeliverable(): Promise<void> {
  const whose = `from asylia.compartment c join asylia.team t on t.id = c.team_id and t.slug = 'harbour'
    join asylia.member m on m.team_id = t.id and m.kind = 'person' where c.kind = 'team' limit 1`
  const track = '33333333-3333-4333-8333-333333333333'
  await house.superuser.query(`insert into asylia.dialogue_track (compartment_id, id, code, kind, partner, written_by, written_on)
    select c.id, '${track}', 'T-ABCDEF', 'hrd', 'VN', m.id, current_date ${whose}`)
  await house.superuser.query(
    `insert into asylia.dialogue_round (compartment_id, id, code, track_id, kind, status, stage, date_precision, on_day, written_by, written_on)
    select c.id, '${track}', 'Y-ABCDEF', '${track}', 'round', 'announced', 'preparation', 'unknown', current_date, m.id, current_date ${whose}`,
  )
  await house.superuser.query(
    `insert into asylia.deliverable (compartment_id, id, code, round_id, side, said, indicator, due_on, state, written_by, written_on)
    select c.id, '${track}', 'G-ABCDEF', '${track}', 'partner', 'Ends exit bans for families of people abroad', 'None recorded', $1::date, 'agreed',
      m.id, current_date ${whose}`,
    [dayAt(60)],
  )
}

test('a missed benchmark shows its step as due since a day, and what was decided stands below it with its reasons (R-NGO-24)', {
  skip,
}, async () => {
  const { page } = desk
  await aDeliverable()
  await page.getByRole('link', { name: 'Consequences', exact: true }).click()
  await page.getByRole('button', { name: 'Lay out a benchmark' }).click()
  await page.getByLabel('What can be measured').fill('A list of all exit bans is published')
  await page.getByLabel('By which day').fill(dayAt(-10))
  await keep()
  for (const [n, said, days] of [
    ['1', 'The matter is raised by the head of delegation', '0'],
    ['2', 'Training of officials is put on hold', '30'],
  ] as const) {
    await page.getByRole('button', { name: 'Add a step' }).click()
    assert.equal(await page.getByLabel('Step', { exact: true }).inputValue(), n)
    await page.getByLabel('What your side then does').fill(said)
    await page.getByLabel('How many days after').fill(days)
    await keep()
    await page.getByText(said).waitFor()
  }
  await page.getByText('Steps due: 1').waitFor()
  await page.getByText(/^due, since /).waitFor()
  await page.getByText(/^coming, on /).waitFor()
  await page.getByRole('button', { name: 'Decide on it' }).first().click()
  await page.getByLabel('Decision', { exact: true }).selectOption('put_off')
  await page.getByLabel('Put off until').fill(dayAt(5))
  await page.getByLabel('Reasons').fill('They ask for five days to publish it.')
  await look('consequence-decided')
  await keep()
  await page.getByText('They ask for five days to publish it.').waitFor()
  await page.getByText(/^put off, until /).waitFor()
  await page.getByText('Steps due: 0').waitFor()
  await look('consequences')
})

test('a concern shows provision, standard and source with the mark of what nobody opened, and a field note stands under its clause (R-NGO-30, R-NGO-38)', {
  skip,
}, async () => {
  const { page } = desk
  await page.getByRole('link', { name: 'Laws and bills' }).click()
  await page.getByLabel('State to watch').fill('th')
  await page.getByRole('button', { name: 'Watch', exact: true }).click()
  await page.getByRole('button', { name: 'Watch Thailand no more' }).waitFor()
  await page.getByRole('button', { name: 'Add a law or bill' }).click()
  await page.getByLabel('State', { exact: true }).fill('TH')
  await page.getByLabel('What it is called').fill('Bill on acts of nationals abroad')
  await page.getByLabel('Source', { exact: true }).fill('https://example.org/bill')
  await keep()
  await page.getByText(/^standards review by /).waitFor()
  await page.getByRole('button', { name: 'Assess a provision' }).click()
  await page.getByRole('textbox', { name: 'Provision' }).fill('section 12(2)')
  await page.getByLabel('Standard', { exact: true }).selectOption('nonrefoulement.cat-3')
  await page.getByLabel('The concern, in one line').fill('Return without a look at the risk of torture.')
  await look('law-assess')
  await keep()
  const concern = page.getByRole('listitem').filter({ hasText: 'section 12(2)' })
  await concern.waitFor()
  const shown = (await concern.textContent()) ?? ''
  for (const part of ['CAT art 3', 'https://example.org/bill', 'not checked against the source']) assert.ok(shown.includes(part), part)
  await look('laws')
  await page.getByRole('link', { name: 'Oversight of agreements' }).click()
  await page.getByRole('button', { name: 'Note what was seen' }).click()
  await page.getByLabel('What was seen, in one line').fill('Two meetings of an association were broken up.')
  await page.getByLabel('Where').fill('VN')
  await page.getByLabel('Seen on').fill(dayAt(-1))
  await page.getByLabel('Source', { exact: true }).fill('own_record')
  await keep()
  const clause = page.getByRole('article', { name: /PCA art 1/ })
  await clause.getByText('Two meetings of an association were broken up.').waitFor()
  await clause.getByText('seen by ourselves').waitFor()
  await look('oversight')
})
