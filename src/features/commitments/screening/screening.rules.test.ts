import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { canSupersede, type EvidenceFinding, stateOfEvidence } from '../evidence/evidence.rules.ts'
import { canKeepRequest, clockOf } from '../requests/request.rules.ts'
import {
  ANSWERS,
  COOPERATION_KINDS,
  CRITERIA,
  canDecide,
  canExchange,
  criteriaFor,
  type Decision,
  openQuestions,
  QUESTION_CODES,
  questionsFor,
  redFlags,
  riskOf,
  TECHNOLOGIES,
} from './screening.rules.ts'

const said = (verdict: ReturnType<typeof canDecide>): string => (verdict.ok ? 'yes' : verdict.code)
const LONG = 'The end user is a ministry of health, the system holds no names, and two independent visits a year are agreed in writing.'
const answered = (kinds: string[], technologies: string[] = []): Decision => {
  const codes = questionsFor({ kinds, technologies }).map((one) => one.code)
  const criteria = criteriaFor({ kinds, technologies })
  const good: Record<string, string> = { informed_of_misuse: 'no', identifies_people: 'no', bulk_access: 'no' }
  return {
    kinds,
    technologies,
    answers: Object.fromEntries(codes.map((code) => [code, good[code] ?? 'yes'])),
    evidence: Object.fromEntries([...codes, ...criteria].map((code) => [code, 'https://example.org/x'])),
    benchmark: Object.fromEntries(criteria.map((code) => [code, 'pass'])),
    paragraphs: criteria.length > 0 ? [50] : [],
    state: 'cleared',
    reasons: 'All questions are answered.',
    conditions: null,
    reviewOn: '2027-01-01',
    hasRecentActs: false,
  }
}

test('digital projects are not cleared without answers on end user, capability and safeguards (R-NGO-44)', () => {
  for (const kind of ['digital', 'cybersecurity', 'telecom_ai']) {
    const whole = answered([kind])
    assert.equal(said(canDecide(whole)), 'yes')
    for (const code of ['end_user', 'capability', 'safeguards']) {
      const { [code]: _, ...answers } = whole.answers
      assert.equal(said(canDecide({ ...whole, answers })), 'screening.questions_open', `${kind} ${code}`)
      const { [code]: __, ...evidence } = whole.evidence
      assert.equal(said(canDecide({ ...whole, evidence })), 'screening.questions_open', `an answer rests on something: ${code}`)
    }
  }
})

test('biometric, DNA, interception, spyware and digital identity force the longer list of questions (R-NGO-45, R-CSP-21)', () => {
  const plain = questionsFor({ kinds: ['training'], technologies: [] }).map((one) => one.code)
  for (const technology of [
    'biometric',
    'dna',
    'facial_recognition',
    'lawful_interception',
    'spyware',
    'digital_identity',
    'trust_services',
  ]) {
    const asked = questionsFor({ kinds: ['training'], technologies: [technology] }).map((one) => one.code)
    for (const code of ['identifies_people', 'bulk_access', 'remedy_for_people', ...plain])
      assert.ok(asked.includes(code), `${technology} ${code}`)
    assert.ok(!plain.includes('identifies_people'))
  }
})

test('a check is not closed with a red flag unless a mitigation or a refusal is written with reasons (R-EP-30)', () => {
  const flagged = answered(['digital'], ['biometric'])
  const red = { ...flagged, answers: { ...flagged.answers, bulk_access: 'yes' } }
  assert.deepEqual(redFlags(red), ['bulk_access'])
  assert.equal(said(canDecide(red)), 'screening.red_flags')
  assert.equal(said(canDecide({ ...red, state: 'conditions' })), 'screening.conditions_missing')
  assert.equal(said(canDecide({ ...red, state: 'conditions', conditions: 'No bulk access.' })), 'yes')
  assert.equal(said(canDecide({ ...red, state: 'refused' })), 'yes')
  assert.equal(said(canDecide({ ...red, state: 'refused', reasons: null })), 'screening.reasons_missing')
  assert.equal(said(canDecide({ ...flagged, reviewOn: null })), 'screening.review_missing')
})

test('with recent acts of the partner on record nothing is cleared without a written assessment (R-EP-37)', () => {
  const whole = { ...answered(['police']), hasRecentActs: true }
  assert.equal(said(canDecide(whole)), 'screening.assessment_missing')
  assert.equal(said(canDecide({ ...whole, reasons: LONG })), 'yes')
})

test('a digital project is decided only with paragraph 50 cited and pass or fail for each criterion; a fail is cleared by nothing (R-CSP-20)', () => {
  for (const state of ['cleared', 'conditions', 'refused'] as const) {
    const whole = { ...answered(['telecom_ai']), state, conditions: 'None of it for the police.' }
    assert.equal(said(canDecide(whole)), 'yes', state)
    assert.equal(said(canDecide({ ...whole, paragraphs: [51] })), 'screening.paragraph_missing', state)
    for (const code of CRITERIA) {
      const { [code]: _, ...benchmark } = whole.benchmark
      const { [code]: __, ...evidence } = whole.evidence
      assert.equal(said(canDecide({ ...whole, benchmark })), 'screening.criteria_open', `${state} ${code}`)
      assert.equal(said(canDecide({ ...whole, evidence })), 'screening.criteria_open', `a pass rests on something: ${code}`)
      const failing = { ...whole, benchmark: { ...benchmark, [code]: 'fail' } }
      assert.equal(said(canDecide(failing)), state === 'cleared' ? 'screening.criteria_failed' : 'yes', `${state} ${code}`)
      assert.ok(riskOf(failing).risk === 'high' && riskOf(failing).reasons.includes(code))
    }
  }
  assert.deepEqual(criteriaFor({ kinds: ['police'], technologies: [] }), [])
  assert.deepEqual(criteriaFor({ kinds: ['police'], technologies: ['ai'] }), CRITERIA)
})

test('nothing is exchanged under a project that nobody decided on, nor on a day to come (R-CSP-22)', () => {
  const days = { on: '2026-11-01', today: '2026-11-22' }
  assert.equal(said(canExchange('open', days)), 'exchange.not_screened')
  assert.equal(said(canExchange('refused', days)), 'yes', 'what took place all the same is written down as refused')
  assert.equal(said(canExchange('cleared', { ...days, on: '2026-11-23' })), 'entry.date_unfit')
})

test('digital projects are asked whether they are human-centric; return cooperation asks for a refugee safeguard (R-CSP-11)', () => {
  const digital = questionsFor({ kinds: ['digital'], technologies: [] })
  assert.equal(digital.find((one) => one.code === 'human_centric')?.paragraph, 50)
  const failing = answered(['digital'])
  assert.deepEqual(redFlags({ ...failing, answers: { ...failing.answers, human_centric: 'no' } }), ['human_centric'])
  const returns = answered(['migration'])
  const { refugee_safeguard: _, ...answers } = returns.answers
  assert.equal(said(canDecide({ ...returns, answers })), 'screening.questions_open')
})

test('over all projects and answers: cleared means nothing open and no flag, and the risk names its reasons (R-EP-30)', () => {
  const project = fc.record({
    kinds: fc.uniqueArray(fc.constantFrom(...COOPERATION_KINDS), { minLength: 1, maxLength: 3 }),
    technologies: fc.uniqueArray(fc.constantFrom(...TECHNOLOGIES), { maxLength: 3 }),
    answers: fc.dictionary(fc.constantFrom(...QUESTION_CODES), fc.constantFrom(...ANSWERS)),
    evidence: fc.dictionary(fc.constantFrom(...QUESTION_CODES, ...CRITERIA), fc.constant('x-1')),
    benchmark: fc.dictionary(fc.constantFrom(...CRITERIA), fc.constantFrom('pass', 'fail')),
    paragraphs: fc.constantFrom([], [50], [17, 50]),
    state: fc.constantFrom('open', 'cleared', 'conditions', 'refused', 'watched'),
    reasons: fc.constantFrom(null, 'Short.', LONG),
    conditions: fc.constantFrom(null, 'Some.'),
    reviewOn: fc.constantFrom(null, '2027-01-01'),
    hasRecentActs: fc.boolean(),
  })
  fc.assert(
    fc.property(project, (one) => {
      const decision = one as Decision
      const { risk, reasons } = riskOf(decision)
      assert.equal(risk === 'low', reasons.length === 0)
      if (decision.state !== 'cleared' || !canDecide(decision).ok) return
      assert.deepEqual([openQuestions(decision), redFlags(decision)], [[], []])
      assert.ok(decision.reasons !== null && decision.reviewOn !== null)
    }),
    { numRuns: 300 },
  )
})

test('no question is marked better than the provision that it rests on (R-NGO-09)', () => {
  const url = new URL('../../../../data/corridors/vn-th-eu/corridor.json', import.meta.url)
  const { instruments } = JSON.parse(readFileSync(url, 'utf8')) as { instruments: { provisions: { id: string; basis: string }[] }[] }
  const known = new Map(instruments.flatMap((one) => one.provisions).map(({ id, basis }) => [id, basis]))
  const questions = questionsFor({ kinds: COOPERATION_KINDS, technologies: TECHNOLOGIES })
  assert.equal(questions.length, QUESTION_CODES.length)
  for (const { code, provision, basis } of questions) assert.equal(basis, provision === null ? 'own' : known.get(provision), code)
})

const finding = (over: Partial<EvidenceFinding>): EvidenceFinding => ({
  id: 'a',
  commitment: 'K-8ACS',
  direction: 'contradicts',
  assertedBy: 'the 18 organisations',
  hedge: 'alleged',
  standard: 'none',
  said: 'They say so.',
  cites: ['Q-A9GM'],
  supersedes: null,
  ...over,
})

test('the state of evidence says which way findings point, keeps each with its asserter, and is no verdict (R-NGO-13)', () => {
  const against = finding({})
  const supports = finding({ id: 'b', direction: 'supports', assertedBy: 'a state' })
  assert.equal(stateOfEvidence([]).state, 'none')
  assert.equal(stateOfEvidence([against]).state, 'contradicted')
  assert.equal(stateOfEvidence([supports]).state, 'supported')
  assert.equal(stateOfEvidence([against, supports]).state, 'mixed')
  const gone = finding({ id: 'c', direction: 'withdrawn', supersedes: 'a' })
  assert.deepEqual(
    stateOfEvidence([against, supports, gone]).findings.map((one) => one.assertedBy),
    ['a state'],
  )
})

test('a hedge is not raised by writing a finding anew; who cites something firmer may (R-NGO-09)', () => {
  const older = finding({})
  const raised = finding({ id: 'b', hedge: 'stated', supersedes: 'a' })
  assert.deepEqual(canSupersede(older, raised), { ok: false, code: 'finding.hedge_raised' })
  assert.equal(canSupersede(older, { ...raised, cites: ['Q-A9GM', 'D-W2CH'] }).ok, true)
  assert.equal(canSupersede(older, { ...raised, commitment: 'K-D7K9' }).ok, false)
})

test('a request past its day is late while it is open, and an answer has its day (R-NGO-31)', () => {
  const open = { state: 'open', sentOn: '2026-01-01', dueOn: '2026-01-23', answeredOn: null }
  assert.deepEqual(clockOf(open, '2026-01-23'), { isLate: false, days: 0 })
  assert.deepEqual(clockOf(open, '2026-01-30'), { isLate: true, days: 7 })
  assert.deepEqual(clockOf({ ...open, state: 'refused', answeredOn: '2026-01-29' }, '2026-02-30'), { isLate: false, days: 0 })
  assert.equal(canKeepRequest(open, '2026-02-01').ok, true)
  assert.equal(canKeepRequest({ ...open, state: 'granted' }, '2026-02-01').ok, false)
  assert.equal(canKeepRequest({ ...open, state: 'granted', answeredOn: '2026-03-01' }, '2026-02-01').ok, false)
})
