import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aReporter } from '#web/desk/keys/a-reporter.ts'
import { aDeskHouse, type DeskHouse } from './a-desk-house.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { axeFindings, DESKTOP, foundOnScreen, PHONE, picture, type Seated, sitDown, speakOnScreen, spokenToday } from './desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const SAID = 'They may count me, and no more than that.'
let house: DeskHouse
let browser: Browser
let desk: Seated
let code: string

before(async () => {
  if (!hasChromium) return
  house = await aDeskHouse()
  browser = await openBrowser()
  desk = await sitDown(browser, house.origin)
  const { page } = desk
  await foundOnScreen(page, await house.team('harbour'))
  await aReporter(house).report({ to: ['harbour'], never: [{ kind: 'country', id: 'DE' }], text: 'They came to my door.' })
  await house.team('quay', { of: ['DE'] })
  await page.getByRole('button', { name: 'Open the inbox' }).click()
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  house.pass(61_000)
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.locator('.row').first().waitFor()
  await page.locator('body').press('j')
  await page.locator('body').press('1')
  await page.getByRole('button', { name: 'Take in', exact: true }).last().click()
  await page.getByText('The inbox is empty.').first().waitFor()
  code = await theCase()
  await house.superuser.query(
    `insert into asylia.compartment_deny (compartment_id, team_id) select c.compartment_id, t.id from asylia.report_case c, asylia.team t where t.slug = 'quay'`,
  )
})
after(async () => {
  if (!hasChromium) return
  await browser.close()
  assert.deepEqual(house.faults, [])
  await house.stop()
})

/** The code of the case, once the server has it: the inbox shows it as taken in before. */
async function theCase(): Promise<string> {
  for (let tries = 0; tries < 300; tries += 1) {
    const cases = await house.superuser.query<{ code: string }>('select code from asylia.report_case')
    const [found] = cases.rows
    if (found !== undefined) return found.code
    await desk.page.waitForTimeout(100)
  }
  return assert.fail(`no case was opened: ${desk.faults.join()} ${house.faults.join()}`)
}

const goTo = async (hash: string): Promise<void> => {
  await desk.page.evaluate((to) => {
    location.hash = to
  }, hash)
}

test('who can read a case is one key and one click away, with names, since when, why, and who never will (UX-C-07)', { skip }, async () => {
  const { page } = desk
  await goTo(`#/sharing/${code}`)
  await page.getByRole('heading', { name: `Sharing of ${code}` }).waitFor()
  await page.keyboard.press('w')
  const chip = page.locator('.panel .chip')
  await chip.getByText(/1 person in 1 team can read this/).waitFor()
  await chip.click()
  const body = page.locator('.panel .chip-body')
  await body
    .getByText(/Ana \(M-/)
    .first()
    .waitFor()
  assert.match((await body.textContent()) ?? '', /since .*opened the case/)
  assert.equal(await body.locator('s').textContent(), 'Desk of quay')
  await picture(page, 'who-can-read')
  assert.deepEqual(await axeFindings(page), [])
  await page.keyboard.press('Escape')
})

test('a yes is noted use by use with its words sealed, a withdrawal ends it, and what the report allowed waits to be confirmed', {
  skip,
}, async () => {
  const { page, requests } = desk
  const row = (name: string) => page.locator('#consent tbody tr').filter({ hasText: name })
  await row('Counted in statistics').getByText('not agreed to').waitFor()
  await page.getByRole('button', { name: 'Note a yes' }).click()
  assert.equal(await page.locator('.consent-scopes input:checked').count(), 0)
  await page.getByRole('button', { name: 'Keep this' }).click()
  await page.getByText('Choose at least one use.').waitFor()
  await page.getByLabel('Counted in statistics').check()
  await page.getByLabel('What was said, word for word').fill(SAID)
  await picture(page, 'consent-note')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByRole('button', { name: 'Keep this' }).click()
  await row('Counted in statistics').getByText('yes', { exact: true }).waitFor()
  assert.ok(!requests.join('\n').includes(SAID), 'the words left the browser')
  await row('Counted in statistics').getByRole('button', { name: 'Open the wording' }).click()
  await page.getByText(SAID).waitFor()
  assert.equal(await row('Used in research').getByText('not agreed to').count(), 1)
  await picture(page, 'consent')
  assert.deepEqual(await axeFindings(page), [])

  await page.getByRole('button', { name: 'Note a withdrawal' }).click()
  await page.getByLabel('Counted in statistics').check()
  await page.getByRole('button', { name: 'Keep this' }).click()
  await row('Counted in statistics').getByText('withdrawn').waitFor()
})

test('the ledger says in sentences who did what, and a line is proved in the browser and saved (C10, T-23)', { skip }, async () => {
  const { page } = desk
  await goTo('#/audit')
  await page.getByText(/Ana \(M-.*noted a withdrawal: whoever reported: Counted in statistics/).waitFor()
  await page.getByText('Nothing is signed yet').waitFor()
  await picture(page, 'audit')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByLabel('What kind').selectOption('consent')
  await page.getByRole('button', { name: 'Show these' }).click()
  await page.waitForFunction(() => document.querySelectorAll('#audit tbody tr').length === 2)
  await house.sign()
  await goTo('#/inbox')
  await goTo('#/audit')
  await page.getByText('Signed; not checked yet').waitFor()
  await page.getByRole('button', { name: 'Prove this line' }).first().click()
  await page.getByText(/stands in the signed ledger of \d+ lines/).waitFor()
  const saving = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Save the proof' }).click()
  const proof = JSON.parse(await readFile(await (await saving).path(), 'utf8')) as { format: string; line: string }
  assert.equal(proof.format, 'asylia-ledger-proof/1')
  assert.match(proof.line, /"action":"consent\./)
  await picture(page, 'audit-proved')
  assert.deepEqual(await axeFindings(page), [])
})

test('sharing and audit stand in five languages, on a phone, in the dark, and from right to left (UX-L-02)', { skip }, async () => {
  const { page } = desk
  for (const [tag, name] of spokenToday()) {
    await page.setViewportSize(DESKTOP)
    await speakOnScreen(page, name)
    for (const place of [`#/sharing/${code}`, '#/audit']) {
      await goTo(place)
      await page.locator(place === '#/audit' ? '#audit' : '#consent').waitFor()
      for (const [size, scheme] of [
        [DESKTOP, 'light'],
        [PHONE, 'dark'],
      ] as const) {
        await page.setViewportSize(size)
        await page.emulateMedia({ colorScheme: scheme })
        await picture(page, `${place.replaceAll(/\W|C-\w+/g, '')}-${tag}-${size.width}-${scheme}`)
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        assert.ok(over <= 0, `${place} ${tag} ${size.width}: ${over} px too wide`)
        assert.deepEqual(await axeFindings(page), [], `${place} ${tag} ${size.width}`)
      }
    }
  }
  assert.deepEqual(desk.faults, [])
})
