import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IntlMessageFormat } from 'intl-messageformat'
import { LANGUAGES } from '#kernel/languages.ts'
import { listed } from './parts/listed.ts'
import { alertsWords } from './rooms/alerts/words.ts'
import { directoryWords } from './rooms/directory/words.ts'
import { nodesWords } from './rooms/nodes/words.ts'
import { CATALOGUES, HOUSE, type Key, language, localeOf, preferred, ROOM_WORDS, say } from './words.ts'

type Piece = {
  readonly type: number
  readonly value?: unknown
  readonly options?: Readonly<Record<string, { readonly value: readonly Piece[] }>>
}
const LITERAL = 0
const PLURAL = 6
const POUND = 7

/** The places to fill in a message, those inside its plural forms too. */
function holesOf(text: string): string[] {
  const inside = (pieces: readonly Piece[]): string[] =>
    pieces
      .filter(({ type }) => type !== LITERAL && type !== POUND)
      .flatMap(({ value, options }) => [String(value), ...Object.values(options ?? {}).flatMap((one) => inside(one.value))])
  return [...new Set(inside(new IntlMessageFormat(text, 'en').getAst()))].toSorted()
}

test('every message of the desk stands in five languages, with the same places to fill (UX-L-02)', () => {
  for (const [name, catalogue] of Object.entries(CATALOGUES)) {
    assert.deepEqual(Object.keys(catalogue).toSorted(), Object.keys(CATALOGUES.en).toSorted(), name)
    for (const [key, text] of Object.entries(catalogue)) {
      assert.deepEqual(holesOf(text), holesOf(CATALOGUES.en[key as Key]), `${name} ${key}`)
      assert.ok(text.length > 0)
      new IntlMessageFormat(text, name)
    }
  }
})

/** The plural forms that a message names, those inside one another too. */
function formsOf(text: string): string[] {
  const inside = (pieces: readonly Piece[]): string[] =>
    pieces
      .filter(({ type }) => type === PLURAL)
      .flatMap(({ options }) => Object.entries(options ?? {}).flatMap(([form, one]) => [form, ...inside(one.value)]))
  return inside(new IntlMessageFormat(text, 'en').getAst())
}

test('no plural names a form that its language does not have: for one of a thing Vietnamese and Thai need =1 (UX-L-02)', () => {
  for (const name of LANGUAGES) {
    const known = new Set<string>(new Intl.PluralRules(localeOf(name)).resolvedOptions().pluralCategories)
    const lost = Object.entries(CATALOGUES[name]).flatMap(([key, text]) =>
      formsOf(text).flatMap((form) => (form.startsWith('=') || known.has(form) ? [] : [`${name} ${key} ${form}`])),
    )
    assert.deepEqual(lost, [])
  }
})

test('plural forms come with western digits in every language, so that codes can be compared aloud', () => {
  for (const one of LANGUAGES) {
    language.value = one
    for (const known of [0, 1, 2, 3, 11, 100]) assert.doesNotMatch(say('inbox.search_done', { known }), /[٠-٩๐-๙{}]/)
  }
  language.value = 'en'
  assert.equal(say('inbox.search_done', { known: 1 }), '1 sealed message tried.')
})

test('the first of the browser’s languages that the desk speaks is chosen, and English else', () => {
  assert.equal(preferred(['de-DE', 'vi-VN', 'en']), 'vi')
  assert.equal(preferred(['de']), 'en')
  assert.equal(preferred([]), 'en')
})

test('no room takes the words of another one: every key stands in one catalogue alone', () => {
  const all = [HOUSE.en, ...ROOM_WORDS.map((words) => words.en)].flatMap((words) => Object.keys(words))
  assert.deepEqual(
    all.filter((key, at) => all.indexOf(key) !== at),
    [],
  )
})

test('what is put into an Arabic sentence keeps its own order, and a number is none the longer for it (UX-L-02)', () => {
  const before = language.value
  try {
    language.value = 'ar'
    assert.ok(say('commitments.asserted', { who: '18 organisations, jointly' }).includes('\u206818 organisations, jointly\u2069'))
    assert.ok(!say('cases.readers', { count: 3 }).includes('\u2068'))
    language.value = 'vi'
    assert.ok(!say('commitments.asserted', { who: '18 organisations, jointly' }).includes('\u2068'))
  } finally {
    language.value = before
  }
})

test('alerts, nodes and the directory count, list and name in Arabic as Arabic does (UX-L-02)', () => {
  language.value = 'ar'
  try {
    // One for each plural form of Arabic; of nothing no pattern is made.
    const counts = [0, 1, 2, 3, 11, 100]
    const forms = (key: Key, of: readonly number[]) =>
      new Set(of.map((n) => say(key, { n, states: '', from: '', until: '', days: 90 }).replace(/[0-9]+/, ''))).size
    assert.deepEqual([forms('directory.caption', counts), forms('nodes.trust.heard', counts)], [6, 6])
    assert.deepEqual([forms('alerts.why_method', counts.slice(1)), forms('alerts.why_actor', counts.slice(1))], [5, 5])
    assert.equal(say('directory.caption', { n: 2 }), 'مدخلان')
    assert.equal(listed(['فرنسا', 'ألمانيا']), 'فرنسا، ألمانيا')
  } finally {
    language.value = 'en'
  }
  assert.equal(listed(['France', 'Germany']), 'France, Germany')
  const words = Object.entries({ ...alertsWords.ar, ...nodesWords.ar, ...directoryWords.ar })
  for (const [key, text] of words) assert.doesNotMatch(text.replaceAll(', plural,', ''), /[,;?]/, key)
  // An early warning is a kind of alert, and has a name of its own everywhere.
  const mixed = words.filter(([key, text]) => key !== 'alerts.kind.early_warning' && text.includes('إنذار'))
  assert.deepEqual(mixed, [])
})
