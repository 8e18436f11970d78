import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aDeskHouse, type DeskHouse } from './a-desk-house.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { axeFindings, DESKTOP, foundInbox, PHONE, picture, type Seated, sitDown } from './desk-journey.ts'

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

test('a finding keeps who asserts it, and a project says what stands against it (R-NGO-13, R-EP-30)', { skip }, async () => {
  const { page } = desk
  await page.getByRole('link', { name: 'Evidence' }).click()
  await page.getByRole('button', { name: 'Add a finding' }).click()
  await page.getByLabel('Commitment', { exact: true }).fill('K-8ACS')
  await page.getByLabel('Who asserts it').fill('18 organisations, jointly')
  await page.getByLabel('What they say, in one line').fill('They say that what was promised is not kept.')
  await page.getByLabel('Cites').fill('Q-A9GM')
  await page.getByRole('button', { name: 'Keep' }).click()
  await page.getByText('asserted by 18 organisations, jointly').waitFor()
  await page.getByText('findings contradict it').waitFor()
  await look('evidence')
  await page.getByRole('link', { name: 'Screening' }).click()
  await page.getByRole('button', { name: 'Screen a project' }).click()
  await page.getByLabel('Project', { exact: true }).fill('Face recognition at borders')
  await page.getByLabel('Partner state').fill('VN')
  await page.getByLabel('police', { exact: true }).check()
  await page.getByLabel('facial recognition').check()
  await look('project')
  await page.getByRole('button', { name: 'Keep' }).click()
  await page.getByRole('table').getByText('questions are open').waitFor()
  await look('screening')
})
