import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { Day, MemberCode } from '#features/teams/teams.contract.ts'
import { CooperationCode } from './screening.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Line = (most: number) => Type.String({ minLength: 2, maxLength: most, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' })

/** `POST /api/desk/commitments/vetting/check`: the name is compared and not kept. */
export const VetInput = Type.Object(
  { id: RecordId, project: CooperationCode, label: Line(120), kind: Type.Enum(['unit', 'person']), named: Line(200) },
  closed,
)
/** `POST /api/desk/commitments/vetting/settle`: by somebody else than who asked. */
export const SettleInput = Type.Object({ id: RecordId, settled: Type.Enum(['same', 'another']) }, closed)
export const VettingView = Type.Object(
  {
    id: RecordId,
    project: CooperationCode,
    label: Line(120),
    kind: Type.Enum(['unit', 'person']),
    result: Type.Enum(['hit', 'no_hit', 'needs_review']),
    settled: orNull(Type.Enum(['same', 'another'])),
    by: MemberCode,
    on: Day,
  },
  closed,
)

export type Vet = Static<typeof VetInput>
export type Vetting = Static<typeof VettingView>
