import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LEAST_OF_OTHERS, LEAST_OF_SENSITIVE, type Told, withoutSmall } from './suppress.rules.ts'

const cells = (numbers: readonly number[]) => numbers.map((n, at) => ({ key: `group-${at}`, n }))
const shown = (numbers: readonly number[], least = LEAST_OF_SENSITIVE) => {
  const told = withoutSmall(cells(numbers), least)
  return [...told.cells.map(({ n }) => n), told.all]
}

test('a cell below ten is hidden, the next larger one with it, and so is the sum that would tell both (R-EP-11)', () => {
  assert.deepEqual(shown([40, 1, 25, 12]), [40, null, 25, null, null])
  assert.deepEqual(shown([40, 9, 25, 10]), [40, null, 25, null, null])
  assert.deepEqual(shown([40, 10, 25]), [40, 10, 25, 75])
})

test('nobody is a small number too, and several small ones are not told by what they come to (R-EP-11)', () => {
  assert.deepEqual(shown([40, 0, 25, 12]), [40, null, 25, null, null])
  assert.deepEqual(shown([40, 0, 1, 25]), [40, null, null, null, null], 'one in all, between two cells, is still one')
  assert.deepEqual(shown([40, 5, 5, 25]), [40, null, null, 25, null])
  assert.deepEqual(shown([3]), [null, null])
  assert.deepEqual(shown([]), [0])
})

test('another attribute has another least', () => {
  assert.deepEqual(shown([40, 4, 6, 25], 5), [40, null, null, 25, null])
  assert.deepEqual(shown([40, 5, 6, 25], 5), [40, 5, 6, 25, 76])
  assert.deepEqual(shown([40, 1, 4, 5, 25], 5), [40, null, null, null, 25, null], 'beside a five that stands, each hidden one is below it')
})

/** Every line of so many cells with numbers up to `most`. */
function* everyLine(length: number, most: number): Generator<readonly number[]> {
  for (let at = 0; at < (most + 1) ** length; at += 1)
    yield Array.from({ length }, (_, place) => Math.floor(at / (most + 1) ** place) % (most + 1))
}

test('whoever tries every table that would show the same, by the very rule that hid it, tells no hidden cell to within three (R-EP-11)', () => {
  for (const { least, length, most } of [
    { least: LEAST_OF_OTHERS, length: 2, most: 24 },
    { least: LEAST_OF_OTHERS, length: 3, most: 16 },
    { least: LEAST_OF_OTHERS, length: 4, most: 10 },
    { least: LEAST_OF_SENSITIVE, length: 3, most: 22 },
  ]) {
    const possible = new Map<string, { readonly line: readonly (number | null)[]; readonly low: number[]; readonly high: number[] }>()
    for (const numbers of everyLine(length, most)) {
      const line = withoutSmall(cells(numbers), least).cells.map(({ n }) => n)
      const known = possible.get(line.join()) ?? { line, low: [...numbers], high: [...numbers] }
      for (const [at, n] of numbers.entries()) {
        known.low[at] = Math.min(known.low[at] ?? n, n)
        known.high[at] = Math.max(known.high[at] ?? n, n)
      }
      possible.set(line.join(), known)
    }
    assert.ok(possible.size > 1)
    for (const { line, low, high } of possible.values())
      for (const [at, n] of line.entries())
        assert.ok(n !== null || (high[at] ?? 0) - (low[at] ?? 0) > 3, `${line.join()} tells cell ${at} as ${low[at]} to ${high[at]}`)
  }
})

/** What somebody can say of one hidden cell who knows the sum of all from elsewhere. */
function rangeOf(told: readonly Told[], all: number): { readonly from: number; readonly to: number } {
  const hidden = told.filter(({ n }) => n === null).length
  const left = all - told.reduce((sum, { n }) => sum + (n ?? 0), 0)
  return { from: hidden === 1 ? left : 0, to: left }
}

test('whatever the numbers are, nothing small is told, and whoever knows the sum works out no hidden cell (R-EP-11)', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(40), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(LEAST_OF_OTHERS, LEAST_OF_SENSITIVE),
      (numbers, least) => {
        const told = withoutSmall(cells(numbers), least)
        const hidden = told.cells.filter(({ n }) => n === null)
        for (const [at, { n }] of told.cells.entries()) assert.ok(n === null || (n >= least && n === numbers[at]))
        assert.equal(told.all === null, hidden.length > 0)
        assert.equal(
          hidden.length > 0,
          numbers.some((n) => n < least),
        )
        if (hidden.length === 0 || hidden.length === numbers.length) return
        const { from, to } = rangeOf(
          told.cells,
          numbers.reduce((sum, n) => sum + n, 0),
        )
        assert.ok(to - from >= least, `${numbers.join()} tells ${from} to ${to}`)
      },
    ),
    { numRuns: 2_000 },
  )
})
