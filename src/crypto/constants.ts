/**
 * Every size and cost of SEALING 2. They stand in code alone: no answer of a server, no file and no setting changes one.
 */
// guards T-36

/** A body is filled with zeros to the smallest of these. */
export const BODY_BUCKETS = [16_384, 65_536, 262_144, 1_048_576] as const
export const ENV_PLAIN = 512
export const ENV_STANZAS = 6
export const ENVELOPE_LENGTH = 9_956
export const BLOB_PLAIN = 8_192
export const BLOB_LENGTH = 9_851
export const BODY_LENGTHS = [18_043, 67_195, 263_851, 1_050_475] as const
/** The head of an intake frame: everything before the body. */
export const FRAME_HEAD = 19_879
export const FRAME_LENGTHS = [37_922, 87_074, 283_730, 1_070_354] as const
export const ARMOUR_MAX = 1_048_576

export const ARGON2ID = { m: 8_192, t: 1, p: 1, dkLen: 32 } as const
/** N = 2^18, for the generated passphrase of a member. */
export const SCRYPT_LOG_N = 18
export const PUZZLE_BITS = 14

export const SELF_SLOTS = 16
export const TEAM_SLOTS = 48
export const WINDOW = 64
export const ASK = 16
export const CALLS_AN_OPENING = 4
export const EXCHANGE_REQUEST = 280
export const EXCHANGE_ANSWER = 9_853
export const DELETE_CALL = 776
/** Items of one conversation. */
export const CHAIN = 1_024

export const SEGMENT = 1_048_576
/** Below 200 kbit/s. */
export const SEGMENT_SLOW = 131_072
export const FILE_MAX = 2_000_000_000
export const REPORT_MAX = 5_000_000_000

export const TEAMS_MAX = 128
export const RECIPIENT_LENGTH = 1_216
export const STATE_PAGE = 65_536

const HOUR = 3_600_000
const DAY = 24 * HOUR
export const ROSTER_MAX = 35 * DAY
export const CLOCK_WILD = 400 * DAY
export const EPOCH = 30 * DAY
export const EPOCH_GRACE = 7 * DAY
export const STATEMENT_MAX = 37 * DAY
export const ENVELOPE_MAX = 45 * DAY
export const KEY_BACKUP_MAX = 35 * DAY
export const RECOVERY_WAIT = 72 * HOUR
export const OUTBOX_DELAY = { min: 5 * 60_000, max: 60 * 60_000 } as const
export const CLOSED_MARK = { min: 60 * DAY, max: 120 * DAY } as const
