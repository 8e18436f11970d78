import { Refusal, type RefusalCode } from '#kernel/refusal.ts'
import { describeParagraph } from '../cite.rules.ts'
import type { Paragraph } from '../document.contract.ts'
import { proposeFromParagraphs, unreadParagraphs } from '../import-proposals.ts'
import type { FileKind } from '../read/kind.rules.ts'
import { MOST_PARAGRAPHS } from '../read/limits.rules.ts'
import { note, type ReadNote } from '../read/note.rules.ts'
import { answerOneTask } from '../read/own-process.ts'
import { type ReadRequest, readHere } from '../read/read-text.ts'
import { readParagraphs } from '../segment.rules.ts'
import { type PlacedProposal, placeProposals } from './place-proposals.rules.ts'

export type PreparingTask = { readonly bytes: Uint8Array; readonly request: ReadRequest; readonly sha256: string }

export type Read = {
  readonly kind: FileKind
  readonly notes: readonly ReadNote[]
  readonly title: string
  readonly paragraphs: readonly (Paragraph & { readonly text: string })[]
  readonly proposals: readonly PlacedProposal[]
}
export type PreparingAnswer =
  | { readonly ok: true; readonly value: Read }
  | { readonly ok: false; readonly code: RefusalCode; readonly detail?: string }

const LONGEST_TITLE = 300

async function answer(task: PreparingTask): Promise<PreparingAnswer> {
  try {
    return { ok: true, value: await prepare(task) }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, code: error.code, ...(error.detail === undefined ? {} : { detail: error.detail }) }
    if (error instanceof RangeError) return { ok: false, code: 'document.too_heavy' }
    throw error
  }
}

async function prepare({ bytes, request, sha256 }: PreparingTask): Promise<Read> {
  const { kind, text, notes } = await readHere(bytes, request)
  const read = readParagraphs(text)
  if (read.length > MOST_PARAGRAPHS) throw new Refusal('document.too_many_paragraphs')
  if (read.length === 0) throw new Refusal('document.empty')
  const paragraphs = read.map((one) => ({ ...describeParagraph(one, false), text: one.text }))
  const title = (read.find((one) => one.kind === 'title') ?? read[0])?.text ?? ''
  const found = proposeFromParagraphs(text, read, sha256)
  const proposals = placeProposals(read, found)
  return {
    kind,
    notes: [
      ...notes,
      ...note('paragraphs_unread', unreadParagraphs(read).length),
      ...note('proposals_unplaced', found.length - proposals.length),
    ],
    title: title.slice(0, LONGEST_TITLE),
    paragraphs,
    proposals,
  }
}

answerOneTask(answer)
