import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { leafHash } from '#crypto/merkle.ts'
import { canonicalJson } from '#kernel/jcs.ts'
import { sha256 } from '../sha256.ts'
import { canonicalEntry, type LedgerEntry, leafOfCanonical, parseCanonical } from './entry.ts'
import { minuteOf, monthOf } from './month.ts'

const UUID = '00000000-0000-4000-8000-000000000000'
const anyHex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`))

const anyEntry: fc.Arbitrary<LedgerEntry> = fc.record(
  {
    action: fc.stringMatching(/^[a-z_]{1,12}\.[a-z_]{1,12}$/),
    actor: fc.uuid({ version: 4 }),
    at: fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }).map(minuteOf),
    compartment: fc.uuid({ version: 4 }),
    id: fc.uuid({ version: 4 }),
    month: fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }).map(monthOf),
    objectHash: fc.option(anyHex(64)),
    salt: anyHex(32),
    subject: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  },
  { noNullPrototype: true },
)

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', '\\', '\n', '\u0000', '\u2028', '\u007f', 'é', '\ud83d\ude00', ','),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
})
/** What a table whose constraints were taken away may hold. */
const hostileEntry: fc.Arbitrary<LedgerEntry> = fc.record({
  action: anyText,
  actor: anyText,
  at: anyText,
  compartment: anyText,
  id: anyText,
  month: anyText,
  objectHash: fc.option(anyText),
  salt: anyText,
  subject: anyText,
})

test('the fast writer writes what the general one writes (T-23)', () => {
  fc.assert(
    fc.property(fc.oneof(anyEntry, hostileEntry), (entry) => {
      assert.equal(canonicalEntry(entry), canonicalJson(entry))
    }),
    { numRuns: 1000 },
  )
})

test('two entries that differ never share a canonical form (T-23)', () => {
  fc.assert(
    fc.property(
      hostileEntry,
      hostileEntry,
      fc.constantFrom<keyof LedgerEntry>('action', 'actor', 'at', 'id', 'objectHash', 'subject'),
      (entry, other, field) => {
        const changed = { ...entry, [field]: other[field] }
        assert.equal(canonicalEntry(entry) === canonicalEntry(changed), entry[field] === changed[field])
      },
    ),
  )
  const entry = { action: 'a.b', actor: '', at: '', compartment: '', id: '', month: '', objectHash: null, salt: '', subject: '' }
  assert.notEqual(canonicalEntry({ ...entry, objectHash: 'null' }), canonicalEntry(entry))
  assert.notEqual(canonicalEntry({ ...entry, action: 'a","actor":"b' }), canonicalEntry({ ...entry, action: 'a', actor: 'b' }))
})

test('half a surrogate pair has no canonical form', () => {
  const entry = { action: 'a.b', actor: '', at: '', compartment: '', id: '', month: '', objectHash: null, salt: '', subject: '\ud800' }
  assert.throws(() => canonicalEntry(entry), TypeError)
})

test('the leaf is the SHA-256 of a zero byte and the canonical form in UTF-8 (T-23)', () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      const canonical = canonicalEntry(entry)
      assert.deepEqual(leafOfCanonical(canonical), leafHash(sha256, Buffer.from(canonical)))
    }),
  )
})

test('a canonical form reads back to its entry', () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      assert.deepEqual(parseCanonical(canonicalEntry(entry)), entry)
    }),
  )
})

test('the length of a subject counts characters, as the database does', () => {
  const entry = {
    action: 'a.b',
    actor: UUID,
    at: '2026-03-14T09:26Z',
    compartment: UUID,
    id: UUID,
    month: '2026-03-01',
    objectHash: null,
    salt: '0'.repeat(32),
  }
  assert.ok(parseCanonical(canonicalEntry({ ...entry, subject: '😀'.repeat(200) })))
  assert.equal(parseCanonical(canonicalEntry({ ...entry, subject: '😀'.repeat(201) })), undefined)
})

test('another spelling of an entry is no canonical form', () => {
  const [entry] = fc.sample(anyEntry, { numRuns: 1, seed: 1 })
  assert.ok(entry)
  const text = canonicalEntry(entry)
  const { salt, ...unsalted } = entry
  const bad = [
    '',
    'null',
    '[]',
    '{',
    ` ${text}`,
    `${text}\n`,
    text.replace(':', ': '),
    text.replace('{', '{"a":1,'),
    text.replace('}', ',"zone":"x"}'),
    text.replace('"action"', '"\\u0061ction"'),
    JSON.stringify(Object.fromEntries(Object.entries(entry).reverse())),
    canonicalJson({ ...unsalted }),
    canonicalJson({ ...entry, salt: salt.slice(2) }),
    canonicalJson({ ...entry, salt: salt.toUpperCase().replace(/^./, 'A') }),
    canonicalJson({ ...entry, at: '2026-03-14T09:26:00Z' }),
    canonicalJson({ ...entry, month: '2026-03-02' }),
    canonicalJson({ ...entry, action: 'share' }),
    canonicalJson({ ...entry, subject: '' }),
    canonicalJson({ ...entry, subject: 'x'.repeat(201) }),
    canonicalJson({ ...entry, objectHash: 'none' }),
    canonicalJson({ ...entry, actor: 7 }),
  ]
  for (const spelled of bad) assert.equal(parseCanonical(spelled), undefined, spelled)
})

test('time is kept to the minute and the month in UTC, whatever zone the machine is in', () => {
  const moment = new Date('2026-03-31T23:59:59.999Z')
  assert.equal(minuteOf(moment), '2026-03-31T23:59Z')
  assert.equal(monthOf(moment), '2026-03-01')
  assert.equal(monthOf(new Date('2026-04-01T01:00:00+02:00')), '2026-03-01')
})
