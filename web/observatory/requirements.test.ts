import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countUnder, definitions, incidentsUnder, methodsUnder } from '#kernel/definitions.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { aCorridorSite, anInventedSite, filesOf, textOf } from './a-built-site.ts'
import { countByGroup } from './parts/bars.ts'

const corridor = await aCorridorSite()
const invented = await anInventedSite()
const { release } = corridor
const paragraph48 = release.paragraphs.find((one) => one.number === 48)
const codesIn = (page: string, prefix: string) =>
  [...page.matchAll(new RegExp(`id="(${prefix}-[A-Z0-9]{4,8})"`, 'g'))].map((match) => match[1] ?? '')

test('the filter "physical" gives exactly the incidents under it, and the taxonomy exactly the codes (R-EP-02)', () => {
  for (const category of ['physical', 'legal_tools', 'non_physical_digital'] as const) {
    const address = `ep-${category.replaceAll('_', '-')}`
    const expected = incidentsUnder('ep-2025', category, release.incidents).map((one) => one.code)
    assert.deepEqual(codesIn(corridor.page(`en/incidents/${address}/`), 'I').sort(), expected.sort())
    const page = corridor.page(`vi/taxonomy/${address}/`)
    assert.deepEqual(
      [...page.matchAll(/<div id="([a-z]+\.[a-z-]+)">/g)].map((match) => match[1]).sort(),
      [...methodsUnder('ep-2025', category)].sort(),
    )
  }
})

test('an incident with a physical, a legal and a digital code counts once in each and once overall (R-EP-04)', () => {
  const [one] = invented.release.incidents
  assert.ok(one !== undefined)
  const threefold = { ...one, methods: ['phys.abduction', 'phys.killing', 'law.sentence-after-return', 'dig.harassment'] }
  const groups = countByGroup([threefold, threefold])
  assert.deepEqual(groups.map((count) => [count.group, count.n]).sort(), [
    ['dig', 2],
    ['law', 2],
    ['phys', 2],
  ])
  assert.equal(countUnder('ep-2025', [threefold]).overall, 1)
})

test('the same release counted under each definition is stamped with its id and version, in page and download (R-EP-05)', () => {
  const csv = corridor.file('data/recount.csv').split('\r\n')
  for (const definition of definitions) {
    const { overall } = countUnder(definition.id, release.incidents)
    assert.ok(csv.includes(`${definition.id},${definition.version},overall,${overall},${release.asOf}`), csv.join('\n'))
    for (const language of LANGUAGES)
      assert.ok(textOf(corridor.page(`${language}/methodology/`)).includes(`${definition.id} ${definition.version}`))
  }
  assert.ok(definitions.length >= 2)
})

test('for each third country its agreements, the clause and every recorded invocation are listed (R-EP-12, R-NGO-26)', () => {
  for (const country of new Set(release.agreements.map((one) => one.country))) {
    for (const page of [corridor.page(`en/countries/${country}/`), corridor.page('en/agreements/')]) {
      for (const agreement of release.agreements.filter((one) => one.country === country)) {
        const entry = page.slice(page.indexOf(`id="${agreement.code}"`)).split('<li id=')[0] ?? ''
        const text = textOf(entry)
        assert.ok(text.includes(agreement.name.en))
        assert.ok(text.includes(agreement.state.en))
        if (agreement.clause !== null) assert.ok(text.includes(agreement.clause.reference))
      }
    }
  }
  const thai = release.agreements.filter((one) => one.country === 'TH').map((one) => one.key)
  assert.ok(thai.length >= 2, 'Thailand has its PCA and its trade agreement apart')
  const invocation = textOf(invented.page('en/agreements/'))
  assert.ok(invocation.includes('The organisations say that the treaty is breached.'))
})

test('from paragraph 48 a reader reaches the linked incidents and the treaties, and from an incident the commitments (R-NGO-13, R-CSP-17)', () => {
  assert.ok(paragraph48 !== undefined)
  const page = corridor.page(`en/commitments/${paragraph48.code}/`)
  const linked = release.findings
    .filter((one) => one.commitments.some((code) => paragraph48.commitments.includes(code)))
    .flatMap((one) => one.incidents)
  assert.ok(linked.length > 0)
  for (const code of new Set(linked)) assert.ok(page.includes(`#${code}"`), code)
  for (const row of release.ratifications.filter((one) => one.state === 'VN' && one.status === 'party'))
    assert.ok(textOf(page).includes(row.treaty), row.treaty)
  for (const incident of release.incidents.filter((one) => linked.includes(one.code) && one.case !== null)) {
    const record = corridor.page(`en/cases/${incident.case}/`).split(`id="${incident.code}"`)[1]?.split('</article>')[0] ?? ''
    assert.ok(record.includes(`/en/commitments/${paragraph48.code}/"`), incident.code)
  }
})

test('a statement is called a commitment, a treaty an obligation, in matrix, finding and paragraph (R-NGO-23)', () => {
  const matrix = textOf(corridor.page('en/matrix/').split('<thead>')[1]?.split('</thead>')[0] ?? '')
  assert.match(matrix, /Paragraph 48 commitment/)
  assert.match(matrix, /Free Trade Agreement \(EVFTA\) obligation/)
  assert.ok(!/Paragraph 48 obligation/.test(matrix))
  assert.ok(paragraph48 !== undefined)
  const promises = corridor.page(`en/commitments/${paragraph48.code}/`).split('id="commitments"')[1]?.split('</section>')[0] ?? ''
  assert.ok(textOf(promises).includes('Commitment (political, not a treaty)'))
  assert.ok(!/obligation/i.test(textOf(promises)))
})

test('every demand is there once, filters by addressee, and names where else it is asked (R-NGO-15)', () => {
  const tree = corridor.page('en/recommendations/')
  const ids = [...tree.matchAll(/<li id="([A-Z]+-[RC][0-9.]+)">/g)].map((match) => match[1])
  assert.deepEqual([...ids].sort(), release.recommendations.map((one) => one.id).sort())
  for (const code of new Set(release.recommendations.flatMap((one) => one.addresseeCodes))) {
    const page = corridor.page(`th/recommendations/to-${code.replace(/[^A-Za-z0-9.-]+/g, '-')}/`)
    const expected = release.recommendations.filter((one) => one.addresseeCodes.includes(code)).map((one) => one.id)
    assert.deepEqual([...page.matchAll(/<li id="([A-Z]+-[RC][0-9.]+)">/g)].map((match) => match[1] ?? '').sort(), expected.sort())
  }
  const twin = release.recommendations.find((one) => one.sameAs.length > 0)
  assert.ok(twin !== undefined && textOf(tree).includes(`Also asked in ${twin.sameAs[0]}`))
})

test('all 60 paragraphs are there, those without a commitment say so, and "high" filters to the flagged ones (R-CSP-26)', () => {
  const ledger = corridor.page('en/commitments/')
  for (const paragraph of release.paragraphs) {
    assert.ok(ledger.includes(`/en/commitments/${paragraph.code}/"`))
    const own = textOf(corridor.page(`en/commitments/${paragraph.code}/`))
    assert.equal(own.includes('This paragraph holds no commitment.'), paragraph.commitments.length === 0)
  }
  assert.equal(release.paragraphs.length, 60)
  const high = corridor.page('en/commitments/relevance-high/')
  const shown = new Set([...high.matchAll(/<h3><a href="\/en\/commitments\/([A-Z]+-[A-Z0-9]+)\//g)].map((match) => match[1]))
  assert.deepEqual(
    [...shown].sort(),
    release.paragraphs
      .filter((one) => one.relevance === 'high')
      .map((one) => one.code)
      .sort(),
  )
})

test('the registry holds the agreements, bodies and dialogues with the point where a case can be raised (R-CSP-01)', () => {
  const text = textOf(corridor.page('en/mechanisms/'))
  for (const word of [
    'PCA',
    'EVFTA',
    'FPA',
    'JETP',
    'Joint Committee',
    'Trade Committee',
    'Defence and Security Dialogue',
    'Human Rights Dialogue',
  ])
    assert.ok(text.includes(word), word)
  for (const mechanism of release.mechanisms) if (mechanism.entryPoint !== null) assert.ok(text.includes(mechanism.entryPoint.en))
})

test('the case of the journalist shows disappearance, custody and sentence in order, each with its own certainty (R-NGO-08)', () => {
  const person = release.persons.find((one) => one.name === 'Truong Duy Nhat')
  const own = release.cases.find((one) => one.person === person?.code)
  assert.ok(own !== undefined)
  const chronology = corridor.page(`en/cases/${own.code}/`).split('class="chronology"')[1]?.split('</ol>')[0] ?? ''
  const steps = chronology.split('<li>').slice(1).map(textOf)
  assert.equal(steps.length, 3)
  assert.match(steps[0] ?? '', /in 2019.*Circumstances strongly suggest.*“?strongly suggest/)
  assert.match(steps[1] ?? '', /subsequently.*custody.*Stated as fact/)
  assert.match(steps[2] ?? '', /in March 2020.*10 years.*Stated as fact/)
})

test('a gap in the history of the dialogues is shown as a gap, and an announced round is not said to be held', () => {
  const page = textOf(corridor.page('en/dialogues/'))
  for (const gap of release.dialogueGaps) assert.ok(page.includes(gap.summary.en))
  assert.ok(page.includes('Announced; no source says that it was held'))
})

test('press contacts are named without a telephone number (R-HRD-16)', async () => {
  for (const [path, text] of await filesOf(corridor.folder, '.html')) assert.ok(!/\+\d{2}[ \d()-]{7,}/.test(textOf(text)), path)
})
