/** The clauses of treaties: planted changes found with the words that decide, unchanged clauses left alone, and time. */
import { compareDrafts } from '#features/commitments/index.ts'
import { aLongTreaty, readWritten, scoreDrafts } from './clause-texts.ts'
import { type BenchOptions, type Figure, summarise } from './measure.ts'

const PAIRS = 60
const SEED = 7
const FOUND = 0.9
const FLAGGED = 0.1
/** Sixty pages of 3,000 letters. */
const LETTERS = 180_000
const MOST_MS = 3000

/** Two scores: the texts that the rules were tuned on, and the texts that were only ever scored. */
export async function figures({ root }: BenchOptions): Promise<Figure[]> {
  const sets = [
    ['tuned on', ['tuned', 'tuned-second', 'tuned-third']],
    ['held out', ['held-out']],
  ] as const
  const scores = sets.flatMap(([name, files]) => {
    const all = files.map((file) => scoreDrafts(readWritten(root, file), SEED, PAIRS))
    const sum = (of: (one: (typeof all)[number]) => number): number => all.reduce((total, one) => total + of(one), 0)
    const found = sum((one) => one.found) / sum((one) => one.planted)
    const flagged = sum((one) => one.flagged) / sum((one) => one.unchanged)
    return [
      {
        what: `planted changes found with the deciding words, texts ${name}`,
        value: found * 100,
        unit: '%',
        atLeast: FOUND * 100,
        spread: 0,
        ok: found >= FOUND,
      },
      {
        what: `unchanged clauses flagged, texts ${name}`,
        value: flagged * 100,
        unit: '%',
        atMost: FLAGGED * 100,
        spread: 0,
        ok: flagged <= FLAGGED,
      },
    ]
  })
  const file = readWritten(root, 'tuned')
  const [first, second] = [aLongTreaty(file, LETTERS, 1), aLongTreaty(file, LETTERS, 2)]
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now()
    compareDrafts(first, second)
    return performance.now() - started
  })
  const ms = summarise(times)
  return [
    ...scores,
    {
      what: 'two texts of 60 pages compared',
      value: ms.median,
      unit: 'ms',
      atMost: MOST_MS,
      spread: ms.spread,
      ok: ms.median <= MOST_MS,
    },
  ]
}
