import type { Static } from 'typebox'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { sealCard } from '#crypto/case/card.ts'
import { guardWrap } from '#crypto/mailbox/exclusions.ts'
import { type Opener, openerOf, openWith } from '#crypto/open/open-age.ts'
import { openCard } from '#crypto/open/open-card.ts'
import { readKey, sealKey, type WrappedKey } from '#crypto/team/wraps.ts'
import type { CardsAnswer, CardView, OpenCase, ReadCards, ReadCardsAnswer } from '#features/reports/cards/card.contract.ts'
import type { CaseKeys } from '#features/reports/inbox/inbox.contract.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { DeskFault } from '../fault.ts'
import { noteOpened } from '../search/note-opened.ts'
import { readersOf, recipientsOf, recoveryMark, type Vault } from '../vault.ts'

/** Members of a team, custodians and room to spare. */
const READERS = { min: 1, max: 80 }
const ONE = { min: 1, max: 1 }

/** The keys of one case, newest last; what is sealed now is sealed to the newest. They never leave the worker. */
export type Ring = {
  readonly vault: Vault
  readonly case: string
  readonly generation: number
  readonly revision: number
  /** The seeds by generation, from 1 on. */
  readonly seeds: readonly Uint8Array[]
  readonly openers: readonly Opener[]
  readonly readers: readonly string[]
  /** Teams that may never be given a key to this case. */
  readonly denied: readonly string[]
  readonly reports: Static<typeof CaseKeys>['reports']
}

/** What a sealed thing of a case says, beside what the server knows of it. */
export type Card<Content = unknown> = {
  readonly id: string
  readonly about: string
  readonly kind: string
  readonly revision: number
  readonly by: string
  readonly on: string
  readonly content: Content
  /** Why it could not be opened; the content is null then. */
  readonly problem: string | null
}

export const caseKeyOf = ({ instance, team }: Vault, code: string): WrappedKey => ({ type: 'case-key', instance, team, of: code })
export const ringKeyOf = ({ instance, team }: Vault, code: string, generation: number): WrappedKey => ({
  type: 'case-ring',
  instance,
  team,
  of: code,
  generation,
})

/** Opens the keys of a case. That is an action: the server writes a line. Throws `unlock.no_key` to whoever is no reader. */
export async function openRing(vault: Vault, code: string, bulk = false): Promise<Ring> {
  const told = await vault.door.ask<Static<typeof CaseKeys>>('cases/keys', { case: code, bulk })
  const plain = await openWith([openerOf(vault.keys.seed)], unb64u(told.key), READERS)
  if (plain === null) throw new DeskFault('unlock.no_key', 'typed')
  const newest = readKey(plain, caseKeyOf(vault, code))
  const older = await Promise.all(told.ring.map((older) => openOlder(vault, code, newest, older)))
  const seeds = [...older, newest]
  if (seeds.length !== told.generation) throw new DeskFault('case.keys_missing', 'sealed')
  const { generation, revision, readers, denied, reports } = told
  return { vault, case: code, generation, revision, seeds, openers: seeds.map(openerOf).toReversed(), readers, denied, reports }
}

type Older = { readonly generation: number; readonly wrap: string }

async function openOlder(vault: Vault, code: string, newest: Uint8Array, { generation, wrap }: Older): Promise<Uint8Array> {
  const plain = await openWith([openerOf(newest)], unb64u(wrap), ONE)
  if (plain === null) throw new DeskFault('case.keys_missing', 'sealed')
  return readKey(plain, ringKeyOf(vault, code, generation))
}

/** A new case of the own team without a report; `blocked` are the teams that may never read it. guards T-27 */
export async function beginCase(vault: Vault, blocked: readonly string[] = []): Promise<Ring> {
  guardWrap([vault.team], new Set(blocked))
  const code = newPublicCode('C')
  const wrap = await sealKey(caseKeyOf(vault, code), newSeed(), recipientsOf(vault))
  const key = { wrap: b64u(wrap), readers: readersOf(vault).map(({ member }) => member), ...recoveryMark(vault) }
  await vault.door.ask('cases/open', { case: code, key, blocked: [...blocked] } satisfies OpenCase)
  return openRing(vault, code)
}

type View = Static<typeof CardView>
export type Reason = ReadCards['reason']

/** What sealed things a case has, page by page, about one record, of one kind, or all. */
export async function listCards(ring: Ring, asked: { readonly about?: string; readonly kind?: string } = {}): Promise<View[]> {
  const found: View[] = []
  for (;;) {
    const { cards, more } = await ring.vault.door.ask<Static<typeof CardsAnswer>>('cards/list', {
      case: ring.case,
      about: asked.about ?? null,
      kind: asked.kind ?? null,
      after: found.at(-1)?.card ?? null,
    })
    found.push(...cards)
    if (!more) return found
  }
}

const AT_ONCE = 32

/** Opens sealed things; one that does not open says so in its place and hides no other. Guarded kinds need a reason. */
export async function readCards<Content = unknown>(ring: Ring, ids: readonly string[], reason: Reason = null): Promise<Card<Content>[]> {
  const found: Card<Content>[] = []
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const cards = ids.slice(at, at + AT_ONCE)
    const answer = await ring.vault.door.ask<Static<typeof ReadCardsAnswer>>('cards/read', { case: ring.case, cards, reason })
    found.push(...(await Promise.all(answer.cards.map((told) => openTold<Content>(ring, told)))))
  }
  return found
}

type Told = Static<typeof ReadCardsAnswer>['cards'][number]

async function openTold<Content>(ring: Ring, { card: id, about, kind, revision, by, on, blob }: Told): Promise<Card<Content>> {
  const told = { id, about, kind, revision, by, on }
  try {
    const facts = { instance: ring.vault.instance, case: ring.case, id, about, kind, revision }
    const opened = await openCard(ring.openers, unb64u(blob), facts)
    if (opened === null) return { ...told, content: null as Content, problem: 'age.no_key' }
    noteOpened(ring.vault, ring.case, { ...told, content: opened.content })
    return { ...told, content: opened.content as Content, problem: null }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { ...told, content: null as Content, problem: String(error.code) }
    throw error
  }
}

export type NewCard = {
  readonly kind: string
  readonly about: string
  readonly content: unknown
  /** The card that it replaces, and the revision that was read; without them a new card. */
  readonly id?: string
  readonly revision?: number
}

/** Seals and keeps a thing of the case. Throws `record.stale` when somebody was faster; nothing is lost by it. */
export async function keepCard(ring: Ring, { kind, about, content, id = crypto.randomUUID(), revision = 0 }: NewCard): Promise<Card> {
  const newest = ring.seeds.at(-1)
  if (newest === undefined) throw new DeskFault('case.keys_missing', 'sealed')
  const facts = { instance: ring.vault.instance, case: ring.case, id, about, kind, revision: revision + 1 }
  const blob = await sealCard(recipientOf(newest), facts, content)
  const { case: code, generation } = ring
  await ring.vault.door.ask('cards/keep', { case: code, card: id, about, kind, generation, revision, blob: b64u(blob) })
  noteOpened(ring.vault, ring.case, { id, about, kind, on: '', content })
  return { id, about, kind, revision: revision + 1, by: ring.vault.member, on: '', content, problem: null }
}

/** Ends a sealed thing for good. */
export async function dropCard(ring: Ring, { id, revision }: Pick<Card, 'id' | 'revision'>): Promise<void> {
  await ring.vault.door.ask('cards/drop', { case: ring.case, card: id, revision })
}
