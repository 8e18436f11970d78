import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '#kernel/languages.ts'
import { countriesMeant } from './countries.ts'
import { localeOf } from './words.ts'

test('a country is meant by its code or by how its name begins, in the language on the screen and in English (R-EP-26)', () => {
  for (const language of LANGUAGES) {
    assert.deepEqual(countriesMeant('fr', localeOf(language)), ['FR'])
    assert.deepEqual(countriesMeant(' France ', localeOf(language)), ['FR'])
  }
  assert.deepEqual(countriesMeant('LA', 'en'), ['LA'], 'a code is no beginning of a name')
  assert.deepEqual(countriesMeant('alle', 'fr'), ['DE'])
  assert.deepEqual(countriesMeant('đức', 'vi'), ['DE'])
  assert.deepEqual(countriesMeant('ไทย', 'th'), ['TH'])
  assert.deepEqual(countriesMeant('ألمانيا', 'ar'), ['DE'])
  assert.deepEqual(countriesMeant('uk', 'en'), ['GB'])
})

test('what is no country means none', () => {
  for (const typed of ['', ' ', 'zz', 'Atlantis', 'xyz', '12', 'und-x']) assert.deepEqual(countriesMeant(typed, 'en'), [], typed)
})
