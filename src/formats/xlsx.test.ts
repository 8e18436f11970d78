// needs python3-openpyxl
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { readXlsx, SheetFault } from './xlsx-read.ts'
import { writeXlsx } from './xlsx-write.ts'

const text = (bytes: string) => new TextEncoder().encode(bytes)
const codeOf = (bytes: Uint8Array, most?: number) => {
  try {
    readXlsx(bytes, most)
    return 'read'
  } catch (error) {
    return error instanceof SheetFault ? error.code : String(error)
  }
}

/** Runs a few lines of Python with openpyxl, which reads and writes workbooks independently of us. */
function python(code: string, folder: string): string {
  return execFileSync('/usr/bin/python3', ['-c', code], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: '/usr/bin', PYTHONIOENCODING: 'utf-8' },
  })
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'asylia-sheet-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('what is written is read back by our reader cell for cell', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => !/[\u0000-\u001F\uFFFE\uFFFF\uD800-\uDFFF]/.test(one)),
    fc.integer(),
  )
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
      const [sheet] = readXlsx(writeXlsx([{ name: 'People', rows }]))
      assert.deepEqual(
        sheet?.rows.map(({ cells }) => cells),
        rows.map((row) => row.map(String)),
      )
    }),
  )
})

test('another program reads our workbooks, and finds texts where formulas would be (A-18)', () => {
  inFolder((folder) => {
    const rows = [
      ['=HYPERLINK("http://x")', '+cmd', '@SUM(1)', '\tx', '-2+3', 7],
      ['Nguyễn', 'ก', 'س', '<b>&amp;', '', 8],
    ]
    writeFileSync(join(folder, 'a.xlsx'), writeXlsx([{ name: 'A/B', rows }]))
    const told = python(
      `import openpyxl, json
b = openpyxl.load_workbook('a.xlsx')
s = b.worksheets[0]
print(json.dumps([s.title, [[[c.value, c.data_type] for c in r] for r in s.iter_rows()]]))`,
      folder,
    )
    const [title, cells] = JSON.parse(told) as [string, [unknown, string][][]]
    assert.equal(title, 'A B')
    assert.deepEqual(
      cells[0]?.map(([value]) => value),
      rows[0],
    )
    assert.deepEqual(
      cells.flat().filter(([, type]) => type === 'f'),
      [],
    )
    assert.deepEqual(
      cells[1]?.map(([value]) => value ?? ''),
      rows[1],
    )
  })
})

test('workbooks of another program are read: shared texts, dates by their style, both calendars, gaps, stored results', () => {
  inFolder((folder) => {
    python(
      `import openpyxl, datetime
from openpyxl.utils.datetime import CALENDAR_MAC_1904
for name, epoch in (('a', None), ('b', CALENDAR_MAC_1904)):
    b = openpyxl.Workbook()
    if epoch: b.epoch = epoch
    s = b.active
    s.title = 'Tên'
    s.append(['Tên', 'Date', 'When', 'Number', 'Yes'])
    s.append(['Ánh & co', datetime.date(2026, 3, 4), datetime.datetime(2026, 3, 4, 13, 30), 43894, True])
    s['B3'] = datetime.date(1969, 7, 20); s['B3'].number_format = 'dd mmm yyyy'
    s['D3'] = 12.5; s['D3'].number_format = '0.00" day"'
    s['C5'] = 'far'
    b.create_sheet('Empty')
    b.save(name + '.xlsx')`,
      folder,
    )
    for (const name of ['a', 'b']) {
      const sheets = readXlsx(readFileSync(join(folder, `${name}.xlsx`)))
      assert.deepEqual(
        sheets.map((sheet) => [sheet.name, sheet.rows.length, sheet.macros]),
        [
          ['Tên', 4, false],
          ['Empty', 0, false],
        ],
      )
      assert.deepEqual(
        sheets[0]?.rows.map(({ line, cells }) => [line, ...cells]),
        [
          [1, 'Tên', 'Date', 'When', 'Number', 'Yes'],
          [2, 'Ánh & co', '2026-03-04', '2026-03-04', '43894', 'TRUE'],
          [3, '', '1969-07-20', '', '12.5'],
          [5, '', '', 'far'],
        ],
      )
    }
  })
})

test('what is no workbook, hides or swells is refused by name (X-07)', () => {
  const workbook = (more: Record<string, string>) =>
    zipSync(
      Object.fromEntries(
        Object.entries({
          'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="1"/></sheets></workbook>',
          'xl/_rels/workbook.xml.rels': '<R><Relationship Id="1" Target="worksheets/s.xml"/></R>',
          ...more,
        }).map(([name, xml]) => [name, text(xml)]),
      ),
    )
  assert.equal(codeOf(text('name,born\n')), 'sheet.not_xlsx')
  assert.equal(codeOf(zipSync({ 'word/document.xml': text('<x/>') })), 'sheet.not_xlsx')
  assert.equal(codeOf(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0])), 'sheet.encrypted')
  assert.equal(codeOf(workbook({ 'xl/worksheets/s.xml': '<worksheet><sheetData><row></sheetData>' })), 'sheet.malformed')
  assert.equal(codeOf(workbook({ 'xl/worksheets/s.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' })), 'sheet.malformed')
  assert.equal(
    codeOf(workbook({ 'xl/worksheets/s.xml': `<worksheet><sheetData><row><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>` })),
    'sheet.malformed',
  )
  assert.equal(codeOf(workbook({ 'xl/worksheets/s.xml': `<worksheet>${' '.repeat(9_000_000)}</worksheet>` })), 'sheet.inflates')
  assert.equal(
    codeOf(workbook({ 'xl/worksheets/s.xml': '<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>' })),
    'read',
  )
  const whole = workbook({ 'xl/worksheets/s.xml': '<worksheet/>' })
  assert.equal(codeOf(whole.subarray(0, 60)), 'sheet.malformed')
})
