import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { IntlMessageFormat } from 'intl-messageformat'
import { LANGUAGES } from '#kernel/languages.ts'
import { CATALOGUES } from './catalogue.ts'
import { FILES_TEXTS } from './files/words/catalogue.ts'
import { MAILBOX_TEXTS } from './mailbox/words/catalogue.ts'
import { packTexts, readTexts } from './texts-file.ts'
import { en } from './words/en.ts'
import { fill, listed, localeOf } from './words.ts'

const holesOf = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name))].sort()

test('every text stands in every language, with the same places to fill (UX-L-02)', () => {
  for (const language of LANGUAGES) {
    assert.deepEqual(Object.keys(CATALOGUES[language]).sort(), Object.keys(en).sort(), language)
    for (const [key, text] of Object.entries(en)) {
      assert.deepEqual(holesOf(CATALOGUES[language][key] ?? ''), holesOf(text), `${language} ${key}`)
    }
  }
})

test('the file of the texts holds every text of every language, and the page reads the same out of it (UX-L-02)', () => {
  for (const texts of [CATALOGUES, MAILBOX_TEXTS, FILES_TEXTS])
    assert.deepEqual(readTexts(new TextEncoder().encode(packTexts(texts))), texts)
})

test('a text is filled as a full message format fills it, plurals included (UX-L-02)', () => {
  for (const language of LANGUAGES) {
    for (const [key, text] of Object.entries(CATALOGUES[language])) {
      for (const n of [0, 1, 2, 3, 11, 100, 1234]) {
        const values = { n, urgent: n, names: 'A', countries: 'B', languages: 'C', teams: 'D', country: 'E', what: 'F' }
        assert.equal(
          fill(text, language, values),
          String(new IntlMessageFormat(text, localeOf(language)).format(values)),
          `${language} ${key} ${n}`,
        )
      }
    }
  }
})

test('no line of a French text begins with a mark, in the journey, the mailbox and the files', () => {
  const texts = [CATALOGUES.fr, MAILBOX_TEXTS.fr, FILES_TEXTS.fr].flatMap((one) => Object.values(one))
  assert.deepEqual(
    texts.filter((text) => / [?!:;»]|« /.test(text)),
    [],
  )
  assert.ok(texts.some((text) => text.includes('passé\u00a0?')))
  assert.equal(CATALOGUES.en['what.title'], en['what.title'], 'no other language is touched')
})

test('names are listed as the language lists them', () => {
  assert.equal(listed(['A', 'B', 'C'], 'en'), 'A, B, and C')
  assert.equal(listed(['A'], 'ar'), 'A')
})

test('no text is left over that no screen says', () => {
  const folder = import.meta.dirname
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/words\/|test\.ts$/.test(name))
    .concat('../report-page.ts')
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
  const isSaid = (key: string): boolean =>
    sources.includes(`'${key}'`) || STEMS.some((stem) => key.startsWith(stem) && sources.includes(`\`${stem}\${`))
  assert.deepEqual(
    Object.keys(en).filter((key) => !isSaid(key)),
    [],
  )
})

/** Keys that a screen makes from a short list of its own. */
const STEMS = [
  'promises.not.',
  'promises.',
  'safety.',
  'sheet.',
  'where.wrong_',
  'where.',
  'danger.',
  'help.',
  'attach.',
  'readers.kind.',
  'readers.',
  'uses.',
  'words.word_',
  'words.group_',
]
