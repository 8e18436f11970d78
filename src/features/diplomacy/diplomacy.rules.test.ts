import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calendarOfCodes } from '#formats/ical.ts'
import { type Coming, dueOf, feedOf } from './calendar/due.rules.ts'
import { canCheck, canKeepDeliverable, overdueSince, standingOf } from './deliverables/deliverable.rules.ts'
import { canAddStep, canDecide, daysAfter, standingOf as standingOfStep, stateOfBenchmark } from './ladder/ladder.rules.ts'
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

const STEP = { setOff: 'missed', afterDays: 30, decisions: [] } as const
const AGREED = { state: 'agreed', checks: [] }
const DUE = '2028-02-29'

test('a benchmark is missed from the day after its own, or once somebody found it so; met late is met, and what was lifted sets nothing off', () => {
  const bench = (...looks: { result: string; on: string }[]) => ({ due: DUE, looks })
  assert.deepEqual(stateOfBenchmark(bench(), DUE), { state: 'ahead', since: null })
  assert.deepEqual(stateOfBenchmark(bench(), '2028-03-01'), { state: 'missed', since: '2028-03-01' })
  const early = { result: 'missed', on: '2028-01-05' }
  assert.deepEqual(stateOfBenchmark(bench(early), '2028-01-06'), { state: 'missed', since: '2028-01-05' })
  assert.deepEqual(stateOfBenchmark(bench({ result: 'missed', on: '2028-04-01' }), '2028-04-02').since, '2028-03-01')
  assert.deepEqual(stateOfBenchmark(bench({ result: 'met', on: '2028-04-01' }, early), '2028-05-01'), { state: 'met', since: '2028-04-01' })
  for (const [result, promised] of [
    ['lifted', AGREED],
    ['met', AGREED],
    ['missed', { ...AGREED, state: 'dropped' }],
  ] as const)
    assert.equal(standingOfStep(STEP, bench({ result, on: '2028-03-05' }), promised, '2029-01-01').state, 'waiting', result)
})

test('a step is due on its day and not before, again on the day to which it was put off, and no more once it was taken', () => {
  const bench = { due: DUE, looks: [] }
  const standing = (today: string, ...decisions: { decision: string; until: string | null; on: string }[]) =>
    standingOfStep({ ...STEP, decisions }, bench, AGREED, today)
  assert.deepEqual(standing(DUE), { state: 'waiting', on: null })
  assert.deepEqual(standing('2028-03-30'), { state: 'coming', on: '2028-03-31' })
  assert.deepEqual(standing('2028-03-31'), { state: 'due', on: '2028-03-31' })
  const off = { decision: 'put_off', until: '2028-06-01', on: '2028-04-01' }
  assert.deepEqual(standing('2028-05-31', off), { state: 'put_off', on: '2028-06-01' })
  assert.deepEqual(standing('2028-06-01', off), { state: 'due', on: '2028-06-01' })
  assert.equal(standing('2028-06-01', off, { decision: 'taken', until: null, on: '2028-06-01' }).state, 'taken')
  const found = { state: 'delivered', checks: [{ verdict: 'found_false', on: '2027-01-01' }] }
  assert.deepEqual(standingOfStep({ ...STEP, setOff: 'found_false' }, bench, found, '2027-02-01'), { state: 'due', on: '2027-01-31' })
  assert.equal(standingOfStep({ ...STEP, setOff: 'found_false' }, bench, AGREED, '2029-01-01').state, 'waiting')
})

test('whatever is laid out, a ladder goes up; and nobody decides over a log that they have not seen', () => {
  const steps = fc.array(fc.record({ step: fc.integer({ min: 1, max: 20 }), afterDays: fc.integer({ min: 0, max: 400 }) }), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(steps, (tried) => {
      const ladder: { step: number; setOff: 'missed'; afterDays: number }[] = []
      for (const one of tried) {
        const added = { ...one, setOff: 'missed' as const }
        if (!ladder.some(({ step }) => step === one.step) && canAddStep(ladder, added).ok) ladder.push(added)
      }
      const days = ladder.toSorted((one, other) => one.step - other.step).map(({ afterDays }) => afterDays)
      assert.deepEqual(
        days,
        days.toSorted((one, other) => one - other),
      )
    }),
  )
  const decide = (state: 'due' | 'waiting' | 'taken', seen: number, decision: 'taken' | 'put_off' | 'waived', until: string | null) => {
    const verdict = canDecide({ state, decisions: [{}] }, { seen, decision, until }, DUE)
    return verdict.ok ? 'yes' : verdict.code
  }
  assert.equal(decide('due', 1, 'taken', null), 'yes')
  assert.equal(decide('due', 0, 'taken', null), 'record.stale')
  assert.equal(decide('taken', 1, 'waived', null), 'record.stale')
  assert.equal(decide('waiting', 1, 'taken', null), 'consequence.not_due')
  assert.equal(decide('waiting', 1, 'waived', null), 'yes')
  assert.equal(decide('due', 1, 'put_off', DUE), 'consequence.day_needed')
  assert.equal(decide('due', 1, 'put_off', daysAfter(DUE, 1)), 'yes')
  assert.equal(decide('due', 1, 'taken', daysAfter(DUE, 1)), 'consequence.day_needed')
})
