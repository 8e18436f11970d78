import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { countUnder, definitions, incidentsUnder, methodsUnder } from '#kernel/definitions.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { linesOf, themesOf } from '#kernel/public-texts.ts'
import { aCorridorSite, anInventedSite, filesOf, textOf } from './a-built-site.ts'
import { openLibrary } from './library.ts'
import { countByGroup } from './parts/bars.ts'
import { comparison } from './parts/comparison.ts'
import { Reader } from './reader.ts'
import type { Key } from './words.ts'

const corridor = await aCorridorSite()
const invented = await anInventedSite()
const { release } = corridor
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
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

test('the quotation of paragraph 48 by the organisations is flagged as shortened and spelled otherwise, on both sides and word by word (R-NGO-14)', () => {
  const quoted = release.citations.find(({ quote }) => quote.startsWith('commitment to respect, protect, fulfill'))
  const original = release.citations.find(({ quote }) => quote.startsWith('commitment to respect, protect, fulfil and'))
  assert.ok(quoted !== undefined && original !== undefined)
  const [discrepancy] = release.discrepancies.filter((one) => one.first === quoted.code)
  for (const language of LANGUAGES) {
    const reader = new Reader(language)
    const pages = [quoted, original].map(({ code, document, paragraph }) => {
      const { code: source } = release.documents.find((one) => one.sha256 === document) ?? { code: '' }
      return [`${language}/sources/${source}/${paragraph}/`, code] as const
    })
    for (const [address, id] of [...pages, [`${language}/discrepancies/`, discrepancy?.code ?? ''] as const]) {
      const entry =
        corridor
          .page(address)
          .split(`id="${id}"`)[1]
          ?.split(/<li id=|<article/)[0] ?? ''
      const block = entry.slice(entry.indexOf('class="compared"'))
      const text = textOf(block)
      assert.ok(text.includes(`${reader.words('compare.shortened')} · ${reader.words('compare.changed')}`), address)
      assert.match(text, /to which the EU Member States and Viet Nam are parties/)
      assert.ok(text.includes(reader.words('compare.after')))
      assert.match(block, /<del>fulfil<\/del>/)
      assert.match(block, /<ins>fulfill<\/ins>/)
      assert.match(block, /<del>the<\/del>/)
      assert.ok(block.includes(`#${address.includes('sources') && id === original.code ? quoted.code : original.code}"`), address)
    }
  }
  const shorter = release.discrepancies.find(({ issue }) => issue.en.startsWith('The second quotation from paragraph 48'))
  const second = textOf(corridor.page('en/discrepancies/').split(`id="${shorter?.code}"`)[1]?.split('<article')[0] ?? '')
  assert.ok(second.includes('The original continues: and the conduct of legal and judicial reform'), second.slice(0, 400))
  assert.ok(!invented.page('en/discrepancies/').includes('class="compared"'), 'what quotes nothing is not compared')
})

test('of an original that is here only as an excerpt, nobody is told "word for word" nor "not in the original"', () => {
  const quoted = release.citations.find(({ quote }) => quote.startsWith('commitment to respect, protect, fulfill'))
  const original = release.citations.find(({ quote }) => quote.startsWith('commitment to respect, protect, fulfil and'))
  assert.ok(quoted !== undefined && original !== undefined)
  const whole: string = original.quote
  const longer: string = `${whole} and so does every weaver`
  const told = (quote: string, text: string | undefined, reader: Reader): string => {
    const library = openLibrary({
      ...release,
      citations: release.citations.map((one) => (one.code === quoted.code ? { ...one, quote } : one)),
      documents: release.documents.map((document) => ({
        ...document,
        paragraphs: document.paragraphs.map((one) =>
          text !== undefined && document.sha256 === original.document && one.number === original.paragraph ? { ...one, text } : one,
        ),
      })),
    })
    const [pair] = library.comparisons.get(quoted.code) ?? []
    return pair === undefined ? '' : textOf(comparison(pair, 'quoted', library, reader).text)
  }
  for (const language of LANGUAGES) {
    const reader = new Reader(language)
    const says = (text: string, ...keys: readonly Key[]) => keys.map((key) => text.includes(textOf(reader.words(key))))
    assert.deepEqual(says(told(longer, undefined, reader), 'compare.excerpt', 'compare.put_in', 'compare.changed', 'compare.key'), [
      true,
      false,
      false,
      false,
    ])
    assert.deepEqual(says(told(whole, undefined, reader), 'compare.excerpt', 'compare.exact'), [true, false])
    assert.deepEqual(says(told(longer, `${whole}.`, reader), 'compare.excerpt', 'compare.put_in', 'compare.changed'), [false, true, true])
    assert.deepEqual(says(told(whole, `${whole}.`, reader), 'compare.excerpt', 'compare.exact'), [false, true])
  }
})

test('each call of the resolution is an item with its addressee, and its status rests on a source (R-EP-16)', () => {
  const calls = release.recommendations.filter(({ id }) => id.startsWith('EP-C'))
  assert.deepEqual(
    calls.map(({ id }) => id),
    Array.from({ length: 26 }, (_, i) => `EP-C${i + 1}`),
  )
  const parliament = release.documents.find(({ reference }) => reference === '2025/2048(INI)')
  assert.ok(parliament !== undefined)
  for (const language of LANGUAGES) {
    const reader = new Reader(language)
    const page = corridor.page(`${language}/recommendations/`)
    for (const call of calls) {
      const item = page.split(`<li id="${call.id}">`)[1]?.split('<li id=')[0] ?? ''
      const text = textOf(item)
      assert.ok(text.includes(textOf(reader.sayPlain(call.action))), call.id)
      for (const code of call.addresseeCodes) assert.ok(item.includes(`/recommendations/to-${code.replaceAll('_', '-')}/"`), call.id)
      assert.ok(text.includes(textOf(reader.labelPlain('followup_status', call.status))))
      assert.ok(item.includes(`/sources/${parliament.code}/`) && item.includes(`#${call.citation}"`))
      assert.ok(text.includes(textOf(reader.words('recommendations.status.open', { date: reader.issued(parliament.issued) }))))
    }
  }
  const moved = invented.release.recommendations.find(({ statusCitation }) => statusCitation !== undefined)
  const item = invented.page('en/recommendations/').split(`<li id="${moved?.id}">`)[1]?.split('<li id=')[0] ?? ''
  assert.ok(textOf(item).includes('In progress') && textOf(item).includes('The status rests on:'))
  assert.ok(item.includes(`#${moved?.statusCitation}"`) && !textOf(item).includes('no later source'))
})

test('demands filter by the body that asks, by theme, by state and by status, each exactly and without a script (R-HRD-08)', () => {
  for (const { release: own, page } of [corridor, invented]) {
    const publisherOf = (one: (typeof own.recommendations)[number]) => {
      const citation = own.citations.find(({ code }) => code === one.citation)
      return own.documents.find(({ sha256 }) => sha256 === citation?.document)
    }
    const expected = new Map<string, string[]>()
    const put = (address: string, id: string) => expected.set(address, [...(expected.get(address) ?? []), id])
    for (const one of own.recommendations) {
      put(`by-${publisherOf(one)?.code}`, one.id)
      for (const theme of themesOf(one)) put(`theme-${theme}`, one.id)
      for (const code of one.addresseeCodes) put(`to-${code.replaceAll('_', '-')}`, one.id)
      put(`status-${one.status.replaceAll('_', '-')}`, one.id)
    }
    for (const language of LANGUAGES) {
      const all = page(`${language}/recommendations/`)
      for (const [address, ids] of expected) {
        assert.ok(all.includes(`href="/${language}/recommendations/${address}/"`), address)
        const shown = [...page(`${language}/recommendations/${address}/`).matchAll(/<li id="([A-Z]+-[RC][0-9.]+)">/g)]
        assert.deepEqual(shown.map((match) => match[1] ?? '').sort(), ids.sort(), address)
      }
      const linked = new Set([...all.matchAll(/recommendations\/((?:by|theme|to|status)-[A-Za-z0-9-]+)\//g)].map((match) => match[1]))
      assert.deepEqual([...linked].sort(), [...expected.keys()].sort())
    }
  }
  const repression = textOf(corridor.page('en/recommendations/theme-tnr/'))
  assert.ok(repression.includes('Demands on the theme: Repression across borders'))
  assert.ok(!repression.includes('Ratify the 1951 Refugee Convention'), 'a demand on another theme is not among them')
})

test('from every demand and commitment a reader comes to the document, the lines and the words (R-EP-41)', () => {
  const asked = [...release.recommendations, ...release.commitments]
  for (const { code, citation: key } of asked) {
    const citation = release.citations.find((one) => one.code === key)
    const document = release.documents.find((one) => one.sha256 === citation?.document)
    assert.ok(citation !== undefined && document !== undefined, code)
    const page = corridor.page(`en/sources/${document.code}/${citation.paragraph}/`)
    const [first = 0, last = 0] = linesOf(document.sha256, citation.paragraph) ?? []
    assert.ok(page.includes(`id="${key}"`) && page.includes(document.sha256), code)
    assert.ok(textOf(page).includes(first === last ? `Line ${first} of the file` : `Lines ${first} to ${last} of the file`), code)
  }
  const vote = release.events.find(({ votes }) => votes !== null)
  assert.ok(textOf(corridor.page('en/corridors/vn-th-eu/')).includes('512') && vote?.votes?.for === 512)
})

test('acts that a source ties to agents of the state of origin, on the soil of the host, propose paragraph 18, and find nothing (R-CSP-09)', () => {
  const paragraph = release.paragraphs.find(({ number }) => number === 18)
  assert.ok(paragraph !== undefined)
  const acts = release.incidents.filter((one) => one.attribution?.state === one.origin && one.place.country === one.host)
  assert.equal(acts.length, 2)
  for (const language of LANGUAGES) {
    const reader = new Reader(language)
    const section: string =
      corridor.page(`${language}/commitments/${paragraph.code}/`).split('id="proposed"')[1]?.split('</section>')[0] ?? ''
    assert.deepEqual([...section.matchAll(/#(I-[A-Z0-9]+)"/g)].map((match) => match[1]).sort(), acts.map(({ code }) => code).sort())
    assert.ok(textOf(section).includes(reader.words('unverified.own')))
    for (const act of acts) assert.ok(section.includes(`hedge-${act.hedge.code}"`), 'no firmer than its source')
  }
  for (const incident of release.incidents) {
    const address = incident.case === null ? null : `en/cases/${incident.case}/`
    if (address === null) continue
    const record = corridor.page(address).split(`id="${incident.code}"`)[1]?.split('</article>')[0] ?? ''
    assert.equal(record.includes(`/en/commitments/${paragraph.code}/#proposed"`), acts.includes(incident), incident.code)
  }
  assert.ok(!textOf(corridor.page('en/matrix/')).includes('Paragraph 18'), 'a proposal is no finding')
})

test('the numbers of press contacts are shown to nobody, not in a text whose licence lets us show it either (R-HRD-16)', async () => {
  const contact = 'Press officer: +99 (0)2 55 01234'
  const site = await anInventedSite((one) => ({
    ...one,
    documents: one.documents.map((document) => ({
      ...document,
      paragraphs: document.paragraphs.map((paragraph) =>
        paragraph.text === 'The annexes form part of this text.' ? { ...paragraph, text: contact, textHash: hashOf(contact) } : paragraph,
      ),
    })),
    citations: one.citations.map((citation) =>
      citation.quote === 'The annexes form part of this text'
        ? { ...citation, start: 0, end: contact.length, quote: contact, textHash: hashOf(contact) }
        : citation,
    ),
  }))
  let shown = 0
  for (const [path, page] of await filesOf(site.folder, '.html')) {
    assert.ok(!page.includes('01234'), path)
    shown += page.includes('Press officer: +•• (•)• •• •••••') ? 1 : 0
  }
  assert.ok(shown >= LANGUAGES.length * 2, 'the paragraph is there, and so is its quotation')
})
