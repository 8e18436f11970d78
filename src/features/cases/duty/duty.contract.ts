import Type, { type Static, type TSchema } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { Day, MemberCode, Revision } from '#features/teams/teams.contract.ts'
import { Country } from '../files/case.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Who is asked first for a country. `EU` stands for Member States without a line of their own, `ZZ` for everywhere else. */
const Line = { country: Country, holder: MemberCode, deputy: orNull(MemberCode) }

/** `POST /api/desk/duty/look`: the roster of the team and what nobody answered yet. Whatever waited too long goes to the deputy. */
export const DutyAnswer = Type.Object(
  {
    lines: Type.Array(Type.Object({ ...Line, on: Day, revision: Revision }, closed)),
    alarms: Type.Array(
      Type.Object(
        {
          alarm: RecordId,
          country: Country,
          /** Null where nobody is on duty: then it is everybody's. */
          holder: orNull(MemberCode),
          deputy: orNull(MemberCode),
          raisedAt: Type.String(),
          until: Type.String(),
          escalated: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
  closed,
)
/** `POST /api/desk/duty/keep`: says who is on duty for a country; `revision` 0 is a new line. */
export const KeepDutyInput = Type.Object({ ...Line, revision: Revision }, closed)
/** `POST /api/desk/duty/raise`: something cannot wait. It names no report; one alarm for a country is open at a time. */
export const RaiseInput = Type.Object({ country: Country }, closed)
export const RaiseAnswer = Type.Object({ holder: orNull(MemberCode), until: Type.String() }, closed)
/** `POST /api/desk/duty/answer`: somebody took it on. */
export const AnswerInput = Type.Object({ alarm: RecordId }, closed)

export type Duty = Static<typeof DutyAnswer>
export type KeepDuty = Static<typeof KeepDutyInput>
export type Raised = Static<typeof RaiseAnswer>
