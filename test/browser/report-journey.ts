import type { Page } from 'playwright-core'

/** What an invented person says; a test looks for these words where they must not be. */
export type Said = {
  readonly text: string
  readonly host?: string
  readonly origin?: string
  readonly year?: string
  readonly danger?: 'yes' | 'maybe' | 'no'
  readonly urgent?: boolean
  readonly never?: string
  readonly contact?: string
  readonly uses?: readonly ('private_diplomacy' | 'judicial' | 'public')[]
  readonly mailbox?: boolean
  /** One picture that goes along, with what it carries unseen. */
  readonly picture?: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }
  /** Confirms with groups of digits, written as this person writes digits. */
  readonly digits?: (group: string) => string
}

/** Called when a screen is on the glass, with its name. */
export type OnScreen = (name: string) => Promise<void>

const onward = async (page: Page): Promise<void> => page.locator('main .actions button.main').first().click()

/** Notes every screen that was drawn: *sending* may be over before anybody outside the page has looked. */
const NOTE_SCREENS = `globalThis.screensDrawn ??= (() => {
  const drawn = []
  new MutationObserver(() => drawn.push(document.querySelector('main')?.className)).observe(document.body, { childList: true })
  return drawn
})()`

/** Runs in the page, whose policy takes a function and no text. */
const hasSent = (): boolean => (globalThis as unknown as { screensDrawn: readonly string[] }).screensDrawn.includes('sending')

/** Walks from R0 to R11 as a person does; answers the nine words that were shown. */
export async function walk(page: Page, said: Said, onScreen: OnScreen = async () => undefined): Promise<readonly string[]> {
  const seen = async (name: string): Promise<void> => {
    await page.locator(`main.${name}`).waitFor()
    await onScreen(name)
  }
  await page.locator('#lists').waitFor({ state: 'attached' })
  await page.evaluate(NOTE_SCREENS)
  await seen('landing')
  await page.locator('#landing-report').click()
  await seen('safety')
  await onward(page)
  await seen('what')
  await page.locator('#text').fill(said.text)
  await onward(page)
  await seen('where')
  await sayWhere(page, said)
  await onward(page)
  await seen('danger')
  if (said.danger !== undefined) await page.locator(`#danger-level-${said.danger}`).check()
  if (said.urgent === true) await page.locator('#urgent').check()
  await onward(page)
  await seen('attach')
  if (said.picture !== undefined) await attach(page, said.picture)
  await onward(page)
  await page.locator('#readers').waitFor()
  if (said.never !== undefined) await page.locator('#never-country').selectOption(said.never)
  await seen('readers')
  await onward(page)
  await seen('uses')
  for (const use of said.uses ?? []) await page.locator(`#use-${use}`).check()
  await onward(page)
  await seen('answer')
  if (said.contact !== undefined) await page.locator('#contact').fill(said.contact)
  await onward(page)
  await seen('check')
  await onward(page)
  await page.locator('.nine li').first().waitFor({ timeout: 60_000 })
  await seen('words')
  const words = await confirm(page, said)
  await page.waitForFunction(hasSent, undefined, { timeout: 60_000 })
  await onScreen('sending')
  await page.locator('main.done').waitFor({ timeout: 60_000 })
  await onScreen('done')
  return words
}

async function attach(page: Page, picture: NonNullable<Said['picture']>): Promise<void> {
  await page.locator('main.attach .actions button').nth(1).click()
  await page.locator('#pick').setInputFiles(picture)
  await page.locator('.findings').waitFor({ timeout: 60_000 })
}

async function sayWhere(page: Page, { host, origin, year }: Said): Promise<void> {
  if (host !== undefined) await page.locator('#host').selectOption(host)
  if (origin !== undefined) await page.locator('#origin').selectOption(origin)
  await page.locator('#rough-this_week').check()
  if (year !== undefined) await page.locator('#year').fill(year)
}

/** R9: confirms the words that were shown, or declines them; answers them. */
async function confirm(page: Page, said: Said): Promise<readonly string[]> {
  const words = await page.locator('.nine li').allTextContents()
  if (said.mailbox === false) {
    await page.locator('summary').click()
    await page.locator('details button').click()
  } else if (said.digits !== undefined) {
    const groups = await page.locator('.digits span').allTextContents()
    await page.locator('.panel button.plain').click()
    for (const n of [2, 4, 6]) await page.locator(`#group-${n}`).fill(said.digits(groups[n - 1] ?? ''))
    await onward(page)
  } else {
    for (const n of [2, 5, 8]) await page.locator(`#word-${n}`).fill(words[n - 1] ?? '')
    await onward(page)
  }
  return words
}
