import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { proposeFrom } from '../import-proposals.ts'
import { weakerHedge } from './hedges.rules.ts'

const ABROAD = 'They live in exile. '
/** What each hedge of a text hangs on: "alleged -> abducted". */
function hung(text: string): string[] {
  const proposals = proposeFrom(ABROAD + text, '0'.repeat(64))
  const byId = new Map(proposals.map((proposal) => [proposal.id, proposal.quote]))
  return proposals.flatMap(({ kind, value, of = [] }) => (kind === 'hedge' ? of.map((id) => `${value} -> ${byId.get(id)}`) : []))
}

test('a hedge hangs on the claim it weakens and on no other (R-NGO-09)', () => {
  const cases: readonly (readonly [text: string, ...hung: string[]])[] = [
    ['He was allegedly abducted in 2023, and was later found detained in the capital.', 'alleged -> abducted'],
    ['Relatives of four exiles were allegedly questioned in the capital.', 'alleged -> Relatives of four exiles were allegedly questioned'],
    ['According to information received, she was deported to the capital.', 'reportedly -> deported'],
    ['The service claimed to have deported 30 people from the camps.', 'alleged -> deported'],
    ['She was deported in May 2022, where she was reportedly tortured.', 'reportedly -> tortured'],
    [
      'The circumstances strongly suggest that he was abducted and subjected to an enforced disappearance.',
      'strongly_suggests -> abducted',
      'strongly_suggests -> enforced disappearance',
    ],
    [
      'They want an inquiry into allegations of abduction and torture by the agents of the state.',
      'alleged -> abduction',
      'alleged -> torture',
    ],
    ['The authorities claimed that her passport was cancelled in June.', 'claimed_by_authority -> passport was cancelled'],
    ['According to witnesses, he was kidnapped near the border.', 'reportedly -> kidnapped'],
    ['He was kidnapped near the border, according to media reports.', 'reportedly -> kidnapped'],
    [
      'The men are credibly reported to be working on behalf of the Kenyan security services.',
      'credibly_reported -> working on behalf of the Kenyan security services',
    ],
    ['There are reports that Anna Berg, a writer, has been kidnapped.', 'reportedly -> kidnapped'],
    ['He was abducted in March. The alleged torture came later.', 'alleged -> torture'],
  ]
  for (const [text, ...wanted] of cases) assert.deepEqual(hung(text), wanted, text)
})

test('what is told without a hedge has none (R-NGO-09)', () => {
  for (const text of [
    'He was abducted in 2023 and deported in 2024.',
    'The government denies its people the vote and he was deported.',
    'The reported rise in rents came before he was deported.',
  ]) {
    const proposals = proposeFrom(ABROAD + text, '0'.repeat(64)).filter(({ kind }) => kind === 'method')
    assert.ok(proposals.length > 0)
    assert.deepEqual(
      proposals.filter(({ hedge }) => hedge !== undefined),
      [],
      text,
    )
  }
})

test('a hedge without an act in reach hangs on its own words', () => {
  assert.deepEqual(hung('The police denied that they had shared the data.'), ['denied -> they had shared the data'])
})

test('of two hedges the weaker stays, in whichever order they come (R-NGO-09)', () => {
  const codes = fc.constantFrom('denied', 'alleged', 'claimed_by_authority', 'reportedly', 'strongly_suggests', 'credibly_reported')
  fc.assert(fc.property(codes, codes, (one, other) => assert.equal(weakerHedge(one, other), weakerHedge(other, one))))
  assert.equal(weakerHedge('credibly_reported', 'alleged'), 'alleged')
  assert.equal(weakerHedge(undefined, 'reportedly'), 'reportedly')
})

test('what is denied is marked, and "not only" denies nothing', () => {
  const negated = (text: string): string[] =>
    proposeFrom(ABROAD + text, '0'.repeat(64))
      .filter((proposal) => proposal.negated)
      .map(({ quote }) => quote)
  assert.deepEqual(negated('Ms Anna Berg was not tortured in the camp.'), ['tortured'])
  assert.deepEqual(negated('Ms Anna Berg was not told of the order.'), ['told of the order'])
  assert.deepEqual(negated('Ms Anna Berg was not only tortured in the camp.'), [])
})
