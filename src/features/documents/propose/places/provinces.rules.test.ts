import assert from 'node:assert/strict'
import { test } from 'node:test'
import provincesFile from '../../../../../data/documents/provinces.json' with { type: 'json' }
import { proposeFrom } from '../../import-proposals.ts'
import { valuesIn } from '../a-page.ts'

const placesIn = (text: string): string[] =>
  proposeFrom(text, '0'.repeat(64)).flatMap(({ kind, value, valid }) => (kind === 'place' ? [`${value} ${valid ?? '-'}`] : []))

test('a province behind the police or the court that has its name is a place and no person', () => {
  assert.deepEqual(valuesIn('Ngày 16 tháng 4 năm 2023, công an Hà Tĩnh thông báo đã bắt ông.', 'place'), ['region:ha tinh'])
  assert.deepEqual(valuesIn('Ngày 16 tháng 4 năm 2023, công an Hà Tĩnh thông báo đã bắt ông.', 'person'), [])
})

test('a province that was merged away carries its last day, one that kept its name only what the sentence dates', () => {
  for (const [text, ...wanted] of [
    ['The weaver was detained in Kon Tum province by the police.', 'region:kon tum ../2025-06-30'],
    ['The weaver was detained in Gia Lai province by the police.', 'region:gia lai -'],
    ['The weaver was detained in Gia Lai province on 3 March 2023.', 'region:gia lai ../2025-06-30'],
    ['The weaver was detained in Gia Lai province on 1 July 2025.', 'region:gia lai 2025-07-01/..'],
    ['The weaver was detained in Gia Lai province in June 2025.', 'region:gia lai ../2025-06-30'],
    ['The weaver was detained in Gia Lai province in July 2025.', 'region:gia lai 2025-07-01/..'],
    ['The weaver was detained in Gia Lai province in 2025.', 'region:gia lai -'],
    ['The weaver was detained in Nghe An province in 2023.', 'region:nghe an -'],
    ['Nhà báo bị bắt tại tỉnh Đắk Nông vào ngày 12 tháng 5 năm 2023.', 'region:dak nong ../2025-06-30'],
    ['Nhà báo bị bắt tại tỉnh Đắk Lắk vào ngày 12 tháng 5 năm 2026.', 'region:dak lak 2025-07-01/..'],
    ['The family lived in Hà Tây, near the capital of the state.', 'region:ha tay ../2008-07-31'],
  ] as const)
    assert.deepEqual(placesIn(text), wanted, text)
})

test('the name of a province in the name of a person is no place', () => {
  assert.deepEqual(placesIn('The journalist Nguyen Thai Binh spoke in the hall of the city.'), [])
  assert.deepEqual(placesIn('Nhà báo Trần Hòa Bình đã phát biểu trong hội trường.'), [])
})

test('63 provinces became 34, each once, and the gazetteer says where that is known from', () => {
  const { unchanged, merged, source, basis } = provincesFile
  const [same, kept, ended] = [unchanged.split(' '), Object.keys(merged), Object.values(merged).flatMap((line) => line.split(' '))]
  assert.equal(same.length + kept.length, 34)
  assert.equal(new Set([...same, ...kept, ...ended]).size, 63)
  assert.match(source, /202\/2025\/QH15/)
  assert.equal(basis, 'general_knowledge_verify')
})
