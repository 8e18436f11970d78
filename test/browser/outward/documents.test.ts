import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { letReviewer } from '#features/documents/index.ts'
import { aReview } from '../../a-review.ts'
import { aDeskHouse, type DeskHouse } from '../a-desk-house.ts'
import { hasChromium, openBrowser } from '../chromium.ts'
import { axeFindings, DESKTOP, foundInbox, goTo, PHONE, picture, type Seated, sitDown } from '../desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
let house: DeskHouse
let browser: Browser
let desk: Seated
let member = ''

before(async () => {
  if (!hasChromium) return
  house = await aDeskHouse()
  browser = await openBrowser()
  desk = await sitDown(browser, house.origin)
  member = (await foundInbox(desk.page, await house.team('harbour'))).member
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

/** Nobody reads a normal form or a bare code. */
async function bare(page: Page): Promise<void> {
  const text = await page.locator('.proposals').allTextContents()
  assert.doesNotMatch(text.join(' '), /mira okonedo|loom society|hrd:|addressee|2031-03|\btold\b.*phys\./)
}

test('a verifier reads a document beside its proposals and accepts, corrects, rejects and takes back by keys alone (R-NGO-09)', {
  skip,
}, async () => {
  const { page } = desk
  await goTo(page, '#/documents')
  await page.getByText('You review no documents here.').waitFor()
  const entry = page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Documents' })
  assert.equal(await entry.count(), 0)
  const { code } = await aReview(house.house)
  await letReviewer(house.house.base, house.house.installation, member, true)
  await goTo(page, '#/inbox')
  await goTo(page, '#/documents')
  await page.getByRole('button', { name: 'Joint statement on a weaver' }).click()
  await page.getByRole('heading', { name: 'Joint statement on a weaver' }).waitFor()
  await page.getByText('14 proposals wait.').waitFor()
  await entry.waitFor()
  const current = page.locator('.proposal[aria-current]')
  await current.getByText('Mira Okonedo', { exact: true }).waitFor()
  assert.equal(await page.locator('.text mark').textContent(), 'Mira Okonedo')

  await page.keyboard.press('a')
  await page.getByText(/Accepted as P-\w{6}/).waitFor()
  await page.getByText('13 proposals wait.').waitFor()
  await page.keyboard.press('k')
  await current.getByText('accepted', { exact: true }).waitFor()
  await page.keyboard.press('b')
  await page.getByText('14 proposals wait.').waitFor()

  const method = page.locator('.proposal').filter({ hasText: 'Method' }).first()
  await method.getByRole('button').first().click()
  await current.getByText('followed by two men').waitFor()
  await look('review')
  await bare(page)
  await page.keyboard.press('a')
  await current.getByText('Something is missing').waitFor()
  await page.getByLabel('Hedge of the source').waitFor()
  const hedges = await page.getByLabel('Hedge of the source').locator('option').allTextContents()
  assert.ok(hedges.length > 0 && !hedges.some((one) => /stated/i.test(one)), hedges.join())
  await page.getByLabel('State that reaches out').fill('vn')
  await page.getByLabel('State where it happened').fill('th')
  await current.getByText('= Thailand').waitFor()
  await page.getByRole('button', { name: 'Accept as corrected' }).click()
  await page.getByText(/Accepted as I-\w{6}/).waitFor()

  await page.keyboard.press('r')
  await page.getByRole('textbox', { name: 'Why' }).fill('Not what is told')
  await page.getByRole('button', { name: 'Reject', exact: true }).click()
  await page.getByText('12 proposals wait.').waitFor()
  assert.equal(await page.locator('.proposal').getByText('rejected', { exact: true }).count(), 1)
  await page.getByLabel('Show').selectOption('person')
  assert.equal(await page.locator('.review .paragraph').count(), 2)
  await page.getByLabel('Show').selectOption('')
  await page.getByRole('button', { name: 'العربية' }).click()
  await page.getByText('الجولة 9').waitFor()
  await bare(page)
  await look('review-ar')
  await page.getByRole('button', { name: 'English' }).click()
  await goTo(page, '#/documents')
  await page.getByRole('cell', { name: code }).waitFor()
  await look('documents')
})
