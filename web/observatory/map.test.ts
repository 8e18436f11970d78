import assert from 'node:assert/strict'
import { test } from 'node:test'
import { geoContains } from 'd3-geo'
import { aCorridorSite, anInventedSite, textOf } from './a-built-site.ts'
import { INVENTED_COUNTRIES, INVENTED_GEOGRAPHY } from './invented-release.ts'
import { flowArrow } from './parts/arrow.ts'
import { EU_MEMBERS, worldGeography } from './parts/geography.ts'
import { flowMap, flowsOf, mapTitle } from './parts/map.ts'
import { groundOf } from './parts/map-ground.ts'
import { Reader } from './reader.ts'

const flow = { origin: 'VN', host: 'TH', n: 16 }
const options = { geography: worldGeography(), partners: ['EU'], id: 'map' }

test('nothing is drawn in the South China Sea: no islet, no line', () => {
  const { shapes } = groundOf([flow], options)
  const drawn: string[] = []
  for (let longitude = 110.5; longitude <= 116.5; longitude += 0.25) {
    for (let latitude = 7.5; latitude <= 17.5; latitude += 0.25) {
      for (const shape of shapes)
        if (geoContains(shape, [longitude, latitude])) drawn.push(`${shape.properties.code} ${longitude} ${latitude}`)
    }
  }
  assert.deepEqual(drawn, [])
  // The same question finds land where there is land, so it would have found an islet.
  assert.ok(shapes.some((shape) => geoContains(shape, [105.5, 21.5])))
})

test('the map has no point: only shapes of countries, patterns, and lines between countries (R-EP-23)', async () => {
  const site = await aCorridorSite()
  const [, svg = ''] = /<figure class="map">.*?<svg[^>]*>(.*?)<\/svg>/s.exec(site.page('en/')) ?? []
  const picture = svg.replace(/<defs>.*?<\/defs>/s, '')
  assert.ok(!/<(circle|ellipse|image|use|line|polyline)\b/.test(picture))
  assert.equal(picture.match(/class="flow"/g)?.length, 1)
  assert.ok(site.page('en/').includes('Borders and names imply no opinion.'))
})

test('the title says the finding, the alternative text names every flow, and table and CSV stand beside (UX-O-01, UX-O-02)', async () => {
  const site = await aCorridorSite()
  const page = site.page('en/')
  const n = site.release.incidents.length
  assert.ok(textOf(page).includes(`All ${n} public incidents here run from Viet Nam to Thailand`))
  assert.match(page, new RegExp(`<title id="map-t">Map of countries without places. Viet Nam to Thailand: ${n} public incidents.</title>`))
  assert.ok(page.includes('href="/data/flows.csv"'))
  assert.equal(site.file('data/flows.csv'), `origin,host,public_incidents\r\nVN,TH,${n}\r\n`)
})

test('the width of a line is the number, and a line ends in its head', () => {
  const widths = [1, 4, 16, 49, 10_000].map((n) => flowArrow([0, 0], [100, 50], n).width)
  assert.deepEqual(
    widths,
    widths.toSorted((a, b) => a - b),
  )
  assert.ok((widths.at(-1) ?? 99) < 10)
  const { line, head } = flowArrow([0, 0], [100, 50], 4)
  assert.match(line, /^M[-\d. ]+Q[-\d. ]+$/)
  assert.match(head, /^M[-\d. ]+L[-\d. ]+L[-\d. ]+Z$/)
})

test('every member of the Union has a shape, and the Union is one labelled group', () => {
  const known = new Set(worldGeography().map((shape) => shape.properties.code))
  assert.deepEqual(
    EU_MEMBERS.filter((code) => !known.has(code)),
    [],
  )
  assert.equal(EU_MEMBERS.length, 27)
  const map = flowMap([flow], options, new Reader('fr')).text
  assert.ok(map.includes('Union européenne'))
})

test('the map is not mirrored for readers from right to left', () => {
  const paths = (language: 'en' | 'ar') =>
    [...flowMap([flow], options, new Reader(language)).text.matchAll(/<path [^>]*d="([^"]+)"/g)].map((match) => match[1])
  assert.deepEqual(paths('ar'), paths('en'))
})

test('a country without a shape is named below the map and not drawn somewhere', () => {
  const map = flowMap([{ origin: 'XA', host: 'TH', n: 1 }], options, new Reader('en', INVENTED_COUNTRIES))
  assert.ok(map.text.includes('Not drawn, because the map has no shape for it: Avaria.'))
  assert.ok(!map.text.split('<ul class="key">')[0]?.includes('class="flow"'))
})

test('flows are counted once for each incident, most first, whatever the order', () => {
  const incidents = [
    { origin: 'A', host: 'B' },
    { origin: 'C', host: 'B' },
    { origin: 'C', host: 'B' },
  ]
  assert.deepEqual(flowsOf(incidents), [
    { origin: 'C', host: 'B', n: 2 },
    { origin: 'A', host: 'B', n: 1 },
  ])
  assert.deepEqual(flowsOf(incidents.toReversed()), flowsOf(incidents))
  assert.equal(mapTitle([], new Reader('en')), 'No public incident is listed yet')
})

test('an invented register is drawn on invented shapes and says so on every page', async () => {
  const site = await anInventedSite()
  assert.equal(INVENTED_GEOGRAPHY.length, 3)
  for (const address of ['en/', 'ar/cases/', 'th/commitments/']) assert.match(site.page(address), /<aside class="notice"/)
})
