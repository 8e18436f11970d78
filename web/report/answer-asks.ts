import type { Ask, InPage, Told } from './work.ts'

export type Answering = (question: never, onProgress: (done: number) => void) => unknown

/** Answers the questions of `openWork`, in a worker or, where there is none, in the page. Call it once, last in the file. */
export function answerAsks(answers: Readonly<Record<string, Answering>>): void {
  const answer = async ({ id, name, question }: Ask, tell: (told: Told) => void): Promise<void> => {
    const known = answers[name]
    try {
      if (known === undefined) throw new Error('unknown question')
      tell({ id, answer: await known(question as never, (done) => tell({ id, done })) })
    } catch (error) {
      tell({ id, refused: codeOf(error) })
    }
  }
  if (typeof document === 'undefined') answerInWorker(answer)
  else (globalThis as InPage).asyliaWork = (ask, tell) => void answer(ask, tell)
}

type Port = { onmessage: ((event: MessageEvent<Ask>) => void) | null; postMessage: (told: Told | 'ready') => void }

function answerInWorker(answer: (ask: Ask, tell: (told: Told) => void) => Promise<void>): void {
  const port = globalThis as unknown as Port
  port.onmessage = (event) => void answer(event.data, (told) => port.postMessage(told))
  port.postMessage('ready')
}

/** A refusal travels as its code. What else was thrown travels as `fault`: its words could hold the person's own. */
function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^[a-z_.]+$/.test(code) ? code : 'fault'
}
