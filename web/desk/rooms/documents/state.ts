import { signal } from '@preact/signals'
import type { DecideProposal, DeskDocument, DeskDocuments, DeskProposal } from '#features/observatory/proposals/review-desk.contract.ts'
import { call, done, quietly, working } from '../../actions.ts'
import { fault, team } from '../../desk-state.ts'
import { say } from '../../words.ts'

export const documents = signal<DeskDocuments | null>(null)
export const opened = signal<DeskDocument | null>(null)
/** The proposal that the keys are about, and the form that is open on it. */
export const current = signal<string | null>(null)
export const form = signal<'correct' | 'reject' | null>(null)
/** The one kind that is shown; null for all. */
export const onlyKind = signal<string | null>(null)
/** The states that the reviewer typed last in this document, offered again at its next act: a document is often about two. */
export const lastStates = signal({ origin: '', host: '' })

export function forgetDocuments(): void {
  documents.value = null
  opened.value = null
  current.value = null
  form.value = null
  onlyKind.value = null
  lastStates.value = { origin: '', host: '' }
}

/** A hedge stands with what it weakens, and has nothing of its own to correct. */
export const mayCorrect = ({ kind }: DeskProposal): boolean => kind !== 'hedge'

export const isOpen = ({ decision }: DeskProposal): boolean => decision === null || decision === 'undone'

export const currentOne = (): DeskProposal | undefined => opened.value?.proposals.find(({ id }) => id === current.value)

/** The proposals that are shown, in the order of the text. */
export const shownOnes = (): readonly DeskProposal[] =>
  (opened.value?.proposals ?? []).filter(({ kind }) => onlyKind.value === null || kind === onlyKind.value)

export async function loadDocuments(): Promise<void> {
  const now = await call('documents.list', null)
  documents.value = now
  if (team.value !== null && team.value.reviews !== now.letIn) team.value = { ...team.value, reviews: now.letIn }
}

/** Shows one kind alone, or all again; the keys walk what is shown. */
export function showOnly(kind: string | null): void {
  onlyKind.value = kind
  form.value = null
  const shown = shownOnes()
  if (!shown.some(({ id }) => id === current.value)) current.value = (shown.find(isOpen) ?? shown[0])?.id ?? null
}

/** Opens a part of a document; with `part` null the first in which something waits. */
export async function openDocument(document: string, part: number | null): Promise<void> {
  const now = await call('documents.open', { document, part })
  if (opened.value?.code !== now.code) lastStates.value = { origin: '', host: '' }
  opened.value = now
  if (shownOnes().length === 0) onlyKind.value = null
  const shown = shownOnes()
  if (!shown.some(({ id }) => id === current.value)) current.value = (shown.find(isOpen) ?? shown[0])?.id ?? null
}

/** The next proposal or the one before, within what is shown. */
export function step(by: 1 | -1): void {
  const all = shownOnes()
  const at = all.findIndex(({ id }) => id === current.value)
  form.value = null
  current.value = all[Math.min(all.length - 1, Math.max(0, at + by))]?.id ?? null
}

type Said = Partial<Pick<DecideProposal, 'edits' | 'reason'>>

/** Keeps a decision on the proposal that is current and goes on to the next that waits; half a minute it can be taken back. */
export async function decide(decision: 'accepted' | 'rejected', said: Said = {}): Promise<void> {
  const [document, one] = [opened.value, currentOne()]
  if (document === null || one === undefined || !isOpen(one)) return
  const kept = await working(say('documents.saving'), () => send(one, decision, said))
  if (kept === null) return refused(document, one)
  const { origin, host } = said.edits ?? {}
  if (origin !== undefined && host !== undefined) lastStates.value = { origin, host }
  form.value = null
  await again(document)
  const after = shownOnes()
  const at = after.findIndex(({ id }) => id === one.id)
  current.value = [...after.slice(at + 1), ...after.slice(0, at)].find(isOpen)?.id ?? one.id
  const code = kept.record ?? ''
  done(
    () =>
      decision === 'rejected'
        ? say('documents.did_reject')
        : code === ''
          ? say('documents.did_accept')
          : say('documents.did_record', { code }),
    () => takeBack(one.id),
  )
}

/** What somebody else decided meanwhile is shown; what is missing is asked for at once. */
async function refused(document: DeskDocument, one: DeskProposal): Promise<void> {
  if (fault.value?.code === 'proposal.decided') await again(document)
  if (fault.value?.code === 'proposal.incomplete' && mayCorrect(one)) form.value = 'correct'
}

/** Takes back what was decided on a proposal, with its record. */
export async function takeBack(id: string): Promise<void> {
  const document = opened.value
  const one = document?.proposals.find((other) => other.id === id)
  if (document === null || one === undefined || isOpen(one)) return
  await send(one, 'undone', {})
  await again(document)
  current.value = id
}

function send(one: DeskProposal, decision: DecideProposal['decision'], { edits = {}, reason = null }: Said) {
  return call('documents.decide', { proposal: one.id, seen: one.seen, decision, edits, record: null, reason })
}

/** The same part as it stands now. */
async function again({ code, part }: DeskDocument): Promise<void> {
  await quietly(() => openDocument(code, part))
}
