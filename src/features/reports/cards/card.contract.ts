import Type, { type Static } from 'typebox'
import { bytesOf, Day, MemberCode, Revision } from '#features/teams/teams.contract.ts'
import { CaseCode } from '../inbox/inbox.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const RecordId = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
/** What a card holds, as far as the server knows: a word, and a second one that narrows it. */
export const CardKind = Type.String({ pattern: '^[a-z]+(\\.[a-z_]+)?$', maxLength: 40 })
/** The largest of five lengths; see `src/crypto/case/card.ts`. */
export const CARD_MOST = 263_851
export const CARDS_PAGE = 100
export const CARDS_AT_ONCE = 32

/** Cards that nobody opens without saying why; each opening leaves a line of its own. */
export const GUARDED_KINDS = ['person.identity', 'person.photo', 'source.identity', 'evidence.manifest'] as const
export const OpeningReason = Type.Enum([
  'visa_call',
  'family_contact',
  'legal_filing',
  'verification',
  'protection',
  'correction',
  'briefing',
  'duplicate_check',
  'evidence_work',
])

export const CardView = Type.Object(
  {
    card: RecordId,
    about: RecordId,
    kind: CardKind,
    generation: Type.Integer({ minimum: 1 }),
    revision: Revision,
    bytes: Type.Integer(),
    by: MemberCode,
    on: Day,
  },
  closed,
)

/** `POST /api/desk/cards/list`: what sealed things a case has, about one record or all, in the order of their random ids. */
export const CardsInput = Type.Object({ case: CaseCode, about: orNull(RecordId), kind: orNull(CardKind), after: orNull(RecordId) }, closed)
export const CardsAnswer = Type.Object({ cards: Type.Array(CardView), more: Type.Boolean() }, closed)

/** `POST /api/desk/cards/read`: the sealed bytes. `reason` is needed for guarded kinds and refused with `card.reason_needed` without. */
export const ReadCardsInput = Type.Object(
  {
    case: CaseCode,
    cards: Type.Array(RecordId, { minItems: 1, maxItems: CARDS_AT_ONCE, uniqueItems: true }),
    reason: orNull(OpeningReason),
  },
  closed,
)
export const ReadCardsAnswer = Type.Object(
  { cards: Type.Array(Type.Object({ ...CardView.properties, blob: bytesOf(2_683, CARD_MOST) }, closed)) },
  closed,
)

/**
 * `POST /api/desk/cards/keep`: `revision` is the one it replaces, 0 for a new card; a stale one is `record.stale`. Record,
 * kind and case of a card never change.
 */
export const KeepCardInput = Type.Object(
  {
    case: CaseCode,
    card: RecordId,
    about: RecordId,
    kind: CardKind,
    generation: Type.Integer({ minimum: 1 }),
    revision: Revision,
    blob: bytesOf(2_683, CARD_MOST),
  },
  closed,
)
export const KeepCardAnswer = Type.Object({ revision: Revision }, closed)
/** `POST /api/desk/cards/drop`: for good. */
export const DropCardInput = Type.Object({ case: CaseCode, card: RecordId, revision: Revision }, closed)

/** `POST /api/desk/cases/open`: a case that begins without a report. The key is `age(readers + R_t; C)`. */
export const OpenCaseInput = Type.Object(
  {
    case: CaseCode,
    key: Type.Object(
      {
        wrap: bytesOf(200, 131_072),
        readers: Type.Array(MemberCode, { minItems: 1, maxItems: 64, uniqueItems: true }),
        /** The version of the recovery key among the readers, if one is. */
        recovery: Type.Optional(Type.Integer({ minimum: 1 })),
      },
      closed,
    ),
    blocked: Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]{1,31}$' }), { maxItems: 128, uniqueItems: true }),
  },
  closed,
)

export type KeepCard = Static<typeof KeepCardInput>
export type Cards = Static<typeof CardsInput>
export type ReadCards = Static<typeof ReadCardsInput>
export type DropCard = Static<typeof DropCardInput>
export type OpenCase = Static<typeof OpenCaseInput>
