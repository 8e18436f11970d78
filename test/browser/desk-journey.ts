import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Language } from '#kernel/languages.ts'
import type { AMember } from '#web/desk/keys/a-member.ts'
import { languagesToday } from './languages-today.ts'

export type Seated = { readonly page: Page; readonly context: BrowserContext; readonly faults: string[]; readonly requests: string[] }

export const DESKTOP = { width: 1366, height: 768 }
export const PHONE = { width: 360, height: 740 }

/** A browser in front of the desk; whatever its console complains of is a fault. */
export async function sitDown(
  browser: Browser,
  origin: string,
  how: { viewport?: typeof DESKTOP; colorScheme?: 'light' | 'dark'; locale?: string } = {},
): Promise<Seated> {
  const context = await browser.newContext({ viewport: DESKTOP, colorScheme: 'light', locale: 'en-GB', reducedMotion: 'reduce', ...how })
  const page = await context.newPage()
  const faults: string[] = []
  const requests: string[] = []
  // A refused call is an expected answer; the browser still writes a line about it.
  page.on(
    'console',
    (line) =>
      line.type() === 'error' &&
      !line.location().url.endsWith('/favicon.ico') &&
      !/status of (?:401|403|409)/.test(line.text()) &&
      faults.push(`${line.text()} ${line.location().url}`),
  )
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`))
  await page.goto(`${origin}/desk/`)
  await page.locator('h1').waitFor()
  return { page, context, faults, requests }
}

/** Founds a team as its first member does: a code, twelve words read from the screen, typed again from paper. */
export async function foundOnScreen(page: Page, code: string): Promise<{ member: string; words: readonly string[] }> {
  await page.getByRole('button', { name: 'Join with an invitation code' }).click()
  await page.getByLabel('Invitation code').fill(code)
  await page.getByRole('button', { name: 'Make my keys' }).click()
  await page.locator('ol.words').waitFor()
  await picture(page, 'words')
  const words = await page.locator('ol.words li').allTextContents()
  await page.getByRole('button', { name: 'I have written them down' }).click()
  await page.getByLabel('Your 12 words').fill(words.join(' '))
  await page.getByLabel('A name for your colleagues').fill('Ana')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('heading', { name: 'You have joined' }).waitFor({ timeout: 120_000 })
  const member = (await page.locator('p.code').textContent()) ?? ''
  return { member, words }
}

/** Joins the team of somebody who has no screen, is let in by them, and opens the desk. */
export async function joinOnScreen(page: Page, by: AMember): Promise<void> {
  const { code } = await by.call('invite', null)
  const who = await foundOnScreen(page, code)
  await by.call('team', null)
  await by.call('vouch', { member: who.member })
  await page.reload()
  await unlockOnScreen(page, who)
}

/** Somebody else, invited and let in by whoever sits at this page, and unlocked in a browser of their own. */
export async function letColleagueIn(page: Page, browser: Browser): Promise<Seated> {
  await goTo(page, '#/team')
  await page.getByRole('button', { name: 'Invite a colleague' }).click()
  const shown = page.getByText('Invitation code, shown once')
  await shown.waitFor()
  const invitation = ((await shown.textContent()) ?? '').match(/[2-9A-Z]{5}(?:-[2-9A-Z]{5}){4}/)?.[0] ?? ''
  const seated = await sitDown(browser, new URL(page.url()).origin)
  seated.page.setDefaultTimeout(60_000)
  const who = await foundOnScreen(seated.page, invitation)
  await goTo(page, '#/inbox')
  await goTo(page, '#/team')
  await page.getByRole('button', { name: `Let in ${who.member}` }).click()
  await page.getByText(`${who.member} is in`).waitFor()
  await seated.page.getByRole('button', { name: 'Back' }).click()
  await unlockOnScreen(seated.page, who)
  return seated
}

/** Founds the team on the screen and goes on to its inbox. */
export async function foundInbox(page: Page, code: string): Promise<{ member: string; words: readonly string[] }> {
  const who = await foundOnScreen(page, code)
  await page.getByRole('button', { name: 'Open the inbox' }).click()
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  return who
}

/** Another address of the desk, `#/cases/C-7Q4MXK`, as a link or the Back key leads there. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to
  }, hash)
}

export async function unlockOnScreen(page: Page, who: { member: string; words: readonly string[] }): Promise<void> {
  await page.getByRole('button', { name: 'Unlock with your 12 words' }).click()
  await page.getByLabel('Your member code').fill(who.member)
  await page.getByLabel('Your 12 words').fill(who.words.join(' '))
  await page.getByRole('button', { name: 'Unlock', exact: true }).click()
  await page.getByRole('heading', { name: 'Inbox' }).waitFor({ timeout: 120_000 })
}

/** What axe finds on the page as it stands. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(async () => {
    const here = globalThis as unknown as { axe: { run(): Promise<AxeResults> } }
    return here.axe.run()
  })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** A picture for somebody who looks, where `ASYLIA_PICTURES` names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['ASYLIA_PICTURES']
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

/** Turns the desk to a language by its own name; on a small screen that stands behind "More". */
export async function speakOnScreen(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true })
  if (!(await button.isVisible())) await page.locator('.rail-more').click()
  await button.click()
}

const SPOKEN: Readonly<Record<Language, string>> = { en: 'English', vi: 'Tiếng Việt', th: 'ไทย', fr: 'Français', ar: 'العربية' }

/** The languages a screen is looked at in, by their own names. English comes last and stays. */
export function spokenToday(): readonly (readonly [name: Language, spoken: string])[] {
  const others = languagesToday().filter((language) => language !== 'en')
  return [...others, 'en' as const].map((language) => [language, SPOKEN[language]])
}

const LOOKS = [
  ['desktop', DESKTOP, 'light'],
  ['phone', PHONE, 'dark'],
] as const

/** The page as it stands, in languages, on both screens: nothing for axe, nothing that scrolls sideways. It ends in English on the desktop. */
export async function lookAround(
  page: Page,
  name: string,
  languages: readonly string[] = spokenToday().map(([, spoken]) => spoken),
): Promise<void> {
  for (const [screen, size, colorScheme] of LOOKS) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    for (const language of languages) {
      await speakOnScreen(page, language)
      await picture(page, `${name}-${language}-${screen}`)
      assert.deepEqual(await axeFindings(page), [], `${name} ${language} ${screen}`)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(wide <= 0, `${name} ${language} ${screen} is ${wide} too wide`)
    }
  }
  await speakOnScreen(page, 'English')
  await page.setViewportSize(DESKTOP)
  await page.emulateMedia({ colorScheme: 'light' })
}
