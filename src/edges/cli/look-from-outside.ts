import { setTimeout as wait } from 'node:timers/promises'
import type { ServedClient } from '../http/clients.ts'
import { headersFor } from '../http/policies.ts'
import { type Door, type Fetched, fetchFromOutside } from './fetch-from-outside.ts'

/** `other`: not the bytes that we built; `policy`: another policy, or a header that sends the browser elsewhere. */
export type Difference = { readonly path: string; readonly is: 'other' | 'policy' | 'absent' | 'silent' }

/** Headers by which an answer with our bytes would still load or become another page. */
const STRAY = ['refresh', 'link', 'location', 'service-worker-allowed', 'set-cookie']
const TRIES = 3
const PAUSE = 1_000

/**
 * Asks for every file of the clients as a reader would and compares it, byte by byte, with what this release builds (I-14).
 * An empty answer means that there all readers get our page; it says nothing about those who are treated otherwise by name.
 * A file that never comes ends the look.
 */
export async function lookFromOutside(
  origin: string,
  clients: readonly Pick<ServedClient, 'files' | 'styleHashes'>[],
  through?: Door,
): Promise<readonly Difference[]> {
  const found: Difference[] = []
  for (const { files, styleHashes } of clients) {
    for (const [name, { bytes }] of files) {
      const path = name.replace(/index\.html$/, '')
      const is = judge(await fetchOften(new URL(path, origin), through), bytes, headersFor(path, styleHashes))
      if (is !== undefined) found.push({ path, is })
      // Nobody waits for a hundred files of a server that is away.
      if (is === 'silent') return found
    }
  }
  return found
}

/** One file that lies beside the clients, whatever it holds; null where it does not come. */
export async function fetchBeside(origin: string, path: string, through?: Door): Promise<Buffer | null> {
  const answer = await fetchOften(new URL(path, origin), through)
  return answer?.status === 200 ? answer.bytes : null
}

/** A poor line is no alarm: a file that does not come is asked for again. */
async function fetchOften(address: URL, through: Door | undefined): Promise<Fetched | null> {
  for (let tried = 1; ; tried += 1) {
    const answer = await fetchFromOutside(address, through).catch(() => null)
    if (answer !== null || tried === TRIES) return answer
    await wait(PAUSE * tried)
  }
}

function judge(answer: Fetched | null, bytes: Buffer, ours: Readonly<Record<string, string>>): Difference['is'] | undefined {
  if (answer === null) return 'silent'
  if (answer.status === 404 || answer.status === 410) return 'absent'
  if (answer.status !== 200 || !answer.bytes.equals(bytes)) return 'other'
  // Whoever stands in front may add a second policy: it can only forbid more.
  const policies = (answer.headers['content-security-policy'] ?? '').split(/,\s*/)
  const hasOurs = policies.includes(ours['content-security-policy'] ?? '')
  return hasOurs && STRAY.every((name) => answer.headers[name] === undefined) ? undefined : 'policy'
}
