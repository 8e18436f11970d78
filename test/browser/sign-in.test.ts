import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type AnInstitution, anInstitution, CLIENT } from '../an-institution.ts'
import { aDeskHouse, type DeskHouse } from './a-desk-house.ts'
import { type Authenticator, anAuthenticator } from './an-authenticator.ts'
import { hasChromium, openBrowser } from './chromium.ts'
import {
  axeFindings,
  DESKTOP,
  foundOnScreen,
  picture,
  type Seated,
  sitDown,
  speakOnScreen,
  spokenToday,
  unlockOnScreen,
} from './desk-journey.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const PHONE = { width: 360, height: 740 }
let house: DeskHouse
let institution: AnInstitution
let sites: string[]
let browser: Browser
let desk: Seated
let who: { member: string; words: readonly string[] }
let first: Authenticator

before(async () => {
  if (!hasChromium) return
  sites = []
  institution = await anInstitution(sites)
  house = await aDeskHouse({ outside: { issuer: institution.issuer, ...CLIENT } })
  sites.push(house.origin)
  browser = await openBrowser()
  desk = await sitDown(browser, house.origin)
})
after(async () => {
  if (!hasChromium) return
  await browser.close()
  await house.stop()
  await institution.stop()
})

test('what the server says of its keys and of the ways in moves no button that is shown already (R-EP-20)', { skip }, async () => {
  const context = await browser.newContext({ viewport: PHONE, reducedMotion: 'reduce' })
  const page = await context.newPage()
  for (const address of ['**/report/*.json', '**/api/desk/**'])
    await context.route(address, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      await route.continue()
    })
  await page.addInitScript(() => {
    const places: string[] = []
    const look = (): void => {
      const place = [...document.querySelectorAll('.ways button')].map((one) => Math.round(one.getBoundingClientRect().top)).join(' ')
      if (place !== '' && places.at(-1) !== place) places.push(place)
      requestAnimationFrame(look)
    }
    look()
    Object.assign(globalThis, { places })
  })
  await page.goto(`${house.origin}/desk/`)
  await page.getByRole('button', { name: 'Sign in at your institution' }).waitFor()
  await page.locator('#state p').first().waitFor()
  await page.waitForTimeout(500)
  const places = await page.evaluate(() => (globalThis as unknown as { places: string[] }).places)
  assert.equal(places.length, 1, places.join(' | '))
  await context.close()
})

const go = (page: Page, room: string) =>
  page.evaluate((hash) => {
    location.hash = hash
  }, `#/${room}`)
const open = (page: Page) => page.locator('.frame.is-open').waitFor({ timeout: 60_000 })

async function invited(page: Page): Promise<string> {
  await go(page, 'team')
  await page.getByRole('button', { name: 'Invite a colleague' }).click()
  const shown = page.getByText('Invitation code, shown once')
  await shown.waitFor()
  return ((await shown.textContent()) ?? '').match(/[2-9A-Z]{5}(?:-[2-9A-Z]{5}){4}/)?.[0] ?? ''
}

async function unlock(page: Page, of: { member: string; words: readonly string[] }): Promise<void> {
  await page.getByRole('button', { name: 'Unlock with your 12 words' }).click()
  await page.getByLabel('Your member code').fill(of.member)
  await page.getByLabel('Your 12 words').fill(of.words.join(' '))
  await page.getByRole('button', { name: 'Unlock', exact: true }).click()
}

async function addPasskey(page: Page, label: string, count: number): Promise<void> {
  await go(page, 'sign-in')
  await page.getByLabel('What is it on?').selectOption(label)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page
    .getByRole('button', { name: 'Take away' })
    .nth(count - 1)
    .waitFor({ timeout: 30_000 })
}

test('the first start leads through four steps, says what is at risk, and two passkeys are the first of them (UX-C-01)', {
  skip,
}, async () => {
  const { page } = desk
  who = await foundOnScreen(page, await house.team('harbour'))
  await page.getByRole('button', { name: 'Open the inbox' }).click()
  await open(page)
  await page.getByText('You have no passkey yet. Add two before you work.').click()
  await page.getByRole('heading', { name: 'First start' }).waitFor()
  await page.getByText('3 steps are left.').waitFor()
  await page.getByText(/Founding period: until/).waitFor()
  await picture(page, 'start')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByRole('button', { name: 'Invite a colleague' }).click()
  await page.getByText('Invitation code, shown once').waitFor()
  await page.getByRole('button', { name: 'Take the code back' }).click()
  await page.getByText('Invitation code, shown once').waitFor({ state: 'detached' })
})

test('two passkeys are added, and neither secret nor key leaves the browser (T-08)', { skip }, async () => {
  const { page } = desk
  first = await anAuthenticator(page)
  await addPasskey(page, 'laptop', 1)
  await first.present(false)
  const second = await anAuthenticator(page)
  await addPasskey(page, 'key', 2)
  await picture(page, 'passkeys')
  assert.deepEqual(await axeFindings(page), [])
  assert.deepEqual([(await first.credentials()).length, (await second.credentials()).length], [1, 1])
  const [made] = await first.credentials()
  const sent = desk.requests.join('\n')
  assert.match(sent, /passkeys\/keep.*"wrap":"[\w-]{2000,}"/)
  assert.ok(made !== undefined && !sent.includes(made.privateKey.slice(0, 40)))
  // As a word, since three letters stand in any long key by chance.
  assert.ok((sent.match(/(?<![\w+/-])Ana(?![\w+/-])/g) ?? []).length <= 1, 'the name went once, when joining')
  const [kept] = (await house.superuser.query('select opens, label from asylia.passkey order by label')).rows
  assert.deepEqual(kept, { opens: true, label: 'key' })
  await second.remove()
  await first.present(true)
})

test('a passkey opens the desk without words, again after a lock, and with nothing kept in the browser (T-08, UX-C-02)', {
  skip,
}, async () => {
  const { page } = desk
  for (let again = 0; again < 2; again += 1) {
    await page.keyboard.press('Control+l')
    await picture(page, 'door-passkey')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await open(page)
  }
  await go(page, 'sign-in')
  await page.getByText(/Before this you signed in on .*, with a passkey: laptop\./).waitFor()
  assert.deepEqual(
    await page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length]),
    [0, 0, '', 0],
  )
  assert.deepEqual(desk.faults, [])
})

test('a call that is sent a second time, or changed, or with the token alone, is refused (T-28, A-05)', { skip }, async () => {
  const { page } = desk
  const heard = page.waitForRequest((request) => request.url().endsWith('/api/desk/sign-ins'))
  await page.keyboard.press('Control+l')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  const headers = await (await heard).allHeaders()
  await open(page)
  const [token, proof] = [headers['asylia-session'] ?? '', headers['asylia-proof'] ?? '']
  assert.match(proof, /^\d+\.[\w-]{43}\.[\w-]{86}$/)
  const send = (path: string, more: Record<string, string>) => fetch(`${house.origin}/api/desk/${path}`, { headers: more })
  const next = proof.replace(/^\d+/, '999')
  for (const [path, more] of [
    ['sign-ins', { 'asylia-session': token, 'asylia-proof': proof }],
    ['team', { 'asylia-session': token, 'asylia-proof': proof }],
    ['sign-ins', { 'asylia-session': token, 'asylia-proof': next }],
    ['sign-ins', { 'asylia-session': token }],
  ] as const) {
    const answer = await send(path, more)
    assert.deepEqual([path, answer.status, ((await answer.json()) as { code: string }).code], [path, 401, 'session.ended'])
  }
  // Whoever tried it did not even end the session of its owner.
  await go(page, 'team')
  await page.getByRole('heading', { name: 'Members' }).waitFor()
  await page.getByRole('button', { name: 'Invite a colleague' }).click()
  await page.getByText('Invitation code, shown once').waitFor()
})

test('an authenticator without a secret shows who one is, and the words are asked for: nothing weaker (T-08)', { skip }, async () => {
  const { page } = desk
  await first.present(false)
  const plain = await anAuthenticator(page, { hasPrf: false })
  await addPasskey(page, 'phone', 3)
  await page.getByText('Shows who you are; your words are needed as well').waitFor()
  const rows = await house.superuser.query('select opens from asylia.passkey where label = $1', ['phone'])
  assert.deepEqual(rows.rows, [{ opens: false }])
  await page.keyboard.press('Control+l')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { name: 'Your words as well' }).waitFor()
  await picture(page, 'passkey-words')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByLabel('Your 12 words').fill(who.words.join(' '))
  await page.getByRole('button', { name: 'Unlock', exact: true }).click()
  await open(page)
  await plain.remove()
  await first.present(true)
})

test('an authenticator that does not check who is there adds no passkey (T-08)', { skip }, async () => {
  const { page } = desk
  await first.present(false)
  const careless = await anAuthenticator(page, { verifies: false })
  await go(page, 'sign-in')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('The passkey was not given.').waitFor({ timeout: 30_000 })
  assert.equal((await careless.credentials()).length, 0)
  await careless.remove()
  await first.present(true)
})

test('words in a new browser wait for a colleague, who says yes with one click; after a no nobody asks again (T-28)', {
  skip,
}, async () => {
  const { page } = desk
  const code = await invited(page)
  const ben = await sitDown(browser, house.origin)
  const his = await foundOnScreen(ben.page, code)
  await go(page, 'inbox')
  await go(page, 'team')
  await page.getByRole('button', { name: `Let in ${his.member}` }).click()
  await page.getByText(`${his.member} is in`).waitFor({ timeout: 30_000 })
  // The colleague vouched for him a moment ago: his first browser is known by that.
  await ben.page.getByRole('button', { name: 'Back' }).click()
  await unlockOnScreen(ben.page, his)

  const elsewhere = await sitDown(browser, house.origin, { viewport: PHONE, colorScheme: 'dark' })
  await unlock(elsewhere.page, his)
  await elsewhere.page.getByRole('heading', { name: 'A colleague has to say yes' }).waitFor({ timeout: 60_000 })
  const asked = (await elsewhere.page.locator('.code').textContent()) ?? ''
  assert.match(asked, /^D-/)
  await picture(elsewhere.page, 'waiting-phone-dark')
  assert.deepEqual(await axeFindings(elsewhere.page), [])
  await go(page, 'sign-in')
  await page.getByText(`Ana (${his.member}) typed the right words in a new browser`).waitFor()
  await picture(page, 'asks')
  assert.deepEqual(await axeFindings(page), [])
  await page.getByRole('button', { name: `Yes, ${asked} is theirs` }).click()
  await open(elsewhere.page)
  await elsewhere.context.close()

  const stranger = await sitDown(browser, house.origin)
  await unlock(stranger.page, his)
  await stranger.page.getByRole('heading', { name: 'A colleague has to say yes' }).waitFor({ timeout: 60_000 })
  await go(page, 'inbox')
  await go(page, 'sign-in')
  await page.getByRole('button', { name: 'No, it is not' }).click()
  await page.getByText(`somebody had the right words of ${his.member}`).waitFor()
  await picture(page, 'notice')
  await stranger.page.getByText('A colleague refused a new browser of yours.').waitFor({ timeout: 30_000 })
  await stranger.context.close()
  await page.getByRole('button', { name: 'We have dealt with it' }).click()
  await page.getByText(`somebody had the right words of ${his.member}`).waitFor({ state: 'detached' })
  await ben.context.close()
})

test('a passkey whose counter ran back is halted, and every colleague reads it (A-09)', { skip }, async () => {
  const { page } = desk
  await first.rewind(0)
  await page.keyboard.press('Control+l')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByText('This passkey answered out of order').waitFor({ timeout: 30_000 })
  await picture(page, 'ran-back')
  assert.deepEqual((await house.superuser.query('select kind from asylia.sign_in_notice where settled_by is null')).rows, [
    { kind: 'passkey_ran_back' },
  ])
  await go(page, 'inbox')
  await unlockOnScreen(page, who)
  await page.getByText('1 sign-in needs a look.').click()
  await page.getByText(/a passkey of M-.* answered out of order/).waitFor()
  await page.getByText('Halted', { exact: true }).waitFor()
})

test('every screen of signing in is whole on a phone, in the dark and in five languages, with nothing for axe to find (A11Y-1, A11Y-7)', {
  skip,
}, async () => {
  const { page } = desk
  for (const [name, spoken] of spokenToday()) {
    await speakOnScreen(page, spoken)
    for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme: size === 'phone' ? 'dark' : 'light' })
      for (const room of ['sign-in', 'start']) {
        await go(page, room)
        await page.locator('main h2').first().waitFor()
        await picture(page, `${room}-${name}-${size}`)
        assert.deepEqual(await axeFindings(page), [], `${room} ${name} ${size}`)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        assert.equal(overflow, 0, `${room} ${name} ${size} runs over the side`)
      }
    }
  }
  assert.deepEqual(house.faults, [])
})

test('an institution signs in and gives no key: codes alone are seen until the words or a passkey open the desk (A-06)', {
  skip,
}, async () => {
  const { page } = desk
  await go(page, 'sign-in')
  await page.getByRole('button', { name: 'Connect my account there' }).click()
  await page.waitForURL(`${house.origin}/desk/`)
  await page.getByRole('heading', { name: 'Unlock with your 12 words' }).waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('button', { name: 'Sign in at your institution' }).click()
  await page.getByRole('heading', { name: 'You are signed in without a key' }).waitFor({ timeout: 30_000 })
  await picture(page, 'codes')
  assert.deepEqual(await axeFindings(page), [])
  assert.equal(page.url(), `${house.origin}/desk/`, 'nothing of the answer stays in the address')
  assert.equal(await page.evaluate(() => sessionStorage.length), 0)
  assert.equal(await page.getByText('Inbox').count(), 0)
  await page.getByRole('button', { name: 'Unlock with your 12 words' }).click()
  await page.getByLabel('Your member code').fill(who.member)
  await page.getByLabel('Your 12 words').fill(who.words.join(' '))
  await page.getByRole('button', { name: 'Unlock', exact: true }).click()
  await page.getByRole('heading', { name: 'A colleague has to say yes' }).waitFor({ timeout: 60_000 })
})
