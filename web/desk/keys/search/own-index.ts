import type { Static } from 'typebox'
import { b64u } from '#crypto/bytes.ts'
import { type CardFacts, sealCard } from '#crypto/case/card.ts'
import { openerOf } from '#crypto/open/open-age.ts'
import { openCard } from '#crypto/open/open-card.ts'
import { CaseIndex, type Findable, type Hit, type IndexJson, readIndexJson } from '#features/cases/search/case-index.rules.ts'
import type { KeepOwnPage, OwnPagesAnswer } from '#features/teams/own-pages/own-pages.contract.ts'
import type { RevisionAnswer } from '#features/teams/teams.contract.ts'
import { DoorRefusal } from '../door.ts'
import type { Vault } from '../vault.ts'

type Page = { readonly id: string; revision: number; readonly keys: Set<string>; bytes: number; isChanged: boolean }

/** JSON of one page, well below the largest sealed size: its text may take three bytes a letter. */
const PAGE_LETTERS = 70_000

/**
 * What this member has opened or written, as words that can be searched, kept sealed to this member alone. Another reader of
 * the same case has an index of their own: one for the team would tell each member what only readers may know.
 */
export class OwnIndex {
  readonly #vault: Vault
  readonly #index = new CaseIndex()
  readonly #pages: Page[] = []
  readonly #pageOf = new Map<string, Page>()
  #loading: Promise<void> | null = null

  constructor(vault: Vault) {
    this.#vault = vault
  }

  /** Reads what was kept before, once. What was opened meanwhile stays as it is now. */
  load(): Promise<void> {
    this.#loading ??= this.#load()
    return this.#loading
  }

  async #load(): Promise<void> {
    const { pages } = await this.#vault.door.ask<Static<typeof OwnPagesAnswer>>('own-pages')
    for (const { page } of pages.filter(({ kind }) => kind === 'index')) await this.#read(page)
  }

  async #read(id: string): Promise<void> {
    const { bytes, revision } = await this.#vault.door.bytes('own-pages/read', { page: id })
    const opened = await openCard([openerOf(this.#vault.keys.seed)], bytes, this.#factsOf(id, revision))
    const json = opened === null ? undefined : readIndexJson(parsed(opened.content))
    // A page that does not open is left alone: it may be of a key that this member had before.
    if (json === undefined) return
    const fresh = json.docs.filter(([key]) => !this.#pageOf.has(key))
    this.#index.addJson({ v: 1, docs: fresh })
    const page: Page = { id, revision, keys: new Set(), bytes: 0, isChanged: fresh.length < json.docs.length }
    this.#pages.push(page)
    for (const doc of fresh) this.#place(page, doc[0], sizeOf(doc))
  }

  #factsOf(id: string, revision: number): CardFacts {
    return { instance: this.#vault.instance, case: this.#vault.member, id, about: id, kind: 'own.index', revision }
  }

  #place(page: Page, key: string, bytes: number): void {
    page.keys.add(key)
    page.bytes += bytes
    this.#pageOf.set(key, page)
  }

  put(record: Findable): void {
    this.#index.put(record)
    const known = this.#pageOf.get(record.key)
    if (known !== undefined) {
      known.isChanged = true
      return
    }
    const bytes = 40 + record.label.length + record.names.join().length + record.words.join().length
    const open = this.#pages.find((page) => page.bytes + bytes < PAGE_LETTERS)
    const page = open ?? { id: crypto.randomUUID(), revision: 0, keys: new Set<string>(), bytes: 0, isChanged: true }
    if (open === undefined) this.#pages.push(page)
    page.isChanged = true
    this.#place(page, record.key, Math.min(bytes, PAGE_LETTERS))
  }

  /** A case that is no longer this member's to read. */
  forgetCase(code: string): void {
    this.#index.keepOnly((key) => !key.startsWith(`${code}/`))
    for (const [key, page] of this.#pageOf) {
      if (!key.startsWith(`${code}/`)) continue
      page.keys.delete(key)
      page.isChanged = true
      this.#pageOf.delete(key)
    }
  }

  find(typed: string, most: number): Hit[] {
    return this.#index.find(typed, most)
  }

  get size(): number {
    return this.#index.size
  }

  /** Writes the pages that changed. Another tab of this member that was faster keeps its page; ours goes into a new one. */
  async save(): Promise<void> {
    await this.load()
    const docs = new Map(this.#index.toJson().docs.map((doc) => [doc[0], doc]))
    for (const page of this.#pages.filter(({ isChanged }) => isChanged)) {
      page.isChanged = false
      await this.#write(page, {
        v: 1,
        docs: [...page.keys].flatMap((key) => [docs.get(key) ?? []].filter((doc) => doc.length > 0)) as IndexJson['docs'],
      })
    }
  }

  async #write(page: Page, json: IndexJson): Promise<void> {
    const { door, keys } = this.#vault
    const blob = await sealCard(keys.recipient, this.#factsOf(page.id, page.revision + 1), JSON.stringify(json))
    const input: KeepOwnPage = { page: page.id, kind: 'index', revision: page.revision, blob: b64u(blob) }
    try {
      const { revision } = await door.ask<Static<typeof RevisionAnswer>>('own-pages', input)
      page.revision = revision
    } catch (error) {
      page.isChanged = true
      if (!(error instanceof DoorRefusal) || error.code !== 'record.stale') throw error
      const spare: Page = { ...page, id: crypto.randomUUID(), revision: 0 }
      this.#pages.splice(this.#pages.indexOf(page), 1, spare)
      for (const key of spare.keys) this.#pageOf.set(key, spare)
    }
  }
}

const sizeOf = ([key, label, , , tokens]: IndexJson['docs'][number]): number => 40 + key.length + label.length + tokens.length

function parsed(content: unknown): unknown {
  try {
    return typeof content === 'string' ? JSON.parse(content) : undefined
  } catch {
    return undefined
  }
}
