import type { Static } from 'typebox'
import { b64u } from '#crypto/bytes.ts'
import { openWith } from '#crypto/open/open-age.ts'
import { type DecidedItem, type InboxPage, type ItemNote, type KeptPayload, pagesOf, readPage, sealPage } from '#crypto/team/inbox-page.ts'
import type { PagesAnswer, RevisionAnswer } from '#features/teams/teams.contract.ts'
import { DoorRefusal } from './door.ts'
import { currentEpoch, type Vault } from './vault.ts'

/** What the team remembers together: sealed pages that the server can neither read nor tell apart by size. */
export type Memory = {
  readonly kept: ReadonlyMap<string, KeptPayload>
  readonly decided: ReadonlyMap<string, DecidedItem>
  readonly notes: ReadonlyMap<string, ItemNote>
  readonly notOurs: ReadonlySet<string>
  /** Pages that no key at hand opens; they stay as they are. */
  readonly closed: number
  readonly stored: readonly StoredPage[]
}

type StoredPage = { readonly page: string; readonly epoch: number; readonly revision: number; readonly content: InboxPage }
type Remembered = Pick<Memory, 'kept' | 'decided' | 'notes' | 'notOurs'>
export type Change = (memory: Memory) => Remembered

export const EMPTY: Memory = { kept: new Map(), decided: new Map(), notes: new Map(), notOurs: new Set(), closed: 0, stored: [] }
const ONE = { min: 1, max: 1 }
const ATTEMPTS = 4

/** Reads and opens all pages of the team. */
export async function loadMemory(vault: Vault): Promise<Memory> {
  const { pages } = await vault.door.ask<Static<typeof PagesAnswer>>('pages')
  const read = await Promise.all(pages.map((told) => readStored(vault, told)))
  const stored = read.filter((page) => page !== null).toSorted((one, other) => one.content.at - other.content.at)
  return { ...mergedOf(stored.map(({ content }) => content)), closed: pages.length - stored.length, stored }
}

async function readStored(vault: Vault, told: { page: string; epoch: number }): Promise<StoredPage | null> {
  const key = vault.epochs.find(({ epoch }) => epoch === told.epoch)
  if (key === undefined) return null
  const { bytes, revision } = await vault.door.bytes('pages/read', { page: told.page })
  const plain = await openWith([key.opener], bytes, ONE)
  if (plain === null) return null
  const content = readPage(plain, { instance: vault.instance, team: vault.team, epoch: told.epoch })
  return { page: told.page, epoch: told.epoch, revision, content }
}

function mergedOf(pages: readonly InboxPage[]): Remembered {
  return {
    kept: new Map(pages.flatMap(({ kept }) => kept.map((one) => [one.item, one] as const))),
    decided: new Map(pages.flatMap(({ decided }) => decided.map((one) => [one.item, one] as const))),
    notes: new Map(pages.flatMap(({ notes }) => notes.map((one) => [one.item, one] as const))),
    notOurs: new Set(pages.flatMap(({ notOurs }) => notOurs)),
  }
}

/**
 * Changes what is remembered and writes all pages, under the current key: which page was written tells nothing. Somebody
 * else's write in between is read first and then changed again, so that nothing of theirs is lost.
 */
export async function remember(vault: Vault, memory: Memory, change: Change): Promise<Memory> {
  let from = memory
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(vault, from, change(from))
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof DoorRefusal) || error.code !== 'record.stale') throw error
      from = await loadMemory(vault)
    }
  }
}

async function write(vault: Vault, memory: Memory, next: Remembered): Promise<Memory> {
  const key = currentEpoch(vault)
  const pages = pagesOf({
    instance: vault.instance,
    team: vault.team,
    epoch: key.epoch,
    kept: [...next.kept.values()],
    decided: [...next.decided.values()],
    notes: [...next.notes.values()],
    notOurs: [...next.notOurs],
  })
  const stored: StoredPage[] = []
  for (const [at, content] of pages.entries()) {
    stored.push(await store(vault, memory.stored[at], content))
  }
  for (const spare of memory.stored.slice(pages.length)) await vault.door.ask('pages/drop', { page: spare.page, revision: spare.revision })
  return { ...next, closed: memory.closed, stored }
}

async function store(vault: Vault, before: StoredPage | undefined, content: InboxPage): Promise<StoredPage> {
  const { epoch, recipient } = currentEpoch(vault)
  const page = before?.page ?? globalThis.crypto.randomUUID()
  const blob = b64u(await sealPage(content, recipient))
  const { revision } = await vault.door.ask<Static<typeof RevisionAnswer>>('pages', { page, epoch, revision: before?.revision ?? 0, blob })
  return { page, epoch, revision, content }
}
