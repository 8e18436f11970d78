import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { answer, keysOf, openMailbox, textOf, unusedWords } from './a-mailbox-house.ts'
import { DOING, mailCalls, mailOfFile, SAID, tap, text } from './a-mailbox-page.ts'
import { axeFindings } from './axe-findings.ts'
import { hasChromium } from './chromium.ts'
import { languagesToday } from './languages-today.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const mail = mailOfFile()
const { aPage, reported, countOf } = mail

test('everything can be deleted with three taps, and the words then open an empty mailbox (UX-M-05)', { skip }, async () => {
  const words = await reported()
  const keys = await keysOf(mail.house, words)
  await answer(mail.house, keys, { from: 'harbour', at: 0, text: 'We are here.' })
  const slots = await countOf('slot')
  const { context, page, faults } = await aPage()
  await openMailbox(page, mail.house.origin, words.join(' '))
  assert.match(await text(page), /We are here/)
  await tap(page, 'Safety')
  await tap(page, 'Delete everything')
  await tap(page, 'Delete now')
  await page.locator('main.mail-done').waitFor(DOING)
  assert.match(await text(page), /Deleted\. The team may already have a copy\./)
  assert.equal(await countOf('slot'), slots - 2)
  await openMailbox(page, mail.house.origin, words.join(' '))
  assert.match(await text(page), /^Your mailbox\s+No messages\./)
  assert.deepEqual(faults, [])
  await context.close()
})

test('consent, the end and new words are at most three taps away and go out as items (UX-M-05)', { skip }, async () => {
  const words = await reported()
  const { context, page, faults } = await aPage()
  await openMailbox(page, mail.house.origin, words.join(' '))
  for (const [choice, now, says] of [
    ['Withdraw consent', 'Withdraw all', /Your decision was sent/],
    ['End the conversation', 'End it now', /The team will read that you end this/],
  ] as const) {
    const before = await countOf('item')
    await tap(page, 'Safety')
    await tap(page, choice)
    await tap(page, now)
    await page.locator('main.mail-done').waitFor(DOING)
    assert.match(await text(page), says)
    assert.equal(await countOf('item'), before + 1)
    await tap(page, 'To my mailbox')
  }
  await tap(page, 'Safety')
  await tap(page, 'Withdraw consent')
  assert.equal(await page.locator('#consent-casework').isChecked(), false)
  assert.deepEqual(faults, [])
  await context.close()
})

test('new words take the mailbox over, and the old ones find nothing (I-10)', { skip }, async () => {
  const words = await reported()
  const { context, page, faults } = await aPage()
  await openMailbox(page, mail.house.origin, words.join(' '))
  await tap(page, 'Safety')
  await tap(page, 'Change my words')
  await tap(page, 'Show my new words')
  await page.locator('.nine li').first().waitFor()
  const fresh = await page.locator('.nine li').allTextContents()
  assert.equal(fresh.length, 9)
  await tap(page, 'Change now')
  assert.match(await textOf(page.locator('.faults')), /2/)
  for (const n of [2, 5, 8]) await page.locator(`#new-word-${n}`).fill(fresh[n - 1] ?? '')
  await tap(page, 'Change now')
  await page.locator('main.mail-done').waitFor(DOING)
  await tap(page, 'To my mailbox')
  assert.match(await text(page), /Your report arrived/)
  await openMailbox(page, mail.house.origin, words.join(' '))
  assert.match(await text(page), /^Your mailbox\s+No messages\./)
  await openMailbox(page, mail.house.origin, fresh.join(' '))
  assert.match(await text(page), /Your report arrived/)
  assert.deepEqual(faults, [])
  await context.close()
})

test('a reader who is taken away gets no key to what follows', { skip }, async () => {
  const words = await reported({ ...SAID, host: 'TH' })
  const { context, page, faults } = await aPage()
  await openMailbox(page, mail.house.origin, words.join(' '))
  await tap(page, 'Safety')
  await tap(page, 'Change who may read')
  await page.locator('#mail-never-team').selectOption('focal-th')
  assert.equal(await page.locator('#mail-reader-focal-th').isDisabled(), true)
  await tap(page, 'Change now')
  await page.locator('main.mail-done').waitFor(DOING)
  await openMailbox(page, mail.house.origin, words.join(' '))
  await tap(page, 'Safety')
  await tap(page, 'Change who may read')
  assert.equal(await page.locator('#mail-reader-focal-th').isDisabled(), true)
  assert.equal(await page.locator('#mail-reader-harbour').isChecked(), true)
  assert.match(await text(page), /An exclusion cannot be taken back/)
  assert.deepEqual(faults, [])
  await context.close()
})

test('an open mailbox looks only when it is asked to, and nothing outside the page shows that something came (UX-M-03)', {
  skip,
}, async () => {
  const words = await reported()
  const { context, page, faults, calls } = await aPage()
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'Notification', { get: () => Promise.reject(new Error('a notice')) })
  })
  await page.clock.install()
  await openMailbox(page, mail.house.origin, words.join(' '))
  await answer(mail.house, await keysOf(mail.house, words), { from: 'harbour', at: 0, text: 'We have read it.' })
  const [before, title] = [mailCalls(calls).length, await page.title()]
  for (let minutes = 0; minutes < 9; minutes += 1) await page.clock.fastForward(60_000)
  assert.equal(mailCalls(calls).length, before)
  await tap(page, 'Look again')
  await page.locator('article', { hasText: 'We have read it.' }).waitFor(DOING)
  assert.equal(await page.title(), title)
  assert.deepEqual([await page.evaluate(() => history.length <= 2), faults], [true, []])
  await context.close()
})

test('the mailbox ends after ten minutes without a sign, and after two minutes unseen (UX-M-07)', { skip }, async () => {
  for (const unseen of [false, true]) {
    const { context, page } = await aPage()
    await context.route(/cookpad\.com/, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Recipes</title>soup' }))
    await page.clock.install()
    await openMailbox(page, mail.house.origin, unusedWords())
    if (unseen) await page.evaluate(hide)
    await page.clock.fastForward(unseen ? 110_000 : 590_000)
    assert.equal(await page.locator('main.messages').count(), 1)
    await page.clock.fastForward(20_000)
    await page.clock.runFor(1000)
    await page.waitForURL(/cookpad/, { timeout: 10_000 })
    assert.match(await page.content(), /soup/)
    await context.close()
  }
})

function hide(): void {
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}

/** Screens with messages in every direction of script; kept as pictures where `ASYLIA_PICTURES` names a folder. */
test('every mailbox screen passes axe at phone size, in light and in the dark (A11Y-1, A11Y-7)', {
  skip,
  timeout: 240_000,
}, async () => {
  const words = await reported()
  const keys = await keysOf(mail.house, words)
  await answer(mail.house, keys, { from: 'harbour', at: 0, text: 'เราอ่านแล้ว\nคุณปลอดภัยไหม', lang: 'th' })
  await answer(mail.house, keys, { from: 'harbour', at: 1, text: 'قرأنا رسالتك.', lang: 'ar', n: 3, forged: true })
  const findings: string[] = []
  for (const [index, language] of languagesToday().entries()) {
    const colorScheme = index % 2 === 0 ? 'light' : 'dark'
    const { context, page, faults } = await aPage({ colorScheme })
    await page.goto(`${mail.house.origin}/report/${language}/`)
    await page.locator('#landing-mailbox').click()
    await page.locator('#words').waitFor()
    const look = async (name: string): Promise<void> => {
      findings.push(...(await faultsOf(page, `${language} ${name}`)))
    }
    await look('mailbox')
    await page.locator('main.mailbox .actions button').first().click()
    await look('mailbox-fault')
    await page.locator('#words').fill(words.join(' '))
    await page.locator('main.mailbox .actions button').first().click()
    await page.locator('main.messages').waitFor(DOING)
    await look('messages')
    const back = (): Promise<void> => page.locator('.back button').click()
    await page.locator('main.messages .actions button').nth(1).click()
    await page.locator('#text').fill('me@example.org')
    await page.locator('main.mail-write > .actions button').click()
    await page.locator('#warning').waitFor()
    await look('write')
    await back()
    await page.locator('main.messages .actions button').nth(2).click()
    await look('safety')
    for (const [at, name] of ['delete', 'words', 'readers', 'consent', 'close'].entries()) {
      await page.locator('main.mail-safety .choice-row button').nth(at).click()
      await page.locator(`main.mail-${name}`).waitFor()
      if (name === 'words') {
        await page.locator('.actions button').click()
        await page.locator('.nine li').first().waitFor()
      }
      await look(name)
      await back()
    }
    assert.deepEqual(faults, [])
    await context.close()
  }
  assert.deepEqual(findings, [])
})

async function faultsOf(page: Page, name: string): Promise<string[]> {
  const pictures = process.env['ASYLIA_PICTURES']
  if (pictures !== undefined) {
    await mkdir(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, `${name.replace(' ', '-')}.png`), fullPage: true })
  }
  const found = (await axeFindings(page)).map((one) => `${name}: ${one}`)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  return wide ? [...found, `${name}: wider than the screen`] : found
}
