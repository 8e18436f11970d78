import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { recipientOf } from '#crypto/age/identity.ts'
import { concat, hex, utf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { sha256 } from '#crypto/kdf.ts'
import { aCeremony, filesOf, type Made, seedOf, signedEpoch } from '#crypto/roster/a-roster.ts'
import { writeArmour } from '#crypto/seal/armour.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { aList, aReportHouse, dayFrom, filesByName, type ReportHouse, TEAMS } from './a-report-house.ts'
import { aPhone, readBy, watch } from './a-watched-report.ts'
import { hasChromium, openBrowser, PHONE } from './chromium.ts'
import { walk } from './report-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const ONION = `${'a'.repeat(56)}.onion`

let browser: Browser
let house: ReportHouse

before(async () => {
  if (!hasChromium) return
  browser = await openBrowser()
  house = await aReportHouse(aList(), ONION)
})

after(async () => {
  if (!hasChromium) return
  await browser.close()
  await house.stop()
})

const [harbour, focal, liaison, lantern] = TEAMS as readonly [Made, Made, Made, Made]
const gone = (made: Made): Made => ({ ...made, epoch: { ...made.epoch, not_before: dayFrom(-40), not_after: dayFrom(-4) } })
const ceremony = (signers: number) => {
  const list = aCeremony({ issued: dayFrom(-1), expires: dayFrom(33) }, TEAMS)
  const files = filesOf(list)
  return {
    'pins.json': files.pins,
    'roster.json': files.roster,
    'recipients.bin': files.recipients,
    'epochs.json': canonicalBytes({ statements: list.teams.map((made) => signedEpoch(list, made, made.anchors.slice(0, signers))) }),
  }
}
const swapped = () => {
  const files = filesByName(aList())
  return {
    ...files,
    'recipients.bin': concat(recipientOf(seedOf('somebody else')), ...[focal, liaison, lantern].map(({ key }) => recipientOf(key))),
  }
}

const NO = 'We cannot check who would read this, so we do not send it. These people can help now.'
const STATES: readonly (readonly [string, () => Readonly<Record<string, Uint8Array>>, string, string])[] = [
  ['an empty list', () => filesByName(aList([])), 'Nobody can receive reports here yet. These people can help now.', 'I-12'],
  [
    'a list whose keys have all run out',
    () => filesByName(aList(TEAMS.map(gone))),
    'Nobody can receive reports here now. These people can help now.',
    'I-12',
  ],
  [
    'running keys of bodies of states alone',
    () => filesByName(aList([liaison, gone(harbour)])),
    'Nobody can receive reports here now. These people can help now.',
    'I-12',
  ],
  [
    'a list that has expired',
    () => filesByName(aList(TEAMS, { issued: dayFrom(-36), expires: dayFrom(-2) })),
    'The list of keys is too old, or your phone’s date is wrong.',
    'I-12',
  ],
  ['a list that was rolled back', () => filesByName(aList(TEAMS, { version: 6 })), NO, 'I-12, T-35'],
  ['a key that was swapped', swapped, NO, 'I-13, T-35'],
  ['a statement of one anchor of two', () => ceremony(1), NO, 'I-12, T-35'],
  [
    'a list with one byte changed',
    () => ({
      ...filesByName(aList()),
      'roster.json': utf8(new TextDecoder().decode(filesByName(aList())['roster.json']).replace('Harbour Desk', 'Harbour Dusk')),
    }),
    NO,
    'I-12, T-35',
  ],
]

for (const [what, files, says, ids] of STATES) {
  test(`${what}: nothing is sealed, it is said plainly, and who helps stands there (${ids})`, { skip }, async () => {
    await house.publish(files())
    const context = await aPhone(browser)
    const { page, asked, faults } = await watch(context, house)
    await page.locator('#lists .caution').waitFor()
    assert.ok((await page.locator('#lists').textContent())?.includes(says))
    await toReaders(page)
    await page.locator('main.readers #lists .caution').waitFor()
    assert.equal(await page.locator('#readers').count(), 0)
    assert.equal(await page.locator('main .actions .main').count(), 0)
    await page.locator('#lists button').click()
    assert.ok(((await page.locator('.numbers').textContent()) ?? '').length > 10)
    assert.deepEqual([asked.filter((line) => line.startsWith('POST')), faults], [[], []])
    await context.close()
    await house.publish(filesByName(house.list))
  })
}

/** The first answer for this file comes from the list before; what is asked for later comes from the new one. */
async function publishedBetween(context: BrowserContext, name: string, before: Uint8Array): Promise<() => number> {
  let asked = 0
  await context.route(`**/report/${name}`, async (route) => {
    asked += 1
    if (asked > 1) await route.continue()
    else await route.fulfill({ status: 200, contentType: 'application/octet-stream', body: Buffer.from(before) })
  })
  return () => asked
}

const rotated = (made: Made): Made => {
  const key = seedOf('the next key of the harbour')
  return { ...made, key, epoch: { ...made.epoch, epoch: made.epoch.epoch + 1, recipient_sha256: hex(sha256(recipientOf(key))) } }
}

test('a key that is renewed while the list is fetched is no alarm: the files are asked for once more and fit (I-12, T-35)', {
  skip,
}, async () => {
  const before = filesByName(house.list)
  const next = aList([rotated(harbour), focal, liaison, lantern])
  for (const name of ['recipients.bin', 'epochs.json'] as const) {
    await house.publish(filesByName(next))
    const context = await aPhone(browser)
    const asked = await publishedBetween(context, name, before[name] ?? new Uint8Array(0))
    const { page, faults, frames } = await watch(context, house)
    await walk(page, { text: 'One line.' })
    assert.deepEqual([asked(), faults], [2, []], name)
    assert.equal(await readBy('harbour', frames[0] ?? new Uint8Array(0)), null, 'the old key opens nothing')
    await context.close()
  }
  await house.publish(before)
})

async function toReaders(page: Page): Promise<void> {
  await page.locator('#landing-report').click()
  await page.locator('main.safety .main').click()
  await page.locator('#text').fill('One line.')
  for (const screen of ['what', 'where', 'danger', 'attach']) await page.locator(`main.${screen} .actions .main`).click()
}

test('two anchors of two are enough in a ceremonied list, and it claims no more than it is (T-35)', { skip }, async () => {
  await house.publish(ceremony(2))
  const context = await aPhone(browser)
  const { page } = await watch(context, house)
  await page.locator('main.landing .code').first().waitFor()
  assert.equal(((await page.locator('main').textContent()) ?? '').includes('signs its own list of keys'), false)
  await house.publish(filesByName(house.list))
  await page.reload()
  await page.locator('#lists p').first().waitFor()
  await page.waitForFunction(() => (document.getElementById('lists')?.textContent ?? '').includes('signs its own list of keys'))
  await context.close()
})

for (const year of [2016, 2040]) {
  test(`a phone that thinks it is ${year} is told so, seals all the same, and tells nobody its time (I-11)`, { skip }, async () => {
    const context = await aPhone(browser)
    const shift = new Date(`${year}-06-01T00:00:00Z`).getTime() - Date.now()
    const code = `{const D=Date;globalThis.Date=class extends D{constructor(...a){a.length?super(...a):super(D.now()+${shift})}static now(){return D.now()+${shift}}}}`
    await context.route('**/report/*.js', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: code + (await answer.text()) })
    })
    const { page, frames } = await watch(context, house)
    await page.waitForFunction(() => (document.getElementById('lists')?.textContent ?? '').includes('date looks wrong'))
    await walk(page, { text: 'One line.' })
    const read = await readBy('harbour', frames[0] ?? new Uint8Array(0))
    assert.equal(read?.text, 'One line.')
    assert.equal(JSON.stringify(read.header).includes(String(year)), false)
    await context.close()
  })
}

test('without JavaScript one request brings the onion address, the age steps and numbers, and no field to write in (I-18, UX-R-03)', {
  skip,
}, async () => {
  for (const language of ['en', 'th', 'ar']) {
    const context = await browser.newContext({ viewport: PHONE, locale: language, javaScriptEnabled: false })
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`${house.origin}/report/`)
    assert.equal(await page.locator('input, textarea, select, form, [contenteditable]').count(), 0)
    const text = (await page.locator('main').textContent()) ?? ''
    for (const needed of [
      `http://${ONION}:81/`,
      'age -a -R chosen.txt',
      'curl --data-binary @out.age https://invented.example/api/intake/armour',
      '1669',
      '113',
    ])
      assert.ok(text.includes(needed), needed)
    assert.deepEqual(
      asked.filter((path) => !path.endsWith('.js')),
      ['/report/'],
    )
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(wide <= 0)
    await context.close()
  }
})

test('the keys of all teams come as one file, each key named by a comment', { skip }, async () => {
  const lines = (await (await fetch(`${house.origin}/report/keys.txt`)).text()).trim().split('\n')
  assert.deepEqual(
    lines.filter((line) => line.startsWith('#')),
    [
      '# Harbour Desk (independent organisation)',
      '# Focal point Bangkok (European Union)',
      '# Liaison office Germany (body of a state, DE)',
      '# Lantern (independent organisation)',
    ],
  )
  assert.equal(lines.filter((line) => line.startsWith('age1pq1')).length, 4)
})

test('what is no armour leads to no request; what is sealed with age for our teams is taken (I-18)', { skip }, async () => {
  const context = await aPhone(browser)
  const { page, asked } = await watch(context, house)
  const posts = (): string[] => asked.filter((line) => line.startsWith('POST'))
  await page.getByRole('button', { name: 'I have already sealed a text with age' }).click()
  for (const wrong of ['They came at night.', '-----BEGIN AGE ENCRYPTED FILE-----\nVGhleSBjYW1l\n-----END AGE ENCRYPTED FILE-----']) {
    await page.locator('#armour').fill(wrong)
    await page.locator('main.sealed .main').click()
    await page.locator('[role=alert]').waitFor()
    assert.equal(await page.locator('#armour').inputValue(), wrong)
  }
  assert.deepEqual(posts(), [])
  await page.locator('#armour').fill(writeArmour(await sealTo([recipientOf(harbour.key)], utf8('They came at night.'))))
  await page.locator('main.sealed .main').click()
  await page.locator('main.done').waitFor()
  assert.deepEqual(posts(), ['POST /api/intake/armour'])
  await context.close()
})
