import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proposeFrom } from '../import-proposals.ts'
import { quotesIn, valuesIn } from './a-page.ts'
import { promiserOf } from './commitments.rules.ts'
import type { Span } from './finding.rules.ts'

test('calls are found by "should", by verbs of asking, by needs, and in the passive', () => {
  const cases: readonly (readonly [text: string, ...demands: string[]])[] = [
    ['Lithuania should respect the law of the sea.', 'should respect the law of the sea'],
    [
      'Lithuania should review all notices of that year, and the Council must not sign the agreement.',
      'should review all notices of that year',
      'must not sign the agreement',
    ],
    ['The posts were withheld at the request of courts, and that is known to all of them.'],
    ['We call on the government to release him.', 'call on the government to release him'],
    ['The states are urged to close the gaps.', 'are urged to close the gaps'],
    ['Members stressed the urgent need to close the gaps.', 'stressed the urgent need to close the gaps'],
    ['The group called for a ban on such tools.', 'called for a ban on such tools'],
    [
      'The Council should publish the report, and establish a fund for the victims.',
      'should publish the report',
      'establish a fund for the victims',
    ],
  ]
  for (const [text, ...wanted] of cases) assert.deepEqual(quotesIn(text, 'demand'), wanted, text)
})

test('each item of a list below a call is a demand, and each thing asked for in it', () => {
  const text =
    'We call on the Commission to:\n\n- suspend all transfers to Ruritania;\n- grant protection to those at risk, and issue travel documents.'
  assert.deepEqual(
    quotesIn(text, 'demand').filter((quote) => !quote.startsWith('call')),
    ['suspend all transfers to Ruritania', 'grant protection to those at risk', 'issue travel documents'],
  )
})

test('under "Recommendations" an imperative is a demand', () => {
  const text = 'Recommendations\n\n1. Immediately release the teacher and his family.\n2. Publicly condemn the order of the court.'
  assert.deepEqual(quotesIn(text, 'demand'), ['Immediately release the teacher and his family', 'Publicly condemn the order of the court'])
})

test('what only sounds like a call is none', () => {
  for (const text of [
    'It should be noted that he left.',
    'He asked about the weather in the town.',
    'Both sides must have been told about it.',
    'We must all stand by them.',
    'They said that no reporter should fear the police.',
  ])
    assert.deepEqual(quotesIn(text, 'demand'), [], text)
})

test('who is asked and under which safeguard are parts of the demand', () => {
  const proposals = proposeFrom('Lithuania should share data only in line with the refugee law of the Union.', '0'.repeat(64))
  const demand = proposals.find(({ kind }) => kind === 'demand')
  const roles = proposals.filter(({ of }) => demand !== undefined && of?.includes(demand.id)).map(({ role }) => role)
  assert.deepEqual(roles.toSorted(), ['addressee', 'safeguard'])
})

test('promises have the strength of their weakest deciding word, and a view is none (R-CSP-01)', () => {
  const strengths = (text: string): string[] =>
    proposeFrom(text, '0'.repeat(64)).flatMap(({ kind, role }) => (kind === 'commitment' ? [role ?? ''] : []))
  assert.deepEqual(strengths('Both sides will strengthen their work on trade.'), ['agree_will_commit'])
  assert.deepEqual(strengths('Both sides will explore ways to work on trade.'), ['explore_may'])
  assert.deepEqual(strengths('Both sides will aim to work on trade.'), ['aim_intend'])
  assert.deepEqual(strengths('Both sides reaffirm their commitment to free trade.'), ['recognise_reaffirm'])
  assert.deepEqual(strengths('Both sides may consider a working group on trade.'), ['explore_may'])
  assert.deepEqual(strengths('Both sides recognise the importance of trade.'), [])
})

test('who promises is the party before the verb in its own words, also of a second promise, and nobody where none is named', () => {
  const who = (text: string, words: string, bodies: readonly Span[] = []) => promiserOf(text, text.indexOf(words), bodies)
  assert.equal(who('It rained. The two sides also agree to trade, and will explore more.', 'agree to trade'), 'The two sides')
  assert.equal(who('It rained. The two sides also agree to trade, and will explore more.', 'will explore'), 'The two sides')
  assert.equal(who('Lithuania will host it.', 'will host'), 'Lithuania')
  const body = 'The Loom Society'
  assert.equal(who(`${body} intends to help.`, 'intends', [{ start: 0, end: body.length }]), body)
  assert.equal(who('Cooperation will go on.', 'will go'), null)
  assert.equal(who('A weaver was seen there.', 'was seen'), null)
})

test('rounds are an ordinal or a launch with its year', () => {
  assert.deepEqual(valuesIn('They held the seventh round of their annual Human Rights Dialogue there.', 'round'), ['hrd:7'])
  assert.deepEqual(valuesIn('The 12th EU-Ruritania Human Rights Dialogue took place there.', 'round'), ['hrd:12'])
  assert.deepEqual(valuesIn('The launch of the annual Human Rights Dialogue in 2003 was a start.', 'round'), ['hrd:launch:2003'])
  assert.deepEqual(valuesIn('The Human Rights Dialogue is held each year and it is long.', 'round'), [])
})

test('below "Signatories" each line is a body or a person, and a seat is no part of a name', () => {
  const text =
    'A statement of the groups on the case.\n\nSigned by:\n\nHelsinki Watch Committee, Oslo\nPress for All (PFA)\nAziza Mahmud, lawyer\n'
  assert.deepEqual(valuesIn(text, 'signatory'), ['helsinki watch committee', 'press for all', 'aziza mahmud'])
  assert.deepEqual(valuesIn(text, 'person'), ['aziza mahmud'])
  assert.deepEqual(valuesIn('Signatories\n\n1. Press for All\n2. People for Justice\n', 'signatory'), [
    'press for all',
    'people for justice',
  ])
})
