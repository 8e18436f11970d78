import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { readXlsx } from '#formats/xlsx-read.ts'
import { aDeskHouse, type DeskHouse } from './a-desk-house.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import { foundInbox, lookAround, picture, type Seated, sitDown } from './desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const TABLE = `Họ tên;Ngày;Quốc tịch;Quốc gia;Hình thức;Mô tả
Nguyễn Thị Bưởi;04/03/2569;Việt Nam;ไทย;Bắt cóc;<img src=x onerror=alert(1)> Taken near the station.
Trần Cam;31/02/2026;Việt Nam;TH;Bắt cóc;x
Lê Ổi;25/12/2025;VNM;Thailand;witchcraft;=1+cmd
Phạm Mận;2026-01-02;Atlantis;TH;Bắt cóc;y
`
let house: DeskHouse
let browser: Browser
let desk: Seated
let folder: string

before(async () => {
  if (!hasChromium) return
  folder = await mkdtemp(join(tmpdir(), 'asylia-tables-'))
  house = await aDeskHouse()
  browser = await openBrowser()
  desk = await sitDown(browser, house.origin)
  await foundInbox(desk.page, await house.team('harbour'))
})
after(async () => {
  if (!hasChromium) return
  await browser.close()
  await rm(folder, { recursive: true })
  assert.deepEqual(house.faults, [])
  await house.stop()
})

/** The page by its name in the palette, as somebody goes there. */
async function openByName(name: string): Promise<void> {
  const { page } = desk
  await page.locator('body').press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill(name)
  await page.getByRole('option', { name }).first().click()
  await page.getByRole('heading', { name, exact: true }).waitFor()
}

test('a table is chosen, settled, looked at and brought in; what is wrong stands by its line, and nothing in it runs (X-07, A-17)', {
  skip,
}, async () => {
  const { page, requests } = desk
  await writeFile(join(folder, 'table.csv'), TABLE)
  await openByName('Import a table')
  await page.getByLabel('Choose a file').setInputFiles(join(folder, 'table.csv'))
  await page.getByText('4 rows, read as utf-8.').waitFor()
  await page.getByRole('button', { name: 'Show what would be written' }).click()
  await page.getByText('2 rows are ready, 2 kept back, 0 imported before.').waitFor()
  await page.getByText('Date: a date that the calendar does not have').waitFor()
  await page.getByText('Country of origin: a country that we do not know').waitFor()
  await page.getByText('Nguyễn Thị Bưởi').last().waitFor()
  await lookAround(page, 'import')
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await page.getByText('2 cases were opened, 0 were there before.').waitFor()
  await page.getByRole('button', { name: 'Another table' }).click()
  await page.getByLabel('Choose a file').setInputFiles(join(folder, 'table.csv'))
  await page.getByRole('button', { name: 'Show what would be written' }).click()
  await page.getByText('2 rows are ready, 2 kept back, 2 imported before.').waitFor()
  assert.ok(await page.getByRole('button', { name: /^Import 0/ }).isDisabled())
  for (const word of ['Bưởi', 'station', 'witchcraft', '1+cmd']) assert.ok(!requests.join('\n').includes(word), word)
  assert.deepEqual(desk.faults, [])
})

test('what was brought in is found in the palette by words of its story, and the way leads to its case (T-21)', { skip }, async () => {
  const { page } = desk
  await page.locator('body').press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('taken near')
  const found = page.getByRole('option', { name: /Taken near the station.*C-/ })
  await found.waitFor()
  const code = /C-[2-9A-Z]{6}/.exec((await found.textContent()) ?? '')?.[0] ?? ''
  await found.click()
  await page.getByRole('heading', { name: code }).waitFor()
  assert.deepEqual(desk.faults, [])
})

test('a table is handed on only with the consent of everybody in it, in three forms that no spreadsheet runs (T-21, A-18)', {
  skip,
}, async () => {
  const { page } = desk
  const { rows } = await house.superuser.query<{ code: string }>('select code from asylia.report_case order by code')
  await openByName('Hand on a table')
  await page.getByLabel('Cases, one code a line').fill(rows.map(({ code }) => code).join('\n'))
  await page.getByRole('button', { name: 'Look first' }).click()
  await page.getByText('No row would leave; 2 are held back.').waitFor()
  await lookAround(page, 'export')
  await house.superuser.query(
    `insert into asylia.consent (compartment_id, id, subject, scope, n, change, giver, basis, from_on, expires_on, recorded_by, recorded_on)
     select p.compartment_id, gen_random_uuid(), p.code, 'partners', 1, 'given', 'self', 'spoken', $1::date, $1::date + 300, p.recorded_by, $1::date from asylia.person p`,
    [house.now().toISOString().slice(0, 10)],
  )
  await page.getByRole('button', { name: 'Look first' }).click()
  await page.getByText('2 rows would leave; nobody is held back.').waitFor()
  for (const form of ['CSV', 'XLSX', 'JSON']) {
    await page.getByRole('button', { name: `Make ${form}` }).click()
    const saving = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Save the file with 2 rows' }).click()
    const saved = await saving
    assert.equal(saved.suggestedFilename(), `asylia-incidents.${form.toLowerCase()}`)
    const bytes = await readFile(await saved.path())
    if (form === 'XLSX') assert.equal(readXlsx(bytes)[0]?.rows.length, 3)
    else assert.match(bytes.toString(), /phys\.abduction/)
    assert.ok(!bytes.includes('Bưởi'))
  }
  assert.deepEqual(desk.faults, [])
})

test('taking everything along says what it is, and nobody does it alone (T-22)', { skip }, async () => {
  const { page } = desk
  await openByName('Take everything along')
  await lookAround(page, 'take-along')
  await page.getByRole('button', { name: 'Fetch and save' }).click()
  await page.getByRole('alert').waitFor()
  await picture(page, 'take-along-refused')
  await page.getByRole('button', { name: 'Ask a colleague for the second yes' }).click()
  await page.getByText('Asked. A colleague answers under Approvals').waitFor()
  assert.deepEqual(desk.faults, [])
})
