import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { casework } from '#kernel/casework.ts'
import { findMethod, findTerm, isTerm, terms } from '#kernel/vocabulary.ts'
import { daysAfter } from './days.rules.ts'
import type { Body } from './entries/entry.contract.ts'
import {
  asksDeath,
  assessed,
  bindingOn,
  canKeepEntry,
  chains,
  isDated,
  lacksObserver,
  unmetSafeguards,
  urgentSteps,
} from './entries/entry.rules.ts'
import { canCheck, judgedBy } from './entries/liberty.rules.ts'
import { reprisalDay, reviewDay, riskChange, suggestRisk } from './risk/risk.rules.ts'
import { calendarOf, countDeadlines } from './tasks/calendar.rules.ts'
import { canKeepTask, stepsOf, warnsOfName } from './tasks/task.rules.ts'

const SEED = { seed: 20_261_122 }
const factors = fc.subarray(terms('risk_factors').map(({ code }) => code))
const day = fc.integer({ min: 0, max: 20_000 }).map((n) => daysAfter('2000-01-01', n))

test('every code of casework that stands for a term is one (R-NGO-33, R-NGO-11)', () => {
  const standards = [...casework.rights, ...casework.safeguards.flatMap((one) => one.standards), ...casework.bars.map(({ code }) => code)]
  assert.deepEqual(
    standards.filter((code) => !isTerm('legal_standards', code)),
    [],
  )
  const actions = [
    ...casework.playbooks.flatMap(({ steps }) => steps.map(({ action }) => action)),
    ...casework.urgentSteps,
    ...Object.values(casework.urgentStepsOf).flat(),
  ]
  assert.deepEqual(
    actions.filter((code) => !isTerm('protection_actions', code)),
    [],
  )
  assert.equal(casework.members.length, 27)
  assert.equal(findMethod('coop.extradition-request').group, 'coop')
})

test('a score is the sum of its shown parts, never below nothing, and every threat more never lowers it (R-NGO-40)', () => {
  fc.assert(
    fc.property(factors, (chosen) => {
      const { parts, score, suggested } = suggestRisk(chosen)
      const sum = parts.reduce((all, { weight }) => all + weight, 0)
      assert.equal(score, Math.max(0, sum))
      assert.deepEqual(
        parts.map(({ factor }) => factor),
        chosen,
      )
      for (const { factor, weight } of parts) assert.equal(weight, findTerm('risk_factors', factor)?.defaultWeight)
      const worse = suggestRisk([...chosen, 'threat.imminence'])
      assert.ok(worse.score >= score)
      const order = ['low', 'moderate', 'high', 'critical']
      assert.ok(order.indexOf(worse.suggested) >= order.indexOf(suggested))
    }),
    SEED,
  )
  assert.equal(suggestRisk(['nobody.knows']).score, 0)
  assert.deepEqual(riskChange(['a', 'b'], ['b', 'c']), { came: ['c'], went: ['a'] })
})

test('the higher the risk the sooner somebody looks, and a reprisal never moves a look away (R-EP-15)', () => {
  fc.assert(
    fc.property(day, day, (today, due) => {
      const days = (['critical', 'high', 'moderate', 'low'] as const).map((level) => reviewDay(level, today))
      assert.deepEqual(days, days.toSorted())
      assert.ok(reprisalDay(due, today) <= due)
      assert.ok(reprisalDay(null, today) <= daysAfter(today, casework.reprisalDays))
    }),
    SEED,
  )
})

test('a date is never more exact than it is said to be (R-NGO-04)', () => {
  fc.assert(
    fc.property(day, day, (one, other) => {
      const [from = one, until = other] = [one, other].toSorted()
      assert.equal(isDated({ from, until, precision: 'range' }), true)
      assert.equal(isDated({ from, until: from, precision: 'exact' }), true)
      assert.equal(isDated({ from, until, precision: 'exact' }), from === until)
      assert.equal(isDated({ from: `${from.slice(0, 4)}-01-01`, until: `${from.slice(0, 4)}-12-31`, precision: 'year' }), true)
      assert.equal(isDated({ from, until: null, precision: 'since' }), true)
      assert.equal(isDated({ from: null, until, precision: 'before' }), true)
      for (const precision of ['exact', 'month', 'year', 'range', 'before', 'since'])
        assert.equal(isDated({ from: null, until: null, precision }), false)
      assert.equal(isDated({ from, until, precision: 'unknown' }), false)
    }),
    SEED,
  )
  assert.equal(isDated({ from: '2024-02-01', until: '2024-02-29', precision: 'month' }), true)
  assert.equal(isDated({ from: '2024-02-01', until: '2024-02-28', precision: 'month' }), false)
})

const grounds = (answer: string) => Object.fromEntries(casework.riskGrounds.map((code) => [code, answer]))

test('all five grounds are answered one by one; one that is met bars a return, one unknown keeps it open (R-NGO-17, R-NGO-33)', () => {
  assert.equal(casework.riskGrounds.length, 5)
  assert.equal(assessed(grounds('not_met')), 'not_shown')
  assert.equal(assessed({ ...grounds('not_met'), torture: 'unknown' }), 'open')
  assert.equal(assessed({ ...grounds('unknown'), torture: 'met' }), 'barred')
  const body = {
    kind: 'refoulement',
    stage: 'other',
    from: null,
    until: null,
    precision: 'unknown',
    hedge: null,
    state: 'done',
    due: null,
    ledFrom: null,
    link: null,
  } as const
  const facts = (answer: 'met' | 'unknown') =>
    ({ host: 'TH', grounds: grounds(answer), death: 'unknown', evidence: [] }) as unknown as Extract<Body, { kind: 'refoulement' }>['facts']
  assert.deepEqual(canKeepEntry({ ...body, facts: facts('unknown') }), { ok: false, code: 'entry.unanswered' })
  assert.deepEqual(canKeepEntry({ ...body, facts: facts('met') }), { ok: true })
})

test('the result names what binds the host: Thailand is no party to the Refugee Convention, a Member State is (R-NGO-33)', () => {
  assert.ok(bindingOn('TH').includes('th-ptsed-13') && bindingOn('TH').includes('cat-3') && bindingOn('TH').includes('icpped-16'))
  assert.ok(!bindingOn('TH').includes('1951-33') && !bindingOn('TH').includes('echr-3'))
  for (const state of casework.members) assert.ok(bindingOn(state).includes('echr-3') && bindingOn(state).includes('1951-33'))
  assert.deepEqual(bindingOn('XX'), [])
  assert.ok(urgentSteps('TH', grounds('met')).includes('pa.s13-petition'))
  assert.ok(urgentSteps('FR', grounds('met')).includes('pa.rule39'))
  assert.deepEqual(urgentSteps('FR', grounds('unknown')), [])
})

test('unmet safeguards are listed with the standard that they engage, and only these (R-NGO-11)', () => {
  const checks = { ...Object.fromEntries(casework.safeguards.map(({ code }) => [code, 'met'])), notice: 'not_met', lawyer: 'unknown' }
  assert.deepEqual(unmetSafeguards(checks), [{ code: 'notice', standards: ['iccpr-9', 'iccpr-13'] }])
})

test('what nobody looked at is open and never kept, and a check is of one deprivation of liberty (R-NGO-11)', () => {
  const codes = casework.safeguards.map(({ code }) => code)
  const check = (detention: string | null, checks: Readonly<Record<string, string>>) => ({
    kind: 'safeguards',
    facts: { detention, checks },
  })
  const kept = Object.fromEntries(codes.map((code) => [code, 'met']))
  const all = [{ entry: 'one' }, { entry: 'two' }, { entry: 'three' }]
  const judged = judgedBy(all, [check('two', { ...kept, notice: 'not_met', reasons: 'unknown' }), check(null, kept), check('three', kept)])
  assert.deepEqual(
    judged.map(({ deprivation, check: of, unmet, open }) => [deprivation.entry, of === null, unmet.map(({ code }) => code), open]),
    [
      ['one', true, [], codes],
      ['two', false, ['notice'], ['reasons']],
      ['three', false, [], []],
    ],
  )
  const found = (over: object) => ({ kind: 'event', stage: 'arrest', check: null, ...over })
  assert.equal(canCheck('own', found({})).ok, true)
  assert.equal(canCheck('own', found({ check: 'own' })).ok, true)
  assert.deepEqual(canCheck('own', found({ check: 'another' })), { ok: false, code: 'entry.detention_checked' })
  for (const none of [undefined, found({ stage: 'release' }), found({ kind: 'safeguards' }), found({ kind: 'need' })])
    assert.deepEqual(canCheck('own', none), { ok: false, code: 'entry.detention_unknown' })
  assert.ok(casework.detains.every((stage) => casework.stages.includes(stage)))
})

test('a charge that carried death at some time asks about the day that counts (R-EEAS-04)', () => {
  assert.equal(asksDeath(['vn-penal.117']), false)
  assert.equal(asksDeath(['vn-penal.117', 'vn-penal.109']), true)
})

test('a hearing lacks an observer from 72 hours before it until it is over (R-NGO-36)', () => {
  const hearing = (observer: string | null, state: 'open' | 'done' = 'open') => ({
    due: '2026-11-25',
    state,
    facts: { observer, report: null },
  })
  const at = (moment: string, of = hearing(null)) => lacksObserver(of, new Date(moment))
  assert.equal(at('2026-11-21T23:59:00Z'), false)
  assert.equal(at('2026-11-22T00:00:00Z'), true)
  assert.equal(at('2026-11-25T23:59:00Z'), true)
  assert.equal(at('2026-11-26T00:00:00Z'), false)
  assert.equal(at('2026-11-24T00:00:00Z', hearing('M-234567')), false)
  assert.equal(at('2026-11-24T00:00:00Z', hearing(null, 'done')), false)
})

test('what led to what is told in chains, and a circle of links tells nobody twice (R-NGO-10)', () => {
  const of = (entry: string, ledFrom: string | null) => ({ entry, ledFrom })
  assert.deepEqual(
    chains([of('passport', null), of('permit', 'passport'), of('detention', 'permit'), of('alone', null)]).map((chain) =>
      chain.map(({ entry }) => entry),
    ),
    [['passport', 'permit', 'detention']],
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(12)), { maxLength: 10 }), (links) => {
      const all = [...new Map(links.map(([entry, from]) => [entry, of(`${entry}`, `${from}`)])).values()]
      const told = chains(all).flat()
      assert.equal(new Set(told.map(({ entry }) => entry)).size, told.length)
    }),
    SEED,
  )
})

test('a task that could not be done says what was missing, and the second officer is another one (R-EP-18, R-EP-22)', () => {
  const task = {
    playbook: null,
    action: 'pa.medical',
    due: '2026-11-22',
    owner: 'M-234567',
    second: null,
    state: 'done',
    outcome: 'not_possible',
    gap: null,
    jurisdiction: null,
  } as const
  assert.deepEqual(canKeepTask(task), { ok: false, code: 'task.gap_needed' })
  assert.deepEqual(canKeepTask({ ...task, gap: 'no_funding' }), { ok: true })
  assert.deepEqual(canKeepTask({ ...task, state: 'open' }), { ok: false, code: 'task.outcome_needed' })
  assert.deepEqual(canKeepTask({ ...task, state: 'open', outcome: null, second: 'M-234567' }), { ok: false, code: 'task.second_is_owner' })
})

test('every playbook has steps whose days run from today (R-NGO-39)', () => {
  for (const { code } of casework.playbooks) {
    const steps = stepsOf(code, '2026-11-22')
    assert.ok(steps.length > 1 && steps.every(({ due }) => due >= '2026-11-22'), code)
  }
  assert.deepEqual(stepsOf('none', '2026-11-22'), [])
})

test('a title that looks like somebody’s name or number is warned of, whatever marks it has (A-16)', () => {
  assert.deepEqual(warnsOfName('own-call-nguyen'), ['nguyen'])
  assert.deepEqual(warnsOfName('gọi Nguyễn'), ['nguyen'])
  assert.deepEqual(warnsOfName('own-ring-0812345678'), ['0812345678'])
  assert.deepEqual(warnsOfName('own-visit-lachesis', ['Atropos Láchesis']), ['lachesis'])
  assert.deepEqual(warnsOfName('own-call-embassy'), [])
})

test('a calendar carries codes and days alone, in lines of the right length (A-16)', () => {
  const code = fc.constantFrom('C-234567', 'C-ABCDEF')
  fc.assert(
    fc.property(fc.array(fc.record({ case: code, code: fc.constantFrom('pa.medical', 'hearing'), on: day, record: fc.uuid() })), (all) => {
      const text = calendarOf(all, new Date('2026-11-22T10:00:00Z'))
      assert.ok(text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n') && text.endsWith('END:VCALENDAR\r\n'))
      const lines = text.split('\r\n')
      assert.ok(lines.every((line) => line.length <= 75))
      assert.equal(lines.filter((line) => line === 'BEGIN:VEVENT').length, all.length)
      assert.deepEqual(
        [...new Set(lines.map((line) => line.split(/[:;]/)[0]))].filter((name) =>
          ['DESCRIPTION', 'LOCATION', 'ATTENDEE', 'ORGANIZER'].includes(name ?? ''),
        ),
        [],
      )
      assert.ok(lines.filter((line) => line.startsWith('SUMMARY:')).every((line) => /^SUMMARY:C-[2-9A-HJ-NP-Z]{6} [a-z.-]+$/.test(line)))
    }),
    SEED,
  )
  assert.deepEqual(
    countDeadlines([{ on: '2026-11-21' }, { on: '2026-11-22' }, { on: '2026-11-29' }, { on: '2026-11-30' }], '2026-11-22', '2026-11-29'),
    { late: 1, week: 2 },
  )
})
