import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aReporter } from '#web/desk/keys/a-reporter.ts'
import { aDeskHouse, type DeskHouse } from './a-desk-house.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { axeFindings, foundInbox, PHONE, picture, type Seated, sitDown } from './desk-journey.ts'
import { sendTwenty, triage } from './desk-triage.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const BEAT = 61_000
let house: DeskHouse
let browser: Browser
let desk: Seated

async function look(): Promise<void> {
  house.pass(BEAT)
  await desk.page.getByRole('button', { name: 'Look again' }).click()
}
const shown = (name: string) => desk.page.locator('.lists').getByRole('button', { name }).click()

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

test('twenty reports are worked through by keyboard in at most 120 actions, and the last word is what was done (UX-C-01)', {
  skip,
}, async () => {
  const { page } = desk
  await sendTwenty(house, 'harbour')
  await look()
  await page.locator('.row').nth(19).waitFor({ timeout: 60_000 })
  await picture(page, 'triage-list')
  assert.deepEqual(await axeFindings(page), [])
  const first = await page.locator('.row').first().textContent()
  assert.match(first ?? '', /Urgent/)
  assert.match(first ?? '', /left/)
  const { actions, waits } = await triage(page)
  assert.ok(actions >= 40 && actions <= 120, `${actions} actions`)
  const middle = waits.toSorted((one, other) => one - other)[Math.floor(waits.length / 2)] ?? Number.POSITIVE_INFINITY
  assert.ok(middle <= 100, `a key usually takes ${middle.toFixed(0)} ms`)
  await page.getByText(/^The inbox is empty\. 11 taken in today\.$/).waitFor({ timeout: 20_000 })
  await picture(page, 'triage-empty')
  assert.deepEqual(desk.faults, [])
  assert.deepEqual(house.faults, [])
})

test('what was put off and what was declined comes back by undo, and nobody else’s list tells of it', { skip }, async () => {
  const { page } = desk
  await shown('Put off')
  await page.locator('.row').nth(3).waitFor()
  const was = await page.locator('.row').count()
  await page.locator('.row').first().click()
  await page.locator('.panel h2').press('3')
  await page.keyboard.press('Enter')
  await page.getByText('Declined. It stays until').waitFor()
  assert.equal(await page.locator('.long-list .row').count(), was - 1)
  await page.keyboard.press('u')
  await page.getByText('Undone.').waitFor()
  assert.equal(await page.locator('.long-list .row').count(), was)
  await page.keyboard.press('Escape')
})

test('a flood of the same words is one line, one of them stays, and undo brings all back (I-25)', { skip }, async () => {
  const { page } = desk
  await shown('Waiting')
  for (let n = 0; n < 6; n += 1)
    await aReporter(house).report({
      to: ['harbour'],
      text: `This desk must stop its lies at once or we will make it stop, as we made the others stop. Number ${n}.`,
      header: { lang: 'en', danger: n === 5 ? 'yes' : 'no' },
    })
  await look()
  await page.locator('.row').nth(5).waitFor({ timeout: 60_000 })
  await shown('Alike')
  await page.getByText('6 messages say nearly the same').first().click()
  await page.getByRole('button', { name: 'Keep one' }).click()
  // The first of the list stays. Where that is the dangerous one, all five others go; else it stays beside the first.
  const mark = page.getByRole('button', { name: /^Mark [45] others as duplicates/ })
  const others = Number(/[45]/.exec((await mark.textContent()) ?? '')?.[0])
  if (others === 4) await page.getByText('1 stays: it is urgent, speaks of danger').waitFor()
  await picture(page, 'flood')
  assert.deepEqual(await axeFindings(page), [])
  await mark.click()
  await page.getByText(`${others} messages decided.`).waitFor()
  await shown('Waiting')
  assert.equal(await page.locator('.long-list .row').count(), 6 - others)
  await page.keyboard.press('u')
  await page.getByText('Undone.').waitFor()
  assert.equal(await page.locator('.long-list .row').count(), 6)
  assert.ok(!desk.requests.join('\n').includes('stop its lies'))
})

test('what comes while somebody reads waits until it is asked for (UX-C-01)', { skip }, async () => {
  const { page } = desk
  await page.locator('.row').first().click()
  await page.locator('.sealed-text').waitFor()
  await aReporter(house).report({ to: ['harbour'], text: 'Something new and urgent.', header: { lang: 'en', urgent: true } })
  house.pass(BEAT)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('Look for new')
  await picture(page, 'palette')
  assert.deepEqual(await axeFindings(page), [])
  await page.keyboard.press('Enter')
  await page.locator('.row').nth(6).waitFor({ timeout: 30_000 })
  assert.match((await page.locator('.row').first().textContent()) ?? '', /Urgent/)
})

test('Back closes what is open, and no address names a message before it is taken in (T-06)', { skip }, async () => {
  const { page } = desk
  await page.keyboard.press('Escape')
  await page.locator('.panel').waitFor({ state: 'detached' })
  await page.locator('.row').first().click()
  assert.match(page.url(), /#\/inbox\+inbox\/open$/)
  await page.goBack()
  await page.locator('.panel').waitFor({ state: 'detached' })
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await page.getByRole('heading', { name: 'Members' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
})

test('J brings the focus to its row at once, so that Enter opens that and presses nothing else, however fast (A11Y-1)', {
  skip,
}, async () => {
  const { page } = desk
  await page.getByRole('button', { name: 'Look again' }).focus()
  // Both in one frame, as two keys come when the page is busy.
  const focused = await page.evaluate(() => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', code: 'KeyJ', bubbles: true }))
    return document.activeElement?.id
  })
  assert.match(focused ?? '', /^row-/)
  await page.keyboard.press('Enter')
  await page.locator('.panel h2').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.panel').waitFor({ state: 'detached' })
})

test('any command is found by its label in the language of the member, and goes by another key when they choose one (UX-C-08)', {
  skip,
}, async () => {
  const { page } = desk
  await page.getByRole('button', { name: 'Tiếng Việt', exact: true }).click()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('tim tin nhan')
  assert.match((await page.getByRole('option').first().textContent()) ?? '', /Tìm tin nhắn mới/)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'English', exact: true }).click()
  await page.keyboard.press('?')
  await page.locator('[id="change-inbox.next"]').click()
  await page.keyboard.press('m')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  assert.equal(await page.locator('.row[aria-current]').count(), 1)
  const at = () => page.locator('.row[aria-current]').getAttribute('id')
  const was = await at()
  await page.keyboard.press('m')
  assert.notEqual(await at(), was)
})

test('the inbox is whole on a small phone in the dark', { skip }, async () => {
  const { page } = desk
  await page.setViewportSize(PHONE)
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, 'triage-phone')
  assert.deepEqual(await axeFindings(page), [])
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(over, 0)
})
