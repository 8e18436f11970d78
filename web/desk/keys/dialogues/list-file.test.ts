import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCsv } from '#formats/csv-read.ts'
import { writtenList } from './list-file.ts'

const row = { case: 'C-ABCDEF', subject: 'P-ABCDEF', form: 'spoken', times: 2, lastRaised: '2026-01-02', lastReply: '' }
const list = { round: 'Y-ABCDEF', n: 1, hash: 'a'.repeat(64), on: '2026-02-03' }

test('a list opens in a spreadsheet as text: what looks like a formula does not run, and JSON keeps the value (A-18)', () => {
  for (const evil of ['=HYPERLINK("http://example.invalid","x")', '+cmd', '@SUM(A1)', '\t=1', '-2+3']) {
    const rows = [{ ...row, lastReply: evil }]
    const [header, written] = readCsv(writtenList('csv', { ...list, rows }).replace('\uFEFF', ''), ',')
    assert.equal(written?.cells[header?.cells.indexOf('lastReply') ?? -1], `'${evil}`)
    assert.deepEqual((JSON.parse(writtenList('json', { ...list, rows })) as { rows: object[] }).rows, rows)
  }
  const [, plain] = readCsv(writtenList('csv', { ...list, rows: [row] }).replace('\uFEFF', ''), ',')
  assert.deepEqual(plain?.cells, ['C-ABCDEF', 'P-ABCDEF', 'spoken', '2', '2026-01-02', ''])
})
