import Type, { type Static } from 'typebox'
import { KeepActInput, KeepIncidentInput } from '#features/incidents/incident.contract.ts'
import { KeepCardInput, OpenCaseInput } from '#features/reports/cards/card.contract.ts'
import { Hex16 } from '#features/teams/teams.contract.ts'
import { KeepPersonInput, LibertyInput } from '../people/person.contract.ts'

const closed = { additionalProperties: false } as const

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

export type ImportRow = Static<typeof ImportRowInput>
export type Known = Static<typeof KnownAnswer>
