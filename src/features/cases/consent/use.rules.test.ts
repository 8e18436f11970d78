import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hasConsent, type Said } from './consent.rules.ts'
import { canUse, couldUse, restsOn } from './use.rules.ts'

const aDay = fc.integer({ min: 0, max: 60 }).map((n) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
const rows = fc
  .array(
    fc.record({
      scope: fc.constantFrom('dialogue', 'parliament'),
      change: fc.constantFrom('given' as const, 'given' as const, 'withdrawn' as const),
      from: aDay,
      days: fc.nat(60),
    }),
    { maxLength: 8 },
  )
  .map((said) =>
    said.map(({ scope, change, from, days }, at): Said => {
      const expires = change === 'withdrawn' ? null : new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)
      return { scope, n: said.slice(0, at).filter((one) => one.scope === scope).length + 1, change, from, expires }
    }),
  )

test('a use needs the yes of the person and no withdrawal of whoever reported; a row stands for each yes (T-21, P-07)', () => {
  fc.assert(
    fc.property(rows, rows, aDay, (subject, reporter, on) => {
      const own = hasConsent(subject, 'dialogue', on).ok
      const last = reporter.filter(({ scope }) => scope === 'dialogue').at(-1)
      const judged = canUse({ subject, reporter }, 'dialogue', on)
      assert.equal(judged.ok, own && last?.change !== 'withdrawn')
      const row = restsOn(subject, 'dialogue', on)
      assert.equal(row !== undefined, own)
      if (row !== undefined) assert.ok(row.change === 'given' && row.from <= on && on <= (row.expires ?? ''))
    }),
  )
})

test('what was done before a withdrawal stays done, and nothing more than that (P-07)', () => {
  const given: Said = { scope: 'dialogue', n: 1, change: 'given', from: '2026-01-01', expires: '2026-12-31' }
  const ended: Said = { scope: 'dialogue', n: 2, change: 'withdrawn', from: '2026-03-01', expires: null }
  const spoken = { subject: [given, ended], reporter: [] }
  assert.deepEqual([couldUse(spoken, 'dialogue', '2026-02-01').ok, couldUse(spoken, 'dialogue', '2026-03-01').ok], [true, false])
  assert.equal(canUse(spoken, 'dialogue', '2026-02-01').ok, false)
  assert.equal(couldUse({ subject: [given], reporter: [{ ...ended, n: 1 }] }, 'dialogue', '2026-02-01').ok, true)
})
