import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

/** The browser that the operator's machine has; `ASYLIA_CHROMIUM` names another one. */
export const CHROMIUM = process.env['ASYLIA_CHROMIUM'] ?? '/usr/bin/chromium'
export const hasChromium = existsSync(CHROMIUM)

export const ARGS = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function openBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: [...ARGS, ...more] })
}

/** A browser whose profile stays in a folder, to be searched afterwards. */
export function openProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, args: ARGS, viewport: PHONE, locale: 'en' })
}

/** The phone that the reporting page is drawn for. */
export const PHONE = { width: 360, height: 740 } as const
