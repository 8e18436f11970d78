import Type, { type Static } from 'typebox'
import { Code, HappenedSchema, Sha256 } from '#formats/public-record.ts'

const closed = { additionalProperties: false } as const

/** The licence of a document for which nobody said one: nothing may be done with its text beyond a short quotation. */
export const LICENCE_UNSTATED = 'not stated'

export const PARAGRAPH_KINDS = ['title', 'heading', 'paragraph', 'list_item', 'furniture'] as const

/**
 * A paragraph of a document. `number` counts from 1 through the whole text; `label` is the number printed
 * in the document itself ("48"), carried on to the blocks that continue it. `textHash` is the SHA-256 of the
 * normalised text. The text itself travels only where the licence of the document allows it.
 */
export const ParagraphSchema = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    label: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
    kind: Type.Enum(PARAGRAPH_KINDS),
    textHash: Sha256,
    text: Type.Optional(Type.String()),
  },
  closed,
)

/** A public document by the hash of its bytes. `title` and `publisher` are in the document's language. */
export const DocumentSchema = Type.Object(
  {
    code: Code,
    sha256: Sha256,
    title: Type.String({ minLength: 1 }),
    publisher: Type.String({ minLength: 1 }),
    kind: Type.Enum(['joint_statement', 'press_release', 'web_page', 'council_note', 'resolution_summary', 'report', 'letter', 'judgment']),
    language: Type.String({ pattern: '^[a-z]{2,3}$' }),
    issued: HappenedSchema,
    /** Shown as text, never as a link that a reader could follow by accident; null means "source unknown". */
    address: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
    reference: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
    licence: Type.Object({ name: Type.String({ minLength: 1 }), allowsFullText: Type.Boolean() }, closed),
    ruleVersion: Type.Integer({ minimum: 1 }),
    paragraphs: Type.Array(ParagraphSchema, { minItems: 1 }),
  },
  closed,
)

/** Words of a document: hash of the bytes, paragraph, span in UTF-16 units of its normalised text, hash of that text, the words. */
export const CitationSchema = Type.Object(
  {
    code: Code,
    document: Sha256,
    paragraph: Type.Integer({ minimum: 1 }),
    start: Type.Integer({ minimum: 0 }),
    end: Type.Integer({ minimum: 1 }),
    textHash: Sha256,
    quote: Type.String({ minLength: 1, maxLength: 400 }),
  },
  closed,
)

export type PublicDocument = Static<typeof DocumentSchema>
export type Paragraph = Static<typeof ParagraphSchema>
export type Citation = Static<typeof CitationSchema>
