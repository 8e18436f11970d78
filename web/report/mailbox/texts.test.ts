import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '#kernel/languages.ts'
import { FILES_TEXTS } from '../files/words/catalogue.ts'
import { fill } from '../words.ts'
import { MAILBOX_TEXTS } from './words/catalogue.ts'

const placesOf = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)[},]/g)].map(([, name]) => name ?? ''))].sort()

test('every text of mailbox and files is there in five languages with the same places to fill (UX-L-02)', () => {
  for (const texts of [MAILBOX_TEXTS, FILES_TEXTS] as readonly Readonly<Record<string, Readonly<Record<string, string>>>>[]) {
    for (const language of LANGUAGES) {
      const own = texts[language] ?? {}
      assert.deepEqual(Object.keys(own).toSorted(), Object.keys(texts['en'] ?? {}).toSorted())
      for (const [key, text] of Object.entries(own)) {
        assert.ok(text.trim().length > 0, `${language} ${key}`)
        assert.deepEqual(placesOf(text), placesOf(texts['en']?.[key] ?? ''), `${language} ${key}`)
        assert.doesNotMatch(text, /!/, `${language} ${key}`)
      }
    }
  }
})

test('numbers are filled in by the rules of each language', () => {
  for (const language of LANGUAGES) {
    for (const n of [1, 2, 3, 11, 100]) {
      const text = fill(MAILBOX_TEXTS[language]['mail.waiting'], language, { n })
      assert.doesNotMatch(text, /[{}#]/)
      if (n > 2) assert.match(text, new RegExp(String(n)))
    }
  }
})
