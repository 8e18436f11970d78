import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aPage } from './a-page.ts'
import { findDates } from './dates.rules.ts'

const datesIn = (text: string): string[] => findDates(aPage(text), []).map(({ value, precision }) => `${value} ${precision}`)
const CASES: readonly (readonly [text: string, ...dates: string[]])[] = [
  ['The officers came on 3 March 2023 and left.', '2023-03-03 exact'],
  ['The officers came on March 3rd, 2023 and left.', '2023-03-03 exact'],
  ['It was adopted on 13/11/2025 and it is in force.', '2025-11-13 exact'],
  ['It was adopted on 11/13/2025 and it is in force.', '2025-11-13 exact'],
  ['The file was opened on 2024-02-29 and closed.', '2024-02-29 exact'],
  ['He has been held since March 2026 in the capital.', '2026-03 since'],
  ['She fled in 2019 and was found in the summer of 2021.', '2019 year', '2021 year'],
  ['Between 2018 and 2021 they were held in a camp.', '2018 year', '2021 year'],
  ['He was held on 31 May 2024 and moved on 5 June, then freed on July 7.', '2024-05-31 exact', '2024-06-05 exact', '2024-07-07 exact'],
  ['She was seen on 20 December 2023 and not after 4 January of all days.', '2023-12-20 exact', '2024-01-04 exact'],
  ['She was seen on 4 January with her son.'],
  ['They met from 3 to 5 March 2023 in the city.', '2023-03-05 exact', '2023-03-03 range'],
  ['She had to leave before June 2022 with her family.', '2022-06 before'],
  ['Depuis mars 2021, la journaliste est en exil dans la ville.', '2021-03 since'],
  ["Il a été arrêté le 1er février 2024 à l'aéroport de la ville.", '2024-02-01 exact'],
  ['Ngày 12 tháng 5 năm 2023, nhà báo bị bắt tại thành phố.', '2023-05-12 exact'],
  ['Từ năm 2019 những người này sống ở nước ngoài và không được về.', '2019 since'],
  ['เมื่อวันที่ 14 กุมภาพันธ์ พ.ศ. 2566 เจ้าหน้าที่จับกุมผู้ลี้ภัย', '2023-02-14 exact'],
  ['ตั้งแต่เดือนมีนาคม 2563 ผู้ลี้ภัยถูกควบคุมตัว', '2020-03 since'],
  ['ในปี ๒๕๖๔ มีผู้ถูกส่งกลับสามคน', '2021 year'],
]

test('dates are read in four languages, with Buddhist years, as exactly as they are printed', () => {
  for (const [text, ...wanted] of CASES) assert.deepEqual(datesIn(text).toSorted(), wanted.toSorted(), text)
})

test('durations, targets, periods, votes and the years in names are no dates of events', () => {
  for (const text of [
    'He was sentenced to 10 years in prison for what he wrote.',
    'The partners adopted the 2030 Agenda and a plan for the post-2027 period.',
    'Emissions are to fall to zero by 2050 in all the states.',
    'It was adopted by 512 votes to 76, with 52 abstentions.',
    'Under the 2015 Penal Code this is a crime for which one is punished.',
    'Call +32 498 984 425 or write to the office at the address 2040.',
    'The file 2025/2048(INI) and the document 5819/26 are with the committee.',
    'The meeting was on 31 February of that year, which is no day.',
  ])
    assert.deepEqual(datesIn(text), [], text)
})

test('a day that no calendar holds is no date', () => {
  assert.deepEqual(datesIn('They were seen on 31 February 2023 in the street.'), [])
  assert.deepEqual(datesIn('They were seen on 31/31/2023 in the street.'), [])
})

test('every day of two centuries is found again in its English form', () => {
  const months = 'January February March April May June July August September October November December'.split(' ')
  const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(days, (day) => {
      const printed = `${day.getUTCDate()} ${months[day.getUTCMonth()]} ${day.getUTCFullYear()}`
      assert.deepEqual(datesIn(`They were told on ${printed} in the hall.`), [`${day.toISOString().slice(0, 10)} exact`])
    }),
    { numRuns: 100 },
  )
})
