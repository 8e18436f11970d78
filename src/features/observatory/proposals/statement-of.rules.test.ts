import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { weakestHedge } from '#features/documents/index.ts'
import { terms } from '#kernel/vocabulary.ts'
import type { Claim, Companion } from './claim.rules.ts'
import { type StatementKind, statementOf } from './statement-of.rules.ts'

const hedges = terms('certainty_hedge').map(({ code }) => code)
const KEYS = { code: 'ST-7Q4MXK', citation: 'Q-7Q4MXK' }
const part = (over: Partial<Companion> = {}): Companion => ({
  kind: 'person',
  value: 'mira okonedo',
  quote: 'Mira Okonedo',
  precision: undefined,
  hedge: undefined,
  negated: false,
  record: 'P-7Q4MXK',
  ...over,
})
const aClaim = (over: Partial<Claim> = {}): Claim => ({
  kind: 'relation',
  value: 'phys.surveillance',
  corrected: undefined,
  quote: 'followed in Arvena',
  precision: undefined,
  valid: undefined,
  hedge: 'stated',
  negated: false,
  role: 'target',
  origin: undefined,
  host: undefined,
  addressee: undefined,
  promiser: null,
  companions: [],
  joins: [],
  named: 0,
  document: 'a'.repeat(64),
  before: 0,
  ...over,
})
const made = (kind: StatementKind, over: Partial<Claim>) => {
  const one = statementOf(kind, aClaim(over), KEYS)
  assert.ok(one.ok, JSON.stringify(one))
  return one.body
}
const refused = (kind: StatementKind, over: Partial<Claim>) => {
  const one = statementOf(kind, aClaim(over), KEYS)
  return one.ok ? null : `${one.code} ${one.detail ?? ''}`
}

test('a relation is never firmer than the weakest of what it joins, and denied where a part is (R-NGO-09)', () => {
  fc.assert(
    fc.property(fc.constantFrom(...hedges), fc.constantFrom(...hedges), fc.boolean(), (own, other, denied) => {
      const body = made('relation', { hedge: own, joins: [part({ kind: 'method', hedge: other, negated: denied }), part()], named: 2 })
      assert.equal(body.hedge.code, weakestHedge([own, other]))
      assert.equal(body.negated, denied)
    }),
  )
  const word = part({ kind: 'hedge', value: 'alleged', quote: 'allegedly' })
  const stronger = part({ kind: 'hedge', value: 'reportedly', quote: 'reportedly' })
  const body = made('relation', { companions: [stronger, word], joins: [part({ hedge: 'alleged' }), part()], named: 2 })
  assert.deepEqual(body.hedge, { code: 'alleged', said: 'allegedly' })
})

test('a relation keeps its parts with their records, and cannot stand on a part that somebody rejected', () => {
  const joins = [part({ kind: 'method', value: 'phys.surveillance', quote: 'followed', record: null }), part()]
  assert.deepEqual(made('relation', { joins, named: 2 }).parts, [
    { kind: 'method', value: 'phys.surveillance', said: 'followed', record: null },
    { kind: 'person', value: 'mira okonedo', said: 'Mira Okonedo', record: 'P-7Q4MXK' },
  ])
  assert.equal(refused('relation', { joins: joins.slice(1), named: 2 }), 'proposal.incomplete parts')
  assert.equal(refused('relation', { role: undefined }), 'proposal.value_malformed relation')
})

test('a promise keeps its strength, a day its precision, a province the days on which it was one, a law its article', () => {
  assert.equal(made('commitment', { role: 'explore_may', value: 'explore a scheme' }).strength, 'explore_may')
  assert.equal(made('commitment', { role: 'aim_intend', promiser: 'The two sides' }).promiser, 'The two sides')
  assert.deepEqual(made('instrument', { value: 'loom charter', quote: 'Loom Charter', role: undefined }).said, 'Loom Charter')
  assert.equal(refused('commitment', { role: 'certain' }), 'proposal.value_malformed commitment')
  assert.deepEqual(made('date', { value: '2031-03', precision: 'since', quote: 'since March 2031' }).happened, {
    from: '2031-03-01',
    until: null,
    precision: 'since',
    said: 'since March 2031',
  })
  assert.equal(refused('date', { value: 'in March' }), 'proposal.value_malformed date')
  const province = { value: 'region:arvena', precision: 'admin1', valid: '../2025-06-30' }
  assert.deepEqual(made('place', province).valid, { from: null, until: '2025-06-30' })
  assert.equal(made('place', { value: 'TH', precision: 'country' }).valid, null)
  assert.equal(refused('place', { value: 'Arvena' }), 'proposal.value_malformed place')
  for (const value of ['VN-PC-2015:116', 'ICCPR:14', 'EP-2025/2048(INI)', 'TH-LAW:12', 'VN-PC-2015'])
    assert.equal(made('legal_reference', { value }).value, value)
  assert.equal(refused('legal_reference', { value: 'the penal code' }), 'proposal.value_malformed legal reference')
})

test('long words end at a space and are cited whole', () => {
  const body = made('commitment', { role: 'aim_intend', value: 'word '.repeat(150), quote: 'Word '.repeat(150) })
  assert.ok(body.said.length <= 402 && body.said.endsWith('Word …'))
  assert.deepEqual(body.citations, ['Q-7Q4MXK'])
})
