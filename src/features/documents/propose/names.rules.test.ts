import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valuesIn } from './a-page.ts'
import { namesOf } from './names.rules.ts'

const named = (text: string): string[] =>
  namesOf(text)
    .filter(({ kind }) => kind !== 'none')
    .map(({ words, kind }) => `${kind}: ${words}`)

test('a name runs from its first capital through the small words that belong to it', () => {
  const cases: readonly (readonly [string, ...string[]])[] = [
    ['She wrote to the Ministry of Foreign Affairs in Oslo.', 'organisation: Ministry of Foreign Affairs'],
    [
      'It is for the Subcommittee on Good Governance, Rule of Law, and Human Rights to decide.',
      'organisation: Subcommittee on Good Governance, Rule of Law, and Human Rights',
    ],
    ['They signed the Partnership and Cooperation Agreement.', 'instrument: Partnership and Cooperation Agreement'],
    ['He is in the Suan Nok Immigration Detention Centre.', 'facility: Suan Nok Immigration Detention Centre'],
    ["Ruritania's Northern Prison is full.", 'facility: Northern Prison'],
  ]
  for (const [text, ...wanted] of cases) assert.deepEqual(named(text), wanted, text)
})

test('two names that stand side by side stay two', () => {
  assert.deepEqual(named('The European Commission and the Supreme Court agree.'), [
    'organisation: European Commission',
    'organisation: Supreme Court',
  ])
  assert.deepEqual(named('It breaches the Convention against Torture and the Refugee Convention.'), [
    'instrument: Convention against Torture',
    'instrument: Refugee Convention',
  ])
})

test('bodies are found by head, by state, by fame and by the abbreviation that the text explains', () => {
  const text =
    'The Ruritanian Press Council (RPC) met Kenyan authorities and the Kenyan and Ugandan governments. Later the RPC wrote to UNHCR, Interpol and the Council of Europe.'
  assert.deepEqual(valuesIn(text, 'organisation').toSorted(), [
    'council of europe',
    'interpol',
    'kenyan authorities',
    'kenyan government',
    'ruritanian press council',
    'ugandan government',
    'united nations high commissioner for refugees',
  ])
})

test('dialogues, plans, letters and officials are no bodies', () => {
  const text = 'At the Human Rights Dialogue, Kenyan officials and Chinese police officers gave a Letter of Intent on the Power Grid.'
  assert.deepEqual(valuesIn(text, 'organisation'), [])
})

test('"the Commission" has its meaning in a text of the European Union alone', () => {
  assert.ok(valuesIn('The European Parliament wrote to the Commission about this.', 'organisation').includes('european commission'))
  assert.deepEqual(valuesIn('The Commission of that island was told about this by the press.', 'organisation'), [])
})

test('treaties have the names that everybody knows, and plans their own words', () => {
  const text =
    'Under the 1951 Refugee Convention, the UN Convention Against Torture and the ICCPR, and the Ruritanian Cybercrime Act, this is forbidden.'
  assert.deepEqual(valuesIn(text, 'instrument'), ['refugee-1951', 'cat', 'iccpr', 'ruritanian cybercrime act'])
})
