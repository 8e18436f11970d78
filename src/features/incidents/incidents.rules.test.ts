import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countUnder } from '#kernel/definitions.ts'
import { findTerm, type Hedge, methodCodes, type StandardOfProof, terms, type VerificationStatus } from '#kernel/vocabulary.ts'
import { canDetailAct, canRecordAct, detailOutside, dimensionOf, recordOffered } from './act.rules.ts'
import { attributionOutside, canCorrectHedge, saidOutside, strengthOf } from './hedge.rules.ts'
import { ACT_DETAILS } from './incident.contract.ts'
import { canRecord, placeOutside } from './incident.rules.ts'
import { type Answered, canAssess, isConfirming, screened, statusAfterScreening, TNR_ELEMENTS } from './screening.rules.ts'

const codes = <Code extends string>(list: readonly { readonly code: Code }[]) => list.map(({ code }) => code)
const aHedge = fc.constantFrom<Hedge>(...codes(terms('certainty_hedge')))
const aStandard = fc.constantFrom<StandardOfProof>(...codes(terms('standard_of_proof')))
const aStatus = fc.constantFrom<VerificationStatus>(...codes(terms('verification_status')))
const answers: fc.Arbitrary<readonly Answered[]> = fc
  .tuple(...TNR_ELEMENTS.map(() => fc.record({ answer: fc.constantFrom('yes', 'no', 'unclear', null), hasReason: fc.boolean() })))
  .map((given) => given.flatMap(({ answer, hasReason }, at) => answered(at, answer, hasReason)))

function answered(at: number, answer: 'yes' | 'no' | 'unclear' | null, hasReason: boolean): Answered[] {
  const element = TNR_ELEMENTS[at]
  return element === undefined || answer === null ? [] : [{ element, answer, hasReason }]
}
const rank = (standard: StandardOfProof) => findTerm('standard_of_proof', standard).rank ?? 0

test('what leaves the desk is never worded more strongly than its weakest source (R-NGO-09)', () => {
  fc.assert(
    fc.property(fc.array(aHedge, { maxLength: 6 }), aStandard, (hedges, standard) => {
      const said = saidOutside(hedges, standard)
      for (const hedge of hedges) assert.ok(strengthOf(hedge) === null || (strengthOf(said.hedge) ?? 0) <= (strengthOf(hedge) ?? 0))
      assert.equal(said.standard, standard)
    }),
  )
})

test('below reasonable grounds everything leaves the desk as alleged, whatever the source says (R-NGO-09, R-NGO-54)', () => {
  fc.assert(
    fc.property(fc.array(aHedge, { maxLength: 6 }), aStandard, (hedges, standard) => {
      const said = saidOutside(hedges, standard)
      if (rank(standard) < rank('reasonable_grounds')) assert.deepEqual([said.hedge, said.isAlleged], ['alleged', true])
    }),
  )
  assert.equal(saidOutside(['stated'], 'reasonable_grounds').hedge, 'stated')
  assert.equal(saidOutside([], 'beyond_reasonable_doubt').hedge, 'alleged')
})

test('what an authority claims or denies goes along and changes no hedge', () => {
  assert.deepEqual(saidOutside(['credibly_reported', 'denied', 'denied', 'claimed_by_authority'], 'reasonable_grounds'), {
    hedge: 'credibly_reported',
    authority: ['denied', 'claimed_by_authority'],
    standard: 'reasonable_grounds',
    isAlleged: false,
  })
})

test('no chain of corrections raises a hedge (R-NGO-09)', () => {
  fc.assert(
    fc.property(aHedge, fc.array(aHedge, { maxLength: 8 }), (first, tried) => {
      let at = first
      for (const next of tried) if (canCorrectHedge(at, next).ok) at = next
      const [was, is] = [strengthOf(first), strengthOf(at)]
      assert.ok(was === null ? at === first : is !== null && is <= was)
    }),
  )
})

test('an attribution leaves the desk as it was recorded (R-NGO-05)', () => {
  for (const { code } of terms('attribution_level')) assert.equal(attributionOutside(code), code)
})

test('verified is reached only with four reasoned answers, a standard, and a second person (R-EP-01, R-NGO-54)', () => {
  fc.assert(
    fc.property(answers, aStatus, aStandard, fc.boolean(), (given, status, standard, isRecorder) => {
      const may = canAssess({ status, standard, answers: given, isRecorder }).ok
      if (status === 'verified') assert.equal(may, !isRecorder && standard !== 'none' && screened(given) === 'tnr')
      if (!isConfirming(status)) assert.ok(may)
      if (isConfirming(status) && (isRecorder || screened(given) === 'not_tnr')) assert.ok(!may)
    }),
  )
})

test('an answer without its reason counts for nothing, and one reasoned no is enough (R-EP-01)', () => {
  fc.assert(
    fc.property(answers, (given) => {
      const reasoned = given.filter(({ hasReason }) => hasReason)
      assert.equal(screened(given), screened(reasoned))
      assert.equal(
        screened(given) === 'not_tnr',
        reasoned.some(({ answer }) => answer === 'no'),
      )
      assert.equal(screened(given) === 'tnr', reasoned.filter(({ answer }) => answer === 'yes').length === 4)
    }),
  )
})

test('screening confirms nothing and keeps what fails as related (R-EP-01)', () => {
  fc.assert(
    fc.property(aStatus, answers, (status, given) => {
      const next = statusAfterScreening(status, given)
      assert.ok(!isConfirming(next) || next === status)
      assert.equal(next === 'related_not_tnr', screened(given) === 'not_tnr')
    }),
  )
})

test('spyware needs how and how surely, other methods neither (R-EP-07)', () => {
  for (const method of methodCodes) {
    assert.equal(canRecordAct({ method, determinedBy: null, confidence: null }).ok, method !== 'dig.spyware')
    assert.equal(canRecordAct({ method, determinedBy: 'lab_forensics', confidence: 'high' }).ok, true)
  }
  assert.equal(canRecordAct({ method: 'dig.spyware', determinedBy: 'lab_forensics', confidence: null }).ok, false)
})

test('a detail stands with the methods that have it, and what was exposed leaves the desk in no form (R-EP-07)', () => {
  assert.deepEqual(canDetailAct({ method: 'dig.spyware', detail: { family: 'pegasus', vector: 'zero_click', lab: 'citizen_lab' } }), {
    ok: true,
  })
  assert.equal(canDetailAct({ method: 'dig.doxing', detail: { family: 'pegasus' } }).ok, false)
  assert.equal(canDetailAct({ method: 'phys.abduction', detail: { platform: 'x' } }).ok, false)
  assert.deepEqual(canDetailAct({ method: 'phys.abduction' }), { ok: true })
  const told = { platform: 'telegram', exposed: ['address', 'phone'], stillOnline: 'yes', made: 'image' } as const
  const outside = detailOutside({ ...told, exposed: [...told.exposed] })
  assert.deepEqual(outside, { platform: 'telegram', stillOnline: 'yes', made: 'image' })
})

test('a measure against money stands with its act and with what was used against it, if only that nothing is open (R-CSP-23)', () => {
  const detail = { measure: 'account_closed', ground: 'money_laundering', remedy: 'ombudsman', remedyState: 'open' } as const
  for (const method of ['fin.aml-abuse', 'fin.asset-freeze']) {
    assert.deepEqual(canDetailAct({ method, detail }), { ok: true })
    for (const name of ['measure', 'remedy'] as const) {
      const { [name]: _, ...others } = detail
      const verdict = canDetailAct({ method, detail: others })
      assert.equal(verdict.ok ? 'yes' : verdict.code, 'act.remedy_needed', `${method} ${name}`)
    }
    for (const remedy of ACT_DETAILS.remedy) assert.ok(canDetailAct({ method, detail: { measure: 'assets_frozen', remedy } }).ok)
  }
  assert.equal(canDetailAct({ method: 'phys.abduction', detail }).ok, false)
})

test('a legal tool offers its own record, and every method has one of three dimensions (R-EP-03, R-NGO-53)', () => {
  assert.ok(
    ['law', 'intl', 'cons'].every((group) =>
      methodCodes.some((method) => method.startsWith(`${group}.`) && recordOffered(method) !== null),
    ),
  )
  assert.equal(recordOffered('phys.assault'), null)
  for (const method of methodCodes) assert.notEqual(dimensionOf(method), null, method)
  assert.equal(dimensionOf('no.such-method'), null)
  assert.deepEqual(
    [dimensionOf('phys.killing'), dimensionOf('psy.threat'), dimensionOf('law.security-charge')],
    ['physical', 'psychological', 'legal'],
  )
})

test('any acts of one incident count once in each category and once overall (R-EP-04)', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...methodCodes), { maxLength: 12 }), (methods) => {
      const { perCategory, overall } = countUnder('ep-2025', [{ methods }])
      assert.ok(overall <= 1 && Object.values(perCategory).every((count) => count <= 1))
    }),
  )
})

test('a place is a region at most, and of an act against a community the country alone is published (R-NGO-03)', () => {
  const happened = { from: null, until: null, precision: 'unknown' } as const
  assert.ok(canRecord({ place: 'TH-10', placePrecision: 'admin1', happened }).ok)
  for (const wrong of [
    { place: 'TH-10', placePrecision: 'country' },
    { place: 'TH', placePrecision: 'admin1' },
    { place: 'TH', placePrecision: 'hidden' },
    { place: null, placePrecision: 'country' },
  ] as const)
    assert.ok(!canRecord({ ...wrong, happened }).ok)
  assert.equal(placeOutside({ place: 'TH-10', people: [] }), 'TH')
  assert.equal(placeOutside({ place: 'TH-10', people: ['P-7Q4MXK'] }), 'TH-10')
})
