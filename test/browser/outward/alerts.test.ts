import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Locator, Page } from 'playwright-core'
import { introduceNode, operatorOf } from '#features/nodes/index.ts'
import { type AMember, aMemberAt, colleagueOf } from '#web/desk/keys/a-member.ts'
import { aCard } from '#web/desk/keys/nodes/a-card.ts'
import { aDeskHouse, type DeskHouse } from '../a-desk-house.ts'
import { hasChromium, openBrowser } from '../chromium.ts'
import { axeFindings, DESKTOP, joinOnScreen, PHONE, picture, type Seated, sitDown, speakOnScreen, spokenToday } from '../desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
/** A day with its hour. */
const HOUR = /20[0-9]{2}, [0-2][0-9]:[0-5][0-9] UTC/
const SAID = 'She was told at work that they know where she lives.'
let house: DeskHouse
let browser: Browser
let desk: Seated
let ben: AMember
let eva: AMember
let fay: AMember

const at = (page: Page, room: string) =>
  page.evaluate((hash) => {
    location.hash = hash
  }, `#/${room}`)

before(async () => {
  if (!hasChromium) return
  house = await aDeskHouse()
  browser = await openBrowser()
  ben = await aMemberAt(house, await house.team('harbour'))
  eva = await aMemberAt(house, await house.team('quay'))
  fay = await colleagueOf(house, eva)
  await eva.call('directory.keep', {
    id: crypto.randomUUID(),
    territory: ['FR', 'DE'],
    remit: ['tnr'],
    languages: ['en', 'fr'],
    opens: 0,
    closes: 0,
    offsetMinutes: 60,
    days: [1, 2, 3, 4, 5, 6, 7],
    deputies: 1,
    stateBody: false,
    police: false,
    conflicts: [],
    contact: '+33 1 99 00 00 00',
    open: true,
    revision: 0,
  })
  await house.superuser.query(
    `insert into asylia.focal_point (compartment_id, id, territory, languages, opens, closes, offset_minutes, days, deputies, state_body, police, contact, open, checked_on, checked_by)
     select c.id, gen_random_uuid(), '{NL}', '{nl}', 540, 1020, 60, '{1,2,3,4,5}', 0, true, false, 'invented', true, '2026-01-05', m.id
     from asylia.compartment c join asylia.team t on t.id = c.team_id and t.slug = 'quay' join asylia.member m on m.team_id = t.id limit 1`,
  )
  desk = await sitDown(browser, house.origin)
  const { page } = desk
  await joinOnScreen(page, ben)
})
after(async () => {
  if (!hasChromium) return
  await browser.close()
  await house.stop()
})

/** Goes there as somebody does who has no pointer. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let tries = 0; tries < 80; tries += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail('it cannot be reached with the keyboard')
}

test('an urgent alert is drawn up by keyboard, approved, delivered and acknowledged in under two minutes, and the board shows each clock (R-EP-24, T-22)', {
  skip,
}, async () => {
  const { page, requests } = desk
  const began = performance.now()
  await page.locator('body').press('g')
  await page.keyboard.press('w')
  await page.getByRole('heading', { name: 'Alerts', exact: true }).waitFor()
  await page.keyboard.press('n')
  await page.getByRole('heading', { name: 'Draw up an alert' }).waitFor()
  await page.getByLabel('What you tell them').waitFor()
  await tabTo(page, page.getByRole('radio', { name: 'urgent action' }))
  await page.keyboard.press('1')
  assert.ok(await page.getByRole('radio', { name: 'early warning' }).isChecked(), 'the figure that stands at it takes it')
  await page.keyboard.press('3')
  await page.keyboard.press('Alt+Enter')
  const refused = page.locator('#form-fault')
  await refused.getByText('Choose at least one office.').waitFor()
  // Reading goes on at the refusal, in the next frame.
  await page.locator('#form-fault:focus').waitFor()
  await page.getByLabel('What you tell them').focus()
  await page.keyboard.type(SAID)
  await tabTo(page, page.getByLabel('Where it happens'))
  await page.keyboard.type('FR NL TH')
  await page.getByText('Thailand: no focal point').waitFor()
  await tabTo(page, page.getByLabel('The words name nobody'))
  await page.keyboard.press('Space')
  await tabTo(page, page.getByRole('checkbox', { name: /Desk of quay/ }))
  await page.keyboard.press('Space')
  await page.getByText('As Desk of quay will see it').waitFor()
  assert.match((await page.locator('details.parcel[open]').textContent()) ?? '', /From Desk of harbour.*Answer by.*Until/)
  assert.match((await page.locator('.offices').textContent()) ?? '', /answers for this country/)
  await picture(page, 'alerts-form')
  assert.deepEqual(await axeFindings(page), [])
  await page.keyboard.press('Alt+Enter')
  await page.getByText('Waits for the yes of a colleague').waitFor()
  await picture(page, 'alerts-drawn')
  assert.deepEqual(await axeFindings(page), [])
  const alert = (await page.locator('#alert-title').textContent()) ?? ''
  await page.getByRole('button', { name: 'Change the draft' }).click()
  await page.getByRole('heading', { name: `Change the draft of ${alert}: version 1` }).waitFor()
  await at(page, `alerts/${alert}`)
  await page.getByText('Waits for the yes of a colleague').waitFor()
  await ben.call('alerts.approve', { alert })
  await house.ring()
  assert.ok(performance.now() - began < 120_000)
  assert.ok(!requests.join('\n').includes(SAID), 'the words left the browser')

  const { rows } = await eva.call('alerts.received', { waiting: true, after: null })
  const delivery = rows[0]?.delivery ?? assert.fail()
  assert.equal((await eva.call('alerts.open', { delivery })).words?.text, SAID)
  await eva.call('alerts.turn', { delivery, becomes: 'acknowledged', as: 'caseworker', reason: null })
  await at(page, 'alerts')
  await page.getByText('acknowledged', { exact: true }).waitFor()
  await page.getByText('as caseworker').waitFor()
  await eva.call('alerts.answer', { delivery, text: 'We rang her. She is safe for tonight.' })
  await at(page, `alerts/${alert}`)
  await page.getByText('She is safe for tonight').waitFor()
  // An alert is a matter of minutes: what came back and where the office stands say the hour.
  const reply = page.locator('.parcel', { hasText: 'She is safe for tonight' })
  assert.match((await reply.locator('.quiet').textContent()) ?? '', HOUR)
  assert.match((await page.locator('#alert-offices tbody tr').textContent()) ?? '', HOUR)
  await picture(page, 'alerts-answered')
})

test('what another office sent is owed with its clock, opened, and acknowledged as one’s role; nobody else’s copy is told of (R-EP-24)', {
  skip,
}, async () => {
  const { page } = desk
  const second = (after: number) => `${new Date(house.now().getTime() + after).toISOString().slice(0, 19)}Z`
  const typed = {
    kind: 'early_warning',
    tlp: 'TLP:AMBER',
    level: 4,
    asks: 'watch',
    about: [],
    names: 'nobody',
    shows: false,
    offices: ['harbour'],
  } as const
  const { alert } = await eva.call('alerts.draft', {
    case: null,
    of: null,
    typed: {
      ...typed,
      about: [],
      offices: ['harbour'],
      answerBy: second(7_200_000),
      endsAt: second(86_400_000),
      text: 'A car waits near the school.',
      wish: '',
    },
  })
  await fay.call('alerts.approve', { alert })
  await house.ring()
  await at(page, 'inbox')
  await at(page, 'alerts')
  const row = page.locator('#alerts-owed tbody tr').first()
  await row.getByText(/left/).waitFor()
  await row.getByText(/^came .* UTC$/).waitFor()
  await picture(page, 'alerts-board')
  assert.deepEqual(await axeFindings(page), [])
  await row.getByRole('button').first().click()
  await page.getByText('The sender sees that your office opened it').waitFor()
  assert.equal(await page.getByText('A car waits').count(), 0)
  await page.locator('body').press('o')
  await page.getByText('A car waits near the school.').waitFor()
  await page.locator('body').press('o')
  await page.getByText('acknowledged', { exact: true }).first().waitFor()
  await page.locator('p', { hasText: 'acknowledged' }).filter({ hasText: HOUR }).waitFor()
  await picture(page, 'alerts-received')
  assert.deepEqual(await axeFindings(page), [])
})

test('an office that did not take an alert on gets the next version only if it is chosen once more, and no fault goes with the reader (R-EP-24)', {
  skip,
}, async () => {
  const { page } = desk
  const second = (after: number) => `${new Date(house.now().getTime() + after).toISOString().slice(0, 19)}Z`
  const { alert } = await ben.call('alerts.draft', {
    case: null,
    of: null,
    typed: {
      kind: 'early_warning',
      tlp: 'TLP:AMBER',
      level: 4,
      asks: 'watch',
      about: [],
      names: 'nobody',
      shows: false,
      offices: ['quay'],
      answerBy: second(7_200_000),
      endsAt: second(86_400_000),
      text: 'A van stands at the gate.',
      wish: '',
    },
  })
  await at(page, `alerts/${alert}`)
  await page.getByRole('checkbox', { name: 'I read the words and say the same' }).check()
  await page.locator('body').press('y')
  await page.getByText('Sent.', { exact: true }).waitFor()
  await house.ring()
  const { rows } = await eva.call('alerts.received', { waiting: true, after: null })
  const delivery = rows.find(({ state }) => state === 'delivered')?.delivery ?? assert.fail()
  await eva.call('alerts.open', { delivery })
  await eva.call('alerts.turn', { delivery, becomes: 'refused', as: null, reason: 'no_means' })
  await at(page, 'alerts')
  await page.getByRole('heading', { name: 'Alerts', exact: true }).waitFor()
  await at(page, `alerts/${alert}`)
  await page.getByText('not taken on').waitFor()
  assert.equal(await page.getByText('Sent.', { exact: true }).count(), 0, 'what was done is said once')
  // What is slow to come must not take the place of what somebody types meanwhile.
  await page.route('**/api/desk/alerts/view', (route) => wait(800).then(() => route.continue()))
  await page.getByRole('button', { name: 'Send an update' }).click()
  const words = page.getByLabel('What you tell them')
  await words.waitFor()
  assert.notEqual(await words.inputValue(), '')
  await page.unroute('**/api/desk/alerts/view')
  await page.getByRole('heading', { name: `Update of ${alert}: version 2` }).waitFor()
  const quay = page.getByRole('checkbox', { name: /Desk of quay/ })
  assert.equal(await quay.isChecked(), false)
  await quay.check()
  await page.getByLabel('The words name nobody').check()
  await page.route('**/api/desk/alerts/draft', (route) => route.fulfill({ status: 500 }))
  await page.keyboard.press('Alt+Enter')
  await page.locator('#form-fault .fault').waitFor()
  await picture(page, 'alerts-update-refused')
  assert.deepEqual(await axeFindings(page), [])
  await page.unroute('**/api/desk/alerts/draft')
  await at(page, 'directory')
  await page.locator('#directory-table').waitFor()
  assert.equal(await page.locator('.fault').count(), 0)
  await ben.call('alerts.withdraw', { alert })
})

test('an alert whose office was barred since stands first on the board and among the tasks, and one key takes it back (T-21, R-EP-24)', {
  skip,
}, async () => {
  const { page } = desk
  await house.superuser.query(
    `insert into asylia.compartment_deny (compartment_id, team_id) select c.id, t.id from asylia.compartment c
     join asylia.team h on h.id = c.team_id and h.slug = 'harbour' and c.kind = 'team', asylia.team t where t.slug = 'quay'`,
  )
  const due = 'Take back: these offices may not have it any more'
  await at(page, 'tasks')
  await page.getByText(due).waitFor()
  await at(page, 'alerts')
  await page.getByRole('heading', { name: due }).waitFor()
  await picture(page, 'alerts-red')
  assert.deepEqual(await axeFindings(page), [])
  await page.locator('body').press('b')
  await page.getByText('Every copy here is emptied at once').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('Taken back.').waitFor()
  assert.equal(await page.getByRole('heading', { name: due }).count(), 0)
})

test('the focal point of a state is two steps away, with hours, languages and the day it was checked; an old entry says so (R-EP-26)', {
  skip,
}, async () => {
  const { page } = desk
  await page.locator('body').press('g')
  await page.keyboard.press('f')
  await page.getByLabel('Country: its name').fill('fr')
  const table = page.locator('#directory-table')
  await table.getByText('France, Germany').waitFor()
  assert.equal(await table.locator('tbody tr').count(), 1)
  await table.getByText('+33 1 99 00 00 00').waitFor()
  await page.getByLabel('Country: its name').fill('Netherlands')
  await table.getByText('not verified: last checked 5 January 2026').waitFor()
  await page.getByLabel('Country: its name').fill('th')
  await page.getByText('No focal point is entered for this').waitFor()
  await page.getByLabel('Country: its name').fill('Atlantis')
  await page.getByText('There is no such country').waitFor()
  await page.getByLabel('Country: its name').fill('')
  await picture(page, 'directory')
  assert.deepEqual(await axeFindings(page), [])
})

test('an address for a feed reader is made on the board, told once, and read by a program that has no session (T-20)', {
  skip,
}, async () => {
  const { page } = desk
  await at(page, 'alerts')
  await page.getByRole('link', { name: 'Notices in a feed reader' }).click()
  await page.getByText('You have no address.').waitFor()
  await page.getByRole('button', { name: 'Make an address' }).click()
  const address = await page.getByLabel('The address, shown once').inputValue()
  const feed = await fetch(address)
  assert.deepEqual([feed.status, feed.headers.get('content-type')], [200, 'application/atom+xml; charset=utf-8'])
  assert.match(await feed.text(), /<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/)
  await picture(page, 'feed')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByRole('button', { name: 'End it' }).click()
  await page.getByText('You have no address.').waitFor()
  assert.equal((await fetch(address)).status, 404)
})

const SHOWN = {
  alerts: '#alerts-sent, .empty',
  'alerts/new': '#alert-text',
  'alerts/feed': '#feed-title',
  directory: '#directory-table',
  nodes: '#nodes-table',
} as const

test('board, draft, directory and other installations stand in every language, on a phone, in the dark, and from right to left (UX-L-02)', {
  skip,
}, async () => {
  const { page } = desk
  const node = aCard()
  await introduceNode(house.nodes, operatorOf(house.nodes), { name: 'quay-node', ...node })
  for (const [name, spoken] of spokenToday()) {
    await page.setViewportSize(DESKTOP)
    await speakOnScreen(page, spoken)
    for (const place of ['alerts', 'alerts/new', 'alerts/feed', 'directory', 'nodes'] as const) {
      await at(page, place)
      await page.locator(SHOWN[place]).first().waitFor()
      await page.setViewportSize(PHONE)
      await page.emulateMedia({ colorScheme: 'dark' })
      await picture(page, `${place.replace('/', '-')}-${name}-phone`)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(over <= 0, `${place} ${name}: ${over} px too wide`)
      assert.deepEqual(await axeFindings(page), [], `${place} ${name}`)
      assert.ok(await page.locator('.rail-work a[href="#/alerts"]').isVisible(), `${name}: alerts are one tap away on a phone`)
      await page.setViewportSize(DESKTOP)
      await page.emulateMedia({ colorScheme: 'light' })
    }
  }
  await at(page, 'nodes')
  await page.getByRole('button', { name: 'Type the fingerprint of quay-node' }).click()
  await page.getByLabel('Eight groups of four').fill(node.fingerprint.toLowerCase())
  await picture(page, 'nodes-heard')
  assert.deepEqual(await axeFindings(page), [])
  await page.keyboard.press('Enter')
  await page.getByText('its list of keys has not come yet').waitFor()
  assert.deepEqual(desk.faults, [])
})
