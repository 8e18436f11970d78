import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proposeFrom } from '../import-proposals.ts'
import { quotesIn, valuesIn } from './a-page.ts'

test('a person is told by a title, a role, what is said beside the name, or the form of the name', () => {
  const cases: readonly (readonly [text: string, ...names: string[]])[] = [
    ['Ms Linda Farrow was at the meeting in the evening.', 'linda farrow'],
    ['The journalist Oumar Diakite has left the country.', 'oumar diakite'],
    ['Temur Aliyev, an Uzbek anti-corruption activist, was there.', 'temur aliyev'],
    ['The case of Shahnoza Rahim shows how it is done.', 'shahnoza rahim'],
    ['Farid Omarov, who had fled, was seen in the town.', 'farid omarov'],
    ['Selam Tesfay has been detained by the police.', 'selam tesfay'],
    ['Press contact: Irena NOWAKOVA', 'irena nowakova'],
    ['"This is wrong," said Pita Moala, who leads the group.', 'pita moala'],
    ['Abdulrahman al-Sharifi was arrested at the airport.', 'abdulrahman al-sharifi'],
    ['Nhà báo Nguyễn Thị Hoài An bị bắt tại Hà Nội và bị đưa đi.', 'nguyễn thị hoài an'],
    ['Ông Trần Quốc Bảo là luật sư của những người bị bắt.', 'trần quốc bảo'],
    ['La journaliste Aline Mukamana est en exil dans la ville.', 'aline mukamana'],
    ['Me Jean-Baptiste Ndayi a déposé une plainte pour elle et les autres.', 'jean-baptiste ndayi'],
    ['The then prime minister of Ruritania, Besnik Hoxhaj, said that he had not been told.', 'besnik hoxhaj'],
    ['The Special Rapporteur on the situation in Kenya, Amélie Duran, should be heard.', 'amélie duran'],
    ['Le téléphone de Nadège Uwera, fille du témoin, et de sa mère a été lu par une autre.', 'nadège uwera'],
    ['The engineer Tursun Aliyar (also known as Omar Rashad) was held there.', 'tursun aliyar', 'omar rashad'],
    ['The phone of Denis Mukasa was read. Mr Mukasa had left the country.', 'denis mukasa'],
    ['The police arrested activists Tam Wing, Anna Berg and Kofi Mensah.', 'tam wing', 'anna berg', 'kofi mensah'],
  ]
  for (const [text, ...wanted] of cases) assert.deepEqual(valuesIn(text, 'person'), wanted, text)
})

test('communities, places, substances, laws and bodies are no persons', () => {
  for (const text of [
    'The Montagnard communities and the Uyghur people were there.',
    'They were led to the Suan Nok Immigration Detention Centre by the police.',
    'Victims of Agent Orange and the Press Officer for Foreign Affairs spoke.',
    'The Magnitsky Act and the Nobel Prize are known to all of them.',
    'Amnesty International said that the Kenyan government was wrong.',
  ])
    assert.deepEqual(valuesIn(text, 'person'), [], text)
})

test('who was named in full is known by the last name, and two of one name are not mixed up', () => {
  const text = 'The lawyer Pita Moala spoke first. Mr Moala then left the hall.'
  assert.deepEqual(valuesIn(text, 'person'), ['pita moala'])
  const two = 'The lawyer Pita Moala met the poet Rosa Moala. Later Mr Moala left the hall.'
  assert.deepEqual(valuesIn(two, 'person'), ['pita moala', 'rosa moala', 'moala'])
})

test('order and diacritics of a name are kept; two spellings are linked and stay two', () => {
  const text = 'Nhà báo Lê Hữu Phước bị bắt tại Hà Nội.\n\nThe journalist Le Huu Phuoc was detained in Ha Noi by the police of the city.'
  assert.deepEqual(valuesIn(text, 'person'), ['lê hữu phước', 'le huu phuoc'])
  const proposals = proposeFrom(text, '0'.repeat(64))
  const link = proposals.find(({ role }) => role === 'spelling')
  const linked = proposals.filter(({ id }) => link?.of?.includes(id)).map(({ value }) => value)
  assert.deepEqual(linked, ['lê hữu phước', 'le huu phuoc'])
})

test('titles are no part of a name', () => {
  assert.deepEqual(quotesIn('Dr. Malika Sattor and Prof. John Doe met the Minister of Justice.', 'person'), ['Malika Sattor', 'John Doe'])
})
