import Type, { type Static } from 'typebox'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, MemberCode, TeamSlug } from '#features/teams/teams.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Somebody as far as the asking member may know them: colleagues by their code, others by their team alone. */
const Somebody = { member: orNull(MemberCode), team: TeamSlug }

/** `POST /api/desk/cases/readers/view`: the whole answer to "who can see this, and who has?". */
/** A case, or a person or report of it: who reads one reads all of them. */
export const ReadersViewInput = Type.Object({ of: Type.String({ pattern: '^[CPR]-[2-9A-HJ-NP-Z]{6}$' }) }, closed)
export const ReadersView = Type.Object(
  {
    case: CaseCode,
    /** Exactly those to whom row security shows the case today. */
    readers: Type.Array(
      Type.Object(
        {
          ...Somebody,
          since: Day,
          why: Type.Enum(['opened', 'added', 'break_glass']),
          by: orNull(Type.Object(Somebody, closed)),
          writes: Type.Boolean(),
          until: orNull(Day),
        },
        closed,
      ),
    ),
    /** Could open it by break-glass, which tells the whole team. */
    holders: Type.Array(Type.Object(Somebody, closed)),
    /** See codes, states and lines, and nothing sealed. */
    auditors: Type.Array(Type.Object(Somebody, closed)),
    /** Openings of the last two years, by member: the first and the last day, and how often. */
    opened: Type.Array(Type.Object({ ...Somebody, first: Day, last: Day, times: Type.Integer(), reads: Type.Boolean() }, closed)),
    /** What left the case: by whom, on which day, which way, to or of whom as a code. */
    shared: Type.Array(Type.Object({ ...Somebody, on: Day, action: Type.String(), subject: Type.String() }, closed)),
    /** Can never read it. Nobody takes a team off this list. */
    barred: Type.Array(Type.Object({ team: TeamSlug, since: Day }, closed)),
    names: Type.Record(TeamSlug, Type.Record(Type.String(), Type.String())),
  },
  closed,
)
export type ReadersViewed = Static<typeof ReadersView>
