import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { DeskProposal } from '#features/observatory/proposals/review-desk.contract.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { language } from '../../words.ts'
import { notesOn, readAs, whatItIs, whatItSays } from './wording.ts'

afterEach(() => {
  language.value = 'en'
})

const aProposal = (over: Partial<DeskProposal>): DeskProposal => ({
  id: '',
  paragraph: 1,
  start: 0,
  end: 1,
  kind: 'person',
  rule: '',
  words: 'Mira Okonedo',
  value: 'mira okonedo',
  quote: 'Ms Mira Okonedo',
  precision: null,
  valid: null,
  role: null,
  hedge: 'stated',
  negated: false,
  joins: [],
  seen: 0,
  decision: null,
  record: null,
  citation: null,
  by: null,
  ...over,
})

test('no normal form and no bare code is read, in any language', () => {
  const codes: readonly (readonly [kind: string, value: string, not: RegExp])[] = [
    ['place', 'TH', /\bTH\b/],
    ['place', 'city:ho chi minh city', /city:|ho chi/],
    ['legal_reference', 'VN-PC-2015:116', /VN|PC|:/],
    ['legal_reference', 'XX-LAW:12', /XX|LAW|:/],
    ['round', 'hrd:9', /hrd|:/],
    ['round', 'hrd:launch:2003', /hrd|launch:|:/],
    ['date', '2031-03', /2031-03/],
  ]
  for (const one of LANGUAGES) {
    language.value = one
    for (const [kind, value, not] of codes) assert.doesNotMatch(readAs(kind, value) ?? value, not, `${one} ${value}`)
    for (const role of ['told', 'feared', 'asked', 'general', 'agree_will_commit', 'aim_intend', 'explore_may', 'recognise_reaffirm']) {
      const [note, ...others] = notesOn(aProposal({ kind: role.includes('_') ? 'commitment' : 'method', role }))
      assert.ok(
        note !== undefined && others.length === 0 && (one === 'en' ? !note.words.includes('_') : note.words !== role),
        `${one} ${role}`,
      )
    }
    for (const role of ['target', 'actor', 'place', 'date', 'addressee', 'safeguard', 'spelling', 'claim'])
      assert.doesNotMatch(whatItIs(aProposal({ kind: 'relation', role })), /^[a-z_]+$/, `${one} ${role}`)
    assert.notEqual(whatItSays(aProposal({ kind: 'hedge', value: 'alleged' })), 'alleged')
    assert.notEqual(whatItSays(aProposal({ kind: 'method', value: 'phys.surveillance' })), 'phys.surveillance')
  }
})

test('a head has the words of the document, and a code is told beside it in words', () => {
  assert.equal(whatItSays(aProposal({})), 'Mira Okonedo')
  assert.equal(readAs('legal_reference', 'VN-PC-2015:116'), 'Penal Code · Vietnam · 2015 · article 116')
  assert.equal(readAs('legal_reference', 'ICCPR:19'), 'ICCPR · article 19')
  assert.equal(readAs('legal_reference', 'EP-2025/2048(INI)'), 'EP-2025/2048(INI)')
  assert.equal(readAs('place', 'city:ho chi minh city'), 'City: Ho Chi Minh City')
  assert.equal(readAs('round', 'loom_talks:3'), 'loom talks · round 3')
  assert.equal(readAs('date', '2031-03'), 'March 2031')
  assert.equal(readAs('person', 'mira okonedo'), null)
  const joins = [
    { kind: 'method', words: 'followed' },
    { kind: 'person', words: 'Mira Okonedo' },
  ]
  const relation = aProposal({ kind: 'relation', role: 'target', joins })
  assert.deepEqual([whatItIs(relation), whatItSays(relation)], ['Done to', 'followed – Mira Okonedo'])
})

test('an act that is not told says so with a caution, and a province says until when it had its name', () => {
  assert.equal(notesOn(aProposal({ kind: 'method', role: 'feared' }))[0]?.kind, 'caution')
  assert.equal(notesOn(aProposal({ kind: 'method', role: 'told' }))[0]?.kind, 'plain')
  assert.deepEqual(
    notesOn(aProposal({ kind: 'place', valid: '../2025-06-30' })).map(({ words }) => words),
    ['so called until 30 June 2025'],
  )
  assert.deepEqual(notesOn(aProposal({ kind: 'date', precision: 'month' })), [])
  assert.equal(notesOn(aProposal({ kind: 'date', precision: 'since' })).length, 1)
})
