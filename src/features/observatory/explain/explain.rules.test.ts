import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { around, leaningsOf } from './explain.rules.ts'

test('a record names each field and the words it leans on, once for each use', () => {
  const body = {
    code: 'I-7Q4M',
    title: { en: 'Taken from home' },
    hedge: { code: 'allegedly', said: 'allegedly' },
    attribution: { said: 'Q is no quotation', citation: 'Q-AAAA' },
    asks: [{ citation: 'Q-BBBB' }, { citation: 'Q-AAAA' }],
    first: 'Q-CCCC',
    citations: ['Q-AAAA', 'Q-DDDD'],
  }
  assert.deepEqual(leaningsOf(body), [
    { at: 'attribution', citation: 'Q-AAAA' },
    { at: 'asks', citation: 'Q-BBBB' },
    { at: 'asks', citation: 'Q-AAAA' },
    { at: 'first', citation: 'Q-CCCC' },
    { at: 'the record', citation: 'Q-AAAA' },
    { at: 'the record', citation: 'Q-DDDD' },
  ])
  assert.deepEqual(leaningsOf({ code: 'I-7Q4M', citations: [] }), [])
})

test('the words around a quotation are those of the paragraph, and a cut is shown', () => {
  const text = `${'before '.repeat(60)}the words${' after'.repeat(60)}`
  const start = text.indexOf('the words')
  const said = around(text, start, start + 9, 40)
  assert.match(said.before, /^… (before )+$/)
  assert.match(said.after, /^( after)+ …$/)
  assert.deepEqual(around('all of it', 0, 9), { before: '', after: '' })
  assert.deepEqual(around('ก'.repeat(90), 40, 50, 5), { before: `…${'ก'.repeat(5)}`, after: `${'ก'.repeat(5)} …` })
})

test('what stands around a quotation always joins to a part of the paragraph', () => {
  fc.assert(
    fc.property(fc.lorem({ mode: 'words', maxCount: 80 }), fc.nat(), fc.nat(), (text, a, b) => {
      const [start, end] = [a % (text.length + 1), b % (text.length + 1)].toSorted((x, y) => x - y) as [number, number]
      const { before, after } = around(text, start, end, 30)
      assert.ok(text.includes(before.replace(/^…/, '') + text.slice(start, end) + after.replace(/ …$/, '')))
    }),
  )
})
