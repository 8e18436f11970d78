import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, Hex32, MemberCode } from '#features/teams/teams.contract.ts'
import type { TermCodes } from '#kernel/vocabulary-codes.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Whoever reported, or a person of the case. Each says yes or no for themselves. */
export const ConsentSubject = Type.String({ pattern: '^(reporter|P-[2-9A-HJ-NP-Z]{6})$' })
/** The 20 uses that somebody can agree to. Each stands for itself alone: nothing here or elsewhere reads one out of another. */
export const CONSENT_SCOPES = [
  'store',
  'team',
  'org',
  'partners',
  'focal_point',
  'eu_institutions',
  'embassies',
  'law_enforcement',
  'un',
  'un_name_public',
  'interpol_ccf',
  'dialogue',
  'public_anon',
  'public_named',
  'parliament',
  'litigation',
  'sanctions',
  'statistics',
  'research',
  'recontact',
] as const satisfies readonly TermCodes['consent_scopes'][]
export const ConsentScope = Type.Enum(CONSENT_SCOPES)
/** `consent_givers` of the vocabulary. */
export const ConsentGiver = Type.Enum(['self', 'guardian', 'relative_disappeared', 'lawyer', 'vital_interest', 'public_domain'])
/** How we know. */
export const ConsentBasis = Type.Enum(['signed', 'spoken', 'message', 'mailbox', 'authority', 'best_interest', 'published'])

/** The same, and what a move wrote where two reporters met in one case. */
const RowBasis = Type.Enum(['signed', 'spoken', 'message', 'mailbox', 'authority', 'best_interest', 'published', 'moved'])

export const ConsentRow = Type.Object(
  {
    subject: ConsentSubject,
    scope: ConsentScope,
    n: Type.Integer({ minimum: 1 }),
    change: Type.Enum(['given', 'withdrawn']),
    giver: ConsentGiver,
    basis: RowBasis,
    from: Day,
    until: orNull(Day),
    expires: orNull(Day),
    card: orNull(RecordId),
    mark: orNull(Hex32),
    by: MemberCode,
    on: Day,
  },
  closed,
)

/** `POST /api/desk/consent/list`: every row of a case, in the order in which each scope was spoken of. */
export const ConsentListInput = Type.Object({ case: CaseCode }, closed)
export const ConsentListAnswer = Type.Object({ rows: Type.Array(ConsentRow), today: Day }, closed)

const Scopes = Type.Array(ConsentScope, { minItems: 1, maxItems: 20, uniqueItems: true })

/**
 * `POST /api/desk/consent/give`: `until` is the last day that was agreed to. `card` holds the wording and the signature,
 * sealed. `mark` is set when it answers a message of the mailbox; the same message is noted once for each scope.
 */
export const GiveConsentInput = Type.Object(
  {
    case: CaseCode,
    subject: ConsentSubject,
    scopes: Scopes,
    giver: ConsentGiver,
    basis: ConsentBasis,
    from: Day,
    until: orNull(Day),
    card: orNull(RecordId),
    mark: orNull(Hex32),
  },
  closed,
)
/** `POST /api/desk/consent/withdraw`: at once, and from today on whatever was given before. */
export const WithdrawConsentInput = Type.Object(
  {
    case: CaseCode,
    subject: ConsentSubject,
    scopes: Scopes,
    giver: ConsentGiver,
    basis: ConsentBasis,
    card: orNull(RecordId),
    mark: orNull(Hex32),
  },
  closed,
)
/** How many rows were written; a message that was noted before writes none. */
export const ConsentKept = Type.Object({ rows: Type.Integer() }, closed)

/** `POST /api/desk/consent/ask`: what is composed in the browser asks here before it is. Refused as every export is. */
export const AskConsentInput = Type.Object({ case: CaseCode, subject: ConsentSubject, scope: ConsentScope }, closed)

export type ConsentList = Static<typeof ConsentListAnswer>
export type Row = Static<typeof ConsentRow>
export type GiveConsent = Static<typeof GiveConsentInput>
export type WithdrawConsent = Static<typeof WithdrawConsentInput>
export type AskConsent = Static<typeof AskConsentInput>
