import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type AMember, aMemberAt } from '#web/desk/keys/a-member.ts'
import { aDeskHouse, type DeskHouse } from './a-desk-house.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { axeFindings, DESKTOP, foundOnScreen, PHONE, picture, type Seated, sitDown, speakOnScreen, spokenToday } from './desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const CODE = /[0-9A-Z]{5}(?:-[0-9A-Z]{5}){4}/
const RECORD = 'P-7Q4MXK'
let house: DeskHouse
let browser: Browser
let desk: Seated
let ana: string
let ben: AMember

before(async () => {
  if (!hasChromium) return
  house = await aDeskHouse()
  browser = await openBrowser()
  desk = await sitDown(browser, house.origin)
})
after(async () => {
  if (!hasChromium) return
  await browser.close()
  await house.stop()
})

const at = (page: Page, room: string) =>
  page.evaluate((hash) => {
    location.hash = hash
  }, `#/${room}`)
/** A round of every room, as the minute brings it. */
async function nextMinute(page: Page): Promise<void> {
  await page.clock.fastForward(61_000)
}

test('a role is asked for on one screen, approved on another, and given only then (T-22)', { skip }, async () => {
  const { page } = desk
  await page.clock.install()
  ana = (await foundOnScreen(page, await house.team('harbour'))).member
  await page.getByRole('button', { name: 'Open the inbox' }).click()
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  await at(page, 'team')
  await page.getByRole('button', { name: 'Invite a colleague' }).click()
  const shown = page.getByText(CODE).first()
  await shown.waitFor()
  ben = await aMemberAt(house, CODE.exec((await shown.textContent()) ?? '')?.[0] ?? '')
  await page.getByRole('button', { name: 'Make a new team key' }).click()
  await page.getByRole('button', { name: `Let in ${ben.member}` }).click()
  await page.getByRole('button', { name: `Let in ${ben.member}` }).waitFor({ state: 'detached' })
  await ben.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })

  await nextMinute(page)
  await at(page, 'approvals')
  await page.getByRole('heading', { name: 'Approvals and roles' }).waitFor()
  await page.getByRole('cell', { name: 'caseworker', exact: true }).waitFor()
  await page.getByLabel('Member', { exact: true }).selectOption(ben.member)
  await page.getByLabel('Role', { exact: true }).selectOption('counsel')
  await page.getByRole('button', { name: 'Ask to give it' }).click()
  await page.getByText('Asked. A colleague finds it').waitFor()
  await picture(page, 'approvals-asked')
  assert.deepEqual(await axeFindings(page), [])

  const { requests } = await ben.call('approvals.list', null)
  const [request] = requests
  assert.ok(request)
  assert.deepEqual(request.binds, { team: 'harbour', member: ben.member, role: 'counsel', gives: true })
  await ben.call('approvals.answer', { id: request.id, yes: true })
  await nextMinute(page)
  await page.getByRole('button', { name: 'Do it now' }).click()
  await page.getByRole('cell', { name: 'caseworker, counsel' }).waitFor()
  await assert.rejects(ben.call('approvals.list', null), /session\.ended/)
  assert.deepEqual(desk.faults, [])
})

test('what waits for a yes stands in every room, opens from there, and shows exactly what it binds (T-22)', { skip }, async () => {
  const { page } = desk
  await ben.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })
  const binds = { record: RECORD, to: 'M-ABCDEF', until: '2027-01-01' }
  await ben.call('approvals.ask', { action: 'identity.unseal', subject: RECORD, case: null, binds, reason: 'visa_call' })
  await at(page, 'inbox')
  await nextMinute(page)
  await page.getByRole('link', { name: '1 request waits for your yes.' }).click()
  await page.getByRole('heading', { name: 'Waiting for your yes' }).waitFor()
  for (const bound of Object.values(binds)) await page.getByText(bound).first().waitFor()
  await picture(page, 'approvals-waiting')
  assert.deepEqual(await axeFindings(page), [])
  for (const [name, language] of spokenToday()) {
    await speakOnScreen(page, language)
    await picture(page, `approvals-${name}`)
    assert.deepEqual(await axeFindings(page), [], name)
  }
  await speakOnScreen(page, 'العربية')
  await page.setViewportSize(PHONE)
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, 'approvals-phone-ar-dark')
  assert.deepEqual(await axeFindings(page), [])
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
  assert.equal(isWide, false)
  await speakOnScreen(page, 'English')
  await picture(page, 'approvals-phone-dark')
  await page.setViewportSize(DESKTOP)
  await picture(page, 'approvals-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.getByRole('button', { name: 'Yes, approve exactly this' }).click()
  await page.getByText('Nothing waits for you.').waitFor()
  assert.equal((await ben.call('approvals.list', null)).requests.find(({ subject }) => subject === RECORD)?.answered?.by, ana)
})
