import type { Static } from 'typebox'
import { b64u } from '#crypto/bytes.ts'
import { type CardFacts, sealCard } from '#crypto/case/card.ts'
import { openerOf } from '#crypto/open/open-age.ts'
import { openCard } from '#crypto/open/open-card.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { readSaved, type SavedView, withView, writeSaved } from '#features/cases/views/saved.rules.ts'
import type { KeepOwnPage, OwnPagesAnswer } from '#features/teams/own-pages/own-pages.contract.ts'
import { DoorRefusal } from '../door.ts'
import type { Vault } from '../vault.ts'

/** `id` is null until there is a page. */
type Page = { readonly id: string | null; readonly revision: number; readonly views: readonly SavedView[] }
const NONE: Page = { id: null, revision: 0, views: [] }

const factsOf = (vault: Vault, id: string, revision: number): CardFacts => ({
  instance: vault.instance,
  case: vault.member,
  id,
  about: id,
  kind: 'own.views',
  revision,
})

/** The page of saved views as it stands at the server now. */
async function load(vault: Vault): Promise<Page> {
  const { pages } = await vault.door.ask<Static<typeof OwnPagesAnswer>>('own-pages')
  for (const { page, kind } of pages) {
    const found = kind === 'choices' ? await open(vault, page) : null
    if (found !== null) return found
  }
  return NONE
}

/** Null for a page of other choices, or of a key that this member had before. */
async function open(vault: Vault, id: string): Promise<Page | null> {
  const { bytes, revision } = await vault.door.bytes('own-pages/read', { page: id })
  try {
    const opened = await openCard([openerOf(vault.keys.seed)], bytes, factsOf(vault, id, revision))
    const views = opened === null ? null : readSaved(opened.content)
    return views === null ? null : { id, revision, views }
  } catch (error) {
    if (error instanceof SealingRefusal) return null
    throw error
  }
}

const TRIES = 3

/** Changes what stands there now; another tab that was faster keeps what it wrote. Throws `record.stale` after three. */
async function change(vault: Vault, change: (views: readonly SavedView[]) => readonly SavedView[]): Promise<readonly SavedView[]> {
  for (let left = TRIES; ; left -= 1) {
    const page = await load(vault)
    const views = change(page.views)
    try {
      await keep(vault, page, views)
      return views
    } catch (error) {
      if (left === 1 || !(error instanceof DoorRefusal) || error.code !== 'record.stale') throw error
    }
  }
}

async function keep(vault: Vault, { id, revision }: Page, views: readonly SavedView[]): Promise<void> {
  const page = id ?? crypto.randomUUID()
  const blob = await sealCard(vault.keys.recipient, factsOf(vault, page, revision + 1), writeSaved(views))
  await vault.door.ask('own-pages', { page, kind: 'choices', revision, blob: b64u(blob) } satisfies KeepOwnPage)
}

export const listSaved = async (vault: Vault): Promise<readonly SavedView[]> => (await load(vault)).views
export const saveView = (vault: Vault, view: SavedView): Promise<readonly SavedView[]> => change(vault, (views) => withView(views, view))
export const dropView = (vault: Vault, gone: string): Promise<readonly SavedView[]> =>
  change(vault, (views) => views.filter(({ id }) => id !== gone))
