import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SourceStatement } from '#features/register/register.contract.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { labelOf } from '#kernel/vocabulary.ts'
import { anInventedSite, textOf } from '../a-built-site.ts'
import { inventedRelease } from '../invented-release.ts'

const [citation] = inventedRelease().citations
assert.ok(citation !== undefined)

const aStatement = (over: Partial<SourceStatement>): SourceStatement => ({
  code: 'ST-7Q4MXK',
  kind: 'relation',
  document: citation.document,
  value: 'phys.surveillance',
  said: 'two men followed the weaver',
  precision: null,
  valid: null,
  happened: null,
  strength: null,
  role: 'target',
  parts: [{ kind: 'person', value: 'the weaver', said: 'the weaver', record: null }],
  hedge: { code: 'alleged', said: 'allegedly' },
  negated: true,
  citations: [citation.code],
  ...over,
})
const province = aStatement({
  code: 'ST-7Q4MXM',
  kind: 'place',
  value: 'region:arvena',
  said: 'Arvena province',
  role: null,
  parts: [],
  valid: { from: null, until: '2025-06-30' },
  hedge: { code: 'stated', said: null },
  negated: false,
})
const site = await anInventedSite((release) => ({ ...release, statements: [aStatement({}), province] }))
const code = site.release.documents.find(({ sha256 }) => sha256 === citation.document)?.code ?? ''

test('a statement stands on the page of its document with words, hedge, denial and quotation, in every language (R-NGO-09)', () => {
  for (const language of LANGUAGES) {
    const page = site.page(`${language}/statements/${code}/`)
    const [relation = '', place = ''] = ['ST-7Q4MXK', 'ST-7Q4MXM'].map((one) => {
      const own = page.slice(page.indexOf(`id="${one}"`))
      return own.slice(0, own.indexOf('</article>'))
    })
    assert.ok(relation.includes('two men followed the weaver') && relation.includes(`#${citation.code}`))
    assert.ok(textOf(relation).includes(labelOf('certainty_hedge', 'alleged', language).text))
    assert.ok(!relation.includes('hedge-stated"'))
    assert.ok(place.includes('2025-06-30') && place.includes('hedge-stated"'))
  }
  assert.match(textOf(site.page(`en/statements/${code}/`)), /The source denies it/)
})

test('the quotation leads to its statements, and the tables hold them', () => {
  const quoted = site.page(`en/sources/${code}/${citation.paragraph}/`)
  assert.ok(quoted.includes(`/en/statements/${code}/#ST-7Q4MXK`) || quoted.includes(`statements/${code}/#ST-7Q4MXK`))
  const lines = site.file('data/statements.csv').trimEnd().split('\r\n')
  assert.equal(lines.length, 3)
  assert.match(lines[1] ?? '', /^ST-7Q4MXK,relation,.*alleged,allegedly,true,/)
})

test('without a statement there is no such page', async () => {
  const empty = await anInventedSite()
  assert.throws(() => empty.page(`en/statements/${code}/`), /ENOENT/)
})
