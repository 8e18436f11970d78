import { systemClock } from '#kernel/clock.ts'
import type { Answer, Ask, CallName } from '../calls.ts'
import { doorTo } from './door.ts'
import { faultOf } from './fault.ts'
import { openDesk } from './session.ts'

/** The page reaches the keys through these messages alone. What is not a call of the table is not answered. */
const scope = globalThis as unknown as {
  readonly addEventListener: (kind: 'message', listener: (event: MessageEvent<Ask>) => void) => void
  readonly postMessage: (answer: Answer) => void
  readonly location: { readonly origin: string }
}
const post = (answer: Answer): void => scope.postMessage(answer)
const desk = openDesk({ door: doorTo(scope.location.origin, (...given) => fetch(...given)), clock: systemClock, tell: post })

scope.addEventListener('message', ({ data }) => void answer(data))

async function answer({ id, call, with: given }: Ask): Promise<void> {
  try {
    post({ id, ok: true, out: await desk.answer(call satisfies CallName, given) })
  } catch (error) {
    post({ id, ok: false, fault: faultOf(error) })
  }
}
