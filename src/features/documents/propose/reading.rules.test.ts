import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proposeFrom } from '../import-proposals.ts'
import { valuesIn } from './a-page.ts'

test('a people that is also somebody’s last name stays a people, and the full name stays a person', () => {
  const text = 'The journalist Dang Van Thai was abducted. Thai officials were told, and the Thai police said nothing.'
  const persons = proposeFrom(text, '0'.repeat(64)).filter(({ kind }) => kind === 'person')
  assert.deepEqual(
    persons.map(({ quote }) => quote),
    ['Dang Van Thai'],
  )
})

test('an abbreviation belongs to a body only where the body has as many words', () => {
  const text =
    'The Free Trade Agreement between Ruritania and the European Union (RUFTA) is in force. Both sides praise the RUFTA. The Ruritanian Press Council (RPC) spoke, and the RPC left.'
  const found = proposeFrom(text, '0'.repeat(64)).filter(({ quote }) => quote === 'RUFTA')
  assert.deepEqual(
    found.filter(({ kind }) => kind === 'organisation'),
    [],
  )
  assert.ok(valuesIn(text, 'organisation').includes('ruritanian press council'))
})

test('a definition and a list of practices tell nothing that happened', () => {
  const roles = (text: string) => proposeFrom(text, '0'.repeat(64)).flatMap(({ kind, role }) => (kind === 'method' ? [role] : []))
  for (const text of [
    'The resolution defined transnational repression as all attacks, threats and abductions exerted beyond their borders.',
    'These practices include assassinations, abductions and forced repatriations of exiles in other states.',
  ])
    assert.deepEqual(new Set(roles(text)), new Set(['general']), text)
  assert.ok(roles('In 2019 the exile was abducted in another state by agents.').includes('told'))
})
