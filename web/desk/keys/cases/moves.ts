import type { Static } from 'typebox'
import { recipientOf } from '#crypto/age/identity.ts'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { sealCard } from '#crypto/case/card.ts'
import { openWith } from '#crypto/open/open-age.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import type { ViewedCase } from '#features/cases/files/case.contract.ts'
import type { BeginMove, LeftAnswer, MoveAt, Stage } from '#features/cases/moves/move.contract.ts'
import type { Moved } from '../../rooms/cases/calls.ts'
import { DeskFault } from '../fault.ts'
import type { Vault } from '../vault.ts'
import { beginCase, type Ring, readCards } from './ring.ts'
import { forgetRing, ringOf } from './rings.ts'

type Left = Static<typeof LeftAnswer>
export type Progress = (done: number, all: number) => void
const ONE = { min: 1, max: 1 }

/** Brings every record of one case into another. Nothing is visible before the end; whoever is interrupted goes on with `goOn`. */
export async function mergeCases(vault: Vault, source: string, target: string, progress: Progress): Promise<Moved> {
  const move = await begin(vault, { kind: 'merge', source, target, chosen: null, undoes: null })
  return goOn(vault, { move, source, target }, progress)
}

/** Brings some records of a case into a new one, from which the same teams are barred. guards T-27 */
export async function splitCase(vault: Vault, source: string, chosen: readonly string[], progress: Progress): Promise<Moved> {
  const { denied } = await ringOf(vault, source)
  const { case: target } = await beginCase(vault, denied)
  const move = await begin(vault, { kind: 'split', source, target, chosen: [...chosen], undoes: null })
  return goOn(vault, { move, source, target }, progress)
}

/** Brings back what a move brought over, within its 30 days. What was written since stays where it was written. */
export async function undoMove(vault: Vault, done: { move: string; source: string; target: string }, progress: Progress): Promise<Moved> {
  const [source, target] = [done.target, done.source]
  const move = await begin(vault, { kind: 'undo', source, target, chosen: null, undoes: done.move })
  return goOn(vault, { move, source, target }, progress)
}

async function begin(vault: Vault, move: Omit<BeginMove, 'move'>): Promise<string> {
  const id = crypto.randomUUID()
  await vault.door.ask('moves/begin', { ...move, move: id } satisfies BeginMove)
  return id
}

/** Seals anew what is left, and ends the move: all of it at once. */
export async function goOn(vault: Vault, move: { move: string; source: string; target: string }, progress: Progress): Promise<Moved> {
  // Keys may be newer than when this session opened them.
  for (const code of [move.source, move.target]) forgetRing(vault, code)
  const [from, to] = [await ringOf(vault, move.source), await ringOf(vault, move.target)]
  const records = { from: await recordOf(vault, move.source), to: await recordOf(vault, move.target) }
  const at: MoveAt = { target: move.target, move: move.move }
  for (;;) {
    const left = await vault.door.ask<Left>('moves/left', at)
    progress(left.all - left.left, left.all)
    if (left.left === 0) break
    const staged = { ...at, generation: to.generation, ...(await sealedAnew({ from, to, records }, left)) }
    await vault.door.ask('moves/stage', staged satisfies Stage)
  }
  await vault.door.ask('moves/finish', at)
  for (const code of [move.source, move.target]) forgetRing(vault, code)
  return { move: move.move, case: move.target }
}

async function recordOf(vault: Vault, code: string): Promise<string> {
  return (await vault.door.ask<ViewedCase>('cases/view', { case: code })).record
}

type Both = { readonly from: Ring; readonly to: Ring; readonly records: { readonly from: string; readonly to: string } }

async function sealedAnew(both: Both, left: Left): Promise<Pick<Stage, 'cards' | 'wraps'>> {
  const newest = both.to.seeds.at(-1)
  if (newest === undefined) throw new DeskFault('case.keys_missing', 'sealed')
  return { cards: await cardsAnew(both, left.cards, newest), wraps: await wrapsAnew(both, left.reports, newest) }
}

/** A card that cannot be opened stops the move: half a case is none. */
async function cardsAnew({ from, to, records }: Both, ids: readonly string[], newest: Uint8Array): Promise<Stage['cards']> {
  const cards = ids.length === 0 ? [] : await readCards(from, ids, 'duplicate_check')
  if (cards.some(({ problem }) => problem !== null)) throw new DeskFault('card.malformed', 'sealed')
  return Promise.all(
    cards.map(async ({ id: card, about: was, kind, revision, content }) => {
      const about = was === records.from ? records.to : was
      const facts = { instance: to.vault.instance, case: to.case, id: card, about, kind, revision: revision + 1 }
      return { card, about, kind, from: revision, blob: b64u(await sealCard(recipientOf(newest), facts, content)) }
    }),
  )
}

function wrapsAnew({ from }: Both, codes: readonly string[], newest: Uint8Array): Promise<Stage['wraps']> {
  return Promise.all(
    codes.map(async (report) => {
      const told = from.reports.find((one) => one.report === report)
      const plain = told === undefined ? null : await openWith(from.openers, unb64u(told.wrap), ONE)
      if (plain === null) throw new DeskFault('case.keys_missing', 'sealed')
      return { report, wrap: b64u(await sealTo([recipientOf(newest)], plain)) }
    }),
  )
}
