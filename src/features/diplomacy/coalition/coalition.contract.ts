import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { bytesOf, Day, Hex32, MemberCode, Revision, SignedMembership, TeamSlug } from '#features/teams/teams.contract.ts'
import { closed, Line, orNull, RoundCode, Source } from '../codes.contract.ts'

export const StatementCode = Type.String({ pattern: '^L-[2-9A-HJ-NP-Z]{6}$' })
export const ConsultationCode = Type.String({ pattern: '^U-[2-9A-HJ-NP-Z]{6}$' })
const Name = (most: number) => Type.String({ minLength: 2, maxLength: most, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' })
const N = Type.Integer({ minimum: 1, maximum: 9_999 })
/** Organisations that can be asked to sign one statement. */
const PARTIES = 100
/** Bytes of a version sealed to all of them, and of a signature with who let its member in. */
export const REVISE_MOST = 640_000
export const SIGN_MOST = 65_536

/** `POST /api/desk/coalition/statements/keep`: what the list shows; `revision` 0 is a new one under a random code. */
export const KeepStatementInput = Type.Object(
  { id: RecordId, code: StatementCode, revision: Revision, title: Name(120), signBy: orNull(Day) },
  closed,
)
const Wrap = Type.Object({ team: TeamSlug, epoch: Type.Integer({ minimum: 1 }), wrap: bytesOf(200, 4_096) }, closed)
/**
 * `POST /api/desk/coalition/statements/revise`: the next version, sealed to the own team and to each organisation that is to sign.
 * `parties` are all whom the statement names from now on.
 */
export const ReviseInput = Type.Object(
  {
    statement: StatementCode,
    id: RecordId,
    n: N,
    digest: Hex32,
    body: bytesOf(18_043),
    wraps: Type.Array(Wrap, { minItems: 1, maxItems: PARTIES + 1 }),
    parties: Type.Array(TeamSlug, { minItems: 1, maxItems: PARTIES, uniqueItems: true }),
  },
  closed,
)
/** `POST /api/desk/coalition/statements/wraps`: what is sealed to a key of the own team before this one, a hundred at a time. */
export const OldWrapsInput = Type.Object({ before: Type.Integer({ minimum: 1 }) }, closed)
/** `POST /api/desk/coalition/statements/rewrap`: the same version for the newest key of the own team. */
export const RewrapStatementInput = Type.Object(
  { version: RecordId, epoch: Type.Integer({ minimum: 1 }), wrap: bytesOf(200, 4_096) },
  closed,
)
/** As src/crypto/team/joint-statement.ts words it; signed as `"asylia/v1/joint-statement" || 0x00 || JCS`. */
export const JointStatementSchema = Type.Object(
  {
    v: Type.Literal(1),
    type: Type.Literal('joint-statement'),
    statement: StatementCode,
    version: N,
    digest: Hex32,
    team: TeamSlug,
    to: TeamSlug,
    listed: Type.Enum(['yes', 'no']),
    member: MemberCode,
    by: bytesOf(32),
    at: Day,
  },
  closed,
)
const Signed = Type.Object({ statement: JointStatementSchema, signature: bytesOf(64) }, closed)
const Vouching = Type.Array(SignedMembership, { maxItems: 64 })
/** `POST /api/desk/coalition/statements/sign` */
export const SignInput = Type.Object({ id: RecordId, signed: Signed, vouching: Vouching }, closed)
/** `POST /api/desk/coalition/statements/view`, `unsign` */
export const StatementInput = Type.Object({ statement: StatementCode }, closed)
/** `POST /api/desk/coalition/statements/publish` */
export const PublishInput = Type.Object({ statement: StatementCode, n: N, revision: Revision }, closed)

export const SignatureView = Type.Object(
  { n: N, team: TeamSlug, listed: Type.Boolean(), signedOn: Day, withdrawnOn: orNull(Day), signed: Signed, vouching: Vouching },
  closed,
)
export const VersionView = Type.Object({ id: RecordId, n: N, digest: Hex32, on: Day }, closed)
const Head = {
  id: RecordId,
  code: StatementCode,
  by: TeamSlug,
  title: Name(120),
  signBy: orNull(Day),
  state: Type.Enum(['open', 'published']),
  publishedN: orNull(N),
  publishedOn: orNull(Day),
  revision: Revision,
}
export const StatementLine = Type.Object(
  {
    ...Head,
    n: Type.Integer({ minimum: 0 }),
    /** Organisations that are named, and those of them that signed the last version; of a foreign statement as far as they are shown. */
    asked: Type.Integer(),
    signed: Type.Integer(),
    isLate: Type.Boolean(),
  },
  closed,
)
export const StatementView = Type.Object(
  {
    ...Head,
    /** The newest first, with the sealed words of the newest. */
    versions: Type.Array(VersionView),
    body: orNull(bytesOf(18_043)),
    wrap: orNull(Wrap),
    parties: Type.Array(TeamSlug),
    signatures: Type.Array(SignatureView),
    today: Day,
  },
  closed,
)

/** `POST /api/desk/coalition/consultations/keep` */
export const KeepConsultationInput = Type.Object(
  {
    id: RecordId,
    code: ConsultationCode,
    revision: Revision,
    body: Type.Object(
      {
        /** The institution that consulted; never a person. */
        heldBy: Name(120),
        about: Line,
        heldOn: Day,
        /** Organisations that did not agree to be named. */
        others: Type.Integer({ minimum: 0, maximum: 500 }),
        source: orNull(Source),
      },
      closed,
    ),
  },
  closed,
)
/** `POST /api/desk/coalition/participants/add`: a name comes with the consent to it, or not at all. */
export const AddParticipantInput = Type.Object(
  { id: RecordId, consultation: ConsultationCode, name: Name(160), agreedHow: Type.Enum(['spoken', 'written']), agreedOn: Day },
  closed,
)
/** `POST /api/desk/coalition/participants/drop`: the name goes, the organisation is one of the others again. */
export const DropParticipantInput = Type.Object({ id: RecordId, consultation: ConsultationCode }, closed)
export const ConsultationView = Type.Object(
  {
    ...KeepConsultationInput.properties.body.properties,
    id: RecordId,
    code: ConsultationCode,
    revision: Revision,
    participants: Type.Array(
      Type.Object({ id: RecordId, name: Name(160), agreedHow: Type.Enum(['spoken', 'written']), agreedOn: Day }, closed),
    ),
  },
  closed,
)

/** What other teams read of the own: exchanges and statements that are not published. */
export const SharedView = Type.Object(
  { kind: Type.Enum(['round', 'statement']), code: Type.Union([RoundCode, StatementCode]), team: TeamSlug },
  closed,
)
/** `POST /api/desk/coalition/shared/withdraw`: from one team, or from all. */
export const WithdrawInput = Type.Object({ team: orNull(TeamSlug) }, closed)

export type KeepStatement = Static<typeof KeepStatementInput>
export type Revise = Static<typeof ReviseInput>
export type Sign = Static<typeof SignInput>
export type Publish = Static<typeof PublishInput>
export type SignatureRow = Static<typeof SignatureView>
export type VersionRow = Static<typeof VersionView>
export type StatementRow = Static<typeof StatementLine>
export type Joint = Static<typeof StatementView>
export type KeepConsultation = Static<typeof KeepConsultationInput>
export type AddParticipant = Static<typeof AddParticipantInput>
export type Consultation = Static<typeof ConsultationView>
export type Shared = Static<typeof SharedView>
export type OldWrap = { readonly version: string; readonly epoch: number; readonly wrap: string }
export type RewrapStatement = Static<typeof RewrapStatementInput>
