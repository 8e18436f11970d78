import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { Day, MemberCode } from '#features/teams/teams.contract.ts'
import { terms } from '#kernel/vocabulary.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Line = (most: number) => Type.String({ minLength: 2, maxLength: most, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' })

/** A commitment, a paragraph or an agreement of the public record. */
export const CommitmentCode = Type.String({ pattern: '^(K|CP|A)-[2-9A-HJ-NP-Z]{4,8}$' })
/** Public incidents, quotations, documents, findings, and rounds of the own team. A protected incident does not fit. */
const Cite = Type.String({ pattern: '^([IQDFX]-[2-9A-HJ-NP-Z]{4}|Y-[2-9A-HJ-NP-Z]{6})$' })

const FindingBody = Type.Object(
  {
    commitment: CommitmentCode,
    direction: Type.Enum(['supports', 'contradicts', 'unclear', 'withdrawn']),
    /** Who asserts it; it stays beside the finding wherever that goes. */
    assertedBy: Line(120),
    hedge: Type.Enum(terms('certainty_hedge').map((term) => term.code as string)),
    standard: Type.Enum(terms('standard_of_proof').map((term) => term.code as string)),
    said: Line(300),
    cites: Type.Array(Cite, { minItems: 1, maxItems: 16 }),
    supersedes: orNull(RecordId),
  },
  closed,
)
/** `POST /api/desk/commitments/findings/add` */
export const AddFindingInput = Type.Object({ id: RecordId, body: FindingBody }, closed)
/** `POST /api/desk/commitments/findings/list`: of one commitment, or of all that the team looked at. */
export const FindingsInput = Type.Object({ commitment: orNull(CommitmentCode) }, closed)
export const FindingView = Type.Object({ ...FindingBody.properties, id: RecordId, by: MemberCode, on: Day }, closed)
export const Done = Type.Object({ done: Type.Literal(true) }, closed)

export type AddFinding = Static<typeof AddFindingInput>
export type Finding = Static<typeof FindingView>
