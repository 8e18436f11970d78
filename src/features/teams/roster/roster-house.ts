import { setTimeout } from 'node:timers/promises'
import { hex, utf8 } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { signTime } from '#crypto/sign/sign.ts'
import { type Clock, dayOf } from '#kernel/clock.ts'
import type { RosterEntry } from './make-roster.ts'
import { type Published, publishRoster, type RosterPlaces } from './publish-roster.ts'
import { findCeremony, loadRosterKeys } from './roster-keys.ts'

/** The teams as they stand now, with their newest keys. */
export type RosterSource = () => Promise<readonly RosterEntry[]>

export type RosterHouse = {
  readonly instance: string
  /** What stands beside the clients, as far as this process saw it; undefined before the first publication. */
  last(): Published | undefined
  /** Writes the files from what stands now; whoever changed a team calls it. One runs at a time. */
  publish(): Promise<Published>
  /** The answer of `/api/time`: the minute, signed. */
  timeHint(): Uint8Array
  /** Publishes again when the day, a team or the ceremony changed, until the signal. It never rejects. */
  keepFresh(signal: AbortSignal): Promise<void>
}

export type RosterHouseOptions = {
  readonly places: RosterPlaces
  readonly source: RosterSource
  readonly clock: Clock
  /** Told when what is published differs from before, so that somebody hears of a list that clients refuse. */
  readonly onPublished?: (published: Published) => void
  /** Told when a publication failed; the files stay as they were. */
  readonly onFault?: (error: unknown) => void
}

/** How soon a change that another process made is published. */
const LOOK_EVERY_MS = 15_000

/** Opens the publisher of the list of keys; makes root, time key and instance id at the first start. */
export async function openRosterHouse({ places, source, clock, onPublished, onFault }: RosterHouseOptions): Promise<RosterHouse> {
  const keys = await loadRosterKeys(places.secrets)
  let mark = ''
  let last: Published | undefined
  let running: Promise<unknown> = Promise.resolve()
  const publish = async (onlyIfNew: boolean): Promise<Published | undefined> => {
    const entries = await source()
    const seen = await markOf(places, entries, clock)
    if (onlyIfNew && seen === mark) return undefined
    const published = await publishRoster(places, entries, clock.now())
    mark = seen
    if (JSON.stringify(published) !== JSON.stringify(last)) onPublished?.(published)
    last = published
    return published
  }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = running.then(work)
    // The next in turn does not care how this one ended; whoever asked for it hears.
    running = turn.catch(() => undefined)
    return turn
  }
  return {
    instance: keys.instance,
    last: () => last,
    publish: () => inTurn(async () => (await publish(false)) ?? Promise.reject(new Error('A forced publication came back empty.'))),
    timeHint: () => signTime(keys.time, clock.now()),
    async keepFresh(signal) {
      while (!signal.aborted) {
        await inTurn(() => publish(true)).catch((error: unknown) => onFault?.(error))
        // The pause ends early by rejecting, which here is no fault.
        await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
      }
    },
  }
}

/** Changes when anything that the files depend on changes. */
async function markOf({ secrets }: RosterPlaces, entries: readonly RosterEntry[], clock: Clock): Promise<string> {
  const ceremony = await findCeremony(secrets)
  const seen = entries.map(({ team, epochs }) => [team, epochs.map(({ signed, recipient }) => [signed, hex(sha256(recipient))])])
  return hex(sha256(utf8(JSON.stringify([dayOf(clock.now()), ceremony?.signed, seen]))))
}
