import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { Day, MemberCode, Revision } from '#features/teams/teams.contract.ts'
import { DATE_PRECISIONS } from '#formats/public-record.ts'
import { terms } from '#kernel/vocabulary.ts'
import * as code from '../codes.contract.ts'
import { DeliverableView } from '../deliverables/deliverable.contract.ts'

const { closed, orNull } = code

export const ROUNDS_PAGE = 50
const Country = Type.String({ pattern: '^[A-Z]{2}$' })
const TrackKind = Type.Enum(terms('dialogue_tracks').map((term) => term.code as string))
/** An instrument by its code. */
const Basis = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$' })
export const When = Type.Object({ from: orNull(Day), until: orNull(Day), precision: Type.Enum(DATE_PRECISIONS) }, closed)

const TrackBody = Type.Object(
  {
    kind: TrackKind,
    partner: Country,
    basis: orNull(Basis),
    everyDays: orNull(Type.Integer({ minimum: 7, maximum: 3_660 })),
    state: Type.Enum(['open', 'closed']),
  },
  closed,
)
/** `POST /api/desk/dialogues/tracks/keep`: `revision` 0 is a new one under a random code. */
export const KeepTrackInput = Type.Object({ id: RecordId, code: code.TrackCode, revision: Revision, body: TrackBody }, closed)
export const Kept = Type.Object({ revision: Revision }, closed)

/** Something in a series that needs a word: a number that nobody told of, an announcement that nothing confirms, a new count. */
export const SeriesNote = Type.Object(
  {
    kind: Type.Enum(['missing', 'unconfirmed', 'restarted', 'silent', 'no_point']),
    from: orNull(Type.Integer()),
    until: orNull(Type.Integer()),
    round: orNull(code.RoundCode),
    since: orNull(Day),
  },
  closed,
)
export const TrackView = Type.Object(
  {
    id: RecordId,
    code: code.TrackCode,
    ...TrackBody.properties,
    revision: Revision,
    rounds: Type.Integer(),
    last: orNull(Type.Object({ round: code.RoundCode, on: Day }, closed)),
    next: orNull(Type.Object({ round: code.RoundCode, on: Day }, closed)),
    /** Whether repression across borders stands on the agenda of what comes next; null where nothing is known of it. */
    onAgenda: orNull(Type.Boolean()),
    /** Of the exchanges that took place, how many raised it. */
    held: Type.Integer(),
    raising: Type.Integer(),
    notes: Type.Array(SeriesNote),
  },
  closed,
)
/** `POST /api/desk/dialogues/tracks/list` */
export const TracksAnswer = Type.Object({ tracks: Type.Array(TrackView), today: Day }, closed)

const RoundBody = Type.Object(
  {
    kind: code.RoundKind,
    ordinal: orNull(Type.Integer({ minimum: 1, maximum: 999 })),
    status: Type.Enum(['announced', 'held', 'cancelled']),
    stage: code.Stage,
    happened: When,
    country: orNull(Country),
    level: orNull(code.Level),
    heldBy: orNull(code.HeldBy),
    announcedSource: orNull(code.Source),
    heldSource: orNull(code.Source),
    raised: Type.Enum(['yes', 'no', 'not_stated']),
    absence: orNull(code.Absence),
    /** What it is about beside human rights. */
    themes: Type.Array(code.Theme, { maxItems: 4, uniqueItems: true }),
    /** Of a letter or a question: to whom it went, its number there, and on which day it was answered. */
    addressee: orNull(code.Addressee),
    reference: orNull(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 ._/()-]{1,39}$' })),
    answeredOn: orNull(Day),
    answerSource: orNull(code.Source),
    before: orNull(code.RoundCode),
    next: orNull(Day),
  },
  closed,
)
/** `POST /api/desk/dialogues/rounds/keep`: one exchange on a track. Held is what a source or somebody who was there says. */
export const KeepRoundInput = Type.Object(
  { id: RecordId, code: code.RoundCode, track: code.TrackCode, revision: Revision, body: RoundBody },
  closed,
)
export const RoundRow = Type.Object(
  {
    id: RecordId,
    code: code.RoundCode,
    track: orNull(code.TrackCode),
    trackKind: orNull(TrackKind),
    partner: orNull(Country),
    ...RoundBody.properties,
    on: Day,
    /** Announced, its time is over, and nothing confirms that it took place. */
    unconfirmed: Type.Boolean(),
    /** Of another team, which shared it. */
    shared: Type.Boolean(),
    revision: Revision,
  },
  closed,
)
/** A point that an exchange on security, trafficking or the like could have, with what it stands on. */
export const ProposedPoint = Type.Object(
  {
    code: Type.String(),
    topic: code.Topic,
    record: Type.String(),
    paragraph: orNull(Type.Integer()),
    source: code.Source,
  },
  closed,
)
const Counts = Type.Object({ listed: Type.Integer(), raised: Type.Integer(), answered: Type.Integer() }, closed)
/** `POST /api/desk/dialogues/rounds/list`: of one track, of all with a state, or all; the newest first. */
export const RoundsInput = Type.Object(
  {
    track: orNull(code.TrackCode),
    partner: orNull(Country),
    raised: Type.Boolean(),
    after: orNull(Type.Object({ on: Day, id: RecordId }, closed)),
  },
  closed,
)
export const RoundsAnswer = Type.Object(
  { rounds: Type.Array(Type.Object({ ...RoundRow.properties, counts: Counts }, closed)), more: Type.Boolean() },
  closed,
)

const ItemBody = {
  kind: code.ItemKind,
  topic: orNull(code.Topic),
  concerns: Type.Enum(['eu', 'partner', 'both']),
  repression: Type.Boolean(),
  provision: orNull(Type.String({ pattern: '^[a-z0-9._-]{2,40}$' })),
  method: orNull(Type.String({ pattern: '^[a-z]+[.][a-z0-9-]{2,40}$' })),
  deliverable: orNull(code.DeliverableCode),
  said: orNull(code.Line),
  source: orNull(code.Source),
}
/** `POST /api/desk/dialogues/items/keep`: a point of an exchange. */
export const KeepItemInput = Type.Object(
  { id: RecordId, round: code.RoundCode, revision: Revision, body: Type.Object(ItemBody, closed) },
  closed,
)
/** `POST /api/desk/dialogues/items/drop` */
export const DropItemInput = Type.Object({ id: RecordId, round: code.RoundCode }, closed)
export const ItemView = Type.Object({ id: RecordId, ...ItemBody, revision: Revision }, closed)

const Delegate = {
  side: Type.Enum(['eu', 'partner', 'organisations', 'organisations_inside']),
  head: Type.Boolean(),
  office: orNull(Type.String({ minLength: 2, maxLength: 160, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' })),
  name: orNull(Type.String({ minLength: 2, maxLength: 120, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' })),
  people: orNull(Type.Integer({ minimum: 1, maximum: 500 })),
  source: orNull(code.Source),
}
/** `POST /api/desk/dialogues/delegates/add`: officials by function; organisations from inside a country as a number alone. */
export const AddDelegateInput = Type.Object({ id: RecordId, round: code.RoundCode, ...Delegate }, closed)
/** `POST /api/desk/dialogues/delegates/drop` */
export const DropDelegateInput = Type.Object({ id: RecordId, round: code.RoundCode }, closed)

const ListView = Type.Object({ id: RecordId, n: Type.Integer(), hash: Type.String(), by: MemberCode, on: Day }, closed)
const CopyView = Type.Object({ list: RecordId, kind: code.DocumentKind, by: MemberCode, on: Day }, closed)
/** `POST /api/desk/dialogues/rounds/view` */
export const ViewRoundInput = Type.Object({ round: code.RoundCode }, closed)
export const RoundDetail = Type.Object(
  {
    round: RoundRow,
    counts: Counts,
    items: Type.Array(ItemView),
    delegates: Type.Array(Type.Object({ id: RecordId, ...Delegate }, closed)),
    deliverables: Type.Array(DeliverableView),
    lists: Type.Array(ListView),
    copies: Type.Array(CopyView),
    /** Teams that it was shared with. */
    shares: Type.Array(Type.String()),
    /** What prepares it or follows it up. */
    around: Type.Array(RoundRow),
    /** Points on repression across borders that stand on the public record and not on its agenda yet. */
    proposals: Type.Array(ProposedPoint),
  },
  closed,
)

/** `POST /api/desk/dialogues/rounds/share`: an embassy sees the exchange and its points, and nothing else. */
export const ShareInput = Type.Object(
  { round: code.RoundCode, team: Type.String({ pattern: '^[a-z][a-z0-9-]{1,31}$' }), shared: Type.Boolean() },
  closed,
)

/** `POST /api/desk/dialogues/provisions/list`: in which rounds a law was raised. */
export const ProvisionInput = Type.Object({ provision: Type.String({ pattern: '^[a-z0-9._-]{2,40}$' }) }, closed)
export const ProvisionAnswer = Type.Object({ rounds: Type.Array(RoundRow) }, closed)

/** `POST /api/desk/dialogues/demands/list`: of each demand to cease, what of the same kind was recorded after it. */
export const DemandsAnswer = Type.Object(
  {
    demands: Type.Array(
      Type.Object(
        {
          item: RecordId,
          round: code.RoundCode,
          partner: Country,
          on: Day,
          method: Type.String(),
          after: Type.Integer(),
          last: orNull(Day),
        },
        closed,
      ),
    ),
  },
  closed,
)

/** `POST /api/desk/dialogues/summary/view`: counts over the cases that the caller reads, by round, track and level. */
export const SummaryInput = Type.Object({ partner: orNull(Country) }, closed)
export const SummaryAnswer = Type.Object(
  {
    rounds: Type.Array(Type.Object({ round: code.RoundCode, track: code.TrackCode, on: Day, ...Counts.properties }, closed)),
    tracks: Type.Array(Type.Object({ track: code.TrackCode, kind: TrackKind, held: Type.Integer(), raising: Type.Integer() }, closed)),
    /** What was raised at which level: exchanges, points on repression across borders, and cases that the caller reads. */
    levels: Type.Array(
      Type.Object(
        { level: orNull(code.Level), held: Type.Integer(), raising: Type.Integer(), points: Type.Integer(), cases: Type.Integer() },
        closed,
      ),
    ),
    topics: Type.Array(Type.Object({ topic: code.Topic, year: Type.Integer(), n: Type.Integer() }, closed)),
    /** Replies on which two people agree, by what they say; `apart` are those on which they differ. */
    replies: Type.Array(
      Type.Object({ track: code.TrackCode, code: orNull(code.ReplyCode), n: Type.Integer(), apart: Type.Integer() }, closed),
    ),
    scheme: Type.Integer(),
  },
  closed,
)

export type KeepTrack = Static<typeof KeepTrackInput>
export type Track = Static<typeof TrackView>
export type Note = Static<typeof SeriesNote>
export type KeepRound = Static<typeof KeepRoundInput>
export type RoundFacts = KeepRound['body']
export type Round = Static<typeof RoundRow>
export type Rounds = Static<typeof RoundsInput>
export type CountedRound = Static<typeof RoundsAnswer>['rounds'][number]
export type KeepItem = Static<typeof KeepItemInput>
export type Item = Static<typeof ItemView>
export type AddDelegate = Static<typeof AddDelegateInput>
export type Proposed = Static<typeof ProposedPoint>
export type RoundView = Static<typeof RoundDetail>
export type Share = Static<typeof ShareInput>
export type Summary = Static<typeof SummaryAnswer>
export type Demand = Static<typeof DemandsAnswer>['demands'][number]
