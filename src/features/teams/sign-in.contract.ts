import Type, { type Static } from 'typebox'
import { bytesOf, Day, Hex16, MemberCode, TeamSlug } from './teams.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** What kind of thing somebody signs in with; chosen from this list, so that nobody writes a name. */
export const DEVICE_LABELS = ['laptop', 'desktop', 'phone', 'tablet', 'key', 'other'] as const
export const DeviceLabel = Type.Enum([...DEVICE_LABELS])
export const DeviceCode = Type.String({ pattern: '^D-[2-9A-HJ-NP-Z]{6}$' })
/** The public half of the browser's key, P-256, uncompressed. */
export const DeviceKey = bytesOf(65)
export const PasskeyId = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' })

/**
 * `POST /api/desk/session`: the signature of the member's key stands over
 * `"asylia/v1/session" || 0x00 || challenge || device`, so nobody can put another browser in its place.
 */
export const SignInInput = Type.Object(
  {
    member: MemberCode,
    challenge: bytesOf(56),
    signature: bytesOf(64),
    device: DeviceKey,
    label: DeviceLabel,
    /** Set when `challenge` came from `passkeys/open`: then the passkey vouches for the browser. */
    passkey: orNull(PasskeyId),
  },
  closed,
)
/**
 * `token` goes back in the header `Asylia-Session` of every other call, lives in memory only and is told this once. Beside it
 * stands `Asylia-Proof: <number>.<hash of the body>.<signature by the device>` (`callBytes`), a new number for every call.
 */
export const SessionAnswer = Type.Object(
  {
    state: Type.Literal('open'),
    token: bytesOf(32),
    team: TeamSlug,
    member: MemberCode,
    /** `oidc` sees codes only. */
    how: Type.Enum(['words', 'passkey', 'oidc']),
    idleMinutes: Type.Integer(),
    hours: Type.Integer(),
    lastOn: orNull(Day),
    /** `words.laptop`, `passkey.phone`, … of the sign-in before. */
    lastWith: orNull(Type.String()),
  },
  closed,
)
/** Words in a browser that nobody said yes to: a colleague sees the same code and decides. */
export const WaitingAnswer = Type.Object(
  { state: Type.Literal('waiting'), device: DeviceCode, since: Day, team: Type.Null(), member: MemberCode },
  closed,
)
export const SignInAnswer = Type.Union([SessionAnswer, WaitingAnswer])

/** `POST /api/desk/devices/settle`: a colleague's yes or no to a browser that waits. */
export const SettleDeviceInput = Type.Object({ device: DeviceCode, isOurs: Type.Boolean() }, closed)
/** `POST /api/desk/devices/forget`: one's own. Every session of it ends. */
export const ForgetDeviceInput = Type.Object({ device: DeviceCode }, closed)
export const NoticeInput = Type.Object({ notice: PasskeyId }, closed)

/** `GET /api/desk/sign-ins`: with what the team signs in. Who sees it is in the team. */
export const SignInsAnswer = Type.Object(
  {
    devices: Type.Array(
      Type.Object(
        {
          device: DeviceCode,
          member: MemberCode,
          label: DeviceLabel,
          state: Type.Enum(['waiting', 'known']),
          askedOn: Day,
          seenOn: Day,
        },
        closed,
      ),
    ),
    passkeys: Type.Array(
      Type.Object(
        {
          passkey: PasskeyId,
          member: MemberCode,
          label: DeviceLabel,
          opens: Type.Boolean(),
          addedOn: Day,
          usedOn: orNull(Day),
          haltedOn: orNull(Day),
        },
        closed,
      ),
    ),
    notices: Type.Array(
      Type.Object(
        {
          notice: PasskeyId,
          member: MemberCode,
          kind: Type.Enum(['passkey_ran_back', 'passkey_changed', 'passkey_foreign', 'device_refused']),
          notedOn: Day,
        },
        closed,
      ),
    ),
    /** Whether the caller's account of an institution is connected; null where the operator named none. */
    outside: orNull(Type.Boolean()),
  },
  closed,
)

/** A passkey's answer as the browser gives it, each part as base64url. */
const PasskeyBytes = Type.String({ minLength: 16, maxLength: 8_192, pattern: '^[A-Za-z0-9_-]*$' })
/** Of one length, so that it tells nothing. */
export const PASSKEY_WRAP_BYTES = 2_043
/** `POST /api/desk/passkeys/begin` */
export const PasskeyBegin = Type.Object({ challenge: bytesOf(56), handle: bytesOf(32), have: Type.Array(PasskeyBytes) }, closed)
/** `POST /api/desk/passkeys/keep`: `wrap` is the member's key sealed to what the passkey gives, null where it gives nothing. */
export const KeepPasskeyInput = Type.Object(
  {
    member: MemberCode,
    challenge: bytesOf(56),
    credential: PasskeyBytes,
    clientData: PasskeyBytes,
    attestation: Type.String({ minLength: 16, maxLength: 32_768, pattern: '^[A-Za-z0-9_-]*$' }),
    label: DeviceLabel,
    wrap: orNull(bytesOf(PASSKEY_WRAP_BYTES)),
  },
  closed,
)
export const DropPasskeyInput = Type.Object({ passkey: PasskeyId }, closed)
/** `POST /api/desk/passkeys/ask`, without a session: the same for everybody, since it names nobody. */
export const PasskeyQuestion = Type.Object({ challenge: bytesOf(56), instance: Hex16 }, closed)
/** `POST /api/desk/passkeys/open`, without a session: a passkey that proves itself is told whose it is. */
export const OpenPasskeyInput = Type.Object(
  { challenge: bytesOf(56), credential: PasskeyBytes, clientData: PasskeyBytes, authenticator: PasskeyBytes, signature: PasskeyBytes },
  closed,
)
/** `challenge` is answered at `POST /api/desk/session`, by the key that is inside `wrap`, or inside `sealedKey` for the words. */
export const OpenPasskeyAnswer = Type.Object(
  {
    member: MemberCode,
    passkey: PasskeyId,
    challenge: bytesOf(56),
    instance: Hex16,
    label: DeviceLabel,
    wrap: orNull(bytesOf(PASSKEY_WRAP_BYTES)),
    sealedKey: bytesOf(566),
  },
  closed,
)
/** `POST /api/desk/passkeys/changed`, without a session: what the passkey gave does not open what was sealed to it. */
export const ChangedPasskeyInput = Type.Object({ member: MemberCode, passkey: PasskeyId, challenge: bytesOf(56) }, closed)

/** `POST /api/desk/outside/begin` and `…/connect`: where to go; `binding` is the hash of what the tab keeps until it comes back. */
export const OutsideBeginInput = Type.Object({ binding: bytesOf(32), site: Type.String({ minLength: 8, maxLength: 300 }) }, closed)
export const OutsideBegin = Type.Object({ address: Type.String() }, closed)
/** `POST /api/desk/outside/finish`, without a session. */
export const OutsideFinishInput = Type.Object(
  {
    address: Type.String({ minLength: 8, maxLength: 4_096 }),
    binding: bytesOf(32),
    device: DeviceKey,
    label: DeviceLabel,
  },
  closed,
)
export const OutsideAnswer = Type.Union([SessionAnswer, Type.Object({ state: Type.Literal('connected') }, closed)])
/** `GET /api/desk/codes`: all that a session without a key sees. */
export const CodesAnswer = Type.Object(
  { member: MemberCode, team: TeamSlug, cases: Type.Array(Type.Object({ case: Type.String(), openedOn: Day }, closed)) },
  closed,
)
/** `GET /api/desk/ways`, without a session: how one may sign in here. */
export const WaysAnswer = Type.Object({ outside: Type.Boolean() }, closed)
/** `POST /api/desk/invitations/withdraw` */
export const WithdrawInvitationInput = Type.Object({ code: Type.String({ minLength: 25, maxLength: 40 }) }, closed)

export type SignInAnswer = Static<typeof SignInAnswer>
export type SignIns = Static<typeof SignInsAnswer>
export type KeepPasskey = Static<typeof KeepPasskeyInput>
export type OpenPasskey = Static<typeof OpenPasskeyInput>
