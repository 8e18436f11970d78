import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '#kernel/languages.ts'
import { aCorridorSite, anInventedSite, textOf } from './a-built-site.ts'
import { INVENTED_COUNTRIES } from './invented-release.ts'
import { Reader } from './reader.ts'

const invented = await anInventedSite()

test('offices that agreed stand under each of their countries in every language, without a script, with whom they answer to (R-EP-26)', () => {
  for (const language of LANGUAGES) {
    const reader = new Reader(language, INVENTED_COUNTRIES)
    const page = invented.page(`${language}/focal-points/`)
    assert.ok(!page.includes('<script'), language)
    const rows = page.split('<tbody>')[1]?.split('</tbody>')[0]?.split('<tr ').slice(1) ?? []
    assert.equal(rows.length, 3, 'one office for two countries, one for one')
    for (const [id, state, whose] of [
      ['B-HARBQR-XB', 'XB', 'focal.not_state'],
      ['B-HARBQR-XC', 'XC', 'focal.not_state'],
      ['B-QUAYSS-XC', 'XC', 'focal.state_body'],
    ] as const) {
      const row = rows.find((one) => one.startsWith(`id="${id}"`)) ?? ''
      assert.ok(textOf(`<tr ${row}`).includes(reader.country(state)), id)
      assert.ok(row.includes(reader.words(whose)), id)
      assert.equal(row.includes(reader.words('focal.police')), id.startsWith('B-QUAY'), id)
    }
  }
})

test('hours stand in the time of the office, and a line that nobody checked for 180 days says so (R-EP-26)', () => {
  const page = invented.page('en/focal-points/')
  const rowOf = (id: string) => textOf(`<tr ${page.split(`id="${id}"`)[1]?.split('</tr>')[0] ?? ''}`)
  assert.match(rowOf('B-HARBQR-XB'), /Mon, Tue, Wed, Thu, Fri.*09:00–17:00.*UTC\+01:00.*\+00 1 99 00 00 00.*1 March 2033/s)
  assert.match(rowOf('B-QUAYSS-XC'), /around the clock.*not verified: last checked 6 May 2031/s)
})

test('every page leads to the offices in one step, the table can be taken along, and an empty list says that it is empty (R-EP-26)', async () => {
  for (const address of ['en/', 'en/cases/', 'ar/methodology/'])
    assert.ok(invented.page(address).includes(`href="/${address.slice(0, 2)}/focal-points/"`), address)
  const corridor = await aCorridorSite()
  assert.ok(textOf(corridor.page('en/focal-points/')).includes('No office has agreed to stand here yet.'))
})
