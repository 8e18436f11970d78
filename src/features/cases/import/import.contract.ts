import Type, { type Static, type TSchema } from 'typebox'
import { KeepActInput, KeepIncidentInput } from '#features/incidents/incident.contract.ts'
import { KeepCardInput, OpenCaseInput, RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, Hex16 } from '#features/teams/teams.contract.ts'
import { KeepPersonInput, LibertyInput } from '../people/person.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Identity, story, source and what no code stands for. */
export const ROW_CARDS = 8
export const ROW_ACTS = 16

/**
 * `POST /api/desk/import/row`: everything that one row of a table becomes, all of it or nothing. `mark` is made in the browser
 * with a key of the member: a row that comes again is refused with `import.done_before`. Every part is judged as it would be
 * at its own door.
 */
export const ImportRowInput = Type.Object(
  {
    mark: Hex16,
    /** The same for every row of one run, so that the run can be taken back. */
    batch: RecordId,
    open: OpenCaseInput,
    people: Type.Array(KeepPersonInput, { maxItems: 1 }),
    liberty: Type.Array(LibertyInput, { maxItems: 1 }),
    incidents: Type.Array(KeepIncidentInput, { maxItems: 1 }),
    acts: Type.Array(KeepActInput, { maxItems: ROW_ACTS }),
    cards: Type.Array(KeepCardInput, { maxItems: ROW_CARDS }),
  },
  closed,
)
export const ImportRowAnswer = Type.Object({ case: Type.String() }, closed)

/** `POST /api/desk/import/known`: which of these marks were brought in before, so that a preview can say so. */
export const KnownInput = Type.Object({ marks: Type.Array(Hex16, { minItems: 1, maxItems: 1_000, uniqueItems: true }) }, closed)
export const KnownAnswer = Type.Object({ known: Type.Array(Hex16) }, closed)

/** `POST /api/desk/import/batches`: what the caller brought in and could take back, the newest first. */
export const BatchesInput = Type.Object({}, closed)
export const BatchesAnswer = Type.Object(
  { batches: Type.Array(Type.Object({ batch: RecordId, on: Day, cases: Type.Integer() }, closed)) },
  closed,
)

/** Cases that are taken back in one call. */
export const UNDONE_AT_ONCE = 200
/**
 * `POST /api/desk/import/undo`: takes back the cases of one run, with everything that came with them. A case in which anything was
 * changed since stays, and is named in `touched`. `next` is where the following call goes on.
 */
export const UndoImportInput = Type.Object({ batch: RecordId, after: orNull(RecordId) }, closed)
export const UndoImportAnswer = Type.Object({ undone: Type.Integer(), touched: Type.Array(CaseCode), next: orNull(RecordId) }, closed)

export type ImportRow = Static<typeof ImportRowInput>
export type Known = Static<typeof KnownAnswer>
export type Batches = Static<typeof BatchesAnswer>
export type UndoImport = Static<typeof UndoImportInput>
export type ImportUndone = Static<typeof UndoImportAnswer>
