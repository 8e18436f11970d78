import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Column, csvPieces } from './csv.ts'
import { guardCell } from './guard-cell.ts'

/** A reader of RFC 4180 that shares nothing with the writer. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') {
        cell += '"'
        at++
      } else isQuoted = false
    } else if (sign === '"') isQuoted = true
    else if (sign === ',') {
      lines.at(-1)?.push(cell)
      cell = ''
    } else if (sign === '\r' && text[at + 1] === '\n') {
      lines.at(-1)?.push(cell)
      cell = ''
      lines.push([])
      at++
    } else cell += sign
  }
  lines.pop()
  return lines
}

type Row = { readonly a: string; readonly n: number | null }
const columns: readonly Column<Row>[] = [
  { name: 'a', type: 'string', description: 'words', value: (row) => row.a },
  { name: 'n', type: 'integer', description: 'number', value: (row) => row.n },
]

test('what is written reads back, whatever the words and the size of the pieces', () => {
  const rows = fc.array(fc.record({ a: fc.string({ unit: 'binary' }), n: fc.option(fc.integer(), { nil: null }) }), { maxLength: 20 })
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), (given, batch) => {
      const read = readCsv([...csvPieces(columns, given, batch)].join(''))
      assert.deepEqual(read, [['a', 'n'], ...given.map((row) => [guardCell(row.a), row.n === null ? '' : String(row.n)])])
    }),
  )
})

test('no cell begins like a formula, and a number stays a number', () => {
  for (const bad of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1']) {
    assert.equal(guardCell(bad), `'${bad}`)
    const [, line] = readCsv([...csvPieces(columns, [{ a: bad, n: -1 }])].join(''))
    assert.deepEqual(line, [`'${bad}`, '-1'])
  }
  assert.equal(guardCell('alleged'), 'alleged')
})

test('an empty table still has its header', () => {
  assert.equal([...csvPieces(columns, [])].join(''), 'a,n\r\n')
})
