import Type, { type Static } from 'typebox'
import { CaseCode, ReasonCode, Subject } from '../approvals/approvals.contract.ts'
import { bytesOf, MemberCode, PageId } from '../teams.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Moment = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$' })

/** `POST /api/desk/honey/mark`: with a yes of two stewards to `{team, record}` under `honey.mark` and the record's code. */
export const HoneyInput = Type.Object({ record: Subject }, closed)

/** `GET /api/desk/notices`: of the last 90 days, newest first. */
export const NoticesAnswer = Type.Object(
  {
    notices: Type.Array(Type.Object({ id: PageId, kind: Type.String(), subject: Subject, about: orNull(MemberCode), at: Moment }, closed)),
    glasses: Type.Array(
      Type.Object(
        {
          id: PageId,
          case: CaseCode,
          member: MemberCode,
          reason: ReasonCode,
          openedAt: Moment,
          until: Moment,
          /** Whether the hour is over. */
          ended: Type.Boolean(),
          /** When the member can do nothing any more unless somebody reviewed it. */
          reviewBy: Moment,
          review: orNull(Type.Object({ verdict: Type.Enum(['justified', 'not_justified']), by: MemberCode, at: Moment }, closed)),
        },
        closed,
      ),
    ),
  },
  closed,
)

/** `POST /api/desk/break-glass/open`: one case for 60 minutes, to a holder of its key who does not read it. */
export const GlassInput = Type.Object({ case: CaseCode, reason: ReasonCode }, closed)
/** Until then the doors of the case answer as they answer its readers, and take nothing. */
export const GlassAnswer = Type.Object({ id: PageId, until: Moment }, closed)
/** `POST /api/desk/break-glass/review`: by an auditor, a steward or a counsel who is somebody else. */
export const ReviewInput = Type.Object({ id: PageId, verdict: Type.Enum(['justified', 'not_justified']) }, closed)

/**
 * `POST /api/desk/break-glass/holders`: who else holds the key of a case. `key` is the case key sealed to its readers, to
 * them and to the team's recovery key; `revision` is the one it replaces.
 */
export const HoldersInput = Type.Object(
  {
    case: CaseCode,
    holders: Type.Array(MemberCode, { maxItems: 16 }),
    revision: Type.Integer({ minimum: 1 }),
    key: bytesOf(200, 131_072),
  },
  closed,
)
/** `POST /api/desk/break-glass/of-case` answers its readers who they are. */
export const HoldersAnswer = Type.Object({ holders: Type.Array(MemberCode) }, closed)
export const CaseInput = Type.Object({ case: CaseCode }, closed)

export type Notices = Static<typeof NoticesAnswer>
export type Holders = Static<typeof HoldersInput>
