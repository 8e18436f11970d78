import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aDeskHouse, type DeskHouse } from '../a-desk-house.ts'
import { hasChromium, openBrowser } from '../chromium.ts'
import { axeFindings, DESKTOP, foundInbox, PHONE, picture, type Seated, sitDown } from '../desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const WORDS = 'We ask both governments to publish the draft treaty.\n\nNobody may be handed over for what they said.'
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

test('a statement is written, signed as it stands on the screen, and its published form lists who agreed (R-NGO-52)', {
  skip,
}, async () => {
  const { page } = desk
  const at = new URL(page.url())
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.postData() ?? ''))
  await page.goto(`${at.origin}${at.pathname}#/coalition`)
  await page.getByRole('button', { name: 'New statement' }).click()
  await page.getByLabel('Title').fill('On a treaty of extradition')
  await page.getByLabel('Sign by').fill('2026-12-01')
  await page.getByRole('button', { name: 'Keep' }).click()
  await page.getByRole('button', { name: 'Write the words' }).click()
  await page.getByLabel('The words').fill(WORDS)
  await page.getByRole('group', { name: 'Who is to sign' }).getByRole('checkbox').first().check()
  await page.getByRole('button', { name: 'Seal and send' }).click()
  await page.getByText('has not signed').waitFor()
  await look('statement')
  await page.getByRole('button', { name: 'Sign for us' }).click()
  await page.getByLabel('Name us among the signatories').check()
  await look('sign')
  await page.getByRole('button', { name: 'Sign version 1' }).click()
  await page.getByText('signed, listed').waitFor()
  await page.getByRole('button', { name: 'Mark as published' }).click()
  await page.getByRole('button', { name: 'Make the published form' }).click()
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save it' }).click()])
  const form = await readFile(await saved.path(), 'utf8')
  assert.match(form, /what they said\.\n\nSignatories\n- \S/)
  assert.ok(!sent.some((body) => body.includes('handed over')), 'the words left the browser')
  await page.getByRole('link', { name: 'Joint statements' }).click()
  await page.getByRole('row').filter({ hasText: 'published' }).waitFor()
  await look('statements')
})

test('a consultation stands with a number, and with a name once there is consent (R-NGO-28)', { skip }, async () => {
  const { page } = desk
  await page.getByRole('link', { name: 'Consultations' }).click()
  await page.getByRole('button', { name: 'New consultation' }).click()
  await page.getByLabel('Held by').fill('A delegation of the Union')
  await page.getByLabel('About').fill('The next round of a dialogue')
  await page.getByLabel('On', { exact: true }).fill('2026-11-20')
  await page.getByLabel('Not named, how many').fill('3')
  await page.getByRole('button', { name: 'Keep' }).click()
  await page.getByText('3 more, not named').waitFor()
  await page.getByRole('button', { name: 'Name a participant' }).click()
  await page.getByLabel('Organisation').fill('An invented NGO')
  await page.getByLabel('On which day').fill('2026-11-20')
  await page.getByRole('button', { name: 'Keep' }).click()
  await page.getByText('An invented NGO').waitFor()
  await look('consultations')
  await page.getByRole('link', { name: 'What others read' }).click()
  await page.getByText('Nobody else reads anything of yours here.').waitFor()
})

test('the monitor of police and courts is readable on a phone, its checklist with its sources (R-CSP-10, R-CSP-18)', { skip }, async () => {
  const { page } = desk
  const at = new URL(page.url())
  await page.goto(`${at.origin}${at.pathname}#/commitments/law`)
  await page.getByText('No request yet.').waitFor()
  await page.getByRole('button', { name: 'Write down a request' }).click()
  await look('law')
})
