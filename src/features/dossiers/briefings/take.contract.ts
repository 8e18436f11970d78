import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Hex32 } from '#features/teams/teams.contract.ts'
import { AUDIENCES, type Audience } from './audience.contract.ts'

/**
 * `POST /api/desk/briefings/take`: a copy of a kept version is about to leave. `digest` is the SHA-256 of the briefing; of what
 * it says the server learns nothing, only of which cases it is.
 */
export const TakeBriefingInput = Type.Object(
  {
    version: RecordId,
    digest: Hex32,
    /** Who gets it, and so which use everybody in each case has to have agreed to. */
    audience: Type.Enum(Object.keys(AUDIENCES) as Audience[]),
    cases: Type.Array(CaseCode, { minItems: 1, maxItems: 200, uniqueItems: true }),
  },
  { additionalProperties: false },
)
/** `POST /api/desk/briefings/homes` */
export const HomesInput = Type.Object({}, { additionalProperties: false })
export type TakeBriefing = Static<typeof TakeBriefingInput>
