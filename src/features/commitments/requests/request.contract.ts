import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { Day, Revision } from '#features/teams/teams.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Line = (most: number) => Type.String({ minLength: 2, maxLength: most, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' })

export const RequestCode = Type.String({ pattern: '^N-[2-9A-HJ-NP-Z]{6}$' })
const RequestBody = Type.Object(
  {
    /** The institution that was asked; never a person. */
    body: Line(120),
    about: Line(300),
    concerns: orNull(Type.String({ pattern: '^[A-Z]{1,3}-[2-9A-HJ-NP-Z]{4,8}$' })),
    sentOn: Day,
    dueOn: Day,
    /** Whether the day comes from a law, which nobody has checked here, or was chosen. */
    clock: Type.Enum(['law_unverified', 'chosen']),
    state: Type.Enum(['open', 'granted', 'partly', 'refused', 'withdrawn']),
    answeredOn: orNull(Day),
  },
  closed,
)
/** `POST /api/desk/commitments/requests/keep`: `revision` 0 is a new one under a random code. */
export const KeepRequestInput = Type.Object({ id: RecordId, code: RequestCode, revision: Revision, body: RequestBody }, closed)
export const RequestView = Type.Object(
  { ...RequestBody.properties, id: RecordId, code: RequestCode, revision: Revision, isLate: Type.Boolean(), days: Type.Integer() },
  closed,
)

export type KeepRequest = Static<typeof KeepRequestInput>
export type DocumentRequest = Static<typeof RequestView>
