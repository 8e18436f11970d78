import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import corridor from '../../data/corridors/vn-th-eu/corridor.json' with { type: 'json' }
import { authenticTexts, linesOf, proposedEngagements, THEMES, themesOf } from './public-texts.ts'

const act = {
  origin: 'XA',
  host: 'XB',
  place: { country: 'XB' },
  attribution: { state: 'XA', nexus: 'unknown' },
}

test('an act of agents of the state of origin on the soil of the host proposes paragraph 18, and no other act does (R-CSP-09)', () => {
  const paragraph = corridor.paragraphs.find(({ number }) => number === 18)
  assert.deepEqual(
    proposedEngagements(act).map((one) => one.paragraph),
    [paragraph?.code],
  )
  for (const other of [
    { ...act, attribution: null },
    { ...act, attribution: { state: 'XB', nexus: 'organ' } },
    { ...act, attribution: { state: null, nexus: 'unknown' } },
    { ...act, attribution: { state: 'XA', nexus: 'none' } },
    { ...act, place: { country: 'XA' } },
    { ...act, place: { country: null } },
    { ...act, host: 'XA', place: { country: 'XA' } },
  ])
    assert.deepEqual(proposedEngagements(other), [], JSON.stringify(other))
  const state = fc.constantFrom('XA', 'XB', 'XC')
  fc.assert(
    fc.property(state, state, state, state, fc.constantFrom('organ', 'unknown', 'none'), (origin, host, country, by, nexus) => {
      const proposed = proposedEngagements({ origin, host, place: { country }, attribution: { state: by, nexus } })
      assert.equal(proposed.length > 0, by === origin && country === host && host !== origin && nexus !== 'none')
    }),
  )
})

test('every demand of the corridor has a theme, and an imported one has only what its words name', () => {
  for (const demand of corridor.recommendations) assert.ok(themesOf(demand).length > 0, demand.id)
  for (const theme of THEMES)
    assert.ok(
      corridor.recommendations.some((one) => themesOf(one).includes(theme)),
      theme,
    )
  const imported = (en: string) => themesOf({ id: 'DOC-7Q4M', action: { en } })
  assert.deepEqual(imported('Report on transnational repression every year'), ['tnr'])
  assert.deepEqual(imported('Ratify the convention on the looms'), [])
})

test('every paragraph of the corridor has its lines, in the order of the file, and an unknown file has none', () => {
  for (const { sha256, paragraphs } of corridor.documents) {
    let before = 0
    for (const { number } of paragraphs) {
      const [first = 0, last = 0] = linesOf(sha256, number) ?? []
      assert.ok(first >= before && last >= first && first > 0, `${sha256} ${number}`)
      before = first
    }
    assert.equal(linesOf(sha256, paragraphs.length + 1), null)
  }
  assert.equal(linesOf('0'.repeat(64), 1), null)
})

test('a text of equal validity names its languages and the words that say so', () => {
  const council = corridor.documents.find(({ reference }) => reference === '5819/26')
  const known = authenticTexts(council?.code ?? '')
  assert.deepEqual(known?.languages, ['en', 'vi'])
  assert.ok(corridor.citations.some(({ code, quote }) => code === known.citation && quote.includes('both texts having equal validity')))
})
