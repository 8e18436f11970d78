import assert from 'node:assert/strict'
import { type aSelfRooted, filesOf, NOW } from '#crypto/roster/a-roster.ts'
import { type Answered, answer, type Filed, type House } from './answer.ts'

type Sealing = ReturnType<typeof aSelfRooted>

/** A house of the form without scripts over an invented list of keys; keeps the frames that it was handed. */
export function aLaneB(sealing: Sealing, over: Partial<House> & { readonly outcome?: Filed } = {}) {
  const frames: Uint8Array[] = []
  const house: House = {
    onion: null,
    rosterFiles: () => Promise.resolve(filesOf(sealing)),
    buildTime: new Date('2026-11-01T00:00:00Z'),
    now: () => NOW,
    file: (frame) => {
      frames.push(frame)
      return Promise.resolve(over.outcome ?? 'ok')
    },
    ...over,
  }
  return { house, frames }
}

export const FORM = 'application/x-www-form-urlencoded'

export type Fields = Readonly<Record<string, string | readonly string[]>>

/** Sends a form as a browser without scripts does. */
export function post(house: House, path: string, fields: Fields, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : value.map((one) => [name, one]),
  )
  const body = Buffer.from(new URLSearchParams(pairs).toString())
  return answer({ method: 'POST', path, headers: { 'content-type': FORM, ...headers }, body }, house)
}

export const get = (house: House, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
  answer({ method: 'GET', path, headers, body: Buffer.alloc(0) }, house)

const plain = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

/** What the page would send back by itself: its hidden fields. */
export function hiddenOf(page: string): Record<string, string[]> {
  const fields: Record<string, string[]> = {}
  for (const [, name = '', value = ''] of page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g))
    fields[name] = [...(fields[name] ?? []), plain(value)]
  return fields
}

export function wordsOn(page: string): string[] {
  return [...page.matchAll(/<li>([a-z]+)<\/li>/g)].map(([, word = '']) => word)
}

/** Walks the pages in order, answering each as given, and returns every page that was shown. */
export async function walk(house: House, path: string, answers: readonly Fields[], target: readonly string[]): Promise<string[]> {
  let page = (await post(house, path, { to: 'what' })).page
  const pages = [page]
  for (const [index, given] of answers.entries()) {
    const answered = await post(house, path, { ...hiddenOf(page), ...given, to: target[index] ?? '' })
    assert.equal(answered.status, 200)
    page = answered.page
    pages.push(page)
  }
  return pages
}
