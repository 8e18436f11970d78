import Type, { type Static } from 'typebox'
import { ConsentSubject } from '#features/cases/consent/consent.contract.ts'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { bytesOf, Hex32, TeamSlug } from '#features/teams/teams.contract.ts'

export const ALERT_KINDS = ['early_warning', 'incident', 'urgent_action', 'pattern', 'all_clear'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]
/** FIRST, Traffic Light Protocol 2.0: strictest first. */
export const TLP = ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'] as const
/** What an office is asked to do; the words stand in the catalogues. */
export const ALERT_ASKS = ['know', 'watch', 'check', 'contact', 'protect', 'stop_removal', 'verify_list'] as const
/** Why an office does not take it on. */
export const ALERT_REASONS = ['not_ours', 'no_means', 'conflict', 'no_basis', 'known', 'doubt'] as const

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const AlertCode = Type.String({ pattern: '^W-[2-9A-HJ-NP-Z]{6}$' })
/** UTC, to the second: it is signed as it stands. */
export const Second = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$' })
const Moment = orNull(Type.String())
const Body = bytesOf(18_043)
/** An age file of one recipient. */
const Wrap = bytesOf(200, 4_096)
const Epoch = Type.Integer({ minimum: 0 })
const Sealed = { text: RecordId, epoch: Epoch, body: Body, wrap: Wrap }

/** Of one alert. The tree that hides who else was addressed has place for so many. */
const MOST_OFFICES = 1_000

/** What the server knows of what an alert says: codes, clocks and offices; the words are sealed. */
export const AlertMarks = Type.Object(
  {
    kind: Type.Enum([...ALERT_KINDS]),
    tlp: Type.Enum([...TLP]),
    level: Type.Integer({ minimum: 1, maximum: 5 }),
    asks: Type.Enum([...ALERT_ASKS]),
    answerBy: Second,
    endsAt: Second,
    about: Type.Array(ConsentSubject, { maxItems: 40, uniqueItems: true }),
    says: Type.Boolean(),
    /** Words outside of a case name nobody, or whoever they name agreed: both signers say which. */
    names: orNull(Type.Enum(['nobody', 'agreed'])),
    shows: Type.Boolean(),
    offices: Type.Array(TeamSlug, { minItems: 1, maxItems: MOST_OFFICES, uniqueItems: true }),
    /** Each office with the use that is asked for it, `quay:partners`: two people sign it, so it is not chosen by the office or the server. */
    scopes: Type.Array(Type.String({ pattern: '^[a-z0-9-]{1,64}:(partners|eu_institutions|focal_point|law_enforcement)$' }), {
      minItems: 1,
      maxItems: MOST_OFFICES,
      uniqueItems: true,
    }),
    salt: Hex32,
    digest: Hex32,
  },
  closed,
)

/**
 * `POST /api/desk/alerts/draft`: an alert drawn up, or drawn up anew; of one that was sent it is the next version.
 * `version` is the one that it replaces or follows, 0 for a new alert.
 */
export const DraftInput = Type.Object(
  { id: RecordId, code: AlertCode, case: orNull(CaseCode), version: Type.Integer({ minimum: 0 }), marks: AlertMarks, ...Sealed },
  closed,
)
export const DraftAnswer = Type.Object({ alert: AlertCode, version: Type.Integer() }, closed)

export const AlertInput = Type.Object({ alert: AlertCode }, closed)

/** `POST /api/desk/alerts/send`: with the yes of two to `alertBinds(...)` under `alert.send`; one sealed copy for each office. */
export const SendAlertInput = Type.Object(
  {
    alert: AlertCode,
    copies: Type.Array(Type.Object({ office: TeamSlug, delivery: RecordId, ...Sealed }, closed), { minItems: 1, maxItems: MOST_OFFICES }),
  },
  closed,
)
export const Done = Type.Object({ done: Type.Literal(true) }, closed)

const Clocks = {
  step: Type.Integer(),
  deliveredAt: Moment,
  openedAt: Moment,
  acknowledgedAt: Moment,
  acknowledgedAs: Moment,
  actingAt: Moment,
  answeredAt: Moment,
  refusedAt: Moment,
  reason: Moment,
  answerBy: Type.String(),
  endsAt: Type.String(),
  /** When the next thing is due; null when nothing is awaited. */
  clockAt: Moment,
}
export const SentRow = Type.Object(
  {
    delivery: RecordId,
    alert: AlertCode,
    case: orNull(CaseCode),
    kind: Type.String(),
    tlp: Type.String(),
    asks: Type.String(),
    office: TeamSlug,
    state: Type.String(),
    level: Type.Integer(),
    version: Type.Integer(),
    heldVersion: Type.Integer(),
    readVersion: Type.Integer(),
    /** Taken back, and its installation has not said yet that it is gone there. */
    stillOut: Type.Boolean(),
    queuedAt: Type.String(),
    ...Clocks,
  },
  closed,
)
export const ReceivedRow = Type.Object(
  {
    delivery: RecordId,
    from: TeamSlug,
    kind: Type.String(),
    tlp: Type.String(),
    asks: Type.String(),
    state: Type.String(),
    level: Type.Integer(),
    version: Type.Integer(),
    ...Clocks,
  },
  closed,
)
export const BOARD_PAGE = 50
/** `POST /api/desk/alerts/board`: what is awaited, soonest first, or what is done, newest first; `after` is a cursor. */
const AskedPage = Type.Object(
  { waiting: Type.Boolean(), after: orNull(Type.String({ pattern: '^[0-9TZ:.-]{20,30}_[0-9a-f-]{36}$' })) },
  closed,
)
export const SentInput = AskedPage
export const ReceivedInput = AskedPage
export const SentAnswer = Type.Object({ rows: Type.Array(SentRow), next: orNull(Type.String()) }, closed)
export const ReceivedAnswer = Type.Object({ rows: Type.Array(ReceivedRow), next: orNull(Type.String()) }, closed)

const Kept = Type.Object({ text: RecordId, epoch: Epoch, wrap: bytesOf(200, 4_096) }, closed)
/** What another installation signed of where its office stands: the header, the signature over it, and what it is about. */
const Word = Type.Object({ header: Type.String(), signature: bytesOf(64), body: Type.String() }, closed)
/** An office with the word of its installation; null for an office here, and until one came. */
const SentOffice = Type.Object({ ...SentRow.properties, word: orNull(Word) }, closed)
const Version = Type.Object(
  { version: Type.Integer(), state: Type.Enum(['draft', 'sent']), marks: AlertMarks, by: Type.String(), own: orNull(Kept) },
  closed,
)
/** `POST /api/desk/alerts/view`: one alert of the own team, every version, every office, and what came back. */
export const AlertView = Type.Object(
  {
    id: RecordId,
    alert: AlertCode,
    case: orNull(CaseCode),
    state: Type.Enum(['draft', 'sent', 'withdrawn', 'dropped']),
    version: Type.Integer(),
    versions: Type.Array(Version),
    offices: Type.Array(SentOffice),
    /** Who has it and may not have it any more: barred since, or somebody took their yes back. The sender decides whether to take it back. */
    red: Type.Array(Type.Object({ delivery: RecordId, why: Type.Enum(['barred', 'consent']) }, closed)),
    replies: Type.Array(Type.Object({ delivery: RecordId, version: Type.Integer(), at: Type.String(), ...Kept.properties }, closed)),
    /** Sealed files that came with them; which of them is one, the signed replies say. */
    files: Type.Array(Type.Object({ delivery: RecordId, ...Kept.properties }, closed)),
  },
  closed,
)
/** `GET /api/desk/alerts/red`: who has what they may not have any more, over all alerts of the team: each waits for somebody to take it back. */
export const RED_PAGE = 50
export const RedAnswer = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          delivery: RecordId,
          alert: AlertCode,
          case: orNull(CaseCode),
          office: TeamSlug,
          why: Type.Enum(['barred', 'consent']),
          level: Type.Integer(),
          /** Who sent what the office has. */
          by: Type.String(),
          endsAt: Type.String(),
        },
        closed,
      ),
    ),
    more: Type.Boolean(),
  },
  closed,
)
/** `GET /api/desk/alerts/drafts`: what is drawn up and waits. */
export const DraftsAnswer = Type.Object(
  {
    drafts: Type.Array(
      Type.Object(
        {
          alert: AlertCode,
          case: orNull(CaseCode),
          version: Type.Integer(),
          kind: Type.String(),
          level: Type.Integer(),
          by: Type.String(),
        },
        closed,
      ),
    ),
  },
  closed,
)
/** `POST /api/desk/alerts/text` -> a sealed text of the own team's alerts, raw. */
export const TextInput = Type.Object({ text: RecordId }, closed)

/** `POST /api/desk/alerts/received/view`: what came, before it is opened; the wrap opens the body that `open` hands out. */
export const DeliveryInput = Type.Object({ delivery: RecordId }, closed)
export const ReceivedView = Type.Object({ row: ReceivedRow, copy: orNull(Kept) }, closed)
/**
 * `POST /api/desk/alerts/received/turn`: acknowledged as one of the caller's own roles, acted on, or refused with a reason; with
 * what the caller signed of it, sealed to the team that sent it.
 */
export const TurnInput = Type.Object(
  {
    delivery: RecordId,
    becomes: Type.Enum(['acknowledged', 'acting', 'refused']),
    as: orNull(Type.String({ pattern: '^[a-z]{3,20}$' })),
    reason: orNull(Type.Enum([...ALERT_REASONS])),
    ...Sealed,
  },
  closed,
)
/** `POST /api/desk/alerts/received/answer`: a signed reply, sealed to the team that sent it. */
export const AnswerAlertInput = Type.Object({ delivery: RecordId, ...Sealed }, closed)

/** A body of one of four lengths. */
const FileBody = bytesOf(18_043, 1_050_475)
/** `POST /api/desk/alerts/received/attach`: a sealed file, before the reply that names it; sealed to the team that sent the alert. */
export const AttachInput = Type.Object({ delivery: RecordId, text: RecordId, epoch: Epoch, body: FileBody, wrap: Wrap }, closed)
/** `POST /api/desk/alerts/file` -> a sealed file that came with a reply, raw. */
export const FileInput = Type.Object({ file: RecordId }, closed)

/** `POST /api/desk/alerts/wraps`: what of the own team is sealed to an older key than this one. */
export const WrapsInput = Type.Object({ before: Type.Integer({ minimum: 1 }) }, closed)
export const WrapsAnswer = Type.Object({ wraps: Type.Array(Kept) }, closed)
/** `POST /api/desk/alerts/rewrap`: the same for the newest team key. */
export const RewrapInput = Type.Object({ text: RecordId, epoch: Type.Integer({ minimum: 1 }), wrap: Wrap }, closed)

/** Days that a pattern looks back. */
export const PATTERN_DAYS = 90
/** `GET /api/desk/alerts/patterns`: the same method or actor in several host countries, with the reason why it is shown. */
export const PatternsAnswer = Type.Object(
  {
    patterns: Type.Array(
      Type.Object(
        {
          of: Type.Enum(['method', 'actor']),
          code: Type.String(),
          hosts: Type.Array(Type.String()),
          incidents: Type.Integer(),
          from: Type.String(),
          until: Type.String(),
        },
        closed,
      ),
    ),
    days: Type.Integer(),
  },
  closed,
)

/** `POST /api/desk/alerts/barred`: the offices of other installations that may have nothing of a case, and never why. */
export const BarredInput = Type.Object({ case: CaseCode }, closed)
export const BarredAnswer = Type.Object({ offices: Type.Array(TeamSlug) }, closed)

export type NodeWord = Static<typeof Word>
export type Barred = Static<typeof BarredAnswer>
export type SeenPatterns = Static<typeof PatternsAnswer>
export type Draft = Static<typeof DraftInput>
export type Marks = Static<typeof AlertMarks>
export type SendAlert = Static<typeof SendAlertInput>
export type AskPage = Static<typeof AskedPage>
export type Sent = Static<typeof SentRow>
export type Received = Static<typeof ReceivedRow>
export type View = Static<typeof AlertView>
export type Red = Static<typeof RedAnswer>
export type Drafts = Static<typeof DraftsAnswer>
export type Turn = Static<typeof TurnInput>
export type AnswerAlert = Static<typeof AnswerAlertInput>
export type Attach = Static<typeof AttachInput>
export type KeptText = Static<typeof Kept>
export type Rewrap = Static<typeof RewrapInput>
