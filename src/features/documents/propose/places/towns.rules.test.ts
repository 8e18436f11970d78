import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valuesIn } from '../a-page.ts'
import { citiesOf } from './gazetteer.ts'
import { townForm } from './towns.rules.ts'

const CASES: readonly (readonly [text: string, ...towns: string[]])[] = [
  ['In Tajikistan officers in Kulob, Isfara and Panjakent summoned the families.', 'TJ', 'city:kulob', 'city:isfara', 'city:panjakent'],
  ['They left Thailand from the town of Phop Phra by night.', 'TH', 'city:phop phra'],
  // Without the state nobody knows which of the world's towns is meant.
  ['The officers in Kulob summoned the families of those who had left.'],
  // A town stands behind a word that leads to a place; a person of the text, an ordinary word and a longer name are none.
  ['Türkiye: Mr Kemal Bozkurt was beaten. A letter from Bozkurt was read there.', 'TR'],
  ['In Poland the police were there, and he was held in Police custody for days.', 'PL'],
  ['In Tajikistan they met in Isfara Cotton Works for an hour.', 'TJ'],
]

test('towns of the states that a text names are places behind a word that leads there, and in a row behind another', () => {
  for (const [text, ...wanted] of CASES) assert.deepEqual(valuesIn(text, 'place'), wanted, text)
})

test('the gazetteer has the towns of a state with and without their marks, and none for a state that nobody named', () => {
  assert.ok(citiesOf(['TR']).has(townForm('Diyarbakir')) && citiesOf(['TR']).has(townForm('Diyarbakır')))
  assert.equal(citiesOf([]).size, 0)
  assert.ok(!citiesOf(['TJ']).has(townForm('Diyarbakir')))
})
