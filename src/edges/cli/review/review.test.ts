import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { drawReview } from './draw-review.ts'
import { readEdits, writeEdits } from './edits.ts'
import { pressKey } from './press-key.ts'
import { beginReview, type Opened, type ReviewState, renewed, type Shown } from './review-state.ts'
import { columnsOf } from './terminal-text.ts'

const shown = (mark: string, more: Partial<Shown> = {}): Shown => ({
  id: `id-${mark}`,
  mark,
  paragraph: 1,
  start: 4,
  end: 10,
  kind: 'person',
  rule: 'person.full',
  proposed: { value: 'mira okonedo' },
  decisions: 0,
  decision: null,
  record: null,
  by: null,
  ...more,
})
const TEXT = 'The weaver was allegedly followed to her lodging in Arvena.'
const opened = (proposals: readonly Shown[], text = TEXT): Opened => ({
  document: 'd',
  code: 'D-AAAA',
  title: 'A letter',
  paragraphs: new Map([[1, text]]),
  proposals,
})
const press = (state: ReviewState, keys: string) =>
  [...keys].reduce((step, text) => pressKey(step.state, { name: text === '\r' ? 'return' : text, text }), {
    state,
    effect: { does: 'nothing' },
  } as ReturnType<typeof pressKey>)
const plain = (lines: readonly string[]) => lines.map((line) => line.replaceAll(/\u001b\[\d*m/g, ''))
const small = { columns: 80, rows: 24, colour: false }

test('a review begins at the first proposal that waits', () => {
  const state = beginReview(opened([shown('a', { decision: 'accepted', decisions: 1 }), shown('b')]))
  assert.equal(state.at, 1)
  assert.equal(press(state, 'k').state.at, 0)
  assert.equal(press(state, 'jjj').state.at, 1)
})

test('a key decides with the count that its reader saw, and a decided one is left alone', () => {
  const state = beginReview(
    opened([shown('a', { decisions: 2, decision: 'undone' }), shown('b', { decision: 'rejected', decisions: 1, by: 'Ben' })]),
  )
  assert.deepEqual(press(state, 'a').effect, { does: 'decide', decisions: [{ proposal: 'id-a', seen: 2, decision: 'accepted' }] })
  assert.deepEqual(press(state, 'rno\r').effect, {
    does: 'decide',
    decisions: [{ proposal: 'id-a', seen: 2, decision: 'rejected', reason: 'no' }],
  })
  const step = press(state, 'ja')
  assert.deepEqual([step.effect.does, step.state.message], ['nothing', 'Already rejected by Ben. u undoes it.'])
  assert.deepEqual(press(state, 'ju').effect, { does: 'decide', decisions: [{ proposal: 'id-b', seen: 1, decision: 'undone' }] })
})

test('merging asks for records first and sends the code that was typed', () => {
  const state = beginReview(opened([shown('a')]))
  assert.equal(press(state, 'm').effect.does, 'candidates')
  assert.deepEqual(press(state, 'mp-7q4m\r').effect, {
    does: 'decide',
    decisions: [{ proposal: 'id-a', seen: 0, decision: 'merged', record: 'P-7Q4M' }],
  })
  assert.equal(press(state, 'm\r').effect.does, 'nothing')
})

test('all of one rule are accepted after they were shown and confirmed, and only those that wait', () => {
  const state = beginReview(
    opened([shown('a'), shown('b', { rule: 'other' }), shown('c'), shown('d', { decision: 'rejected', decisions: 1 })]),
  )
  assert.match(plain(drawReview(press(state, 'A').state, small)).join('\n'), /Accept all 2 of this rule/)
  const { effect } = press(state, 'Ay')
  assert.deepEqual(effect.does === 'decide' && effect.decisions.map((one) => one.proposal), ['id-a', 'id-c'])
  assert.equal(press(state, 'An').effect.does, 'nothing')
  assert.equal(press(state, 'n').state.at, 2)
})

test('an edit sends what was changed and nothing else', () => {
  const act = shown('a', { kind: 'method', proposed: { value: 'phys.abduction', hedge: 'alleged' } })
  assert.equal(writeEdits(act), 'value=phys.abduction; hedge=alleged; origin=; host=')
  assert.deepEqual(readEdits(act, 'value=phys.abduction; hedge=alleged; origin=VN; host='), { origin: 'VN' })
  assert.deepEqual(readEdits(act, writeEdits(act)), {})
  assert.equal(readEdits(act, 'truth=yes'), null)
  assert.equal(readEdits(act, 'just words'), null)
})

test('after somebody else decided, the place stays and what they decided is shown', () => {
  const state = press(beginReview(opened([shown('a'), shown('b')])), 'j').state
  const after = renewed(
    state,
    opened([shown('x'), shown('a'), shown('b', { decision: 'accepted', decisions: 1, by: 'Ben', record: 'P-AAAA' })]),
    'told',
  )
  assert.equal(after.at, 2)
  assert.match(drawReview(after, small).join('\n'), /accepted by Ben as P-AAAA/)
})

test('the span stands in marks without colour and lit with it, inside 80 by 24', () => {
  const state = beginReview(opened([shown('a')]))
  assert.match(drawReview(state, small).join('\n'), /The ‹weaver› was/)
  assert.match(drawReview(state, { ...small, colour: true }).join('\n'), /The \u001b\[7mweaver\u001b\[0m was/)
  assert.equal(drawReview(state, small).length, 24)
})

test('whatever a document holds, every line fits and the terminal obeys none of it', () => {
  const anyText = fc.string({ unit: 'grapheme', maxLength: 600 })
  const hostile = fc.constantFrom(
    '\u001b[2J\u001b]0;title\u0007',
    '\u202eabc',
    'ถูกติดตามที่กรุงเทพ'.repeat(20),
    '漢字'.repeat(90),
    'x'.repeat(300),
    'e\u0301'.repeat(90),
  )
  const text = fc.array(fc.oneof(anyText, hostile), { maxLength: 4 }).map((parts) => parts.join(' '))
  fc.assert(
    fc.property(text, fc.nat(400), fc.nat(80), fc.integer({ min: 60, max: 160 }), fc.boolean(), (words, start, length, columns, colour) => {
      const state = beginReview(opened([shown('a', { start, end: start + length + 1, proposed: { value: words } })], words))
      const lines = drawReview(state, { columns, rows: 24, colour })
      assert.equal(lines.length, 24)
      for (const line of plain(lines)) {
        assert.ok(!/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(line), JSON.stringify(line))
        assert.ok(columnsOf(line) <= columns + (colour ? 0 : 2), `${columnsOf(line)} of ${columns}: ${line}`)
      }
    }),
    { numRuns: 300 },
  )
})
