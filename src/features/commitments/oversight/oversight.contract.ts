import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { Day, MemberCode } from '#features/teams/teams.contract.ts'
import { standards } from '#kernel/standards.ts'
import { terms } from '#kernel/vocabulary.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Line = (least: number, most: number) =>
  Type.String({ minLength: least, maxLength: most, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' })

/** An agreement of the public record. */
export const AgreementCode = Type.Enum(standards.agreements.map(({ code }) => code))
const Note = {
  agreement: AgreementCode,
  /** A clause by its code; where none is known, as the text itself counts it. */
  clause: Line(1, 120),
  finding: Type.Enum(['against', 'in_line', 'unclear', 'withdrawn']),
  hedge: Type.Enum(terms('certainty_hedge').map((term) => term.code as string)),
  said: Line(2, 300),
  /** Where it was seen. */
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  seenOn: Day,
  /** Public records, own rounds, an address, or that the writer was there. A protected incident does not fit. */
  source: Type.String({ maxLength: 300, pattern: '^(own_record|https?://[!-~]+|[IQDFX]-[2-9A-HJ-NP-Z]{4}|Y-[2-9A-HJ-NP-Z]{6})$' }),
  supersedes: orNull(RecordId),
}
/** `POST /api/desk/commitments/agreements/note`: what was seen in the field of how a clause is kept. */
export const AddNoteInput = Type.Object({ id: RecordId, body: Type.Object(Note, closed) }, closed)
/** `POST /api/desk/commitments/agreements/report` */
export const ReportInput = Type.Object({ agreement: AgreementCode }, closed)

const NoteView = Type.Object({ ...Note, id: RecordId, by: MemberCode, on: Day, stands: Type.Boolean() }, closed)
/** Clause by clause: how it is cited, whether anybody checked that, and what was seen of it, the latest first. */
export const ReportView = Type.Object(
  {
    agreement: AgreementCode,
    clauses: Type.Array(
      Type.Object(
        {
          clause: Type.String(),
          ref: Type.String(),
          isUnverified: Type.Boolean(),
          against: Type.Integer(),
          inLine: Type.Integer(),
          notes: Type.Array(NoteView),
        },
        closed,
      ),
    ),
    today: Day,
  },
  closed,
)

export type AddNote = Static<typeof AddNoteInput>
export type FieldNote = Static<typeof NoteView>
export type OversightReport = Static<typeof ReportView>
