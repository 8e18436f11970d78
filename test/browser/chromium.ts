import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** The browser that the operator's machine has; `ASYLIA_CHROMIUM` names another one. */
export const CHROMIUM = process.env['ASYLIA_CHROMIUM'] ?? '/usr/bin/chromium'
export const hasChromium = existsSync(CHROMIUM)

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--headless',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
