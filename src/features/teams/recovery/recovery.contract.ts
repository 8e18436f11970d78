import Type, { type Static } from 'typebox'
import { bytesOf, Hex32, SignatureSchema, SignedRecovery, SignedRequest } from '../teams.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Version = Type.Integer({ minimum: 1, maximum: 100_000 })
/** One hybrid stanza over a share. */
const SealedShare = bytesOf(1_200, 8_192)
const Custodian = Hex32

/**
 * `POST /api/desk/recovery`: the next recovery key of the caller's team, its signed statement and one sealed share for each
 * of three custodians. It counts once enough anchors signed: with one signature after a ceremony it waits for another.
 */
export const RecoveryInput = Type.Object(
  {
    statement: SignedRecovery.properties.statement,
    signatures: Type.Array(SignatureSchema, { minItems: 1, maxItems: 8 }),
    recipient: bytesOf(1_216),
    shares: Type.Array(Type.Object({ custodian: Custodian, share: SealedShare }, closed), { minItems: 3, maxItems: 3 }),
  },
  closed,
)
export const CountsAnswer = Type.Object({ counts: Type.Boolean() }, closed)

/** `POST /api/desk/statements/sign`: one more anchor under a statement that waits for it; the caller's own signature. */
export const CoSignInput = Type.Object({ kind: Type.Enum(['epoch', 'recovery']), number: Version, signature: SignatureSchema }, closed)

/**
 * `POST /api/desk/recovery/shares`: the sealed shares of a version, to be carried to their custodians.
 * `GET /api/desk/recovery/handed` answers in the same form what custodians sealed to the caller, once their time has passed.
 */
export const SharesInput = Type.Object({ version: Version }, closed)
export const SharesAnswer = Type.Object({ shares: Type.Array(Type.Object({ custodian: Custodian, share: SealedShare }, closed)) }, closed)

/** `POST /api/desk/recovery/ask`, without a session: a custodian signed it, and sealed their share to whom it names. */
export const AskInput = Type.Object(
  {
    v: Type.Literal(1),
    kind: Type.Literal('recovery-request'),
    statement: SignedRequest.properties.statement,
    signature: SignedRequest.properties.signature,
    share: SealedShare,
  },
  closed,
)
export const AskAnswer = Type.Object(
  {
    /** How many custodians have asked for these very keys. */
    asked: Type.Integer(),
    /** Not before this moment; null while one alone has asked. */
    readyAt: orNull(Type.String()),
  },
  closed,
)

/** `GET /api/desk/keys`: to which recovery key the keys of the team are sealed as well, and which have a reader who left. */
export const KeysAnswer = Type.Object(
  {
    epochs: Type.Array(Type.Object({ epoch: Type.Integer(), recovery: orNull(Version) }, closed)),
    cases: Type.Array(
      Type.Object({ case: Type.String(), revision: Type.Integer(), recovery: orNull(Version), readerLeft: Type.Boolean() }, closed),
    ),
  },
  closed,
)

export type NewRecovery = Static<typeof RecoveryInput>
export type CoSign = Static<typeof CoSignInput>
export type Ask = Static<typeof AskInput>
export type KeysView = Static<typeof KeysAnswer>
