import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aReporter } from '#web/desk/keys/a-reporter.ts'
import { aDeskHouse, type DeskHouse } from './a-desk-house.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { axeFindings, DESKTOP, foundOnScreen, PHONE, picture, type Seated, sitDown, unlockOnScreen } from './desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const SELF_ROOTED = 'This installation signs its own list of keys. Nobody outside it has checked them yet.'
const BEAT = 61_000
let house: DeskHouse
let browser: Browser
let desk: Seated
let who: { member: string; words: readonly string[] }

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

test('a founder joins, writes twelve words down, and the words leave the browser in no form (T-08, UX-C-01)', { skip }, async () => {
  const { page } = desk
  await picture(page, 'door')
  who = await foundOnScreen(page, await house.team('harbour'))
  await picture(page, 'joined')
  assert.match(who.member, /^M-/)
  assert.equal(who.words.length, 12)
  const sent = desk.requests.join('\n')
  for (const shape of [who.words.join(' '), who.words.join(''), ...who.words.slice(0, 2).map((word) => ` ${word} `)])
    assert.ok(!sent.includes(shape))
  await page.getByRole('button', { name: 'Open the inbox' }).click()
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  assert.ok(await page.getByText(SELF_ROOTED).isVisible())
  assert.deepEqual(await axeFindings(page), [])
})

test('a report is found, read, answered and taken in with keys alone (UX-C-01, T-06)', { skip }, async () => {
  const { page } = desk
  const reporter = aReporter(house)
  await reporter.report({
    to: ['harbour'],
    text: 'They came to my door.',
    never: [{ kind: 'country', id: 'DE' }],
    header: { danger: 'yes', urgent: true, lang: 'en' },
  })
  await aReporter(house).report({ to: ['harbour'], text: 'Another matter.', header: { lang: 'en' } })
  house.pass(BEAT)
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.locator('.row').nth(1).waitFor()
  await picture(page, 'inbox')
  await page.locator('body').press('j')
  await page.locator('body').press('Enter')
  await page.getByText('They came to my door.').waitFor()
  await page.getByRole('button', { name: /^Who can read this/ }).click()
  await picture(page, 'item')
  assert.deepEqual(await axeFindings(page), [])
  await page.locator('#item-title').press('r')
  await page.getByLabel('Your words').fill('We have read it.')
  await picture(page, 'reply')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByRole('button', { name: 'Seal and send' }).click()
  await page.getByText('Sealed. It leaves after 5 to 60 minutes.').waitFor({ timeout: 20_000 })
  await picture(page, 'sent')
  assert.deepEqual(desk.faults, [])
  assert.deepEqual(house.faults, [])
})

test('every screen is whole on a phone, in the dark and in five languages, with nothing for axe to find (A11Y-1, A11Y-7)', {
  skip,
}, async () => {
  const { page } = desk
  for (const [name, spoken] of Object.entries({ vi: 'Tiếng Việt', th: 'ไทย', ar: 'العربية', fr: 'Français', en: 'English' })) {
    await page.getByRole('button', { name: spoken }).click()
    for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme: size === 'phone' ? 'dark' : 'light' })
      await page.locator('.row').first().click()
      await page.locator('.sealed-text').waitFor()
      await picture(page, `item-${name}-${size}`)
      assert.deepEqual(await axeFindings(page), [], `${name} ${size}`)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.equal(overflow, 0, `${name} ${size} runs over the side`)
      for (const key of ['?', '3']) {
        await page.keyboard.press(key)
        assert.deepEqual(await axeFindings(page), [], `${name} ${size} ${key}`)
        await picture(page, `${key === '?' ? 'help' : 'decline'}-${name}-${size}`)
        await page.keyboard.press('Escape')
      }
    }
  }
  await page.setViewportSize(DESKTOP)
  await page.emulateMedia({ colorScheme: 'light' })
  assert.deepEqual(desk.faults, [])
})

test('locking takes every opened word off the page at once and leaves nothing behind (UX-C-02)', { skip }, async () => {
  const { page } = desk
  await page.keyboard.press('Control+l')
  assert.ok(!(await page.content()).includes('They came to my door.'))
  await picture(page, 'locked')
  assert.deepEqual(
    await page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length]),
    [0, 0, '', 0],
  )
  await unlockOnScreen(page, who)
})
