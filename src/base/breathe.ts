import { setImmediate } from 'node:timers/promises'

/** Gives everybody else who waits for this process a turn. For long work in between: what is asked meanwhile is answered meanwhile. */
export const breathe = (): Promise<void> => setImmediate()

/** The same of each of many, with a breath after every few of them. */
export async function inTurns<One, Made>(all: readonly One[], work: (one: One) => Made, few = 16): Promise<Made[]> {
  const made: Made[] = []
  for (const one of all) {
    made.push(work(one))
    if (made.length % few === 0) await breathe()
  }
  return made
}
