import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { delimiterOf, readCsv } from '#formats/csv-read.ts'
import { FIELDS, layoutOf, proposeMapping } from './columns.rules.ts'
import { type Codes, preview, readRow } from './rows.rules.ts'

const codes: Codes = {
  country: (said) => ({ vn: 'VN', 'viet nam': 'VN', th: 'TH', thailand: 'TH' })[said.toLowerCase()] ?? null,
  method: (said) => ({ kidnapping: 'phys.abduction', spyware: 'dig.spyware' })[said.toLowerCase()] ?? null,
  occupation: (said) => (said === 'journalist' ? said : null),
  liberty: (said) => (said === 'detained' ? said : null),
}
const read = (text: string, over: { order?: 'dmy' | 'mdy' } = {}) => {
  const [header, ...rows] = readCsv(text, delimiterOf(text))
  const cells = header?.cells ?? []
  const layout = layoutOf(cells)
  return preview(rows, { layout, mapping: proposeMapping(cells, layout), order: over.order ?? null, codes })
}

test('columns are recognised by what they are called in five languages, each field once', () => {
  assert.deepEqual(proposeMapping(['Họ và tên', 'Ngày sinh', 'Quốc tịch', 'Hình thức', 'Mô tả', 'Ghi chú']), [
    'name',
    'born',
    'origin',
    'methods',
    'narrative',
    null,
  ])
  assert.deepEqual(proposeMapping(['ชื่อ', 'วันที่', 'ประเทศ', 'รายละเอียด']), ['name', 'from', 'host', 'narrative'])
  assert.deepEqual(proposeMapping(['الاسم', 'التاريخ', 'الجنسية', 'الوصف']), ['name', 'from', 'origin', 'narrative'])
  assert.deepEqual(proposeMapping(['Nom complet', 'Date de naissance', 'Pays', 'Récit']), ['name', 'born', 'host', 'narrative'])
  assert.deepEqual(proposeMapping(['Name', 'NAME', 'Full name']), ['name', null, null])
})

test('a table of Uwazi, Bayanat and Kobo is known by what only it writes', () => {
  assert.equal(layoutOf(['Title ', ' geolocation_geolocation', ' Language']), 'uwazi')
  assert.equal(layoutOf(['Title__es', 'Title__en', 'select_label']), 'uwazi')
  assert.equal(layoutOf(['id', 'originid', 'title', 'description']), 'bayanat')
  assert.equal(layoutOf(['start', 'group/name', '_uuid', '_submission_time']), 'kobo')
  assert.equal(layoutOf(['name', 'date']), 'plain')
  assert.deepEqual(proposeMapping(['start', 'people/name', 'what/violation', '_submission_time', '_uuid', 'meta/instanceID']), [
    null,
    'name',
    'methods',
    null,
    'ref',
    null,
  ])
})

test('fixtures of Uwazi are read row by row', (t) => {
  const place = join(process.env['ASYLIA_SHARED'] ?? '../shared', 'conformance/uwazi/csv-fixtures/csv/specs/test.csv')
  if (!existsSync(place)) return t.skip('ASYLIA_SHARED is absent')
  const text = readFileSync(place, 'utf8')
  const [header, ...rows] = readCsv(text, delimiterOf(text))
  const layout = layoutOf(header?.cells ?? [])
  const mapping = proposeMapping(header?.cells ?? [], layout)
  assert.equal(layout, 'uwazi')
  const told = preview(rows, { layout, mapping, order: 'dmy', codes })
  assert.equal(told.rows, rows.length)
  assert.equal(told.ready + new Set(told.keptBack.map(({ line }) => line)).size, told.rows)
  assert.ok(told.readyRows.some(({ words }) => words.narrative === 'title1'))
})

test('every row that is kept back says its line, its field and why, and keeps no other row back (X-07)', () => {
  const told = read(
    'name,date,nationality,violation,ref\nA,03/04/2026,VN,kidnapping,1\nB,25/12/2569,Atlantis,kidnapping,2\nC,31/11/2026,VN,,3\nD,2026-05-01,VN,hexing|spyware,3\n,,,,\nE,1 May 2026,viet nam,spyware,5,extra\n',
  )
  assert.deepEqual(told.keptBack, [
    { line: 3, problems: [{ kind: 'country_unknown', field: 'origin' }] },
    { line: 4, problems: [{ kind: 'date_impossible', field: 'from' }] },
    { line: 5, problems: [{ kind: 'ref_twice' }] },
    { line: 6, problems: [{ kind: 'nothing_in_it' }] },
    { line: 7, problems: [{ kind: 'too_many_cells' }] },
  ])
  const [first] = told.readyRows
  assert.deepEqual([first?.coded.from?.from, first?.coded.origin, first?.coded.methods], ['2026-04-03', 'VN', ['phys.abduction']])
  assert.deepEqual(Object.fromEntries(told.notes), { buddhist: 1, kept_as_words: 1 })
})

test('dates whose order nothing settles keep their rows back until somebody says (X-07)', () => {
  const open = 'name,date\nA,03/04/2026\nB,05/06/2026\n'
  assert.deepEqual([read(open).ready, Object.fromEntries(read(open).problems)], [0, { date_order_open: 2 }])
  assert.deepEqual(
    read(open, { order: 'dmy' }).readyRows.map(({ coded }) => coded.from?.from),
    ['2026-04-03', '2026-06-05'],
  )
  const mixed = 'name,date\nA,25/12/2026\nB,12/25/2026\nC,03/04/2026\n'
  assert.deepEqual([read(mixed).ready, Object.fromEntries(read(mixed).problems)], [2, { date_order_open: 1 }])
})

test('what no code stands for is kept as words and told, never dropped and never guessed', () => {
  const [row] = read('name,violation,occupation\nA,"witchcraft; spyware",astrologer\n').readyRows
  assert.deepEqual([row?.coded.methods, row?.coded.occupation, row?.words.unmatched], [['dig.spyware'], null, ['witchcraft', 'astrologer']])
})

test('whatever stands in cells, a row is read or kept back with a reason; nothing throws', () => {
  const cells = fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 })
  const mapping = fc.array(fc.oneof(fc.constantFrom(...FIELDS), fc.constant(null)), { maxLength: 17 })
  fc.assert(
    fc.property(cells, mapping, (given, chosen) => {
      const { row, problems } = readRow(
        { line: 2, cells: given, problem: null },
        { layout: 'plain', mapping: chosen, order: 'dmy', codes },
        new Map(),
      )
      assert.ok(
        problems.length > 0 ||
          row.identity.names.length + row.coded.methods.length + row.words.unmatched.length > 0 ||
          row.words.narrative !== null,
      )
    }),
  )
})
