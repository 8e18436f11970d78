import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import ar from '../../data/labels/ar.json' with { type: 'json' }
import fr from '../../data/labels/fr.json' with { type: 'json' }
import th from '../../data/labels/th.json' with { type: 'json' }
import vi from '../../data/labels/vi.json' with { type: 'json' }
import sources from '../../data/sources.json' with { type: 'json' }
import { LANGUAGES } from './languages.ts'
import {
  areLabelsReviewed,
  describeList,
  findMethod,
  findTerm,
  groupOf,
  type Hedge,
  isMethod,
  isTerm,
  type LabelKind,
  labelOf,
  methodCodes,
  methodGroups,
  TAXONOMY_VERSION,
  taxonomySources,
  termLabel,
  terms,
  VOCABULARIES_VERSION,
  vocabularyLists,
} from './vocabulary.ts'

const LABEL_FILES = { vi, th, fr, ar }
const SCRIPTS = { vi: /\p{Script=Latin}/u, th: /\p{Script=Thai}/u, fr: /\p{Script=Latin}/u, ar: /\p{Script=Arabic}/u }
const everyTerm = vocabularyLists.flatMap((list) => terms(list).map((term) => ({ list, term })))

/** Each code of the product with the kind under which its label is asked for. */
const everyCode: readonly (readonly [LabelKind, string])[] = [
  ...methodGroups.map(({ code }) => ['group', code] as const),
  ...methodCodes.map((code) => ['method', code] as const),
  ...['VN', 'TH', 'EU'].map((code) => ['country', code] as const),
  ...everyTerm.map(({ list, term }) => [list, term.code] as const),
]

test('the vocabularies hold all groups, methods, lists and terms', () => {
  assert.equal(methodGroups.length, 12)
  assert.equal(methodCodes.length, 79)
  assert.equal(vocabularyLists.length, 34)
  assert.equal(everyTerm.length, 527)
  for (const version of [TAXONOMY_VERSION, VOCABULARIES_VERSION]) assert.match(version, /^\d{4}-\d{2}-\d{2}(\.\d+)?$/)
})

test('every method stands in a group, and its code begins with the code of the group', () => {
  for (const code of methodCodes) {
    const group = groupOf(code)
    assert.equal(findMethod(code).group, group.code)
    assert.ok(code.startsWith(`${group.code}.`))
  }
  for (const { code } of methodGroups)
    assert.ok(
      methodCodes.some((method) => groupOf(method).code === code),
      code,
    )
})

test('a method names only standards, responses, sources and documents that exist', () => {
  const documents = new Set(sources.documents.map(({ id }) => id))
  for (const code of methodCodes) {
    const method = findMethod(code)
    for (const standard of method.legalStandards) assert.ok(isTerm('legal_standards', standard), standard)
    for (const response of method.rapidResponses) assert.ok(isTerm('protection_actions', response), response)
    for (const source of method.sources) assert.ok(Object.hasOwn(taxonomySources, source), source)
    for (const { document, quote } of method.examples) assert.ok(documents.has(document) && quote.length > 0, code)
    assert.ok([1, 2, 3, 4, 5].includes(method.severity), code)
  }
})

test('a lookup finds what the list holds and nothing else', () => {
  for (const { list, term } of everyTerm) {
    assert.equal(findTerm(list, term.code), term)
    assert.ok(isTerm(list, term.code))
  }
  const codes = new Set<string>(methodCodes)
  fc.assert(fc.property(fc.string(), (text) => isMethod(text) === codes.has(text) && (findMethod(text) !== undefined) === codes.has(text)))
})

test('names of the language itself are no codes', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', '']) {
    assert.equal(isMethod(name), false)
    assert.equal(groupOf(name), undefined)
    assert.equal(isTerm('certainty_hedge', name), false)
    assert.equal(findTerm('certainty_hedge', name), undefined)
    for (const language of LANGUAGES) {
      assert.deepEqual(labelOf('method', name, language), { text: name, in: 'en' })
      assert.deepEqual(labelOf('certainty_hedge', name, language), { text: name, in: 'en' })
    }
  }
})

test('nobody can change a vocabulary for the others', () => {
  const method = findMethod('phys.abduction')
  assert.throws(() => Object.assign(method, { label: 'Visit' }), TypeError)
  assert.throws(() => Object.assign(method.examples, { 0: null }), TypeError)
  assert.throws(() => Object.assign(findTerm('certainty_hedge', 'alleged'), { label: 'Stated as fact' }), TypeError)
  assert.throws(() => Object.assign(methodCodes, { 0: 'x.y' }), TypeError)
  assert.throws(() => Object.assign(terms('certainty_hedge'), { 0: null }), TypeError)
})

test('every code has a label in each language, clean and in its own script', () => {
  for (const language of ['vi', 'th', 'fr', 'ar'] as const) {
    for (const [kind, code] of everyCode) {
      const { text, in: given } = labelOf(kind, code, language)
      const where = `${language} ${kind} ${code}: ${text}`
      assert.equal(given, language, where)
      assert.match(text, SCRIPTS[language], where)
      assert.equal(text, text.normalize('NFC'), where)
      assert.equal(text, text.trim(), where)
      assert.doesNotMatch(text, /\s{2}|[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u, where)
    }
  }
})

test('no label file names a code that the vocabularies do not hold', () => {
  for (const [language, file] of Object.entries(LABEL_FILES)) {
    assert.equal(file.language, language)
    assert.deepEqual(Object.keys(file.groups).sort(), methodGroups.map(({ code }) => code).sort())
    assert.deepEqual(Object.keys(file.methods).sort(), [...methodCodes].sort())
    assert.deepEqual(Object.keys(file.vocabularies).sort(), [...vocabularyLists].sort())
    for (const [list, labels] of Object.entries(file.vocabularies)) {
      const known = vocabularyLists.find((name) => name === list)
      assert.ok(known !== undefined, list)
      assert.deepEqual(
        Object.keys(labels).sort(),
        terms(known)
          .map(({ code }): string => code)
          .sort(),
        `${language} ${list}`,
      )
    }
  }
})

test('a label that is not translated comes in English and says so', () => {
  const held: Record<string, string> = vi.methods
  const label = held['phys.abduction']
  assert.ok(label !== undefined)
  delete held['phys.abduction']
  try {
    assert.deepEqual(labelOf('method', 'phys.abduction', 'vi'), { text: 'Abduction', in: 'en' })
  } finally {
    held['phys.abduction'] = label
  }
  assert.deepEqual(labelOf('method', 'phys.abduction', 'vi'), { text: 'Bắt cóc', in: 'vi' })
  assert.deepEqual(labelOf('country', 'TH', 'en'), { text: 'Thailand', in: 'en' })
})

test('a translation that no native speaker has read says so', () => {
  assert.equal(areLabelsReviewed('en'), true)
  for (const [language, { review }] of Object.entries(LABEL_FILES)) {
    const known = LANGUAGES.find((name) => name === language)
    assert.ok(known !== undefined)
    assert.equal(areLabelsReviewed(known), review !== 'translation not yet reviewed')
    assert.equal(areLabelsReviewed(known), false)
  }
})

test('the seven strengths of wording stay seven in every language (R-NGO-09)', () => {
  const hedges: readonly Hedge[] = [
    'stated',
    'alleged',
    'reportedly',
    'credibly_reported',
    'strongly_suggests',
    'claimed_by_authority',
    'denied',
  ]
  assert.deepEqual(
    terms('certainty_hedge').map(({ code }) => code),
    hedges,
  )
  for (const language of LANGUAGES) {
    const labels = hedges.map((hedge) => labelOf('certainty_hedge', hedge, language).text)
    assert.equal(new Set(labels).size, hedges.length, language)
  }
})

test('"credibly reported" is a level of attribution of its own in every language (R-NGO-05)', () => {
  assert.ok(isTerm('attribution_level', 'credibly_reported'))
  for (const language of LANGUAGES) {
    const labels = terms('attribution_level').map(({ code }) => labelOf('attribution_level', code, language).text)
    assert.equal(new Set(labels).size, labels.length, language)
  }
})

test('every standard of proof has a definition and a place in the order from weakest to strongest (R-NGO-54)', () => {
  const standards = terms('standard_of_proof')
  for (const { code, definition } of standards) assert.ok(definition !== null && definition.length > 0, code)
  assert.deepEqual(
    standards.map(({ rank }) => rank),
    [0, 1, 2, 3, 4, 5],
  )
})

test('legal statements that nobody has checked carry the mark', () => {
  for (const list of ['handling_markings', 'legal_standards'] as const) {
    for (const { code, unverified } of terms(list)) assert.equal(unverified, true, code)
  }
  assert.equal(findTerm('state_nexus', 'organ').unverified, true)
  assert.equal(findTerm('standard_of_proof', 'clear_convincing').unverified, true)
  assert.equal(findTerm('standard_of_proof', 'reasonable_grounds').unverified, false)
})

test('the loader keeps what only some lists have', () => {
  assert.equal(findTerm('consent_scopes', 'dialogue').default, false)
  assert.equal(findTerm('protection_actions', 'pa.safety-call').targetTime, '1 h')
  assert.equal(findTerm('risk_factors', 'cap.plan').defaultWeight, -1)
  assert.equal(findTerm('dialogue_tracks', 'daily').citedIn, 'EEAS')
  assert.ok(describeList('certainty_hedge').description.length > 0)
  assert.equal(termLabel('followup_status', 'partly_met'), 'Partly met')
})

test('a code of another list does not compile', () => {
  // @ts-expect-error a verification status is not a hedge
  const wrong: Hedge = 'verified'
  assert.equal(isTerm('certainty_hedge', wrong), false)
  // @ts-expect-error there is no such list
  assert.equal(isTerm('hedges', 'alleged'), false)
  // @ts-expect-error free text is no method code, so a page must first ask whether it is one
  const method: { readonly label: string } = findMethod(String('phys.visit'))
  assert.equal(method, undefined)
})
