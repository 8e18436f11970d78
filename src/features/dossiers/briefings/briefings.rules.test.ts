import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { hasConsent, type Said } from '#features/cases/consent/consent.rules.ts'
import type { CorridorFile } from '#features/observatory/release.contract.ts'
import { writePlainText } from '#formats/print/plain-text.ts'
import { writeTypst } from '#formats/print/typst-source.ts'
import { casework } from '#kernel/casework.ts'
import { no, yes } from '#kernel/refusal.ts'
import { anInventedCase, aRound, only, ROUND, theCorridor } from './a-briefing.ts'
import { AUDIENCES, type Audience } from './audience.contract.ts'
import { BRIEFING_FORMS, BRIEFING_LANGUAGES, type Briefing, type BriefingKind, type Sentence } from './briefing.contract.ts'
import { mayName, mayUse } from './compose-protected.rules.ts'
import { type Asked, composePublic } from './compose-public.rules.ts'
import { differenceOf } from './difference.rules.ts'
import { canFinish, casesOf, type Today } from './final.rules.ts'
import { FEWEST, namesIn, sharedFacts } from './jigsaw.rules.ts'
import { paperOf } from './paper.rules.ts'
import { en } from './words/en.ts'
import { fr } from './words/fr.ts'
import { vi } from './words/vi.ts'

let corridor: CorridorFile
before(async () => {
  corridor = await theCorridor()
})

const SUBJECTS: readonly (readonly [BriefingKind, string])[] = [
  ['round', 'H-A9HH'],
  ['state', 'VN'],
  ['state', 'TH'],
  ['cases', 'VN'],
  ['commitment', 'CP-EVRF'],
  ['treaty', 'E-N639'],
]
const WORDS = { en, fr, vi }

function composed(kind: BriefingKind, subject: string, over: Partial<Asked> = {}): Briefing {
  return composePublic(corridor, { ...ROUND, kind, subject, ...over }) ?? assert.fail(`${kind} ${subject}`)
}
const everyPublic = () =>
  SUBJECTS.flatMap(([kind, subject]) =>
    BRIEFING_LANGUAGES.flatMap((lang) => BRIEFING_FORMS.map((form) => composed(kind, subject, { lang, form }))),
  )
const sentencesOf = (briefing: Briefing) => briefing.sections.flatMap(({ sentences }) => sentences)
const textOf = (briefing: Briefing) => writePlainText(paperOf(briefing, { version: null, copy: null }))
/** What stands in the publication; a table of ratifications is a record of it. */
const live = (): Today => {
  const citations = new Set(corridor.citations.map(({ code }) => code))
  return { isLive: ({ id, kind }) => kind !== 'citation' || citations.has(id), agreed: () => yes, hidden: [] }
}

test('every sentence of every public briefing resolves to a live citation or record, and is refused without it (UX-P-02)', () => {
  for (const briefing of everyPublic()) {
    assert.deepEqual(canFinish(briefing, live()), yes)
    assert.ok(sentencesOf(briefing).length >= 6, `${briefing.kind} ${briefing.form}`)
    const [first] = sentencesOf(briefing)
    const gone = first?.sources[0] ?? assert.fail()
    const verdict = canFinish(briefing, { ...live(), isLive: ({ id }) => id !== gone })
    assert.ok(!verdict.ok && verdict.code === 'briefing.source_gone')
  }
})

test('a sentence that somebody adds without a source is marked in the draft and refused in the final form (UX-P-02)', () => {
  const briefing = composed('round', 'H-A9HH')
  const bare: Sentence = { id: 'own', text: 'They will free him next week.', sources: [], hedge: 'stated', standing: 'told', case: null }
  const draft = { ...briefing, sections: [{ id: 'ask' as const, heading: 'x', case: null, sentences: [bare] }, ...briefing.sections] }
  assert.match(textOf(draft), /No source yet: They will free him next week\./)
  assert.deepEqual(canFinish(draft, live()), no('briefing.unsourced', 'own'))
})

test('no ratification is stated as fact: each says in front that nobody checked it, in each language (R-EP-25)', () => {
  for (const lang of BRIEFING_LANGUAGES)
    for (const briefing of [composed('treaty', 'E-N639', { lang }), composed('state', 'TH', { lang })]) {
      const law = sentencesOf(briefing).filter(({ id }) => id.startsWith('law.'))
      assert.ok(law.length >= 10)
      const text = textOf(briefing).replaceAll(/\s+/g, ' ')
      for (const one of law) {
        assert.equal(one.standing, 'law_unchecked')
        assert.ok(text.includes(`${WORDS[lang]['mark.law']}${lang === 'fr' ? ' : ' : ': '}${one.text}`.slice(0, 60)), one.id)
      }
    }
})

test('a hedge stands in front of its sentence in every language, and an unknown one is no statement (R-NGO-09)', () => {
  for (const lang of BRIEFING_LANGUAGES)
    for (const hedge of ['alleged', 'reportedly', 'credibly_reported', 'strongly_suggests', 'claimed_by_authority', 'denied'] as const) {
      const briefing = composed('round', 'H-A9HH', { lang })
      const [section] = briefing.sections
      const sentence: Sentence = { ...(section?.sentences[0] ?? assert.fail()), text: 'He was taken over the border.', hedge }
      const hedged = { ...briefing, sections: [{ ...(section ?? assert.fail()), sentences: [sentence] }] }
      assert.ok(
        textOf(hedged)
          .replaceAll(/\s+/g, ' ')
          .includes(`${WORDS[lang][`hedge.${hedge}`]}${lang === 'fr' ? ' : ' : ': '}He was taken over the border.`),
      )
    }
  const odd = composePublic({ ...corridor, findings: corridor.findings.map((one) => ({ ...one, hedge: 'proven' })) }, ROUND)
  const findings = sentencesOf(odd ?? assert.fail()).filter(({ id }) => id.endsWith('.finding'))
  assert.ok(findings.length > 0 && findings.every(({ hedge }) => hedge === 'alleged'))
})

test('a political commitment is called no obligation, and a round that nothing confirms is not told as held', () => {
  const text = textOf(composed('round', 'H-A9HH')).replaceAll(/\s+/g, ' ')
  assert.match(text, /political commitment, not an obligation/)
  assert.match(text, /confirmed by no source of ours: Eighth round/)
  assert.doesNotMatch(text, /held on 2018/)
})

test('one word table has the keys and the places of the others', () => {
  const placesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted().join()
  for (const other of [fr, vi])
    for (const key of Object.keys(en) as (keyof typeof en)[]) assert.equal(placesOf(other[key]), placesOf(en[key]), key)
})

const SCOPES = [...new Set(Object.values(AUDIENCES).flatMap(({ use, named }) => [use, named]))]
const anyHistory = fc
  .array(
    fc.record({
      scope: fc.constantFrom(...SCOPES),
      isGiven: fc.boolean(),
      ends: fc.constantFrom('2026-11-21', '2026-11-22', '2027-11-22'),
    }),
    {
      maxLength: 14,
    },
  )
  .map((said) =>
    said.map(
      ({ scope, isGiven, ends }, n): Said => ({
        scope,
        n: n + 1,
        change: isGiven ? 'given' : 'withdrawn',
        from: '2026-01-01',
        expires: isGiven ? ends : null,
      }),
    ),
  )

test('over random cases, scopes, withdrawals and papers nothing leaves that stems from a case without the scope (T-21, UX-P-01)', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(anyHistory, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(...(Object.keys(AUDIENCES) as Audience[])),
      fc.constantFrom(...BRIEFING_FORMS),
      fc.constantFrom(...BRIEFING_LANGUAGES),
      (histories, audience, form, lang) => {
        const today = ROUND.day
        const cases = histories.map((people, n) =>
          anInventedCase(
            n,
            Object.fromEntries(
              SCOPES.map((scope) => [scope, people.map((said) => hasConsent(said, scope, today)).find(({ ok }) => !ok) ?? yes]),
            ),
          ),
        )
        const { briefing, left, hidden, agreed } = aRound(corridor, cases, { form, lang, audience })
        assert.deepEqual(canFinish(briefing, { ...live(), agreed, hidden }), yes)
        const paper = paperOf(briefing, { version: 1, copy: 1 })
        const bytes = JSON.stringify(briefing) + writePlainText(paper) + writeTypst(paper)
        for (const { canary, material } of cases) {
          if (!mayUse(material.agreed, audience).ok) assert.ok(!bytes.includes(material.code) && left.includes(material.code))
          if (!mayName(material.agreed, audience)) assert.ok(!bytes.toLowerCase().includes(canary), material.code)
        }
      },
    ),
    { numRuns: 150 },
  )
})

test('a safeguard that was not kept stands in the draft with its hedge and the standard engaged, whose mark stays, under consent to a name (R-NGO-11)', () => {
  const unmet = casework.safeguards.map(({ code }) => ({
    code,
    law: `the law of ${code.replaceAll('_', '-')}`,
    isUnverified: code !== 'lawyer',
  }))
  const aDeprivation = (over: object) => ({
    entry: 'e',
    stage: 'arrest',
    from: null,
    until: null,
    precision: 'unknown',
    hedges: [],
    unmet,
    ...over,
  })
  const marchOf = { from: '2026-03-01', until: '2026-03-31', precision: 'month' }
  const deprived = [
    aDeprivation({ entry: 'one', ...marchOf, hedges: ['stated', 'reportedly'] }),
    aDeprivation({ entry: 'two', from: '2026-05-01', until: '2026-06-09', precision: 'range' }),
    aDeprivation({ entry: 'three', unmet: [] }),
    aDeprivation({ entry: 'four', hedges: ['stated', null] }),
    aDeprivation({ entry: 'five', hedges: ['denied', null] }),
    ...casework.detains.map((stage) => aDeprivation({ entry: stage, stage })),
  ]
  for (const lang of BRIEFING_LANGUAGES) {
    const { briefing } = aRound(corridor, [anInventedCase(1, undefined, { deprived })], { lang })
    const told = sentencesOf(briefing).filter(({ id }) => id.includes('.unmet.'))
    const of = (entry: string) => told.filter(({ id }) => id.includes(`.unmet.${entry}`))
    assert.deepEqual([of('one').length, of('two').length, of('three').length], [unmet.length + 1, unmet.length + 1, 0])
    const [fact, ...laws] = of('one')
    assert.ok(fact?.text.includes('2026') && fact.hedge === 'reportedly' && fact.standing === 'told')
    assert.equal(of('two')[0]?.hedge, 'alleged', 'nobody said how sure it is')
    assert.equal(of('four')[0]?.hedge, 'alleged', 'nobody said how sure the check is')
    assert.equal(of('five')[0]?.hedge, 'denied')
    assert.ok(of('two')[0]?.text.includes('2026') === false, 'a range is told as no day')
    assert.deepEqual(
      laws.map(({ text, standing }) => [unmet.find(({ law }) => text.includes(law))?.code, standing]),
      unmet.map(({ code, isUnverified }) => [code, isUnverified ? 'law_unchecked' : 'law_checked']),
    )
    assert.ok(textOf(briefing).includes(WORDS[lang]['mark.law']))
    assert.equal(new Set(casework.detains.map((stage) => of(stage)[0]?.text)).size, casework.detains.length, 'each stage has its word')
    assert.doesNotMatch(told.map(({ text }) => text).join(), /[a-z]_[a-z]/, 'no code stands in a draft')
  }
  const unnamed = aRound(corridor, [anInventedCase(1, only(['public_anon']), { deprived })], { audience: 'public' })
  assert.ok(sentencesOf(unnamed.briefing).every(({ id }) => !id.includes('.unmet.')))
})

test('a consent that is withdrawn after a version turns the case red and refuses the next one until it is out (P-07)', () => {
  const cases = [anInventedCase(1), anInventedCase(2), anInventedCase(3)]
  const { briefing } = aRound(corridor, cases)
  const red = cases[1]?.material.code ?? assert.fail()
  assert.ok(casesOf(briefing).includes(red))
  const verdict = canFinish(briefing, { ...live(), agreed: (code) => (code === red ? no('consent.withdrawn', code) : yes) })
  assert.deepEqual(verdict, no('consent.withdrawn', red))
  const withdrawn = cases.map((one) => (one.material.code === red ? anInventedCase(2, { dialogue: no('consent.withdrawn') }) : one))
  const next = aRound(corridor, withdrawn)
  assert.deepEqual(next.left, [red])
  assert.deepEqual(canFinish(next.briefing, { ...live(), agreed: next.agreed }), yes)
  const change = differenceOf(briefing, next.briefing)
  assert.ok(change.length > 0 && change.every(({ id, change: kind }) => kind === 'removed' && id.startsWith(red)))
})

test('facts that fewer than five people share are not told together, and none at all where too few are known (UX-P-03)', () => {
  const facts = { origin: 'VN', host: 'TH', method: 'coop.extradition-request', year: '2024' }
  const others = (n: number, over: object) => Array.from({ length: n }, () => ({ ...facts, ...over }))
  assert.deepEqual(sharedFacts(facts, others(FEWEST, {})), facts)
  assert.deepEqual(sharedFacts(facts, [...others(4, {}), ...others(1, { year: '2020' })]), {
    origin: 'VN',
    host: 'TH',
    method: facts.method,
  })
  assert.deepEqual(sharedFacts(facts, [...others(4, {}), ...others(1, { method: null })]), { origin: 'VN', host: 'TH' })
  assert.deepEqual(sharedFacts(facts, others(4, {})), {})
  const anonymous = [1, 2].map((n) => anInventedCase(n, only(['public_anon'])))
  const text = textOf(aRound(corridor, anonymous, { audience: 'public' }).briefing)
  assert.match(text, /further facts would make them known/)
  assert.doesNotMatch(text, /transfer without a court|from Viet Nam, in Thailand/)
})

test('over random populations the facts told of somebody are shared by five or are none', () => {
  const anyFacts = fc.record({
    origin: fc.constantFrom('VN', 'KH'),
    host: fc.constantFrom('TH', 'MY'),
    method: fc.constantFrom('a', 'b', null),
    year: fc.constantFrom('2024', '2025', null),
  })
  fc.assert(
    fc.property(fc.array(anyFacts, { minLength: 1, maxLength: 40 }), (known) => {
      const [facts = assert.fail()] = known
      const told = Object.entries(sharedFacts(facts, known))
      const alike = known.filter((one) => told.every(([key, value]) => one[key as keyof typeof one] === value))
      assert.ok(told.length === 0 || alike.length >= FEWEST)
    }),
  )
})

test('a name is found without its accents, turned round and in a heading, and its parts alone are no name', () => {
  const names = ['Nguyễn Văn Đức', 'Somsak', 'สมศักดิ์ ใจดี']
  for (const text of ['met NGUYEN VAN yesterday', 'Đức Văn was there', 'a letter of Somsak.', 'พบสมศักดิ์ ใจดีเมื่อวาน'])
    assert.equal(namesIn(text, names).length, 1, text)
  for (const text of ['Nguyễn and others', 'the van came', 'Somsakdi']) assert.deepEqual(namesIn(text, names), [], text)
  const briefing = composed('round', 'H-A9HH')
  const [first = assert.fail(), ...rest] = briefing.sections
  const named = { ...briefing, sections: [{ ...first, heading: 'Van Duc and others' }, ...rest] }
  assert.deepEqual(canFinish(named, { ...live(), hidden: names }), no('briefing.names_somebody', 'headline'))
})

test('a source of one case carries no sentence of another', () => {
  const { briefing } = aRound(corridor, [anInventedCase(1), anInventedCase(2)])
  const moved = {
    ...briefing,
    sections: briefing.sections.map((one) => ({
      ...one,
      sentences: one.sentences.map((sentence) => (sentence.case === null ? sentence : { ...sentence, case: null })),
    })),
  }
  const verdict = canFinish(moved, live())
  assert.ok(!verdict.ok && verdict.code === 'briefing.source_gone')
})

test('a record that does not exist has no briefing', () => {
  for (const [kind] of SUBJECTS) assert.equal(composePublic(corridor, { ...ROUND, kind, subject: 'X-2222' }), null)
})

test('what nobody checked of a negotiation is told as not checked, and a reading of ours as a reading (R-EP-25)', () => {
  const trade = textOf(composed('treaty', 'E-Q4WT')).replaceAll(/\s+/g, ' ')
  assert.match(trade, /Its scope: nobody has checked yet whether anything is public/)
  assert.match(
    textOf(composed('treaty', 'E-N639')).replaceAll(/\s+/g, ' '),
    /Its content: a source says that public information on it is lacking/,
  )
  assert.match(textOf(composed('commitment', 'CP-EVRF')), /Our reading, and no finding: Paragraph 48 promises human rights/)
})

test('a state that promised nothing is not told to have promised what others did', () => {
  assert.ok(composed('state', 'VN').sections.some(({ id }) => id === 'promised'))
  const thailand = composed('state', 'TH')
  assert.deepEqual(
    thailand.sections.map(({ id }) => id),
    ['headline', 'ask', 'changed', 'cases', 'law'],
  )
})
