import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as constants from './constants.ts'

const DAY = 86_400_000

test('every size and cost is the one of SEALING 2, and there is no other (T-36)', () => {
  assert.deepEqual(
    { ...constants },
    {
      BODY_BUCKETS: [16_384, 65_536, 262_144, 1_048_576],
      BODY_LENGTHS: [18_043, 67_195, 263_851, 1_050_475],
      ENV_PLAIN: 512,
      ENV_STANZAS: 6,
      ENVELOPE_LENGTH: 9_956,
      BLOB_PLAIN: 8_192,
      BLOB_LENGTH: 9_851,
      FRAME_HEAD: 19_879,
      FRAME_LENGTHS: [37_922, 87_074, 283_730, 1_070_354],
      ARMOUR_MAX: 1_048_576,
      ARGON2ID: { m: 8_192, t: 1, p: 1, dkLen: 32 },
      SCRYPT_LOG_N: 18,
      PUZZLE_BITS: 14,
      SELF_SLOTS: 16,
      TEAM_SLOTS: 48,
      WINDOW: 64,
      ASK: 16,
      CALLS_AN_OPENING: 4,
      EXCHANGE_REQUEST: 280,
      EXCHANGE_ANSWER: 9_853,
      DELETE_CALL: 776,
      CHAIN: 1_024,
      SEGMENT: 1_048_576,
      SEGMENT_SLOW: 131_072,
      FILE_MAX: 2_000_000_000,
      REPORT_MAX: 5_000_000_000,
      TEAMS_MAX: 128,
      RECIPIENT_LENGTH: 1_216,
      STATE_PAGE: 65_536,
      ROSTER_MAX: 35 * DAY,
      CLOCK_WILD: 400 * DAY,
      EPOCH: 30 * DAY,
      EPOCH_GRACE: 7 * DAY,
      STATEMENT_MAX: 37 * DAY,
      ENVELOPE_MAX: 45 * DAY,
      KEY_BACKUP_MAX: 35 * DAY,
      RECOVERY_WAIT: 3 * DAY,
      OUTBOX_DELAY: { min: 300_000, max: 3_600_000 },
      CLOSED_MARK: { min: 60 * DAY, max: 120 * DAY },
    },
  )
})

test('the parts of a frame add up to its lengths (T-04, T-36)', () => {
  const { BODY_LENGTHS, FRAME_LENGTHS, FRAME_HEAD, ENVELOPE_LENGTH, BLOB_LENGTH, SELF_SLOTS, TEAM_SLOTS, WINDOW } = constants
  assert.equal(FRAME_HEAD, 8 + 4 * 16 + ENVELOPE_LENGTH + BLOB_LENGTH)
  assert.deepEqual(
    BODY_LENGTHS.map((body) => FRAME_HEAD + body),
    [...FRAME_LENGTHS],
  )
  assert.equal(SELF_SLOTS + TEAM_SLOTS, WINDOW)
})

test('times that hang together keep their order (T-36)', () => {
  const { CLOSED_MARK, ENVELOPE_MAX, EPOCH, EPOCH_GRACE, KEY_BACKUP_MAX, OUTBOX_DELAY, STATEMENT_MAX } = constants
  assert.equal(EPOCH + EPOCH_GRACE, STATEMENT_MAX)
  // What was shredded by age is gone from the backups of keys before a mark of a closed slot may go.
  assert.ok(KEY_BACKUP_MAX < ENVELOPE_MAX && ENVELOPE_MAX < CLOSED_MARK.min && CLOSED_MARK.min < CLOSED_MARK.max)
  assert.ok(OUTBOX_DELAY.min < OUTBOX_DELAY.max)
})
