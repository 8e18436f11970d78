import Type, { type Static } from 'typebox'
import { bytesOf, Day, Hex16, Hex32, MemberCode, Revision, TeamSlug } from '#features/teams/teams.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/**
 * Desks ask once a beat, whatever they found, and within one beat every member of every team is answered from one list:
 * asking more often tells nobody more closely when something arrived.
 */
export const BEAT_SECONDS = 60
/** Most items of one answer. */
export const LIST_MOST = 500
export const FETCH_MOST = 64

export const CaseCode = Type.String({ pattern: '^C-[2-9A-HJ-NP-Z]{6}$' })
export const ReportCode = Type.String({ pattern: '^R-[2-9A-HJ-NP-Z]{6}$' })
export const Lane = Type.Integer({ minimum: 1, maximum: 4 })

/**
 * `POST /api/desk/inbox/list`. `since` is the day (UTC) from which on; `after` the last place of the page before, null to
 * begin. Within a day items come in the order of their random ids, and `hour` is null from the night after triage or after
 * 72 hours: nothing tells the order of arrival.
 */
export const ListInput = Type.Object({ since: orNull(Day), after: orNull(Type.Object({ day: Day, item: Hex16 }, closed)) }, closed)
export const InboxItem = Type.Object(
  {
    item: Hex16,
    day: Day,
    hour: orNull(Type.Integer({ minimum: 0, maximum: 23 })),
    lane: Lane,
    bucket: Type.Integer({ minimum: 0, maximum: 3 }),
    urgent: Type.Boolean(),
  },
  closed,
)
export const ListAnswer = Type.Object({ items: Type.Array(InboxItem), more: Type.Boolean() }, closed)

/**
 * `POST /api/desk/inbox/fetch` -> application/octet-stream, entry after entry in the order of their ids, unknown ones left out:
 * `item(16) || u32 e || envelope(e) || u32 b || body(b)`. b is 0 for items of bucket 1 to 3. Lane 4
 * has no envelope: e is 0 and the body is the armour, of any length; ask for few of these at a time. Ask for everything new: what a desk fetches must not follow from what it could open.
 */
export const FetchInput = Type.Object(
  { day: Day, items: Type.Array(Hex16, { minItems: 1, maxItems: FETCH_MOST, uniqueItems: true }) },
  closed,
)
/** `POST /api/desk/inbox/body` -> the body of one item of bucket 1 to 3, raw. */
export const BodyInput = Type.Object({ day: Day, item: Hex16 }, closed)

/** `GET /api/desk/files/:set` -> which segments are there; `GET /api/desk/files/:set/:index` -> one, raw. */
export const SetAnswer = Type.Object({ set: Hex16, total: Type.Integer(), segment: Type.Integer(), present: bytesOf(0, 4_096) }, closed)

/** A declined item that nobody took in is named to nobody: its place is the team's sealed pages. The server counts. */
export const DeclineReason = Type.Enum(['not_ours', 'no_persecution', 'not_enough', 'spam', 'unreadable', 'excluded_us', 'passed_on'])
/** `POST /api/desk/inbox/decided` */
export const DecidedInput = Type.Object({ decision: Type.Enum(['declined', 'duplicate', 'undone']), reason: orNull(DeclineReason) }, closed)

/**
 * `POST /api/desk/reports`: take in. `wrap` is `age(C; EnvelopePayload)`. For a new case `case` is null and `key` holds
 * `age(readers + R_t; C)`; a further item of the same conversation names its case and sends `key` null. `blocked` names every
 * team that the union of exclusions and the conflicts of the roster bar: one deny row each, no reason, and they only grow.
 */
export const TakeInInput = Type.Object(
  {
    item: Hex16,
    day: Day,
    report: ReportCode,
    case: CaseCode,
    key: orNull(
      Type.Object(
        {
          wrap: bytesOf(200, 131_072),
          readers: Type.Array(MemberCode, { minItems: 1, maxItems: 64, uniqueItems: true }),
          /** The version of the recovery key among the readers, if one is. */
          recovery: Type.Optional(Type.Integer({ minimum: 1 })),
        },
        closed,
      ),
    ),
    wrap: bytesOf(200, 4_096),
    neverSha256: Hex32,
    blocked: Type.Array(TeamSlug, { maxItems: 128, uniqueItems: true }),
    sets: Type.Array(Hex16, { maxItems: 64, uniqueItems: true }),
  },
  closed,
)
export const ReportView = Type.Object(
  {
    report: ReportCode,
    case: CaseCode,
    item: Hex16,
    arrivedOn: Day,
    lane: Lane,
    bucket: Type.Integer({ minimum: 0, maximum: 3 }),
    urgent: Type.Boolean(),
    state: Type.Enum(['taken', 'declined', 'duplicate', 'returned', 'shredded']),
    reason: orNull(DeclineReason),
    duplicateOf: orNull(ReportCode),
    neverSha256: Hex32,
    sets: Type.Array(Hex16),
    takenOn: Day,
    takenBy: MemberCode,
    revision: Revision,
  },
  closed,
)
/** `GET /api/desk/reports`: what the caller may see, without wraps. */
export const ReportsAnswer = Type.Object({ reports: Type.Array(ReportView) }, closed)

/**
 * `POST /api/desk/reports/decide`: `return` takes a take-in back (its wraps go, the item stands in the inbox again while it
 * lasts), `reopen` undoes a decline or a duplicate. `shred` ends the wraps and, unless another team works on them, item and
 * files; it cannot be undone.
 */
export const DecideInput = Type.Object(
  {
    report: ReportCode,
    revision: Revision,
    decision: Type.Enum(['decline', 'duplicate', 'reopen', 'return', 'shred']),
    reason: orNull(DeclineReason),
    duplicateOf: orNull(ReportCode),
  },
  closed,
)

/** `POST /api/desk/reports/sets`: more file sets of a report that is taken in, such as one whose upload began later. */
export const SetsInput = Type.Object(
  { report: ReportCode, revision: Revision, sets: Type.Array(Hex16, { minItems: 1, maxItems: 64, uniqueItems: true }) },
  closed,
)

/** `age(C of the newest generation; C of this one)`. */
export const RingKey = Type.Object({ generation: Type.Integer({ minimum: 1 }), wrap: bytesOf(200, 4_096) }, closed)

/** `POST /api/desk/cases/keys`: hands out the wraps of a case. That is an action and leaves a line of the ledger. */
export const CaseInput = Type.Object({ case: CaseCode }, closed)
/** `bulk`: one of many in a row, to seal keys anew or to take everything along. Every desk of the team is told of it. */
export const CaseKeysInput = Type.Object({ case: CaseCode, bulk: Type.Optional(Type.Boolean()) }, closed)
export const CaseKeys = Type.Object(
  {
    case: CaseCode,
    key: bytesOf(200, 131_072),
    revision: Revision,
    /** Which key of the case `key` is; each older one is sealed to it in `ring`. */
    generation: Type.Integer({ minimum: 1 }),
    ring: Type.Array(RingKey),
    readers: Type.Array(MemberCode),
    denied: Type.Array(TeamSlug),
    reports: Type.Array(Type.Object({ report: ReportCode, wrap: bytesOf(200, 4_096) }, closed)),
  },
  closed,
)
/**
 * `POST /api/desk/cases/readers`: C for other readers of the own team. `revision` is the one it replaces. Whoever loses a
 * reader makes a new C and sends every report's wrap and every older key under it, the replaced one among them; `wraps` and
 * `ring` are null where C stays.
 */
export const CaseReadersInput = Type.Object(
  {
    case: CaseCode,
    revision: Revision,
    key: bytesOf(200, 131_072),
    readers: Type.Array(MemberCode, { minItems: 1, maxItems: 64, uniqueItems: true }),
    wraps: orNull(Type.Array(Type.Object({ report: ReportCode, wrap: bytesOf(200, 4_096) }, closed), { maxItems: 1_024 })),
    ring: orNull(Type.Array(RingKey, { minItems: 1, maxItems: 1_024 })),
    /** The version of the recovery key among the readers, if one is. */
    recovery: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
)

/** `POST /api/desk/cases/number` -> the next `n` of the own team's replies in this case; each is given once. */
export const NumberAnswer = Type.Object({ n: Type.Integer({ minimum: 1 }) }, closed)

/** The wire size of a mailbox blob. */
export const BLOB_BYTES = 9_851
/** `POST /api/desk/replies`: names no case. Part by part of a longer text, each in a slot of its own. */
export const ReplyInput = Type.Object({ slot: Hex16, deleteHash: Hex16, blob: bytesOf(BLOB_BYTES) }, closed)
/**
 * `reserved`: it becomes visible 5 to 60 minutes from now. `taken`: seal again for the next index. `closed`: the mailbox
 * was closed by the reporter. `ticket` is the only name of the reply and is told this once.
 */
export const ReplyAnswer = Type.Object({ state: Type.Enum(['reserved', 'taken', 'closed']), ticket: orNull(Hex16) }, closed)
/** `POST /api/desk/replies/states`: `gone` means visible, or a ticket that nobody was given. */
export const TicketsInput = Type.Object({ tickets: Type.Array(Hex16, { minItems: 1, maxItems: 64, uniqueItems: true }) }, closed)
export const TicketsAnswer = Type.Object(
  { replies: Type.Array(Type.Object({ ticket: Hex16, state: Type.Enum(['waiting', 'closed', 'gone']) }, closed)) },
  closed,
)
/** `POST /api/desk/replies/withdraw`: while it waits, a reply can be taken back. Its `n` is free, its slot for two days not. */
export const TicketInput = Type.Object({ ticket: Hex16 }, closed)
export const WithdrawAnswer = Type.Object({ withdrawn: Type.Boolean() }, closed)

export type TakeIn = Static<typeof TakeInInput>
export type Decide = Static<typeof DecideInput>
export type List = Static<typeof ListInput>
export type Listed = Static<typeof InboxItem>
export type Report = Static<typeof ReportView>
