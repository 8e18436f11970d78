import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Compile } from 'typebox/compile'
import { methodCodes, terms } from '#kernel/vocabulary.ts'
import { ReleaseSchema } from '../release.contract.ts'
import { addresseeOf } from './addressee.rules.ts'
import { differencesOf } from './differences.rules.ts'
import { happenedAt } from './happened.rules.ts'
import { nameOf, wordsOf } from './name-of.rules.ts'
import { type Claim, isRecordKind, RECORD_KINDS, type RecordKind } from './record-of.rules.ts'

const SECTIONS = {
  public_person: 'persons',
  public_organisation: 'organisations',
  public_incident: 'incidents',
  signatory: 'signatories',
  dialogue_round: 'dialogues',
  recommendation: 'recommendations',
  source_statement: 'statements',
} as const
const checks = new Map(Object.entries(SECTIONS).map(([table, section]) => [table, Compile(ReleaseSchema.properties[section].items)]))

const state = fc.option(fc.constantFrom('VN', 'TH', 'FR'), { nil: undefined })
const value = fc.oneof(
  fc.constantFrom(...methodCodes, 'hrd:9', 'hrd:launch:2003', 'mira okonedo', 'hrd:x'),
  fc.string({ minLength: 1, maxLength: 30 }),
)
const companion = fc.record({
  kind: fc.constantFrom('date', 'place', 'hedge', 'organisation', 'person'),
  value: fc.constantFrom('2031-03', '2031-03-14', '2031', 'TH', 'city:hanoi', 'alleged', 'european union'),
  quote: fc.constantFrom('March 2031', 'allegedly', 'Thailand'),
  precision: fc.constantFrom(undefined, 'month', 'since', 'before', 'country'),
  hedge: fc.constantFrom(undefined, 'alleged', 'stated'),
  negated: fc.boolean(),
  record: fc.constantFrom(null, 'P-7Q4MXK'),
})
const claims: fc.Arbitrary<Claim> = fc.record({
  kind: fc.constantFrom(...(Object.keys(RECORD_KINDS) as RecordKind[])),
  value,
  corrected: fc.option(
    fc.string({ minLength: 1, maxLength: 20 }).filter((one) => one.trim() !== ''),
    { nil: undefined },
  ),
  precision: fc.constantFrom(undefined, 'month', 'since', 'country'),
  valid: fc.constantFrom(undefined, '../2025-06-30', '2025-07-01/..', 'x'),
  quote: fc.constantFrom('Ms Mira Okonedo', 'followed by two men', 'the ninth round'),
  hedge: fc.constantFrom(...terms('certainty_hedge').map(({ code }) => code), 'surely'),
  negated: fc.boolean(),
  role: fc.constantFrom(undefined, 'told', 'feared', 'asked', 'general', 'target', 'aim_intend'),
  origin: state,
  host: state,
  addressee: fc.constantFrom(undefined, 'European Commission', 'ถึงรัฐบาล'),
  promiser: fc.constantFrom(null, 'Both sides'),
  companions: fc.array(companion, { maxLength: 4 }),
  joins: fc.array(companion, { maxLength: 2 }),
  named: fc.nat(2),
  document: fc.constant('a'.repeat(64)),
  before: fc.nat(30),
})

test('whatever was accepted, a record has the form that the publication demands, or there is none', () => {
  fc.assert(
    fc.property(claims, (claim) => {
      if (!isRecordKind(claim.kind)) return
      const { letter, make, table } = RECORD_KINDS[claim.kind]
      const made = make(claim, { code: `${letter}-7Q4MXK`, citation: 'Q-7Q4MXK' })
      if (!made.ok) return
      assert.equal(made.table, table)
      assert.ok(checks.get(table)?.Check(made.body), JSON.stringify(made.body))
    }),
    { numRuns: 2_000 },
  )
})

test('an incident keeps the hedge of its source and carries no assessment of ours; what is not told is none (R-NGO-09)', () => {
  fc.assert(
    fc.property(claims, (claim) => {
      const made = RECORD_KINDS.method.make(claim, { code: 'I-7Q4MXK', citation: 'Q-7Q4MXK' })
      if (!made.ok || made.table !== 'public_incident') return
      assert.equal(made.body.hedge.code, claim.hedge)
      assert.deepEqual(made.body.assessment, { verification: 'unverified', standard: 'none' })
      assert.ok(!claim.negated && (claim.role === undefined || claim.role === 'told') && claim.origin === made.body.origin)
    }),
    { numRuns: 2_000 },
  )
})

test('a day, a month and a year have the days that they have', () => {
  assert.deepEqual(happenedAt('2028-02', 'month', 'x'), { from: '2028-02-01', until: '2028-02-29', precision: 'month', said: 'x' })
  assert.deepEqual(happenedAt('2031', undefined, 'x'), { from: '2031-01-01', until: '2031-12-31', precision: 'year', said: 'x' })
  assert.deepEqual(happenedAt('2026-03', 'since', 'x'), { from: '2026-03-01', until: null, precision: 'since', said: 'x' })
  assert.deepEqual(happenedAt('2026-03-14', 'before', 'x'), { from: null, until: '2026-03-14', precision: 'before', said: 'x' })
  assert.equal(happenedAt('March', 'month', 'x'), null)
})

test('to whom a demand is made is never guessed among several', () => {
  const body = (value: string, quote: string) => ({ kind: 'organisation', value, quote })
  assert.deepEqual(addresseeOf({ addressee: undefined, companions: [body('x', 'the European Union')] }), {
    name: 'the European Union',
    code: 'eu',
  })
  assert.deepEqual(addresseeOf({ addressee: undefined, companions: [{ kind: 'place', value: 'VN', quote: 'Hanoi' }] }), {
    name: 'Hanoi',
    code: 'viet_nam',
  })
  assert.equal(addresseeOf({ addressee: undefined, companions: [body('x', 'A'), body('y', 'B')] }), null)
  assert.equal(addresseeOf({ addressee: 'ถึงรัฐบาล', companions: [] }), null)
})

test('sources that differ are told apart, and an unknown day contradicts nothing', () => {
  const march = { from: '2031-03-01', until: '2031-03-31' }
  const unknown = { from: null, until: null }
  assert.equal(differencesOf({ happened: march }, { happened: unknown }).length, 0)
  assert.equal(
    differencesOf(
      { happened: march, hedge: { code: 'alleged' } },
      { happened: { ...march, until: '2031-04-01' }, hedge: { code: 'stated' } },
    ).length,
    2,
  )
  assert.equal(differencesOf({ name: 'Mira' }, { name: 'Mira' }).length, 0)
})

test('a name is what the document prints, in one line and without its title; a corrected code never changes the words', () => {
  const of = (quote: string, value: string, corrected?: string) => ({ quote, value, corrected })
  assert.equal(nameOf(of('Ms Mira Okonedo', 'mira okonedo')), 'Mira Okonedo')
  assert.equal(nameOf(of('the Loom Society', 'loom society')), 'Loom Society')
  assert.equal(nameOf(of('Mira\n\nOkonedo', 'mira okonedo')), 'Mira Okonedo')
  assert.equal(nameOf(of('EU', 'european union')), 'EU')
  assert.equal(wordsOf('person', of('Okonedo', 'mira okonedo', 'Mira Okonedo')), 'Mira Okonedo')
  assert.equal(wordsOf('date', of('in  March\n2031', '2031-04', '2031-04')), 'in March 2031')
  assert.equal(wordsOf('demand', of('raise it', 'raise it', 'Raise the case.')), 'Raise the case.')
})
