import { signal } from '@preact/signals'
import type { DecideProposal, DeskDocument, DeskDocuments, DeskProposal } from '#features/observatory/proposals/review-desk.contract.ts'
import { call, done, quietly, working } from '../../actions.ts'
import { fault } from '../../desk-state.ts'
import { say } from '../../words.ts'

export const documents = signal<DeskDocuments | null>(null)
export const opened = signal<DeskDocument | null>(null)
/** The proposal that the keys are about, and the form that is open on it. */
export const current = signal<string | null>(null)
export const form = signal<'correct' | 'reject' | null>(null)

export function forgetDocuments(): void {
  documents.value = null
  opened.value = null
  current.value = null
  form.value = null
}

export const isOpen = ({ decision }: DeskProposal): boolean => decision === null || decision === 'undone'

export const currentOne = (): DeskProposal | undefined => opened.value?.proposals.find(({ id }) => id === current.value)

export async function loadDocuments(): Promise<void> {
  documents.value = await call('documents.list', null)
}

/** Opens a part of a document; with `part` null the first in which something waits. */
export async function openDocument(document: string, part: number | null): Promise<void> {
  const now = await call('documents.open', { document, part })
  opened.value = now
  if (!now.proposals.some(({ id }) => id === current.value)) current.value = (now.proposals.find(isOpen) ?? now.proposals[0])?.id ?? null
}

/** The next proposal or the one before, within what is shown. */
export function step(by: 1 | -1): void {
  const all = opened.value?.proposals ?? []
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
  // What somebody else decided meanwhile is shown.
  if (kept === null) return fault.value?.code === 'proposal.decided' ? again(document) : undefined
  form.value = null
  await again(document)
  const after = opened.value?.proposals ?? []
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
