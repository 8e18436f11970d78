import Type, { type Static } from 'typebox'
import { Code } from '#formats/public-record.ts'

const closed = { additionalProperties: false } as const
const ProposalId = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
const Words = Type.String({ minLength: 1, maxLength: 500 })

/** `POST /api/desk/documents/list`: documents with what waits in them; `letIn` is false for a verifier who reviews nothing here. */
export const ListDocumentsInput = Type.Object({}, closed)

/** `POST /api/desk/documents/open`: some paragraphs with their proposals; `part` null is the first part in which something waits. */
export const OpenDocumentInput = Type.Object(
  { document: Code, part: Type.Union([Type.Integer({ minimum: 1, maximum: 100_000 }), Type.Null()]) },
  closed,
)

/** `POST /api/desk/documents/decide`: one decision on one proposal; `seen` is how many decisions stood before it. */
export const DecideProposalInput = Type.Object(
  {
    proposal: ProposalId,
    seen: Type.Integer({ minimum: 0 }),
    decision: Type.Enum(['accepted', 'merged', 'rejected', 'undone']),
    edits: Type.Object(
      {
        value: Type.Optional(Words),
        hedge: Type.Optional(Words),
        origin: Type.Optional(Words),
        host: Type.Optional(Words),
        addressee: Type.Optional(Words),
      },
      closed,
    ),
    record: Type.Union([Code, Type.Null()]),
    reason: Type.Union([Type.String({ minLength: 1, maxLength: 2_000 }), Type.Null()]),
  },
  closed,
)

/** A proposal as a desk shows it. */
export type DeskProposal = {
  readonly id: string
  readonly paragraph: number
  readonly start: number
  readonly end: number
  readonly kind: string
  readonly rule: string
  /** What the document calls it, or a person who corrected it; `value` is the normal form. */
  readonly words: string
  readonly value: string
  readonly quote: string
  readonly precision: string | null
  readonly valid: string | null
  readonly role: string | null
  readonly hedge: string
  readonly negated: boolean
  /** Other proposals that it joins or weakens, in their own words. */
  readonly joins: readonly { readonly kind: string; readonly words: string }[]
  readonly seen: number
  readonly decision: 'accepted' | 'merged' | 'rejected' | 'undone' | null
  readonly record: string | null
  readonly citation: string | null
  readonly by: string | null
}
export type DeskDocument = {
  readonly code: string
  readonly title: string
  readonly publisher: string
  readonly address: string | null
  readonly language: string
  readonly part: number
  readonly parts: number
  readonly waiting: number
  readonly paragraphs: readonly { readonly number: number; readonly text: string }[]
  readonly proposals: readonly DeskProposal[]
}
export type DeskDocuments = {
  readonly letIn: boolean
  readonly documents: readonly { readonly code: string; readonly title: string; readonly proposals: number; readonly open: number }[]
}
export type DecideProposal = Static<typeof DecideProposalInput>
export type Decided = { readonly record: string | null; readonly citation: string | null }
