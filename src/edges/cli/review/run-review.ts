import { emitKeypressEvents } from 'node:readline'
import type { ReadStream, WriteStream } from 'node:tty'
import { Refusal } from '#kernel/refusal.ts'
import { drawReview } from './draw-review.ts'
import { pressKey } from './press-key.ts'
import {
  beginReview,
  type Candidate,
  type Decided,
  type Effect,
  type Key,
  nextOpen,
  type Opened,
  type ReviewState,
  renewed,
  type Shown,
} from './review-state.ts'

/** What main hands in: the document as it stands, deciding, and records that a proposal may be merged with. */
export type ReviewDoor = {
  open(): Promise<Opened>
  decide(decision: Decided): Promise<{ readonly record: string | null }>
  candidates(of: Shown): Promise<readonly Candidate[]>
}
export type Terminal = { readonly input: ReadStream; readonly output: WriteStream; readonly colour: boolean }

/** Runs a review on a terminal until somebody leaves it. Each decision is stored at once, so leaving loses nothing. */
export async function runReview(door: ReviewDoor, { input, output, colour }: Terminal): Promise<void> {
  let state = beginReview(await door.open())
  const draw = (): void => {
    const screen = { columns: Math.max(40, output.columns), rows: Math.max(12, output.rows), colour }
    output.write(`\u001b[H${drawReview(state, screen).join('\r\n')}\u001b[J`)
  }
  emitKeypressEvents(input)
  input.setRawMode(true)
  output.write('\u001b[?1049h\u001b[?25l')
  output.on('resize', draw)
  const keys = keysOf(input)
  try {
    draw()
    for await (const key of keys) {
      const step = pressKey(state, key)
      if (step.effect.does === 'leave') return
      state = await carryOut(door, step.state, step.effect)
      draw()
    }
  } finally {
    output.off('resize', draw)
    input.setRawMode(false)
    input.pause()
    output.write('\u001b[?25h\u001b[?1049l')
  }
}

async function carryOut(door: ReviewDoor, state: ReviewState, effect: Effect): Promise<ReviewState> {
  if (effect.does === 'candidates') return { ...state, candidates: await door.candidates(effect.of) }
  return effect.does === 'decide' ? decideAll(door, state, effect.decisions) : state
}

/** One after the other. What is refused stays as it is and is told; the others do not wait for it. */
export async function decideAll(door: ReviewDoor, state: ReviewState, decisions: readonly Decided[]): Promise<ReviewState> {
  const told: string[] = []
  const refused: string[] = []
  const done: string[] = []
  for (const decision of decisions) {
    const { ok, says } = await decideOne(door, decision)
    const list = ok ? told : refused
    list.push(says)
    if (ok) done.push(decision.proposal)
  }
  const counts = decisions.length > 1 ? `${done.length} decided, ${refused.length} refused. ` : ''
  const message = counts + (refused[0] ?? told.at(-1) ?? 'Nothing waits.')
  const after = renewed({ ...state, done: [...state.done, ...done] }, await door.open(), message)
  const goesOn = done.length > 0 && decisions[0]?.decision !== 'undone'
  return goesOn ? { ...after, at: nextOpen(after) } : after
}

async function decideOne(door: ReviewDoor, decision: Decided): Promise<{ readonly ok: boolean; readonly says: string }> {
  try {
    const { record } = await door.decide(decision)
    return { ok: true, says: record === null ? `${decision.decision}.` : `${decision.decision} as ${record}.` }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, says: error.message }
    throw error
  }
}

/** Keys in the order in which they were pressed, also while a decision is being stored. */
async function* keysOf(input: ReadStream): AsyncGenerator<Key> {
  const waiting: Key[] = []
  const stream = { ended: false }
  let wake: () => void = () => undefined
  const press = (text: string | undefined, key: { readonly name?: string; readonly ctrl?: boolean }): void => {
    const name = key.ctrl === true ? `ctrl-${key.name ?? ''}` : (key.name ?? '')
    waiting.push({ name, text: key.ctrl === true ? '' : (text ?? '') })
    wake()
  }
  const end = (): void => {
    stream.ended = true
    wake()
  }
  input.on('keypress', press)
  input.once('end', end)
  input.resume()
  try {
    while (!stream.ended || waiting.length > 0) {
      const key = waiting.shift()
      if (key !== undefined) yield key
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    input.off('keypress', press)
    input.off('end', end)
  }
}
