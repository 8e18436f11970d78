import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IntlMessageFormat } from 'intl-messageformat'
import { raw } from '#formats/html.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { en } from './words/en.ts'
import { CATALOGUES, filledMessage, type Key, localeOf, message, richMessage } from './words.ts'

const keys = Object.keys(en) as Key[]
type Element = ReturnType<IntlMessageFormat['getAst']>[number]
const TYPE = { literal: 0, plural: 6, pound: 7, tag: 8 } as const

const parse = (text: string): readonly Element[] => new IntlMessageFormat(text, 'en').getAst()

/** Names of the places and tags of a message, those inside plurals included. */
function namesIn(elements: readonly Element[]): Set<string> {
  const names = new Set<string>()
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue
    names.add(element.type === TYPE.tag ? `<${element.value}>` : element.value)
    if (element.type === TYPE.tag) for (const name of namesIn(element.children)) names.add(name)
    if ('options' in element) for (const option of Object.values(element.options)) for (const name of namesIn(option.value)) names.add(name)
  }
  return names
}

test('every message of every language is well formed and has the places and tags of the English one (UX-L-02)', () => {
  for (const language of LANGUAGES) {
    assert.deepEqual(Object.keys(CATALOGUES[language]).sort(), [...keys].sort())
    for (const key of keys) {
      assert.deepEqual([...namesIn(parse(CATALOGUES[language][key]))].sort(), [...namesIn(parse(en[key]))].sort(), `${language} ${key}`)
    }
  }
})

test('every plural of a language has each form that the language knows', () => {
  for (const language of LANGUAGES) {
    const forms = new Intl.PluralRules(localeOf(language)).resolvedOptions().pluralCategories.filter((form) => form !== 'other')
    const needed = language === 'fr' ? forms.filter((form) => form !== 'many') : forms
    for (const key of keys) {
      for (const element of parse(CATALOGUES[language][key])) {
        if (element.type !== TYPE.plural || element.options['=0'] !== undefined) continue
        for (const form of needed)
          assert.ok(element.options[form] !== undefined || Object.keys(element.options).length === 1, `${language} ${key} ${form}`)
      }
    }
  }
})

test('a translation is not the English text again, but for names and codes', () => {
  for (const language of LANGUAGES) {
    if (language === 'en') continue
    const equal = keys.filter((key) => CATALOGUES[language][key] === en[key])
    assert.deepEqual(
      equal.filter((key) => en[key].split(/\s+/).length > 3 && !key.startsWith('downloads.frictionless')),
      [],
      language,
    )
    assert.ok(equal.length < 40, `${language}: ${equal.length}`)
  }
})

test('texts are in composed letters, and Arabic and Thai are written in their scripts', () => {
  for (const language of LANGUAGES)
    for (const key of keys) assert.equal(CATALOGUES[language][key], CATALOGUES[language][key].normalize('NFC'), `${language} ${key}`)
  const share = (text: string, script: RegExp) => (text.match(script) ?? []).length
  assert.ok(share(keys.map((key) => CATALOGUES.ar[key]).join(''), /\p{Script=Arabic}/gu) > 8000)
  assert.ok(share(keys.map((key) => CATALOGUES.th[key]).join(''), /\p{Script=Thai}/gu) > 8000)
})

test('numbers stand in Western digits in every language', () => {
  for (const language of LANGUAGES) assert.match(message(language, 'map.flow.short', { n: 16 }), /16/)
})

test('a value that is missing is our own bug, said with the key', () => {
  assert.throws(() => message('en', 'case.kicker'), /case\.kicker needs code/)
  assert.throws(() => filledMessage('en', 'finding.by', {}), /finding\.by needs who/)
  assert.throws(() => filledMessage('en', 'overview.commitments', { n: 1 }), /cannot hold HTML/)
})

test('what fills a message is escaped, and a tag holds what the page makes of it', () => {
  assert.equal(filledMessage('en', 'finding.by', { who: '<b>' }).text, 'According to &lt;b&gt;')
  assert.equal(filledMessage('en', 'finding.by', { who: raw('<i>x</i>') }).text, 'According to <i>x</i>')
  const rich = richMessage('en', 'site.correct_this', { a: (words) => raw(`<a href="/x">${words}</a>`) })
  assert.equal(rich.text, 'Something wrong on this page? <a href="/x">How to have it corrected</a>')
})
