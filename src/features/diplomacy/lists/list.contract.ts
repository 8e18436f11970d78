import Type, { type Static } from 'typebox'
import { ConsentScope, ConsentSubject } from '#features/cases/consent/consent.contract.ts'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, Hex32 } from '#features/teams/teams.contract.ts'
import { closed, DocumentKind, RaisingForm, RoundCode } from '../codes.contract.ts'
import { Standing } from '../raising/raising.contract.ts'

/** From so many rows on nobody takes a list out alone (T-22). */
export const ALONE_ENTRIES = 10

/** `POST /api/desk/dialogues/lists/freeze`: the next version, of all that stands on the list of the exchange today. */
export const FreezeInput = Type.Object({ id: RecordId, round: RoundCode }, closed)
export const FreezeAnswer = Type.Object({ n: Type.Integer(), hash: Hex32, entries: Type.Integer() }, closed)

export const EntryView = Type.Object(
  {
    raised: RecordId,
    case: CaseCode,
    subject: ConsentSubject,
    form: RaisingForm,
    scope: ConsentScope,
    consent: RecordId,
    /** Whether it holds today; a version that was frozen stays as it was, and turns red. */
    standing: Standing,
    /** Taken off the list since, for whatever reason: it leaves with no version any more. */
    isOff: Type.Boolean(),
  },
  closed,
)
/** `POST /api/desk/dialogues/lists/view`: a version as it was frozen, of cases that the caller reads. */
export const ViewListInput = Type.Object({ round: RoundCode, list: RecordId }, closed)
export const ViewListAnswer = Type.Object({ entries: Type.Array(EntryView) }, closed)

/** `POST /api/desk/dialogues/lists/ask`: what a version would be as a document of this kind; nothing leaves yet. */
export const AskListInput = Type.Object({ round: RoundCode, list: RecordId, kind: DocumentKind }, closed)
export const AskListAnswer = Type.Object(
  {
    rows: Type.Integer(),
    /** Whoever did not agree to this use, or was taken off the list since; while anybody stands here, nothing leaves. */
    held: Type.Array(Type.Object({ case: CaseCode, subject: ConsentSubject, why: Type.String() }, closed)),
    digest: Hex32,
    needsTwo: Type.Boolean(),
  },
  closed,
)
/** `POST /api/desk/dialogues/lists/take`: exactly what was looked at; whoever takes it stands among the holders of the version. */
export const TakeListInput = Type.Object({ id: RecordId, round: RoundCode, list: RecordId, kind: DocumentKind, digest: Hex32 }, closed)
export const ListRow = Type.Object(
  {
    case: CaseCode,
    subject: ConsentSubject,
    form: RaisingForm,
    times: Type.Integer(),
    lastRaised: Type.String(),
    lastReply: Type.String(),
  },
  closed,
)
export const TakeListAnswer = Type.Object({ round: RoundCode, n: Type.Integer(), hash: Hex32, on: Day, rows: Type.Array(ListRow) }, closed)

export type Entry = Static<typeof EntryView>
export type AskList = Static<typeof AskListInput>
export type TakeList = Static<typeof TakeListInput>
export type TakenRow = Static<typeof ListRow>
export type TakenList = Static<typeof TakeListAnswer>
