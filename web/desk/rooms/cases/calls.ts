import type { Body, Charged, Entries, Entry, Safeguards } from '#features/cases/entries/entry.contract.ts'
import type { Case, Cases, ChangeCase, ViewedCase } from '#features/cases/files/case.contract.ts'
import type { Move } from '#features/cases/moves/move.contract.ts'
import type { Assess, Host, Risk } from '#features/cases/risk/risk.contract.ts'
import type { ReadCards } from '#features/reports/cards/card.contract.ts'
import type { OpenedFile } from '../../model.ts'

/** A sealed text of a case as the page shows it. `problem` says why it could not be opened. */
export type Text = {
  readonly card: string
  readonly revision: number
  readonly text: string
  readonly by: string
  readonly on: string
  readonly problem: string | null
}
/** Somebody wrote meanwhile: both are there, and nothing was overwritten. */
export type Kept =
  | { readonly state: 'kept'; readonly card: string; readonly revision: number }
  | { readonly state: 'conflict'; readonly theirs: Text }
export type ShownCase = Case & { readonly label: string | null }
export type ShownEntry = Entry & { readonly texts: Readonly<Record<string, Text>> }
/** The checks with their words opened; a deprivation of liberty is shown by its codes. */
export type ShownSafeguards = Omit<Safeguards, 'checks'> & { readonly checks: readonly ShownEntry[] }
export type ShownRisk = Risk & { readonly reasons: Text | null }
export type Sealed = {
  readonly label: Text | null
  readonly summary: Text | null
  readonly notes: readonly Text[]
  readonly olderNotes: number
}
export type TextKind = 'case.label' | 'case.summary' | 'note' | 'chronology' | 'reasons' | 'task' | 'risk'
export type Moved = { readonly move: string; readonly case: string }

export type CasesCalls = {
  'cases.list': { in: Cases; out: { cases: readonly ShownCase[]; more: boolean } }
  'cases.view': { in: { case: string }; out: ViewedCase }
  'cases.begin': { in: null; out: { case: string } }
  'cases.change': { in: ChangeCase; out: { revision: number } }
  'cases.sealed': { in: { case: string; record: string }; out: Sealed }
  'cases.write': {
    in: { case: string; about: string; kind: TextKind; text: string; card: string | null; revision: number }
    out: Kept
  }
  'cases.entries': { in: Entries; out: { entries: readonly ShownEntry[]; more: boolean } }
  'cases.keepEntry': {
    in: { case: string; entry: string | null; revision: number; body: Body; text: string }
    out: { entry: string; revision: number }
  }
  'cases.dropEntry': { in: { case: string; entry: Entry }; out: null }
  'cases.safeguards': { in: { case: string }; out: ShownSafeguards }
  'cases.charged': { in: Charged; out: { entries: readonly Entry[]; more: boolean } }
  'cases.risk': { in: { case: string }; out: { assessments: readonly ShownRisk[]; due: string | null; hosts: readonly Host[] } }
  'cases.assess': { in: Omit<Assess, 'assessment'> & { reasons: string }; out: { score: number; suggested: string; due: string } }
  'cases.openFile': {
    in: { case: string; record: string; item: string; n: number; reason: NonNullable<ReadCards['reason']> }
    out: OpenedFile
  }
  'cases.moves': { in: { case: string }; out: { moves: readonly Move[] } }
  'cases.merge': { in: { source: string; target: string }; out: Moved }
  'cases.split': { in: { source: string; chosen: readonly string[] }; out: Moved }
  'cases.undoMove': { in: { move: string; source: string; target: string }; out: Moved }
  'cases.finishMove': { in: { move: string; source: string; target: string }; out: Moved }
  'cases.dropMove': { in: { move: string; target: string }; out: null }
}
