import type { Base } from './transact.ts'

/**
 * The same base, of which no more than `most` transactions are open at a time; the others wait in the order in which they came.
 * For work that comes in floods: whoever waits for a row holds no connection meanwhile that somebody at a desk needs.
 */
export function fewAtOnce({ clock, transact, read }: Base, most: number): Base {
  let open = 0
  const waiting: (() => void)[] = []
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (open < most) open += 1
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // Whoever is next takes this place over, so that nobody who came later is before them.
      if (next === undefined) open -= 1
      else next()
    }
  }
  return {
    clock,
    transact: (actor, work) => inTurn(() => transact(actor, work)),
    read: (actor, work) => inTurn(() => read(actor, work)),
  }
}
