import Type, { type Static } from 'typebox'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day } from '#features/teams/teams.contract.ts'
import { closed, orNull, RoundCode, TrackCode } from '../codes.contract.ts'

/** What waits: a round that comes, a follow-up of a round, a deliverable, a step of its ladder, a word on a raised case, a track that is silent. */
export const DueView = Type.Object(
  {
    what: Type.Enum(['round', 'follow_up', 'deliverable', 'consequence', 'raised', 'unconfirmed', 'silent_track']),
    code: Type.String(),
    track: orNull(TrackCode),
    case: orNull(CaseCode),
    on: Day,
    /** Since when it is overdue; null while it is to come. */
    since: orNull(Day),
    /** The round that comes next on this track, and before which this is due. */
    before: orNull(RoundCode),
  },
  closed,
)
/** `POST /api/desk/dialogues/due/list` */
export const DueAnswer = Type.Object({ due: Type.Array(DueView), today: Day }, closed)

export type Due = Static<typeof DueView>
