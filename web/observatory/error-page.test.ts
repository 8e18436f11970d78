import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '#kernel/languages.ts'
import { REFUSALS, type RefusalCode } from '#kernel/refusal.ts'
import { textOf } from './a-built-site.ts'
import { errorPage, languageChooser } from './error-page.ts'
import { message } from './words.ts'

const codes = [...(Object.keys(REFUSALS) as RefusalCode[]), 'fault' as const]

test('every refusal has a whole page in five languages at once', () => {
  for (const code of codes) {
    const page = errorPage(code)
    for (const language of LANGUAGES.filter((one) => one !== 'en'))
      assert.match(page, new RegExp(`<section lang="${language}" dir="(ltr|rtl)">`), code)
    assert.equal(page.match(/<h1/g)?.length, 1)
    assert.ok(!page.includes('undefined'))
    for (const language of LANGUAGES) assert.ok(page.includes(`href="/${language}/"`))
  }
})

test('a page for what does not exist yet says that it is not part of this version', () => {
  const text = textOf(errorPage('part.not_here'))
  for (const language of LANGUAGES) assert.ok(text.includes(message(language, 'error.not_here')), language)
})

test('a fault shows its random number and nothing else', () => {
  assert.ok(errorPage('fault', 'a1b2c3').includes('a1b2c3'))
  assert.ok(errorPage('fault', '<script>').includes('&lt;script&gt;'))
  assert.ok(!textOf(errorPage('record.not_found')).includes('a1b2c3'))
})

test('the front door names five languages by their own names', () => {
  const page = languageChooser()
  for (const name of ['English', 'Tiếng Việt', 'ไทย', 'Français', 'العربية']) assert.ok(page.includes(`>${name}</a>`))
})
