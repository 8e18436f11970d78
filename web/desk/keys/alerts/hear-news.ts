import type { Tell } from '../answers.ts'
import type { Door } from '../door.ts'
import { faultOf } from '../fault.ts'

/** After a stream that ended as streams do, and after one that could not be had; as much again at most, so that not all ask at once. */
const SOON_MS = 2_000
const LATER_MS = 20_000

const listening = new WeakSet<Door>()

/**
 * Tells the page when something changed among the alerts, until the session ends. What could not be heard meanwhile is told as
 * news when the line is there again. The desk asks each minute all the same.
 */
export async function hearNews(door: Door, tell: Tell): Promise<void> {
  if (listening.has(door)) return
  listening.add(door)
  for (;;) {
    const kind = await door
      .hear('alerts/news', () => tell({ event: 'news' }))
      .then(
        () => null,
        (error: unknown) => faultOf(error).kind,
      )
    // Of a session that ended, or a role that does not read codes, there is nothing to hear.
    if (kind === 'gone' || kind === 'refused') break
    await spell(kind === null ? SOON_MS : LATER_MS)
    tell({ event: 'news' })
  }
  listening.delete(door)
}

function spell(least: number): Promise<void> {
  const [dice = 0] = crypto.getRandomValues(new Uint32Array(1))
  return new Promise((done) => setTimeout(done, least * (1 + dice / 2 ** 32)))
}
