import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { CsvReader, delimiterOf, encodingOf, readCsv, type TableRow } from './csv-read.ts'

const cellsOf = (text: string, delimiter: ',' | ';' | '\t' | '|' = ',') => readCsv(text, delimiter).map(({ cells }) => cells)

test('what another program writes is read back cell for cell, however it is cut into pieces', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', 'ก', '"', ',', ';', '\n', '\r\n', ' ', '\t', '💧', "'"), maxLength: 12 })
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 7 }),
      (rows, delimiter, ending, piece) => {
        const text = stringify(rows, { delimiter, record_delimiter: ending, quoted: true })
        const reader = new CsvReader(delimiter)
        const found: TableRow[] = []
        for (let at = 0; at < text.length; at += piece) found.push(...reader.push(text.slice(at, at + piece)))
        found.push(...reader.end())
        assert.deepEqual(
          found.map(({ cells }) => cells.join('\0').replaceAll('\r\n', '\n')),
          rows.map((cells) => cells.join('\0').replaceAll('\r\n', '\n')),
        )
        assert.ok(found.every(({ problem }) => problem === null))
      },
    ),
  )
})

test('every row knows its line, also after cells that hold line ends (X-07)', () => {
  const rows = readCsv('a,b\r\n"one\r\ntwo",x\r\n\r\nc,d\ne,f', ',')
  assert.deepEqual(
    rows.map(({ line, cells }) => [line, cells.length]),
    [
      [1, 2],
      [2, 2],
      [5, 2],
      [6, 2],
    ],
  )
  assert.equal(rows[1]?.cells[0], 'one\r\ntwo')
})

test('a quotation mark that is never closed, or stands alone inside, is a problem of its row and hides no other row (X-07)', () => {
  const rows = readCsv('a,b\n5" pipe,x\n"ok",y\n"a"b,z\n"never closed,\nq\n', ',')
  assert.deepEqual(
    rows.map(({ problem }) => problem),
    [null, 'quote_inside', null, 'quote_inside', 'quote_unbalanced'],
  )
  assert.deepEqual(rows[1]?.cells, ['5" pipe', 'x'])
})

test('ragged rows keep their own width and empty lines are no rows (X-07)', () => {
  assert.deepEqual(cellsOf('a,b,c\n1,2\n\n1,2,3,4\n,,\n'), [
    ['a', 'b', 'c'],
    ['1', '2'],
    ['1', '2', '3', '4'],
    ['', '', ''],
  ])
})

test('the delimiter is the one that parts the rows evenly (X-07)', () => {
  assert.equal(delimiterOf('name;born;note\nA, B;1;x\nC, D;2;y\n'), ';')
  assert.equal(delimiterOf('name\tborn\nA\t1\n'), '\t')
  assert.equal(delimiterOf('a,b\n1,2\n'), ',')
  assert.equal(delimiterOf('a|b|c\n1|2|3\n'), '|')
  assert.equal(delimiterOf('only one column\nx\n'), ',')
})

test('marks and zeros tell the encoding; what is no UTF-8 is a guess and says so (X-07)', () => {
  const text = 'tên,nơi\nÁnh,Hà Nội\n'
  const utf16 = Buffer.from(text, 'utf16le')
  assert.deepEqual(encodingOf(Buffer.from(text)), { encoding: 'utf-8', isGuess: false })
  assert.deepEqual(encodingOf(Buffer.from(`\uFEFF${text}`)), { encoding: 'utf-8', isGuess: false })
  assert.deepEqual(encodingOf(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])), { encoding: 'utf-16le', isGuess: false })
  assert.deepEqual(encodingOf(Buffer.from('name,born\nAB,2026\n', 'utf16le')), { encoding: 'utf-16le', isGuess: true })
  assert.deepEqual(encodingOf(Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x2c, 0x31])), { encoding: 'windows-1252', isGuess: true })
  const thai = Buffer.from('ก'.repeat(100))
  for (const cut of [1, 2]) assert.equal(encodingOf(thai.subarray(0, thai.length - cut)).encoding, 'utf-8')
})

test('random bytes never throw and every row of them has a line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const row of readCsv(text, ',')) assert.ok(row.line >= 1 && row.cells.length >= 1)
    }),
  )
})

test('a cell without end is cut and said to be, whatever stands behind it', () => {
  const [row] = readCsv(`"${'x'.repeat(300_000)}`, ',')
  assert.deepEqual([row?.cells[0]?.length, row?.problem], [200_000, 'quote_unbalanced'])
})
