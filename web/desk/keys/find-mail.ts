import type { Static } from 'typebox'
import { hex, readU32 } from '#crypto/bytes.ts'
import type { KeptPayload } from '#crypto/team/inbox-page.ts'
import type { ListAnswer, Listed } from '#features/reports/inbox/inbox.contract.ts'
import { FETCH_MOST } from '#features/reports/inbox/inbox.contract.ts'
import type { Search } from '../model.ts'
import type { Door } from './door.ts'
import { type Facts, type Fetched, judgeAll, type Mailbag, tryItem } from './mailbag.ts'

export type Looking = {
  readonly door: Door
  readonly bag: Mailbag
  readonly facts: Facts
  readonly kept: ReadonlyMap<string, KeptPayload>
  readonly notOurs: ReadonlySet<string>
  /** The day from which on to list; null for everything that is still there. */
  readonly since: string | null
  readonly onSearch: (search: Search) => void
  readonly onItems: () => void
}

/**
 * Lists what is new, fetches all of it alike and tries it, newest urgent first, at no more than half a core.
 * What is fetched follows from the list alone: nothing tells the server what was ours (SEALING 9).
 */
export async function findMail(looking: Looking): Promise<void> {
  const { bag, onSearch, onItems } = looking
  const listed = (await listAll(looking)).filter(({ item }) => !bag.tried.has(item)).toSorted(urgentAndNewestFirst)
  const known = bag.tried.size + listed.length
  const half = halfACore()
  const tell = (done: boolean) =>
    onSearch({ known, tried: bag.tried.size, minutesLeft: half.minutesFor(listed.length), done, malformed: bag.malformed.size })
  const show = sparing(() => {
    judgeAll(bag)
    onItems()
  })
  for (const group of groupsOf(listed)) {
    tell(false)
    for (const fetched of await fetchGroup(looking, group)) await half.run(() => tryOne(looking, fetched))
    // An item that is gone since it was listed is not asked for again.
    for (const { item } of group) bag.tried.add(item)
    half.count(group.length)
    show.maybe()
  }
  show.now()
  tell(true)
}

async function tryOne({ bag, facts, kept, notOurs }: Looking, fetched: Fetched): Promise<void> {
  const { item } = fetched.listed
  bag.tried.add(item)
  // Somebody of the team tried it before: it was fetched like all others, and costs no more than that.
  if (notOurs.has(item)) bag.notOurs.add(item)
  else await tryItem(bag, facts, fetched, kept.get(item))
}

async function listAll({ door, since }: Looking): Promise<Listed[]> {
  const all: Listed[] = []
  for (let after: { day: string; item: string } | null = null; ; ) {
    const { items, more }: Static<typeof ListAnswer> = await door.ask('inbox/list', { since, after })
    all.push(...items)
    const last = items.at(-1)
    if (!more || last === undefined) return all
    after = { day: last.day, item: last.item }
  }
}

function urgentAndNewestFirst(one: Listed, other: Listed): number {
  if (one.urgent !== other.urgent) return one.urgent ? -1 : 1
  if (one.day !== other.day) return one.day > other.day ? -1 : 1
  return (other.hour ?? -1) - (one.hour ?? -1)
}

/** One fetch holds items of one day. */
function groupsOf(listed: readonly Listed[]): Listed[][] {
  const groups: Listed[][] = []
  for (const item of listed) {
    const last = groups.at(-1)
    if (last !== undefined && last.length < FETCH_MOST && last[0]?.day === item.day) last.push(item)
    else groups.push([item])
  }
  return groups
}

async function fetchGroup({ door }: Looking, group: readonly Listed[]): Promise<Fetched[]> {
  const { bytes } = await door.bytes('inbox/fetch', { day: group[0]?.day ?? '', items: group.map(({ item }) => item) })
  return readFetched(bytes, new Map(group.map((listed) => [listed.item, listed])))
}

/** `item(16) || u32 e || envelope || u32 b || body`, again and again; what was not asked for is passed over. */
export function readFetched(bytes: Uint8Array, asked: ReadonlyMap<string, Listed>): Fetched[] {
  const found: Fetched[] = []
  for (let at = 0; at < bytes.length; ) {
    const listed = asked.get(hex(bytes.subarray(at, at + 16)))
    const envelopeEnd = at + 20 + readU32(bytes, at + 16)
    const bodyEnd = envelopeEnd + 4 + readU32(bytes, envelopeEnd)
    const body = bytes.slice(envelopeEnd + 4, bodyEnd)
    if (listed !== undefined) found.push({ listed, envelope: bytes.slice(at + 20, envelopeEnd), body: body.length === 0 ? null : body })
    at = bodyEnd
  }
  return found
}

const SHOW_MS = 300

/** Judging everything anew costs more the more there is: it is done again after ten times what it took. */
function sparing(work: () => void) {
  let [last, took] = [Number.NEGATIVE_INFINITY, 0]
  const now = (): void => {
    const from = performance.now()
    work()
    last = performance.now()
    took = last - from
  }
  return {
    now,
    maybe: (): void => {
      if (performance.now() - last >= Math.max(SHOW_MS, 10 * took)) now()
    },
  }
}

const SLICE_MS = 20
const MINUTE_MS = 60_000

/** Rests as long as it worked, in slices, so that the rest of the desk stays quick (I-25). */
function halfACore() {
  const began = performance.now()
  let [worked, counted] = [0, 0]
  return {
    run: async (work: () => Promise<void>): Promise<void> => {
      const from = performance.now()
      await work()
      worked += performance.now() - from
      if (worked < SLICE_MS) return
      await new Promise((resolve) => setTimeout(resolve, worked))
      worked = 0
    },
    count: (items: number): void => {
      counted += items
    },
    minutesFor: (all: number): number =>
      counted === 0 ? 0 : Math.ceil((((performance.now() - began) / counted) * (all - counted)) / MINUTE_MS),
  }
}
