import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { terms } from '#kernel/vocabulary.ts'
import { type AlertKind, TLP } from './alert.contract.ts'
import { canDraft, canTurn, DELIVERY_STATES, type DeliveryState, dueAt, LONGEST, type OfficeAct, scopeOf, windowOf } from './alert.rules.ts'

const NOW = Date.parse('2026-11-22T10:20:00Z')
const HOUR = 3_600_000
const drawn = (over: object = {}) => ({
  kind: 'incident' as AlertKind,
  tlp: 'TLP:RED' as const,
  asks: 'know' as const,
  answerBy: NOW + HOUR,
  endsAt: NOW + 2 * HOUR,
  about: [] as string[],
  says: false,
  names: null,
  ofCase: false,
  ...over,
})
const ACTS: readonly OfficeAct[] = ['opened', 'acknowledged', 'acting', 'answered', 'refused']

test('over every history of what an office says, nothing is acknowledged unopened, answered unacknowledged, or taken up after a refusal (R-EP-24)', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ACTS), { maxLength: 30 }), (acts) => {
      let state: DeliveryState = 'delivered'
      const was = new Set<DeliveryState>([state])
      for (const act of acts) {
        if (!canTurn(state, act).ok) continue
        if (act === 'acknowledged' || act === 'refused') assert.ok(was.has('opened'))
        if (act === 'acting' || act === 'answered') assert.ok(was.has('acknowledged'))
        assert.notEqual(state, 'refused')
        state = act
        was.add(state)
      }
    }),
  )
})

test('what was stopped, recalled, refused or not delivered yet takes no word of an office', () => {
  for (const state of DELIVERY_STATES.filter((one) => ['queued', 'stopped', 'recalled', 'refused'].includes(one)))
    for (const act of ACTS) assert.deepEqual(canTurn(state, act), { ok: false, code: 'alert.not_so' })
})

test('clocks follow the five levels of the vocabulary: a quarter of an hour, one, eight and seventy-two hours, a week', () => {
  assert.deepEqual(
    [5, 4, 3, 2, 1].map((level) => windowOf(level) / 60_000),
    [15, 60, 480, 4_320, 10_080],
  )
  assert.deepEqual(
    terms('alert_levels').map(({ code }) => code),
    ['5', '4', '3', '2', '1'],
  )
})

test('an alert can be drawn up when its clocks lie ahead, in order and within fourteen days', () => {
  assert.ok(canDraft(drawn(), NOW).ok)
  assert.ok(canDraft(drawn({ endsAt: NOW + LONGEST }), NOW).ok)
  for (const over of [{ answerBy: NOW }, { endsAt: NOW + HOUR - 1 }, { endsAt: NOW + LONGEST + 1 }])
    assert.deepEqual(canDraft(drawn(over), NOW), { ok: false, code: 'alert.clock_unfit' })
})

test('what names somebody is RED or AMBER+STRICT, and words of a case name of whom they speak (T-21)', () => {
  for (const tlp of TLP) {
    const isNarrow = tlp === 'TLP:RED' || tlp === 'TLP:AMBER+STRICT'
    assert.equal(canDraft(drawn({ tlp, about: ['reporter'], ofCase: true, says: true }), NOW).ok, isNarrow)
    assert.ok(canDraft(drawn({ tlp }), NOW).ok)
  }
  assert.deepEqual(canDraft(drawn({ ofCase: true, says: true }), NOW), { ok: false, code: 'alert.nobody_named' })
  assert.deepEqual(canDraft(drawn({ about: ['reporter'] }), NOW), { ok: false, code: 'alert.nobody_known' })
})

test('words outside of a case say whether they name anybody, and whom somebody agreed to be named by goes to the named offices alone (T-21)', () => {
  const UNSAID = { ok: false, code: 'alert.names_unsaid' }
  assert.deepEqual(canDraft(drawn({ says: true }), NOW), UNSAID)
  for (const names of ['nobody', 'agreed'] as const) {
    assert.deepEqual(canDraft(drawn({ names }), NOW), UNSAID, 'of no words nothing is said')
    assert.deepEqual(canDraft(drawn({ names, says: true, about: ['reporter'], ofCase: true }), NOW), UNSAID, 'a case asks consent instead')
    for (const tlp of TLP) {
      const isNarrow = tlp === 'TLP:RED' || tlp === 'TLP:AMBER+STRICT'
      assert.equal(canDraft(drawn({ says: true, names, tlp }), NOW).ok, names === 'nobody' || isNarrow)
    }
  }
})

test('each kind of office has its own use that somebody agrees to; police is never another one (R-EP-19)', () => {
  assert.deepEqual(
    (['ngo', 'eu', 'state'] as const).map((kind) => scopeOf({ kind, police: false })),
    ['partners', 'eu_institutions', 'focal_point'],
  )
  for (const kind of ['ngo', 'eu', 'state'] as const) assert.equal(scopeOf({ kind, police: true }), 'law_enforcement')
})

test('whoever has not said a word is late from the first deadline on, whoever was called since (R-EP-24)', () => {
  const at = (minute: number) => Date.parse('2026-11-22T10:00:00Z') + minute * 60_000
  const iso = (minute: number) => new Date(at(minute)).toISOString()
  const line = { state: 'delivered', step: 0, level: 5, deliveredAt: iso(0), endsAt: iso(600), clockAt: iso(15) }
  assert.equal(dueAt(line), at(15))
  for (const step of [1, 2, 3])
    for (const state of ['delivered', 'opened']) assert.equal(dueAt({ ...line, state, step, clockAt: iso(45) }), at(15))
  assert.equal(dueAt({ ...line, step: 1, clockAt: iso(10), endsAt: iso(10) }), at(10), 'it is over before')
  assert.equal(dueAt({ ...line, state: 'acknowledged', step: 2, clockAt: iso(90) }), at(90), 'what was promised counts from there on')
  assert.equal(dueAt({ ...line, state: 'queued', deliveredAt: null }), null, 'nothing has reached it')
  assert.equal(dueAt({ ...line, clockAt: null }), null)
})
