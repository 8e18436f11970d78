import type { Static } from 'typebox'
import type { Entry, Safeguards } from '#features/cases/entries/entry.contract.ts'
import type { CasesAnswer, ViewedCase } from '#features/cases/files/case.contract.ts'
import type { Move } from '#features/cases/moves/move.contract.ts'
import type { Assess, Host, Risk } from '#features/cases/risk/risk.contract.ts'
import type { CallName } from '../../calls.ts'
import type { CasesCalls, Sealed, ShownCase, ShownEntry, Text } from '../../rooms/cases/calls.ts'
import type { Handlers, Tell } from '../answers.ts'
import type { Mail } from '../mail.ts'
import type { Vault } from '../vault.ts'
import { openOriginal } from './evidence.ts'
import { goOn, mergeCases, splitCase, undoMove } from './moves.ts'
import { beginCase, dropCard, listCards, readCards } from './ring.ts'
import { forgetRing, hasRing, ringOf } from './rings.ts'
import { findText, textOf, writeText } from './texts.ts'

type Listed = Static<typeof CasesAnswer>
type Page<One> = { readonly entries: readonly One[]; readonly more: boolean }
const NOTES_SHOWN = 20
const OPENED_AT_ONCE = 32

/** Cases, as an unlocked desk shows them: codes from the server, words from cards that open here. */
export function casesHandlers(mail: () => Mail, tell: Tell): Handlers<CasesCalls> {
  const opened = () => mail().vault
  const ask = <Answer>(path: string, body: object) => opened().door.ask<Answer>(path, body)
  const progress = (of: CallName) => (done: number, all: number) => tell({ event: 'progress', of, done, all })
  return {
    'cases.list': async (asked) => {
      const { cases, more } = await ask<Listed>('cases/list', asked)
      return { cases: await Promise.all(cases.map((row) => labelled(opened(), row))), more }
    },
    'cases.view': ({ case: code }) => ask<ViewedCase>('cases/view', { case: code }),
    'cases.begin': async () => ({ case: (await beginCase(opened())).case }),
    'cases.change': (change) => ask('cases/change', change),
    'cases.sealed': ({ case: code, record }) => sealedOf(opened(), code, record),
    'cases.write': (writing) => writeText(opened(), writing),
    'cases.entries': async (asked) => {
      const { entries, more } = await ask<Page<Entry>>('cases/entries', asked)
      return { entries: await withTexts(opened(), asked.case, entries), more }
    },
    'cases.keepEntry': (given) => keepEntry(opened(), given),
    'cases.dropEntry': ({ case: code, entry }) => dropEntry(opened(), code, entry),
    'cases.safeguards': async (asked) => {
      const { checks, ...told } = await ask<Safeguards>('cases/safeguards', asked)
      return { ...told, checks: await withTexts(opened(), asked.case, checks) }
    },
    'cases.charged': (asked) => ask('cases/charged', asked),
    'cases.risk': ({ case: code }) => riskOf(opened(), code),
    'cases.assess': (given) => assess(opened(), given),
    'cases.openFile': (given) => openOriginal(mail(), given),
    'cases.moves': ({ case: code }) => ask<{ moves: Move[] }>('moves', { case: code }),
    'cases.merge': ({ source, target }) => mergeCases(opened(), source, target, progress('cases.merge')),
    'cases.split': ({ source, chosen }) => splitCase(opened(), source, chosen, progress('cases.split')),
    'cases.undoMove': (move) => undoMove(opened(), move, progress('cases.undoMove')),
    'cases.finishMove': (move) => goOn(opened(), move, progress('cases.finishMove')),
    'cases.dropMove': async (at) => {
      await ask('moves/drop', at)
      return null
    },
  }
}

const labels = new WeakMap<Vault, Map<string, string>>()
function labelsOf(vault: Vault): Map<string, string> {
  const known = labels.get(vault) ?? new Map<string, string>()
  labels.set(vault, known)
  return known
}

/** A list shows the labels of cases that were opened in this session, and opens none for the sake of a list (T-25). */
async function labelled(vault: Vault, row: Listed['cases'][number]): Promise<ShownCase> {
  return { ...row, label: hasRing(vault, row.case) ? (labelsOf(vault).get(row.case) ?? null) : null }
}

async function sealedOf(vault: Vault, code: string, record: string): Promise<Sealed> {
  // Somebody else may have made a new key meanwhile: opening a case asks for its keys anew.
  forgetRing(vault, code)
  const ring = await ringOf(vault, code)
  const [label, summary] = [await findText(ring, record, 'case.label'), await findText(ring, record, 'case.summary')]
  if (label !== null) labelsOf(vault).set(code, label.text)
  const listed = (await listCards(ring, { about: record, kind: 'note' })).toSorted((one, other) => other.on.localeCompare(one.on))
  const cards = await readCards(
    ring,
    listed.slice(0, NOTES_SHOWN).map(({ card }) => card),
  )
  const notes = cards.map(textOf).toSorted((one, other) => other.on.localeCompare(one.on))
  return { label, summary, notes, olderNotes: Math.max(0, listed.length - NOTES_SHOWN) }
}

/** Opens the cards of the entries on this page, and of no other. */
async function withTexts(vault: Vault, code: string, entries: readonly Entry[]): Promise<ShownEntry[]> {
  const wanted = entries.flatMap(({ cards }) =>
    cards.filter(({ kind }) => kind === 'chronology' || kind === 'reasons').map(({ card }) => card),
  )
  const texts = new Map<string, Text>()
  if (wanted.length > 0) {
    const ring = await ringOf(vault, code)
    for (const card of await readCards(ring, wanted.slice(0, 4 * OPENED_AT_ONCE))) texts.set(card.id, textOf(card))
  }
  return entries.map((entry) => ({
    ...entry,
    texts: Object.fromEntries(entry.cards.flatMap(({ card, kind }) => pair(kind, texts.get(card)))),
  }))
}

const pair = (kind: string, text: Text | undefined): [string, Text][] => (text === undefined ? [] : [[kind, text]])

type Keeping = CasesCalls['cases.keepEntry']['in']

/** The coded entry first, then its words: an entry without words is honest, words without an entry would be lost. */
async function keepEntry(vault: Vault, { case: code, entry, revision, body, text }: Keeping): Promise<{ entry: string; revision: number }> {
  const id = entry ?? crypto.randomUUID()
  const kept = await vault.door.ask<{ revision: number }>('cases/entries/keep', { case: code, entry: id, revision, body })
  const ring = await ringOf(vault, code)
  const kind = body.kind === 'refoulement' || body.kind === 'legality' ? 'reasons' : 'chronology'
  const before = entry === null ? null : await findText(ring, id, kind)
  if (text.trim() !== '' || before !== null)
    await writeText(vault, { case: code, about: id, kind, text, card: before?.card ?? null, revision: before?.revision ?? 0 })
  return { entry: id, revision: kept.revision }
}

async function dropEntry(vault: Vault, code: string, { entry, revision }: Entry): Promise<null> {
  await vault.door.ask('cases/entries/drop', { case: code, entry, revision })
  const ring = await ringOf(vault, code)
  for (const { card, revision: of } of await listCards(ring, { about: entry })) await dropCard(ring, { id: card, revision: of })
  return null
}

async function riskOf(vault: Vault, code: string): Promise<CasesCalls['cases.risk']['out']> {
  const { assessments, due, hosts } = await vault.door.ask<{ assessments: Risk[]; due: string | null; hosts: Host[] }>('cases/risk', {
    case: code,
  })
  const wanted = assessments.flatMap(({ card }) => (card === null ? [] : [card])).slice(0, OPENED_AT_ONCE)
  const cards = wanted.length === 0 ? [] : await readCards(await ringOf(vault, code), wanted)
  const texts = new Map(cards.map((card) => [card.id, textOf(card)]))
  return {
    assessments: assessments.map((one) => ({ ...one, reasons: one.card === null ? null : (texts.get(one.card) ?? null) })),
    due,
    hosts,
  }
}

async function assess(vault: Vault, { reasons, ...said }: CasesCalls['cases.assess']['in']) {
  const assessment = crypto.randomUUID()
  const given = await vault.door.ask<{ score: number; suggested: string; due: string }>('cases/risk/assess', {
    ...said,
    assessment,
  } satisfies Assess)
  if (reasons.trim() !== '')
    await writeText(vault, { case: said.case, about: assessment, kind: 'risk', text: reasons, card: null, revision: 0 })
  return given
}
