import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aReporter } from '#web/desk/keys/a-reporter.ts'
import { aDeskHouse, type DeskHouse } from './a-desk-house.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { axeFindings, DESKTOP, foundInbox, PHONE, picture, type Seated, sitDown, speakOnScreen, spokenToday } from './desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const CANARY = 'Invented Canary Person'
const BEAT = 61_000
let house: DeskHouse
let browser: Browser
let desk: Seated
let code: string

before(async () => {
  if (!hasChromium) return
  house = await aDeskHouse()
  browser = await openBrowser()
  desk = await sitDown(browser, house.origin)
  desk.page.setDefaultTimeout(60_000)
  await foundInbox(desk.page, await house.team('harbour'))
})
after(async () => {
  if (!hasChromium) return
  await browser.close()
  await house.stop()
})

test('an empty list of cases teaches one thing, and a case that was taken in stands there at once (UX-C-01)', { skip }, async () => {
  const { page } = desk
  await page.locator('body').press('g')
  await page.locator('body').press('c')
  await page.getByText('Cases begin in the inbox. Press G I.').waitFor()
  await picture(page, 'cases-empty')
  assert.deepEqual(await axeFindings(page), [])
  await aReporter(house).report({ to: ['harbour'], text: 'They followed me home.' })
  house.pass(BEAT)
  await page.locator('body').press('g')
  await page.locator('body').press('i')
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.locator('.row').first().waitFor()
  await page.locator('body').press('j')
  await page.locator('body').press('Enter')
  await page.getByText('They followed me home.').waitFor()
  await page.locator('.panel h2').press('1')
  await page.locator('progress').first().waitFor({ state: 'detached' })
  await page.locator('form.box button[type=submit]').click()
  await page.locator('.toast').waitFor()
  await page.locator('.panel h2, body').first().press('Escape')
  await page.locator('body').press('g')
  await page.locator('body').press('c')
  await page.locator('#cases .row-open').waitFor()
  code = ((await page.locator('#cases .row-open .code').textContent()) ?? '').trim()
  assert.match(code, /^C-/)
  await picture(page, 'cases-list')
})

test('a case opens beside the list and in full, its label and notes are written sealed, by keys (UX-C-01, UX-C-07)', { skip }, async () => {
  const { page } = desk
  await page.locator('#cases .row-open').click()
  await page.getByRole('heading', { name: code }).waitFor()
  await picture(page, 'case-panel')
  assert.deepEqual(await axeFindings(page), [])
  await page.locator('.panel h2').press('Enter')
  await page.locator('.case-page').waitFor()
  await page.locator('.case-summary').waitFor()
  await page.locator('body').press('n')
  await page.getByLabel('Your note, sealed for readers of the case').fill(CANARY)
  await picture(page, 'case-note')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.locator('.notes .sealed-text').getByText(CANARY).waitFor()
  await page.getByRole('button', { name: 'Assess the risk' }).click()
  await page.getByLabel('Active surveillance noticed').check()
  await page.getByText('The formula says 4: Low').waitFor()
  await page.locator('input[name=level][value=high]').check()
  await picture(page, 'case-risk')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByRole('button', { name: 'Keep the assessment' }).click()
  await page.getByText('Somebody looks again by', { exact: false }).waitFor()
  assert.ok(desk.requests.every((request) => !request.includes(CANARY)))
  assert.deepEqual(desk.faults, [])
})

test('a chronology says how exact a date is and what led to what; a task is due and warns of a name in its title (A-16)', {
  skip,
}, async () => {
  const { page } = desk
  await page.locator('body').press('Alt+2')
  await page.getByRole('button', { name: 'New entry' }).click()
  await page.getByLabel('Stage').selectOption('document_cancelled')
  await page.getByLabel('How exact the date is').selectOption('year')
  await page.getByLabel('Day', { exact: true }).fill('2025-05-04')
  await page.getByLabel('In words, sealed').fill(CANARY)
  await picture(page, 'case-entry')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.locator('.entry').getByText('2025').first().waitFor()
  await picture(page, 'case-chronology')
  await page.getByRole('button', { name: 'New entry' }).click()
  await page.getByLabel('Stage').selectOption('detention')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.locator('.liberty').getByText('Nobody has looked at the safeguards yet.').waitFor()
  await page.getByRole('button', { name: 'Check the safeguards' }).click()
  await page.getByLabel('Notice', { exact: true }).selectOption('not_met')
  await picture(page, 'case-safeguards-form')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  // R-NGO-11: the standard that is engaged stands beside it, and that nobody has checked it.
  await page
    .locator('.liberty')
    .getByText('ICCPR art 9', { exact: false })
    .and(page.getByText('(unverified)', { exact: false }))
    .waitFor()
  await page.locator('.liberty').getByText('Not known yet: Reasons given', { exact: false }).waitFor()
  await picture(page, 'case-safeguards')
  await page.locator('body').press('d')
  await page.getByLabel('What', { exact: true }).selectOption('own-')
  await page.getByLabel('A short word for it').fill('call nguyen')
  await page.getByText('This looks like somebody’s name', { exact: false }).waitFor()
  await picture(page, 'task-warning')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByLabel('A short word for it').fill('call embassy')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.locator('.entry').getByText('call embassy').waitFor()
  await page.locator('body').press('g')
  await page.locator('body').press('t')
  await page.locator('#deadlines').getByText('call embassy').waitFor()
  await picture(page, 'tasks')
  assert.deepEqual(await axeFindings(page), [])
  assert.ok(desk.requests.every((request) => !request.includes(CANARY)))
  assert.deepEqual(desk.faults, [])
  assert.deepEqual(house.faults, [])
})

test('cases and tasks are whole on a phone, in the dark and in five languages, with nothing for axe to find (A11Y-1, A11Y-7)', {
  skip,
}, async () => {
  const { page } = desk
  for (const [name, spoken] of spokenToday()) {
    await speakOnScreen(page, spoken)
    for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme: size === 'phone' ? 'dark' : 'light' })
      for (const [place, shown] of [
        ['cases', '#cases'],
        [`cases/${code}/summary`, '.case-summary'],
        [`cases/${code}/chronology`, '.entries'],
        [`cases/${code}/tasks`, '.case-tab .entries'],
        ['tasks', '#deadlines'],
      ] as const) {
        await page.evaluate((hash) => {
          location.hash = hash
        }, `#/${place}`)
        await page.locator(shown).first().waitFor()
        await picture(page, `${place.replaceAll('/', '-').replace(code, 'one')}-${name}-${size}`)
        assert.deepEqual(await axeFindings(page), [], `${place} ${name} ${size}`)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        assert.equal(overflow, 0, `${place} ${name} ${size} runs over the side`)
      }
    }
  }
  await page.setViewportSize(DESKTOP)
  assert.deepEqual(desk.faults, [])
})

test('locking takes every opened word of a case off the page at once (UX-C-02)', { skip }, async () => {
  const { page } = desk
  await page.evaluate((hash) => {
    location.hash = hash
  }, `#/cases/${code}/summary`)
  await page.getByText(CANARY).first().waitFor()
  await page.keyboard.press('Control+l')
  assert.ok(!(await page.content()).includes(CANARY))
})
