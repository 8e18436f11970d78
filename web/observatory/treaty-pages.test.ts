import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { escapeHtml } from '#formats/html.ts'
import { isUnverified } from '#formats/public-record.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { refoulementBases, safeguardClauses, treaties } from '#kernel/treaties.ts'
import { aCorridorSite, anInventedSite, textOf } from './a-built-site.ts'
import { Reader } from './reader.ts'

const corridor = await aCorridorSite()
const { release } = corridor
const OWN = ['treaties/', 'safeguards/', 'contradictions/', 'legislation/', 'agreements/', 'ratifications/', 'recommendations/']

test('both negotiations of Thailand and Viet Nam stand with stage and source, and timeline, scope and text are said to be unknown (R-NGO-01)', () => {
  for (const language of LANGUAGES) {
    const page = corridor.page(`${language}/treaties/`)
    const reader = new Reader(language)
    for (const code of ['E-N639', 'E-BMJC']) {
      const event = release.events.find((one) => one.code === code)
      assert.ok(event !== undefined && event.status !== null)
      const row = page.split(`href="#${code}"`)[1]?.split('</tr>')[0] ?? ''
      assert.equal(row.split(reader.words('treaties.source_says_not_public')).length, 4, code)
      assert.equal(row.split('class="source"').length, 4, 'each unknown names the source that says so')
      const section = page.split(`id="${code}"`)[1]?.split('</section>')[0] ?? ''
      assert.ok(textOf(section).includes(reader.sayPlain(event.status)))
      for (const citation of event.citations)
        assert.ok(section.includes(release.citations.find((one) => one.code === citation)?.quote ?? 'no quote'), citation)
    }
    const trade = page.split('href="#E-Q4WT"')[1]?.split('</tr>')[0] ?? ''
    assert.equal(trade.split(reader.words('treaties.not_checked')).length, 4)
  }
})

test('thirty safeguards stand with source and mark, and no negotiation is said to have one of them (R-NGO-32)', () => {
  const page = corridor.page('en/safeguards/')
  assert.equal([...page.matchAll(/<li id="CL-\d\d">/g)].length, 30)
  const provisions = release.instruments.flatMap((one) => one.provisions)
  for (const { id, provision } of safeguardClauses) {
    const known = provisions.find((one) => one.id === provision)
    assert.ok(known !== undefined, provision)
    const entry = page.split(`id="${id}"`)[1]?.split('<li id=')[0] ?? ''
    assert.ok(textOf(entry).includes(known.ref) && textOf(entry).includes(known.summary), id)
    assert.equal(entry.includes('class="unverified"'), isUnverified(known.basis), id)
  }
  assert.ok(textOf(corridor.page('en/treaties/')).includes('We hold no text, so not one of the 30 safeguards can be checked.'))
})

test('paragraph 48 stands beside 19, 50 and 51, with both quotations and a reason marked as ours', () => {
  for (const language of LANGUAGES) {
    const page = corridor.page(`${language}/contradictions/`)
    for (const { first, second, reason } of treaties.contradictions) {
      const [one, other] = [first, second].map((code) => release.paragraphs.find((paragraph) => paragraph.code === code))
      assert.ok(one !== undefined && other !== undefined)
      const section = page.split(`id="${one.number}-${other.number}"`)[1]?.split('</section>')[0] ?? ''
      for (const code of [...one.citations, ...other.citations]) assert.ok(section.includes(`#${code}"`), code)
      assert.ok(section.includes(new Reader(language).sayPlain(reason)))
      assert.ok(section.includes(new Reader(language).words('unverified.own')))
    }
    assert.ok(!/class="hedge|breach of/.test(page), 'a reading is no finding')
  }
  assert.deepEqual(
    treaties.contradictions.map(({ second }) => release.paragraphs.find((one) => one.code === second)?.number),
    [19, 50, 51],
  )
})

test('27 Member States stand as not checked, without status, date or source (R-EP-25)', () => {
  const rows = corridor.page('en/legislation/').split('<tbody>')[1]?.split('</tbody>')[0]?.split('<tr>').slice(1) ?? []
  assert.equal(rows.length, 27)
  for (const row of rows) {
    assert.match(textOf(row), /Not checked\s*–\s*none read/)
    assert.ok(!/\d{4}/.test(textOf(row)))
  }
  for (const { status, date, source } of treaties.memberStates) assert.deepEqual([status, date, source], ['not_checked', null, null])
})

test('each concern about a law has its provision, its source and its mark, and no case is tied to a charge that no source names', () => {
  const page = corridor.page('en/legislation/')
  for (const id of treaties.lawsOfConcern) {
    const law = release.instruments.find((one) => one.id === id)
    for (const provision of law?.provisions ?? []) assert.ok(textOf(page).includes(provision.summary), provision.id)
  }
  assert.ok(page.includes('including articles 116, 117, and 331 of the 2015 Penal Code'))
  assert.ok(!/\/cases\/C-/.test(page))
})

test('what an agreement provides when it is not kept is marked, and where no source was read that is said', () => {
  const page = corridor.page('en/agreements/')
  const entry = (key: string) => {
    const code = release.agreements.find((one) => one.key === key)?.code ?? ''
    return page.split(`id="${code}"`)[1]?.split('<li id=')[0] ?? ''
  }
  assert.match(textOf(entry('pca')), /When it is not kept.*PCA art 57.*Unverified/s)
  assert.match(textOf(entry('th-pca')), /Not checked: we have read no source on what it provides/)
  assert.match(textOf(entry('csp')), /A political commitment/)
})

test('which bases of non-refoulement bind a state is asked for a day, and a row without a date is named, never counted (R-NGO-29)', () => {
  const before = refoulementBases(release.ratifications, 'TH', '2024-05-13').binding.map((one) => one.treaty)
  const after = refoulementBases(release.ratifications, 'TH', '2024-05-14').binding.map((one) => one.treaty)
  assert.deepEqual(before, ['ICCPR', 'CAT'])
  assert.deepEqual(after, ['ICCPR', 'CAT', 'ICPPED'])
  for (const language of LANGUAGES) {
    const page = corridor.page(`${language}/ratifications/`).split('id="bases"')[1]?.split('</section>')[0] ?? ''
    const [host = '', origin = ''] = page.split('<h3>').slice(1)
    assert.deepEqual([...host.matchAll(/<li>/g)].length, 3, language)
    assert.equal(host.split('class="unverified"').length, 4, 'each carries its mark')
    assert.ok(!textOf(origin).includes('ICPPED'))
  }
  fc.assert(
    fc.property(fc.constantFrom('TH', 'VN', 'EU'), fc.integer({ min: 1950, max: 2030 }), fc.boolean(), (state, year, isDated) => {
      const rows = release.ratifications.map((one) => ({ ...one, date: isDated ? one.date : null }))
      const { binding, undated } = refoulementBases(rows, state, `${year}-06-01`)
      for (const row of binding) assert.ok(row.state === state && row.status === 'party' && (row.date ?? '9999') <= `${year}-06-01`)
      for (const row of undated) assert.equal(row.date, null)
      if (!isDated) assert.equal(binding.length, 0)
    }),
  )
})

test('the cybercrime convention has a line for each state, and where nobody has checked that is said (R-CSP-12)', () => {
  const text = textOf(corridor.page('en/ratifications/'))
  for (const state of ['Viet Nam', 'European Union']) assert.match(text, new RegExp(`${state}\\s*UN Convention against Cybercrime`))
  assert.match(text, /UN Convention against Cybercrime: Not checked for this treaty: Thailand/)
})

test('nothing unverified is stated as fact on these pages: every provision shown carries the mark of its basis, in every language (R-NGO-09)', () => {
  const unverified = release.instruments
    .flatMap((one) => one.provisions)
    .filter((one) => one.summary.length > 30 && isUnverified(one.basis))
  let shown = 0
  for (const address of LANGUAGES.flatMap((language) => OWN.map((own) => `${language}/${own}`))) {
    const page = corridor.page(address)
    for (const one of unverified) {
      const parts = page.split(escapeHtml(one.summary)).slice(1)
      for (const part of parts) assert.match(part.split(/<h[234]|<tr/)[0] ?? '', /class="unverified"/, `${address} ${one.id}`)
      shown += parts.length
    }
    const ours = textOf(page.replace(/<blockquote.*?<\/blockquote>/gs, ''))
    assert.ok(!/\b(proven|proved|confirmed|established fact)\b/i.test(ours), address)
  }
  assert.ok(shown > 100, `${shown}`)
})

test('a register without such records says so and invents none', async () => {
  const invented = await anInventedSite()
  assert.ok(textOf(invented.page('en/treaties/')).includes('No negotiation is recorded in this register.'))
  assert.ok(textOf(invented.page('en/contradictions/')).includes('No such pair is recorded.'))
})
