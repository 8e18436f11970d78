import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aDeskHouse, type DeskHouse } from './a-desk-house.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { axeFindings, DESKTOP, foundInbox, goTo, PHONE, picture, type Seated, sitDown, speakOnScreen, spokenToday } from './desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const NAME = 'Nguyễn Văn Sáng-Chế'
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
})
after(async () => {
  if (!hasChromium) return
  await browser.close()
  await house.stop()
})

test('a person is recorded in codes, and who they are on a sealed card under a mark of who looks (R-EP-06, A-15)', { skip }, async () => {
  const { page } = desk
  await goTo(page, '#/cases')
  await page.getByRole('button', { name: 'Begin a case without a report' }).first().click()
  await page.locator('#case-title .code').waitFor()
  code = ((await page.locator('#case-title .code').textContent()) ?? '').trim()
  await goTo(page, `#/cases/${code}/people`)
  await page.getByRole('button', { name: 'New person' }).click()
  await page.getByLabel('Occupation').selectOption('journalist')
  await picture(page, 'person-form')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.locator('#people-table .row-open').click()
  await page.getByRole('button', { name: 'Write the identity card' }).click()
  await page.getByLabel('Names', { exact: true }).fill(NAME)
  await page.getByLabel('Contacts').fill('+66 0 0000 0000')
  await page.getByRole('button', { name: 'Seal the card' }).click()
  await page.locator('.identity-mark').waitFor()
  assert.match((await page.locator('.identity-mark').textContent()) ?? '', /^M-[2-9A-Z]{6} · .* UTC · P-[2-9A-Z]{6}$/)
  const over = page.locator('.identity-marks span').first()
  assert.equal(await over.getAttribute('data-mark'), await page.locator('.identity-mark').textContent())
  assert.match(await over.evaluate((span) => getComputedStyle(span, '::before').content), /UTC/)
  await picture(page, 'person-identity')
  assert.deepEqual(await axeFindings(page), [])
  for (const request of desk.requests) assert.ok(!request.includes(NAME) && !request.includes('+66 0 0000'), request.slice(0, 80))
  assert.ok(!(await page.evaluate(() => location.href)).includes('Ng'))
})

test('the card opens again only with a reason, and a name is found by its variants in this tab', { skip }, async () => {
  const { page } = desk
  await page.getByRole('button', { name: 'Close the card' }).click()
  await page.getByRole('button', { name: 'Open the identity card' }).click()
  await page.getByLabel('Why do you open it?').selectOption('visa_call')
  await page.getByRole('button', { name: 'Open the identity card' }).click()
  await page.locator('.identity dd').getByText(NAME).waitFor()
  await goTo(page, '#/people')
  await page.getByLabel('Find by name').fill('sang che nguyen van')
  await page.locator('.name-search bdi').getByText(NAME).waitFor()
  await picture(page, 'people')
  assert.deepEqual(await axeFindings(page), [])
})

test('an incident is recorded, screened and assessed; hedge, status and standard stand apart (R-NGO-09, R-NGO-54)', { skip }, async () => {
  const { page } = desk
  await goTo(page, '#/actors')
  await page.getByRole('button', { name: /^New actor/ }).click()
  await page.getByLabel('Names', { exact: true }).fill('Bureau of Invention\nCục Sáng Chế')
  await picture(page, 'actor-form')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.locator('#actors-table .row-open').waitFor()
  assert.deepEqual(await axeFindings(page), [])
  await goTo(page, `#/cases/${code}/incidents`)
  await page.getByRole('button', { name: 'New incident' }).click()
  await page.getByLabel('When', { exact: true }).fill('๑๔/๓/๒๕๖๙')
  await page.getByText('= 14 March 2026').waitFor()
  await page.getByLabel('Country where it was done').fill('th')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.locator('#incidents-table .row-open').click()
  await page.getByRole('button', { name: 'Add an act' }).click()
  await page.getByLabel('Method').selectOption('phys.abduction')
  await picture(page, 'act-form')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.locator('.act').waitFor()
  await page.getByRole('button', { name: 'Answer', exact: true }).first().click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Write why. Without a reason it does not count.').waitFor()
  await page.getByLabel('Why', { exact: true }).fill('A uniform was seen.')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('A uniform was seen.').waitFor()
  await picture(page, 'incident')
  assert.deepEqual(await axeFindings(page), [])
})

test('people and incidents stand in five languages, in the dark and on a phone', { skip }, async () => {
  const { page } = desk
  for (const [name, language] of spokenToday()) {
    await speakOnScreen(page, language)
    await picture(page, `incident-${name}`)
    assert.deepEqual(await axeFindings(page), [], name)
  }
  await speakOnScreen(page, 'English')
  await page.setViewportSize(PHONE)
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= PHONE.width)
  await picture(page, 'incident-phone')
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, 'incident-dark')
  assert.deepEqual(await axeFindings(page), [])
  await page.setViewportSize(DESKTOP)
  assert.deepEqual(desk.faults, [])
})
