import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BASES, isUnverified } from '#formats/public-record.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { labelOf, terms } from '#kernel/vocabulary.ts'
import { aCorridorSite, anInventedSite, filesOf, textOf } from './a-built-site.ts'
import { hedgeMark, unverifiedMark } from './parts/marks.ts'
import { Reader } from './reader.ts'

const invented = await anInventedSite()
const corridor = await aCorridorSite()

/** Rows of a CSV file of ours that has no line breaks in its cells, as far as a test needs them. */
function column(csv: string, name: string): Map<string, string> {
  const [head = '', ...lines] = csv.trimEnd().split('\r\n')
  const cells = (line: string) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) => (match[1] ?? match[2] ?? '').replaceAll('""', '"'))
  const at = cells(head).indexOf(name)
  return new Map(lines.map((line) => [cells(line)[0] ?? '', cells(line)[at] ?? '']))
}

test('a hedge is never upgraded: page, CSV, JSON, NDJSON and release say what the source says, in every language (R-NGO-09)', () => {
  for (const site of [invented, corridor]) {
    const csv = column(site.file('data/incidents.csv'), 'hedge')
    const json = JSON.parse(site.file('data/incidents.json')) as { code: string; hedge: { code: string; said: string | null } }[]
    const lines = site
      .file('data/incidents.ndjson')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { code: string; hedge: unknown })
    const whole = JSON.parse(site.file('data/release.json')) as { incidents: typeof json }
    for (const incident of site.release.incidents) {
      assert.equal(csv.get(incident.code), incident.hedge.code)
      for (const list of [json, lines, whole.incidents])
        assert.deepEqual(list.find((one) => one.code === incident.code)?.hedge, incident.hedge)
      for (const language of LANGUAGES) {
        const address =
          incident.case !== null
            ? `${language}/cases/${incident.case}/`
            : `${language}/incidents/${incident.host}/${incident.happened.from?.slice(0, 4) ?? incident.happened.until?.slice(0, 4) ?? 'undated'}/`
        const page = site.page(address)
        const own = page.slice(page.indexOf(`id="${incident.code}"`))
        const record = own.slice(0, own.indexOf('</article>'))
        assert.ok(record.includes(`hedge-${incident.hedge.code}"`), `${address} ${incident.code}`)
        assert.ok(textOf(record).includes(labelOf('certainty_hedge', incident.hedge.code, language).text))
        if (incident.hedge.said !== null) assert.ok(textOf(record).includes(incident.hedge.said))
        if (incident.hedge.code !== 'stated') assert.ok(!record.includes('hedge-stated"'))
      }
    }
  }
})

test('every place that lists an incident shows its hedge (R-NGO-09)', async () => {
  for (const site of [invented, corridor]) {
    const hedged = site.release.incidents.filter((one) => one.hedge.code !== 'stated')
    const pages = await filesOf(site.folder, 'index.html')
    for (const [path, page] of pages) {
      if (!path.startsWith('en/incidents/') && !path.startsWith('en/cases/C')) continue
      for (const incident of hedged)
        if (page.includes(`id="${incident.code}"`)) assert.ok(page.includes(`hedge-${incident.hedge.code}"`), `${path} ${incident.code}`)
    }
  }
})

test('an unknown hedge is shown as its code and never as "stated" (R-NGO-09)', () => {
  const known = new Set<string>(terms('certainty_hedge').map((term) => term.code))
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z_]{3,12}$/), fc.constantFrom(...LANGUAGES), (code, language) => {
      fc.pre(!known.has(code))
      const mark = hedgeMark(code, new Reader(language)).text
      assert.ok(mark.includes(code))
      assert.ok(!mark.includes(labelOf('certainty_hedge', 'stated', language).text))
    }),
  )
})

test('hedges have different words in each language', () => {
  for (const language of LANGUAGES) {
    const words = terms('certainty_hedge').map((term) => labelOf('certainty_hedge', term.code, language).text)
    assert.equal(new Set(words).size, words.length)
  }
})

test('"credibly reported" keeps its graded level of attribution beside the source’s words in every output (R-NGO-05)', () => {
  for (const site of [invented, corridor]) {
    const incident = site.release.incidents.find((one) => one.attribution?.level === 'credibly_reported')
    assert.ok(incident !== undefined && incident.attribution !== null)
    assert.equal(column(site.file('data/incidents.csv'), 'attribution_level').get(incident.code), 'credibly_reported')
    const json = JSON.parse(site.file('data/incidents.json')) as typeof site.release.incidents
    assert.deepEqual(json.find((one) => one.code === incident.code)?.attribution, incident.attribution)
    const year = incident.happened.from?.slice(0, 4) ?? 'undated'
    for (const language of LANGUAGES) {
      const text = textOf(site.page(`${language}/incidents/${incident.host}/${year}/`))
      assert.ok(text.includes(incident.attribution.said))
      assert.ok(text.includes(labelOf('attribution_level', 'credibly_reported', language).text))
      assert.ok(!text.includes(labelOf('attribution_level', 'well_founded', language).text))
    }
  }
})

test('an incident against a community names nobody and no place finer than the country, in pages and in data (R-NGO-03)', async () => {
  const own = invented.release.incidents.find((one) => one.case === null)
  assert.ok(own?.place.name?.en === 'Lower Sella' && own.case === null)
  for (const [path, text] of await filesOf(invented.folder)) assert.ok(!text.includes('Lower Sella'), path)
  const place = column(corridor.file('data/incidents.csv'), 'place')
  const collective = corridor.release.incidents.filter((one) => one.case === null)
  assert.equal(collective.length, 4)
  for (const incident of collective) assert.equal(place.get(incident.code), '')
  const page = textOf(corridor.page('en/incidents/TH/undated/'))
  assert.ok(page.includes('Nobody is named, and no place finer than the country.'))
})

test('no finding stands without its standard of proof, one click from what the label means (R-NGO-54)', () => {
  for (const site of [invented, corridor]) {
    for (const language of LANGUAGES) {
      const page = site.page(`${language}/findings/`)
      for (const finding of site.release.findings) {
        const record = page.slice(page.indexOf(`id="${finding.code}"`)).split('</article>')[0] ?? ''
        const label = labelOf('standard_of_proof', finding.standard, language).text
        assert.match(record, new RegExp(`<a href="/${language}/methodology/#standards">(<[^>]+>)?${label.replace(/[()]/g, '\\$&')}`))
      }
      assert.ok(site.page(`${language}/methodology/`).includes('id="standards"'))
      assert.ok(site.page(`${language}/methodology/`).includes('id="standard_of_proof-none"'))
    }
  }
})

test('every unverified legal statement carries the mark, and what a source says does not', () => {
  const reader = new Reader('en')
  for (const basis of BASES) assert.equal(unverifiedMark(basis, reader)?.text.includes('Unverified') ?? false, isUnverified(basis), basis)
  for (const language of LANGUAGES) {
    for (const instrument of corridor.release.instruments) {
      const page = corridor.page(`${language}/instruments/${instrument.id}/`)
      const marks = page.match(/class="unverified"/g)?.length ?? 0
      assert.equal(marks, instrument.provisions.filter((one) => isUnverified(one.basis) || one.basis === 'own').length, instrument.id)
    }
    const table = corridor.page(`${language}/ratifications/`).split('<table')[1] ?? ''
    assert.equal(table.match(/class="unverified"/g)?.length, corridor.release.ratifications.filter((one) => isUnverified(one.basis)).length)
  }
})

test('counts are of public incidents, without a percentage, and no page joins them with other counts (UX-O-04)', async () => {
  assert.ok(corridor.release.incidents.length < 20)
  for (const [path, page] of await filesOf(corridor.folder, '.html')) {
    const shown = textOf(page.replace(/<(blockquote|q)[^>]*>.*?<\/\1>/gs, ''))
    if (
      !/methodology|instruments|mechanisms|agreements|commitments|recommendations|sources|dialogues|discrepancies|index\/paragraphs/.test(
        path,
      )
    )
      assert.ok(!/\d\s?[%٪]/.test(shown), path)
    assert.ok(!/\bpolyline\b|class="trend"/.test(page), path)
  }
})
