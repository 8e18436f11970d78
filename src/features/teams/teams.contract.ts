import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/**
 * Bytes as base64url without padding; the length is of the bytes. The least stands in the pattern: a `minLength` counts the letters
 * of a long text one by one.
 */
export const bytesOf = (least: number, most = least) =>
  Type.String({ maxLength: Math.ceil((most * 4) / 3), pattern: `^[A-Za-z0-9_-]{${Math.ceil((least * 4) / 3)},}$` })

export const TeamSlug = Type.String({ pattern: '^[a-z][a-z0-9-]{1,31}$' })
export const Country = Type.String({ pattern: '^[A-Z]{2}$' })
/** Made in the member's browser (`newPublicCode('M')`), typed at sign-in, and `member` in every statement. */
export const MemberCode = Type.String({ pattern: '^M-[2-9A-HJ-NP-Z]{6}$' })
export const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
export const Hex16 = Type.String({ pattern: '^[0-9a-f]{32}$' })
export const Hex32 = Type.String({ pattern: '^[0-9a-f]{64}$' })
export const Revision = Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })
const PublicKey = bytesOf(32)
const Recipient = bytesOf(1_216)

/** An Ed25519 signature over the statement as SEALING section 14 words it. */
export const SignatureSchema = Type.Object({ key: PublicKey, sig: bytesOf(64) }, closed)

export const MembershipStatement = Type.Object(
  {
    v: Type.Literal(1),
    type: Type.Enum(['join', 'leave']),
    team: TeamSlug,
    member: MemberCode,
    recipient_sha256: Hex32,
    sign_key: PublicKey,
    by: PublicKey,
    at: Day,
  },
  closed,
)
/**
 * `signature` is made with the key that `by` names, which is the caller's own.
 * `POST /api/desk/members/vouch`: lets `statement.member` in, who waits; for a member it is one more statement, for when
 * whoever vouched for them has left. An anchor may vouch for themselves.
 * `POST /api/desk/members/leave`: ends their sessions at once. A new epoch is the next thing to make.
 */
export const SignedMembership = Type.Object({ statement: MembershipStatement, signature: bytesOf(64) }, closed)
/** `anotherOf`: this is another account of a person who has one in the team; their yes counts once. */
export const VouchInput = Type.Object({ ...SignedMembership.properties, anotherOf: Type.Optional(orNull(MemberCode)) }, closed)

export const EpochStatement = Type.Object(
  {
    v: Type.Literal(1),
    type: Type.Literal('epoch'),
    team: TeamSlug,
    epoch: Type.Integer({ minimum: 1, maximum: 100_000 }),
    recipient_sha256: Hex32,
    reply_key: PublicKey,
    not_before: Day,
    not_after: Day,
  },
  closed,
)

const Custodian = Type.Object({ name: Type.String({ minLength: 1, maxLength: 160 }), recipient_sha256: Hex32, sign_key: PublicKey }, closed)
const Version = Type.Integer({ minimum: 1, maximum: 100_000 })
/** The recovery key of a team and its three custodians, signed by anchors; clients seal to no other (SEALING 12). */
export const SignedRecovery = Type.Object(
  {
    statement: Type.Object(
      {
        v: Type.Literal(1),
        type: Type.Literal('recovery'),
        team: TeamSlug,
        version: Version,
        recipient_sha256: Hex32,
        custodians: Type.Array(Custodian, { minItems: 3, maxItems: 3 }),
        at: Day,
      },
      closed,
    ),
    signatures: Type.Array(SignatureSchema, { minItems: 1, maxItems: 8 }),
  },
  closed,
)
/** What a custodian asks for: the recovery of this key for exactly these keys of a newcomer. */
export const SignedRequest = Type.Object(
  {
    statement: Type.Object(
      {
        v: Type.Literal(1),
        type: Type.Literal('recover'),
        team: TeamSlug,
        version: Version,
        custodian: Hex32,
        member: MemberCode,
        recipient_sha256: Hex32,
        sign_key: PublicKey,
        at: Day,
      },
      closed,
    ),
    signature: bytesOf(64),
  },
  closed,
)

/** Key files, all of them age: to n members and the recovery recipient about 1.6 KB each. */
const KEY_FILE_MAX = 131_072
const KeyFile = bytesOf(200, KEY_FILE_MAX)

/**
 * `age` with one scrypt stanza of N = 2^18 over exactly 384 bytes `u32 length || key bytes || zeros`: always 566 bytes, so
 * that neither the team's name nor its absence shows in the answer to somebody who asks for a code that does not exist.
 */
export const MEMBER_KEY_PLAIN = 384
export const MEMBER_KEY_BYTES = 566
const SealedMemberKey = bytesOf(MEMBER_KEY_BYTES)

/** `POST /api/desk/join`, without a session. A founder signs their own membership; later members send null and wait. */
export const JoinInput = Type.Object(
  {
    /** As printed: five groups of five letters and digits, any case, with or without the dashes. */
    invitation: Type.String({ minLength: 25, maxLength: 40 }),
    member: MemberCode,
    /** What colleagues read. It stays in this team and never reaches the roster. */
    name: Type.String({ minLength: 1, maxLength: 80 }),
    recipient: Recipient,
    signKey: PublicKey,
    sealedKey: SealedMemberKey,
    founding: orNull(SignedMembership),
  },
  closed,
)
export const JoinAnswer = Type.Object({ team: TeamSlug, state: Type.Enum(['member', 'waiting']) }, closed)

/** `POST /api/desk/invitation`, without a session: what a code opens, so that the person can sign the right team's name. */
export const InvitationInput = Type.Object({ invitation: Type.String({ minLength: 25, maxLength: 40 }) }, closed)
export const InvitationAnswer = Type.Object(
  { team: TeamSlug, names: Type.Record(Type.String(), Type.String()), founding: Type.Boolean(), instance: Hex16 },
  closed,
)

/** `POST /api/desk/challenge`, without a session. A code that nobody has gets the same kind of answer in the same time. */
export const ChallengeInput = Type.Object({ member: MemberCode }, closed)
export const ChallengeAnswer = Type.Object({ challenge: bytesOf(56), sealedKey: SealedMemberKey, instance: Hex16 }, closed)

export const MemberView = Type.Object(
  {
    member: MemberCode,
    name: Type.String(),
    /** `waiting`: joined with a code and vouched for by nobody yet, holds no key and sees nothing. */
    state: Type.Enum(['member', 'waiting', 'left']),
    anchor: Type.Boolean(),
    recipient: Recipient,
    signKey: PublicKey,
    /** What vouches for them; null while they wait. Clients check the chain to an anchor of the roster. */
    joined: orNull(SignedMembership),
    left: orNull(SignedMembership),
    since: Day,
  },
  closed,
)
const RecoveryKey = Type.Object({ signed: SignedRecovery, recipient: Recipient }, closed)
export const RecoveryView = Type.Object(
  {
    /** R_t as enough anchors signed it: every epoch and case key is sealed to it as well. Null while there are no custodians. */
    inForce: orNull(RecoveryKey),
    /** A newer one that waits for the signature of another anchor. */
    waiting: orNull(RecoveryKey),
    /** Why another one has to be made: who made this one has left, or it was used. */
    due: orNull(Type.Enum(['maker_left', 'used'])),
    /** What custodians ask for, for every member to see. */
    requests: Type.Array(Type.Object({ signed: SignedRequest, askedAt: Type.String() }, closed)),
    /** When two custodians have asked for the same newcomer: not before this moment. */
    readyAt: orNull(Type.String()),
    usedOn: orNull(Day),
  },
  closed,
)
/** `GET /api/desk/team` */
export const TeamView = Type.Object(
  {
    team: TeamSlug,
    names: Type.Record(Type.String(), Type.String()),
    kind: Type.Enum(['state', 'eu', 'ngo']),
    instance: Hex16,
    rosterVersion: Type.Integer({ minimum: 0 }),
    /** While it runs the desk shows it, and founding members count as old enough to approve. */
    foundingUntil: orNull(Type.String()),
    recovery: RecoveryView,
    /** A member left since the newest team key was made: another one is due. */
    epochDue: Type.Boolean(),
    /** The member was let in to the review of public documents, and verifies today. */
    reviews: Type.Boolean(),
    members: Type.Array(MemberView),
    /** Every other team that may stand in an exclusion or be named at take-in. */
    teams: Type.Array(
      Type.Object(
        { team: TeamSlug, kind: Type.Enum(['state', 'eu', 'ngo']), of: Type.Array(Country), conflicts: Type.Array(Type.String()) },
        closed,
      ),
    ),
  },
  closed,
)

/** `POST /api/desk/invitations` -> a code for one more member of the own team, told once. */
/** The body of a door that needs to be told nothing: `{}`. `POST /api/desk/session/end` is another. */
export const Nothing = Type.Object({}, closed)
export const InviteAnswer = Type.Object({ code: Type.String(), expiresOn: Day }, closed)

/** `POST /api/desk/members/sealed-key`: new words for the same key. All sessions of the caller end. */
export const SealedKeyInput = Type.Object({ sealedKey: SealedMemberKey }, closed)
export const Done = Type.Object({ done: Type.Literal(true) }, closed)

/** `GET /api/desk/epochs`: the newest three, of which the newest may still wait for a signature; `wrap` is null once it was destroyed. */
export const EpochView = Type.Object(
  {
    statement: EpochStatement,
    signatures: Type.Array(SignatureSchema),
    recipient: Recipient,
    wrap: orNull(KeyFile),
    wrapRevision: Revision,
    /** The day on which a replaced epoch key is destroyed; null for the current one. */
    burnsOn: orNull(Day),
  },
  closed,
)
export const EpochsAnswer = Type.Object({ epochs: Type.Array(EpochView) }, closed)

/** `POST /api/desk/epochs`: epoch = the newest + 1. `wrap` is `age(all members' recipients + R_t; T_e)`, one file. */
export const EpochInput = Type.Object(
  {
    statement: EpochStatement,
    signatures: Type.Array(SignatureSchema, { minItems: 1, maxItems: 8 }),
    recipient: Recipient,
    wrap: KeyFile,
    recovery: Type.Optional(Version),
  },
  closed,
)
export const EpochAnswer = Type.Object(
  {
    epoch: Type.Integer(),
    rosterVersion: Type.Integer(),
    /** False after a ceremony until another anchor has signed it as well. */
    counts: Type.Boolean(),
  },
  closed,
)

/** `POST /api/desk/epochs/wrap`: the same key for other readers, after somebody joined. `revision` is the one it replaces. */
export const RewrapInput = Type.Object(
  {
    epoch: Type.Integer({ minimum: 1 }),
    revision: Revision,
    wrap: KeyFile,
    /** The version of the recovery key among the readers, if one is. */
    recovery: Type.Optional(Version),
  },
  closed,
)
export const RevisionAnswer = Type.Object({ revision: Revision }, closed)
/** `POST /api/desk/epochs/destroy`: a replaced epoch before its day, once the pages hold what is needed. */
export const DestroyInput = Type.Object({ epoch: Type.Integer({ minimum: 1 }) }, closed)

/** A sealed state page is `age(T_e; 65,536 bytes)`: 67,195 bytes, never another size. */
export const PAGE_BYTES = 67_195
export const PageId = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })
/** `GET /api/desk/pages`, in the order of their random ids. */
export const PagesAnswer = Type.Object(
  { pages: Type.Array(Type.Object({ page: PageId, epoch: Type.Integer(), revision: Revision }, closed)) },
  closed,
)
/** `POST /api/desk/pages/read` -> the blob, raw, as application/octet-stream; its revision in the header `Asylia-Revision`. */
export const PageInput = Type.Object({ page: PageId }, closed)
/** `POST /api/desk/pages`: `revision` is the one it replaces, 0 for a new page; a stale one is `record.stale`, 409. */
export const KeepPageInput = Type.Object(
  { page: PageId, epoch: Type.Integer({ minimum: 1 }), revision: Revision, blob: bytesOf(PAGE_BYTES) },
  closed,
)
/** `POST /api/desk/pages/drop` */
export const DropPageInput = Type.Object({ page: PageId, revision: Revision }, closed)

export type Membership = Static<typeof SignedMembership>
export type Join = Static<typeof JoinInput>
export type Epoch = Static<typeof EpochInput>
export type Recovery = Static<typeof RecoveryView>
export type KeepPage = Static<typeof KeepPageInput>
export type Team = Static<typeof TeamView>
export type TeamMember = Static<typeof MemberView>
