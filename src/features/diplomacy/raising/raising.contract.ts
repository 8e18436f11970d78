import Type, { type Static } from 'typebox'
import { ConsentScope, ConsentSubject } from '#features/cases/consent/consent.contract.ts'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, MemberCode, Revision } from '#features/teams/teams.contract.ts'
import { closed, Level, orNull, RaisingForm, ReplyCode, ReplyForm, RoundCode } from '../codes.contract.ts'

export const RAISED_PAGE = 50
export const SILENT_PAGE = 50

/** Whether what it rests on still holds today: anything but `given` is red wherever it is shown. */
export const Standing = Type.Enum(['given', 'missing', 'withdrawn', 'expired'])

const Coding = Type.Object({ code: ReplyCode, by: MemberCode, on: Day, scheme: Type.Integer() }, closed)
/** A reply that was given: that, how and when. What it said is a sealed card about it. */
export const ReplyView = Type.Object(
  {
    id: RecordId,
    form: ReplyForm,
    on: Day,
    by: MemberCode,
    /** Codings apart from each other: another's is shown once there are two, or to whoever coded it. */
    codings: Type.Array(Coding),
    /** Codings that are there and not shown yet. */
    waiting: Type.Integer(),
  },
  closed,
)
export const RaisedView = Type.Object(
  {
    id: RecordId,
    case: CaseCode,
    subject: ConsentSubject,
    round: orNull(RoundCode),
    form: RaisingForm,
    scope: ConsentScope,
    consent: RecordId,
    standing: Standing,
    state: Type.Enum(['listed', 'raised', 'dropped']),
    raisedOn: orNull(Day),
    level: orNull(Level),
    next: orNull(Day),
    touchedOn: Day,
    /** How often this person's case was raised before today, and when last. */
    times: Type.Integer(),
    lastRaised: orNull(Day),
    /** How the last reply of any round was coded by two who agree. */
    lastReply: orNull(ReplyCode),
    revision: Revision,
  },
  closed,
)

/** `POST /api/desk/dialogues/raised/list`: the list of an exchange, of cases that the caller reads. */
export const RaisedInput = Type.Object({ round: RoundCode, after: orNull(RecordId) }, closed)
export const RaisedAnswer = Type.Object({ raised: Type.Array(RaisedView), more: Type.Boolean() }, closed)

/** `POST /api/desk/dialogues/willing/list`: who agreed to a use, in cases that concern a state. */
export const WillingInput = Type.Object(
  {
    form: RaisingForm,
    partner: orNull(Type.String({ pattern: '^[A-Z]{2}$' })),
    after: orNull(Type.Object({ case: CaseCode, subject: ConsentSubject }, closed)),
  },
  closed,
)
export const WillingAnswer = Type.Object(
  {
    people: Type.Array(
      Type.Object(
        {
          case: CaseCode,
          subject: ConsentSubject,
          times: Type.Integer(),
          lastRaised: orNull(Day),
          lastReply: orNull(ReplyCode),
        },
        closed,
      ),
    ),
    more: Type.Boolean(),
  },
  closed,
)

/** `POST /api/desk/dialogues/cases/raise`: puts a case on the list. Without the scope of the form it is refused by name. */
export const RaiseInput = Type.Object(
  { id: RecordId, case: CaseCode, subject: ConsentSubject, round: RoundCode, form: RaisingForm },
  closed,
)
/** `POST /api/desk/dialogues/cases/change`: that it was raised, when and at what level; or that it is off the list. */
export const ChangeRaisedInput = Type.Object(
  {
    id: RecordId,
    case: CaseCode,
    revision: Revision,
    state: Type.Enum(['listed', 'raised', 'dropped']),
    raisedOn: orNull(Day),
    level: orNull(Level),
    next: orNull(Day),
  },
  closed,
)
/** `POST /api/desk/dialogues/cases/reply`: that it was answered. The words are sealed first, in the case. */
export const ReplyInput = Type.Object({ id: RecordId, case: CaseCode, raised: RecordId, form: ReplyForm, on: Day }, closed)
/** `POST /api/desk/dialogues/cases/code`: one person's reading of a reply, once. */
export const CodeReplyInput = Type.Object({ id: RecordId, case: CaseCode, reply: RecordId, code: ReplyCode }, closed)
/** `POST /api/desk/dialogues/cases/history`: every time that a case was raised, and what came of it. */
export const HistoryInput = Type.Object({ case: CaseCode }, closed)
export const HistoryAnswer = Type.Object(
  { raised: Type.Array(Type.Object({ ...RaisedView.properties, replies: Type.Array(ReplyView) }, closed)) },
  closed,
)
/** `POST /api/desk/dialogues/silent/list`: raised cases without an entry for ninety days. */
export const SilentInput = Type.Object({ after: orNull(Type.Object({ on: Day, id: RecordId }, closed)) }, closed)

export type Raised = Static<typeof RaisedView>
export type Raising = Static<typeof RaisedInput>
export type Willing = Static<typeof WillingInput>
export type WillingPerson = Static<typeof WillingAnswer>['people'][number]
export type Raise = Static<typeof RaiseInput>
export type ChangeRaised = Static<typeof ChangeRaisedInput>
export type Reply = Static<typeof ReplyInput>
export type CodeReply = Static<typeof CodeReplyInput>
export type History = Static<typeof HistoryAnswer>['raised'][number]
export type ReplyRow = Static<typeof ReplyView>
export type Silent = Static<typeof SilentInput>
export type ConsentUse = Static<typeof ConsentScope>
