import Type, { type Static } from 'typebox'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Hex32 } from '#features/teams/teams.contract.ts'
import type { CONSENT_SCOPES } from '../consent/consent.contract.ts'

const closed = { additionalProperties: false } as const

/** For whom a table leaves the desk; each person in it agreed to exactly this, or stays out of it. */
export const EXPORT_SCOPES = [
  'partners',
  'focal_point',
  'eu_institutions',
  'embassies',
  'un',
  'parliament',
  'litigation',
  'sanctions',
  'statistics',
  'research',
] as const satisfies readonly (typeof CONSENT_SCOPES)[number][]
export const EXPORT_CASES = 50
/** From so many rows on nobody exports alone (T-22). */
export const ALONE_ROWS = 10

const What = { scope: Type.Enum(EXPORT_SCOPES), cases: Type.Array(CaseCode, { minItems: 1, maxItems: EXPORT_CASES, uniqueItems: true }) }
const Row = Type.Object(
  {
    case: CaseCode,
    incident: Type.String(),
    origin: Type.String(),
    host: Type.String(),
    effect: Type.String(),
    place: Type.String(),
    from: Type.String(),
    until: Type.String(),
    precision: Type.String(),
    status: Type.String(),
    hedge: Type.String(),
    authority: Type.String(),
    standard: Type.String(),
    alleged: Type.Boolean(),
    methods: Type.String(),
    attribution: Type.String(),
    people: Type.Integer(),
  },
  closed,
)

/** `POST /api/desk/export/preview`: how many rows it would be, which are held back and why, and what two people would sign. */
export const ExportInput = Type.Object(What, closed)
export const ExportPreview = Type.Object(
  {
    rows: Type.Integer(),
    held: Type.Array(Type.Object({ case: CaseCode, person: Type.String(), why: Type.String() }, closed)),
    digest: Hex32,
    needsTwo: Type.Boolean(),
  },
  closed,
)
/** `POST /api/desk/export/rows`: exactly what `digest` stands for; `record.stale` when it changed since it was looked at. */
export const ExportRowsInput = Type.Object({ ...What, digest: Hex32 }, closed)
export const ExportRows = Type.Object({ rows: Type.Array(Row) }, closed)

export type Export = Static<typeof ExportInput>
export type ExportedRow = Static<typeof Row>
