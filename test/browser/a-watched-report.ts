import type { Browser, BrowserContext, Page } from 'playwright-core'
import { hex } from '#crypto/bytes.ts'
import { openerOf } from '#crypto/open/open-age.ts'
import { openBody, openEnvelope } from '#crypto/open/open-item.ts'
import { INSTANCE } from '#crypto/roster/a-roster.ts'
import { readFrame } from '#crypto/seal/frame.ts'
import { TEAMS } from './a-report-house.ts'
import { PHONE } from './chromium.ts'

export type Watched = { readonly page: Page; readonly faults: string[]; readonly frames: Uint8Array[]; readonly asked: string[] }

/** A page whose every fault, foreign request and refused policy is a fault of the test. */
export async function watch(context: BrowserContext, at: { readonly origin: string }, path = '/report/'): Promise<Watched> {
  const page = await context.newPage()
  const [faults, frames, asked]: [string[], Uint8Array[], string[]] = [[], [], []]
  page.on('console', (line) => ['error', 'warning'].includes(line.type()) && faults.push(line.text()))
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => {
    asked.push(`${request.method()} ${request.url().slice(at.origin.length)}`)
    if (!request.url().startsWith(`${at.origin}/`)) faults.push(`asked for ${request.url()}`)
    const body = request.postDataBuffer()
    if (request.url().endsWith('/api/intake') && body !== null) frames.push(new Uint8Array(body))
  })
  // The body of a request is told only to somebody who could stop it.
  await page.route('**/api/**', (route) => route.fallback())
  await page.goto(`${at.origin}${path}`)
  return { page, faults, frames, asked }
}

export async function aPhone(browser: Browser, locale = 'en', more: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
  return browser.newContext({ viewport: PHONE, locale, ...more })
}

/** What a reading team finds in a frame; null when nothing in it is for that team. */
export async function readBy(id: string, frame: Uint8Array) {
  const { envelope, body, item, bucket, urgent, lane } = readFrame(frame)
  const key = TEAMS.find(({ team }) => team.id === id)?.key ?? new Uint8Array(32)
  const payload = await openEnvelope([openerOf(key)], envelope)
  return payload === null ? null : openBody(payload, body, { item: hex(item), instance: INSTANCE, bucket, urgent, lane, team: id })
}
