import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calendarOfCodes } from '#formats/ical.ts'
import { type Coming, dueOf, feedOf } from './calendar/due.rules.ts'
import { canCheck, canKeepDeliverable, overdueSince, standingOf } from './deliverables/deliverable.rules.ts'
import { canFreeze, listBytes } from './lists/list.rules.ts'
import { agreedCode, canChangeRaised, shownCodings } from './raising/raising.rules.ts'

const BODY = { side: 'partner', said: 'Ends it', indicator: 'None seen', verification: null, due: '2026-03-01', state: 'agreed' } as const

test('agreed is what can be measured and has a day; overdue from its day on, until somebody found it kept (R-NGO-18)', () => {
  assert.deepEqual(canKeepDeliverable(BODY), { ok: true })
  for (const lacks of [{ indicator: null }, { due: null }])
    assert.ok(!canKeepDeliverable({ ...BODY, ...lacks }).ok && canKeepDeliverable({ ...BODY, ...lacks, state: 'proposed' }).ok)
  const kept = { ...BODY, checks: [] }
  assert.deepEqual([overdueSince(kept, '2026-03-01'), overdueSince(kept, '2026-03-02')], [null, '2026-03-01'])
  assert.equal(overdueSince({ ...kept, checks: [{ verdict: 'kept' }] }, '2026-04-01'), null)
  assert.equal(standingOf({ ...kept, state: 'delivered', checks: [{ verdict: 'found_false' }] }), 'found_false')
  assert.ok(!canCheck({ basis: 'document', incident: null, source: null }).ok)
})

test('one person’s coding is nobody’s finding: two agree, or they differ and it is shown; a first is hidden from the second', () => {
  const [one, two] = [
    { code: 'general', by: 'M-ABCDEF' },
    { code: 'denied', by: 'M-BCDEFG' },
  ]
  assert.deepEqual(
    [agreedCode([]), agreedCode([one]), agreedCode([one, two]), agreedCode([one, { ...two, code: 'general' }])],
    [null, null, null, 'general'],
  )
  assert.deepEqual(shownCodings([one], 'M-BCDEFG'), { codings: [], waiting: 1 })
  assert.deepEqual(shownCodings([one], 'M-ABCDEF'), { codings: [one], waiting: 0 })
  assert.deepEqual(shownCodings([one, two], 'M-CDEFGH'), { codings: [one, two], waiting: 0 })
})

test('the hash of a version is of its round, number and entries, whatever their order, and of nothing less', () => {
  const entry = { raised: 'a', case: 'C-ABCDEF', subject: 'reporter', form: 'spoken', scope: 'dialogue', consent: 'c' }
  const of = { round: 'Y-ABCDEF', n: 1 }
  const other = { ...entry, raised: 'b', case: 'C-BCDEFG' }
  assert.equal(listBytes(of, [entry, other]), listBytes(of, [other, entry]))
  const all = [[entry], [entry, other], [{ ...entry, consent: 'd' }], [{ ...entry, subject: 'P-ABCDEF' }]].map((list) =>
    listBytes(of, list),
  )
  assert.equal(new Set([...all, listBytes({ ...of, n: 2 }, [entry])]).size, 5)
  assert.deepEqual(
    [canFreeze([]).ok, canFreeze([{ standing: 'given' }]).ok, canFreeze([{ standing: 'given' }, { standing: 'gone' }]).ok],
    [false, true, false],
  )
})

test('raised has a day that is not to come, and nothing else has one', () => {
  assert.ok(canChangeRaised({ state: 'raised', raisedOn: '2026-01-01' }, '2026-01-01').ok)
  assert.ok(!canChangeRaised({ state: 'raised', raisedOn: '2026-01-02' }, '2026-01-01').ok)
  assert.ok(!canChangeRaised({ state: 'raised', raisedOn: null }, '2026-01-01').ok)
  assert.ok(!canChangeRaised({ state: 'listed', raisedOn: '2026-01-01' }, '2026-01-01').ok)
})

const aDay = fc.integer({ min: 0, max: 1_000 }).map((n) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
const aCode = (letter: string) => fc.constantFrom('ABCDEF', 'BCDEFG', 'CDEFGH').map((rest) => `${letter}-${rest}`)
const aComing: fc.Arbitrary<Coming> = fc.record({
  what: fc.constantFrom('round', 'follow_up', 'deliverable', 'raised', 'silent_track'),
  code: fc.oneof(aCode('Y'), aCode('G'), aCode('T'), aCode('C')),
  track: fc.option(aCode('T')),
  case: fc.option(aCode('C')),
  on: aDay,
})

test('what is late says since when, what is to come before which round, and a calendar that leaves the house holds codes and days and never a case (R-NGO-19, T-21)', () => {
  fc.assert(
    fc.property(fc.array(aComing, { maxLength: 20 }), aDay, (all, today) => {
      const due = dueOf(all, today)
      assert.equal(due.length, all.length)
      for (const one of due) assert.equal(one.since, one.on < today ? one.on : null)
      assert.deepEqual(
        due.map(({ on }) => on),
        due.map(({ on }) => on).toSorted(),
      )
      const text = calendarOfCodes(feedOf(due), new Date('2026-01-01T10:11:12Z'))
      assert.ok(!/C-[A-Z]{6}/.test(text))
      for (const line of text.split('\r\n').slice(0, -1)) {
        assert.ok(line.length <= 75)
        assert.match(
          line,
          /^(BEGIN|END|VERSION|PRODID|CALSCALE|UID|DTSTAMP|DTSTART;VALUE=DATE|DTEND;VALUE=DATE|SUMMARY|CLASS|TRANSP):[A-Za-z0-9./-]+$/,
        )
      }
      assert.equal(text.split('BEGIN:VEVENT').length - 1, feedOf(due).length)
    }),
  )
})

test('a calendar that leaves the house does not tell on which day a raised case is looked at again (R-NGO-19, T-21)', () => {
  const one = { code: 'Y-ABCDEF', on: '2026-02-03' }
  assert.deepEqual(feedOf([{ what: 'raised', ...one }]), [])
  assert.deepEqual(
    feedOf([
      { what: 'raised', ...one },
      { what: 'round', code: 'Y-ABCDEF', on: '2026-02-01' },
    ]),
    [{ code: 'Y-ABCDEF', on: '2026-02-01' }],
  )
})

test('a calendar takes nothing that is no code and no day (RFC 5545)', () => {
  const odd = [
    { code: 'A name', on: '2026-01-01' },
    { code: 'Y-ABCDEF', on: 'tomorrow' },
    { code: 'Y-ABCDEF', on: '9999-12-31' },
  ]
  assert.ok(!calendarOfCodes(odd, new Date(0)).includes('VEVENT'))
  const text = calendarOfCodes([{ code: 'Y-ABCDEF', on: '2026-12-31' }], new Date(0))
  assert.ok(text.includes('DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:Y-ABCDEF\r\n'))
})
