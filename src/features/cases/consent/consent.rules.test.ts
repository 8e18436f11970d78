import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { terms } from '#kernel/vocabulary.ts'
import { CONSENT_SCOPES, ConsentGiver, ConsentScope } from './consent.contract.ts'
import { canGive, expiryOf, hasConsent, MAILBOX_USES, meaningOf, type Said, type Scope } from './consent.rules.ts'

const dayAt = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)
const anyScope = fc.constantFrom(...CONSENT_SCOPES)
/** A history as the table allows it: for each scope the numbers rise, days are whatever was said. */
const anyHistory = fc
  .array(fc.record({ scope: anyScope, isGiven: fc.boolean(), from: fc.nat(300), length: fc.nat(300) }), { maxLength: 40 })
  .map((said) => {
    const next = new Map<string, number>()
    return said.map(({ scope, isGiven, from, length }): Said => {
      const n = (next.get(scope) ?? 0) + 1
      next.set(scope, n)
      return { scope, n, change: isGiven ? 'given' : 'withdrawn', from: dayAt(from), expires: isGiven ? dayAt(from + length) : null }
    })
  })
const anyDay = fc.nat(650).map(dayAt)

/** The same question asked in another way: walk through what was said, and keep what still stands. */
function standsBy(rows: readonly Said[], scope: Scope, on: string): boolean {
  let standing: Said[] = []
  for (const row of rows) {
    if (row.scope !== scope) continue
    standing = row.change === 'withdrawn' ? [] : [...standing, row]
  }
  return standing.some(({ from, expires }) => from <= on && expires !== null && on <= expires)
}

test('the 20 scopes and the givers are exactly those of the vocabulary', () => {
  assert.deepEqual(
    terms('consent_scopes').map(({ code }) => code),
    [...CONSENT_SCOPES],
  )
  assert.deepEqual(
    terms('consent_givers').map(({ code }) => code),
    [...ConsentGiver.enum],
  )
  assert.deepEqual([...ConsentScope.enum], [...CONSENT_SCOPES])
})

test('over random histories a use is agreed to exactly when a yes to it stands on that day', () => {
  fc.assert(
    fc.property(anyHistory, anyScope, anyDay, (rows, scope, on) => {
      assert.equal(hasConsent(rows, scope, on).ok, standsBy(rows, scope, on))
    }),
    { numRuns: 2_000 },
  )
})

test('nothing that was said about other uses changes the answer, so no scope follows from another', () => {
  fc.assert(
    fc.property(anyHistory, anyScope, anyDay, (rows, scope, on) => {
      const own = rows.filter((row) => row.scope === scope)
      assert.deepEqual(hasConsent(rows, scope, on), hasConsent(own, scope, on))
      assert.equal(
        hasConsent(
          rows.filter((row) => row.scope !== scope),
          scope,
          on,
        ).ok,
        false,
      )
    }),
    { numRuns: 1_000 },
  )
})

test('a withdrawal ends every yes before it on every day, and only a later yes begins anew', () => {
  fc.assert(
    fc.property(anyHistory, anyScope, anyDay, (rows, scope, on) => {
      const n = rows.filter((row) => row.scope === scope).length + 1
      const withdrawn: Said = { scope, n, change: 'withdrawn', from: on, expires: null }
      assert.deepEqual(hasConsent([...rows, withdrawn], scope, on), { ok: false, code: 'consent.withdrawn' })
      const again: Said = { scope, n: n + 1, change: 'given', from: on, expires: on }
      assert.equal(hasConsent([...rows, withdrawn, again], scope, on).ok, true)
    }),
    { numRuns: 1_000 },
  )
})

test('the order in which rows come from the database says nothing', () => {
  fc.assert(
    fc.property(
      anyHistory.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
      anyScope,
      anyDay,
      ([rows, mixed], scope, on) => {
        assert.deepEqual(hasConsent(mixed, scope, on), hasConsent(rows, scope, on))
      },
    ),
  )
})

test('without a word there is no consent, before its first day there is none, and after its last it is over', () => {
  const given: Said = { scope: 'un', n: 1, change: 'given', from: '2026-03-01', expires: '2026-06-30' }
  assert.deepEqual(hasConsent([], 'un', '2026-03-01'), { ok: false, code: 'consent.missing' })
  assert.deepEqual(hasConsent([given], 'un', '2026-02-28'), { ok: false, code: 'consent.missing' })
  assert.deepEqual(hasConsent([given], 'un', '2026-06-30'), { ok: true })
  assert.deepEqual(hasConsent([given], 'un', '2026-07-01'), { ok: false, code: 'consent.expired' })
  assert.deepEqual(hasConsent([given], 'un_name_public', '2026-03-01'), { ok: false, code: 'consent.missing' })
})

test('a yes is asked again in time: never later than was agreed, and for vital interests within 90 days', () => {
  assert.equal(expiryOf({ giver: 'self', from: '2026-01-01', until: null }), '2028-01-01')
  assert.equal(expiryOf({ giver: 'self', from: '2026-01-01', until: '2026-02-01' }), '2026-02-01')
  assert.equal(expiryOf({ giver: 'self', from: '2026-01-01', until: '2031-02-01' }), '2028-01-01')
  assert.equal(expiryOf({ giver: 'vital_interest', from: '2026-01-01', until: null }), '2026-04-01')
})

test('a yes of tomorrow, one that ends before it began, no day at all, and a published name as a yes are refused', () => {
  const yes = { giver: 'self', basis: 'spoken', from: '2026-11-22', until: null }
  assert.equal(canGive(yes, '2026-11-22').ok, true)
  for (const wrong of [
    { from: '2026-11-23' },
    { until: '2026-11-21' },
    { from: '2026-02-30' },
    { until: '2027-13-01' },
    { basis: 'published' },
    { giver: 'public_domain' },
  ])
    assert.deepEqual(canGive({ ...yes, ...wrong }, '2026-11-22'), { ok: false, code: 'consent.malformed' }, JSON.stringify(wrong))
})

test('a no from the mailbox ends all that could be meant by it, and a yes from there is only ever proposed', () => {
  const given = CONSENT_SCOPES.map((scope): Said => ({ scope, n: 1, change: 'given', from: '2026-01-01', expires: '2027-01-01' }))
  const everything = Object.fromEntries(MAILBOX_USES.map((use) => [use, true])) as Record<(typeof MAILBOX_USES)[number], boolean>
  assert.deepEqual(meaningOf(everything, given, '2026-06-01'), { ends: [], proposes: [] })
  assert.deepEqual(meaningOf(everything, [], '2026-06-01').proposes, ['store', 'team', 'dialogue', 'public_anon', 'litigation'])
  assert.deepEqual(meaningOf({ ...everything, public: false }, given, '2026-06-01').ends, [
    'un_name_public',
    'public_anon',
    'public_named',
    'parliament',
  ])
  const nothing = { casework: false, private_diplomacy: false, judicial: false, public: false }
  assert.deepEqual(
    meaningOf(nothing, given, '2026-06-01').ends,
    CONSENT_SCOPES.filter((scope) => scope !== 'recontact'),
  )
  assert.deepEqual(meaningOf(nothing, [], '2026-06-01'), { ends: [], proposes: [] })
  const tomorrow: Said = { scope: 'public_anon', n: 1, change: 'given', from: '2026-06-02', expires: '2026-07-01' }
  assert.deepEqual(meaningOf({ ...everything, public: false }, [tomorrow], '2026-06-01').ends, ['public_anon'])
})
