import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { BEAT_CALLS } from '#features/teams/sessions/beat-calls.ts'
import { type AMember, aMemberAt, colleagueOf } from '#web/desk/keys/a-member.ts'
import type { Typed } from '#web/desk/rooms/alerts/calls.ts'
import { referenceOf } from '#web/desk/rooms/alerts/reference.ts'
import { introduce, talk } from '../../a-node.ts'
import { aDeskHouse, type DeskHouse } from '../a-desk-house.ts'
import { hasChromium, openBrowser } from '../chromium.ts'
import { axeFindings, goTo, joinOnScreen, picture, type Seated, sitDown } from '../desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const QUAY = 'quay-node--quay'
const HARBOUR = 'harbour-node--harbour'
let harbour: DeskHouse
let quay: DeskHouse
let browser: Browser
let desk: Seated
let ben: AMember
let cam: AMember
let eva: AMember
let fay: AMember
/** The alert that came to harbour. */
let fromQuay = ''

/** Two installations that know each other. Who looks at the screen is of harbour. */
before(async () => {
  if (!hasChromium) return
  ;[harbour, quay, browser] = await Promise.all([aDeskHouse(), aDeskHouse(), openBrowser()])
  ben = await aMemberAt(harbour, await harbour.team('harbour'))
  cam = await colleagueOf(harbour, ben)
  eva = await aMemberAt(quay, await quay.team('quay'))
  fay = await colleagueOf(quay, eva)
  await introduce(harbour, quay)
  await talk(harbour, quay)
  await ben.call('nodes.hear', { name: 'quay-node', typed: (await quay.nodes.keys()).fingerprint })
  await eva.call('nodes.hear', { name: 'harbour-node', typed: (await harbour.nodes.keys()).fingerprint })
  desk = await sitDown(browser, harbour.origin)
  // The minutes of the page can be made to pass; those of the server and of the keys are their own.
  await desk.page.clock.install()
  await joinOnScreen(desk.page, ben)
})
after(async () => {
  if (!hasChromium) return
  await browser.close()
  await Promise.all([harbour.stop(), quay.stop()])
})

const second = (more: number) => `${new Date(harbour.now().getTime() + more).toISOString().slice(0, 19)}Z`
const typed = (office: string): Typed => ({
  kind: 'early_warning',
  tlp: 'TLP:AMBER',
  level: 4,
  asks: 'watch',
  answerBy: second(7_200_000),
  endsAt: second(86_400_000),
  about: [],
  names: 'nobody',
  shows: false,
  offices: [office],
  text: 'A car waits near the school.',
  wish: '',
})
/** Drawn up by one, sent with the yes of the other, and carried over. */
async function sent(by: AMember, other: AMember, office: string): Promise<string> {
  const { alert } = await by.call('alerts.draft', { case: null, of: null, typed: typed(office) })
  await other.call('alerts.approve', { alert })
  await talk(harbour, quay)
  return alert
}
const waitingAt = async (by: AMember) => (await by.call('alerts.received', { waiting: true, after: null })).rows[0] ?? assert.fail()

test('an answer to another installation offers no files, which could not go there, and says so (R-EP-24)', { skip }, async () => {
  const { page } = desk
  fromQuay = await sent(eva, fay, HARBOUR)
  const { delivery } = await waitingAt(ben)
  await goTo(page, `#/alerts/in/${delivery}`)
  await page.getByText('The sender sees that your office opened it').waitFor()
  await page.keyboard.down('o')
  await page.getByText('A car waits near the school.').waitFor()
  // A key that is held repeats itself: it opened the alert, and must not acknowledge it.
  await page.keyboard.down('o')
  await page.keyboard.up('o')
  await wait(1_500)
  assert.equal((await waitingAt(ben)).state, 'opened')
  await page.getByText(`Reference ${referenceOf(delivery)}`).waitFor()
  await page.locator('body').press('o')
  await page.getByRole('button', { name: 'Answer', exact: true }).click()
  await page.getByText('Files do not go to other installations').waitFor()
  assert.equal(await page.locator('input[type=file]').count(), 0)
  await picture(page, 'alerts-answer-away')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByLabel('Your answer').fill('We are watching.')
  await page.locator('.box').getByRole('button', { name: 'Answer', exact: true }).click()
  await page.getByText('answered', { exact: true }).first().waitFor()
})

test('what the sender takes back goes from the open page of the office, without anybody asking for it (R-EP-24, T-27)', {
  skip,
}, async () => {
  const { page } = desk
  await eva.call('alerts.withdraw', { alert: fromQuay })
  await talk(harbour, quay)
  await page.getByText('withdrawn by the sender').first().waitFor()
  assert.equal(await page.getByText('A car waits near the school.').count(), 0)
})

test('the open page of an alert shows by itself what came back from the other installation, and that it is gone there (R-EP-24, T-27)', {
  skip,
}, async () => {
  const { page } = desk
  const alert = await sent(ben, cam, QUAY)
  const { delivery } = await waitingAt(eva)
  await goTo(page, `#/alerts/${alert}`)
  const row = page.locator('#alert-offices tbody tr')
  await row.getByText('delivered, not opened').waitFor()
  await row.getByText(`Reference ${referenceOf(delivery)}`).waitFor()
  await eva.call('alerts.open', { delivery })
  await eva.call('alerts.turn', { delivery, becomes: 'acknowledged', as: 'caseworker', reason: null })
  await talk(harbour, quay)
  await row.getByText('as caseworker').waitFor()

  await page.getByRole('button', { name: 'Take it back from everybody' }).click()
  await page.locator('.box').getByRole('button', { name: 'Take it back from everybody' }).click()
  const notYet = row.getByText('its installation has not confirmed this')
  await notYet.waitFor()
  await talk(harbour, quay)
  await notYet.waitFor({ state: 'detached' })
  await row.getByText('taken back', { exact: true }).waitFor()
  await row.getByText('had version 1 of 1; opened: version 1').waitFor()
  assert.equal(await row.getByText('as caseworker').count(), 0, 'no caseworker of theirs took it back')
  await picture(page, 'alerts-taken-back-away')
  assert.deepEqual(desk.faults, [])
})

test('what an open desk asks by itself, each minute and after news, keeps no session from running out (T-28)', { skip }, async () => {
  const { page, requests } = desk
  await goTo(page, '#/alerts')
  await page.locator('#alerts-sent, .empty').first().waitFor()
  // The minute in which somebody was there still says so.
  const isHere = page.waitForRequest((request) => request.url().endsWith('/session/here'))
  await page.clock.runFor(61_000)
  await isHere
  const before = requests.length
  await page.clock.runFor(61_000)
  await sent(eva, fay, HARBOUR)
  await page.locator('#alerts-owed').getByText('early warning').waitFor()
  const asked = requests.slice(before).map((line) => line.split(' ').slice(0, 2).join(' ').replace(harbour.origin, ''))
  assert.ok(asked.length > 10 && asked.includes('GET /api/desk/alerts/red'))
  assert.deepEqual(
    asked.filter((line) => line.includes(' /api/desk/') && !BEAT_CALLS.has(line)),
    [],
  )
  const isBack = page.waitForRequest((request) => request.url().endsWith('/session/here'))
  await page.keyboard.press('Shift')
  await isBack
})

test('a draft whose time to answer passed while it waited cannot be said yes to: it says so, and is changed with its words (R-EP-24)', {
  skip,
}, async () => {
  const { page } = desk
  const { alert } = await cam.call('alerts.draft', { case: null, of: null, typed: { ...typed(QUAY), answerBy: second(1_800_000) } })
  await goTo(page, `#/alerts/${alert}`)
  await page.getByRole('button', { name: 'Say yes to exactly this' }).waitFor()
  await page.clock.setFixedTime(harbour.now().getTime() + 1_801_000)
  await page.getByText('The time to answer passed').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Say yes to exactly this' }).count(), 0)
  await page.getByRole('button', { name: 'Change the draft' }).click()
  await page.getByRole('heading', { name: `Change the draft of ${alert}: version 1` }).waitFor()
  assert.equal(await page.getByLabel('What you tell them').inputValue(), 'A car waits near the school.')
})
