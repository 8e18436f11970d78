import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { theCorridor } from '../../../src/features/dossiers/briefings/a-briefing.ts'
import { aDeskHouse, type DeskHouse } from '../a-desk-house.ts'
import { hasChromium, openBrowser } from '../chromium.ts'
import { axeFindings, DESKTOP, foundInbox, PHONE, picture, type Seated, sitDown } from '../desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
let house: DeskHouse
let browser: Browser
let desk: Seated

before(async () => {
  if (!hasChromium) return
  house = await aDeskHouse()
  await mkdir(join(house.folder, 'site', 'data'), { recursive: true })
  await writeFile(join(house.folder, 'site', 'data', 'release.json'), JSON.stringify(await theCorridor()))
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

test('a page is composed, read, kept sealed and printed as tagged PDF in the browser, under the policy of the desk (T-29, UX-P-04)', {
  skip,
}, async () => {
  const { page, requests } = desk
  await page.goto(`${house.origin}/desk/#/cases`)
  await page.getByRole('button', { name: 'Begin a case without a report' }).first().click()
  await page
    .getByRole('heading', { name: /C-[2-9A-Z]{6}/ })
    .first()
    .waitFor()
  const [row] = (await house.superuser.query<{ code: string }>('select code from asylia.report_case')).rows
  await page.locator('body').press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('Briefings')
  await page.getByRole('option', { name: 'Briefings' }).first().click()
  await page.getByLabel('Which one').selectOption('H-A9HH')
  await page.getByRole('button', { name: 'Compose' }).click()
  await page.getByRole('heading', { name: 'What was promised', exact: true }).waitFor()
  await page.getByLabel('Kept with case').fill(row?.code ?? '')
  await page.getByRole('button', { name: 'Keep as a version' }).click()
  await page.getByText('Version 1 is kept, sealed.').waitFor()
  await page.getByLabel('Who gets this copy').fill('Head of the delegation')
  await page.getByRole('button', { name: 'Make PDF' }).click()
  const link = page.getByRole('link', { name: /^Save copy/ })
  await link.waitFor({ timeout: 60_000 })
  for (const [name, size, colorScheme] of [
    ['desktop', DESKTOP, 'light'],
    ['phone', PHONE, 'dark'],
  ] as const) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    await picture(page, `briefings-${name}`)
    assert.deepEqual(await axeFindings(page), [], name)
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, name)
  }
  const saving = page.waitForEvent('download')
  await link.click()
  const saved = await saving
  assert.match(saved.suggestedFilename(), /^briefing-1-[2-9A-Z]{4}\.pdf$/)
  const file = await saved.path()
  const tool = (name: string, ...args: string[]) => execFileSync(name, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  assert.match(tool('pdfinfo', file), /Tagged: +yes[^]*Pages: +1\n/)
  const mark = /-([2-9A-Z]{4})\.pdf$/.exec(saved.suggestedFilename())?.[1] ?? 'none'
  assert.ok(tool('pdftotext', file, '-').includes(`Copy ${mark}`))
  await page.getByText('Head of the delegation').first().waitFor()
  for (const word of ['delegation', 'What was promised', mark]) assert.ok(!requests.join('\n').includes(word), word)
  assert.ok(requests.every((one) => one.includes(` ${house.origin}/`) || one.includes(' blob:')))
  assert.deepEqual(desk.faults, [])
})
