import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, MemberCode, Revision } from '#features/teams/teams.contract.ts'
import { closed, DeliverableCode, Line, orNull, RoundCode, Source } from '../codes.contract.ts'

const Body = {
  side: Type.Enum(['eu', 'partner', 'both']),
  said: Line,
  indicator: orNull(Line),
  verification: orNull(Line),
  due: orNull(Day),
  state: Type.Enum(['proposed', 'agreed', 'delivered', 'dropped']),
}
/** `POST /api/desk/dialogues/deliverables/keep`: agreed is what has an indicator and a day. */
export const KeepDeliverableInput = Type.Object(
  { id: RecordId, code: DeliverableCode, round: RoundCode, revision: Revision, body: Type.Object(Body, closed) },
  closed,
)
/**
 * `POST /api/desk/dialogues/deliverables/check`: what somebody found. One that rests on a protected incident names it with
 * its case; only readers of that case learn which it is.
 */
export const CheckInput = Type.Object(
  {
    id: RecordId,
    deliverable: DeliverableCode,
    verdict: Type.Enum(['kept', 'partly', 'not_kept', 'found_false']),
    basis: Type.Enum(['incident', 'document', 'reply', 'visit']),
    source: orNull(Source),
    incident: orNull(Type.Object({ case: CaseCode, incident: RecordId }, closed)),
  },
  closed,
)
const CheckView = Type.Object(
  {
    id: RecordId,
    verdict: CheckInput.properties.verdict,
    basis: CheckInput.properties.basis,
    source: orNull(Source),
    /** The incidents that it rests on, as far as the caller reads their cases. */
    incidents: Type.Array(Type.Object({ case: CaseCode, incident: Type.String() }, closed)),
    by: MemberCode,
    on: Day,
  },
  closed,
)
export const DeliverableView = Type.Object(
  {
    id: RecordId,
    code: DeliverableCode,
    round: RoundCode,
    ...Body,
    /** What was found last; found false after it was delivered stays in sight. */
    checks: Type.Array(CheckView),
    /** Since when it is overdue; null while it is not. */
    overdueSince: orNull(Day),
    revision: Revision,
  },
  closed,
)

export type KeepDeliverable = Static<typeof KeepDeliverableInput>
export type Check = Static<typeof CheckInput>
export type Deliverable = Static<typeof DeliverableView>
