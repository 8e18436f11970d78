import Type, { type Static, type TSchema } from 'typebox'
import { CARD_MOST, CardKind, RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode, ReportCode } from '#features/reports/inbox/inbox.contract.ts'
import { bytesOf, Day, Revision } from '#features/teams/teams.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Sealed things and wraps told or taken in one call. */
export const MOVED_AT_ONCE = 16

/**
 * `POST /api/desk/moves/begin`: brings the records of one case over to another of the same team: all of them (`merge`), some
 * (`split`: reports, entries, tasks, people and incidents by their ids; what hangs on these goes along), or those of a move that is taken back (`undo`).
 */
export const BeginMoveInput = Type.Object(
  {
    kind: Type.Enum(['merge', 'split', 'undo']),
    move: RecordId,
    source: CaseCode,
    target: CaseCode,
    chosen: orNull(Type.Array(RecordId, { minItems: 1, maxItems: 256, uniqueItems: true })),
    undoes: orNull(RecordId),
  },
  closed,
)
/** `POST /api/desk/moves/left`: what still has to be sealed to the key of the target. */
export const MoveInput = Type.Object({ target: CaseCode, move: RecordId }, closed)
export const LeftAnswer = Type.Object(
  {
    cards: Type.Array(RecordId),
    reports: Type.Array(ReportCode),
    /** How many are left, and how many there are. */
    left: Type.Integer(),
    all: Type.Integer(),
  },
  closed,
)
/** `POST /api/desk/moves/stage`: sealed anew; nobody sees it before the end. Repeating it is harmless. */
export const StageInput = Type.Object(
  {
    target: CaseCode,
    move: RecordId,
    generation: Type.Integer({ minimum: 1 }),
    cards: Type.Array(
      Type.Object({ card: RecordId, about: RecordId, kind: CardKind, from: Revision, blob: bytesOf(2_683, CARD_MOST) }, closed),
      { maxItems: MOVED_AT_ONCE },
    ),
    wraps: Type.Array(Type.Object({ report: ReportCode, wrap: bytesOf(200, 4_096) }, closed), { maxItems: MOVED_AT_ONCE }),
  },
  closed,
)
/** `POST /api/desk/moves/finish`: everything at once, or nothing with `move.not_ready`. `POST /api/desk/moves/drop` while it is held. */
export const MoveView = Type.Object(
  {
    move: RecordId,
    kind: Type.Enum(['merge', 'split', 'undo']),
    source: CaseCode,
    target: CaseCode,
    state: Type.Enum(['held', 'done', 'undone', 'dropped']),
    begunOn: Day,
    doneOn: orNull(Day),
    undoUntil: orNull(Day),
  },
  closed,
)
/** `POST /api/desk/moves`: what was brought into or out of a case. */
export const MovesAnswer = Type.Object({ moves: Type.Array(MoveView) }, closed)

export type BeginMove = Static<typeof BeginMoveInput>
export type MoveAt = Static<typeof MoveInput>
export type Stage = Static<typeof StageInput>
export type Move = Static<typeof MoveView>
