import { readEdits, writeEdits } from './edits.ts'
import { type Decided, type Effect, isOpen, type Key, likeThis, nextOpen, type ReviewState, type Shown, type Step } from './review-state.ts'

const NOTHING: Effect = { does: 'nothing' }
const stay = (state: ReviewState): Step => ({ state, effect: NOTHING })
const say = (state: ReviewState, message: string): Step => stay({ ...state, message })

/** What a key does: the next state, and what has to happen outside. Draws nothing and stores nothing. */
export function pressKey(state: ReviewState, key: Key): Step {
  if (key.name === 'ctrl-c') return { state, effect: { does: 'leave' } }
  const here = state.opened.proposals[state.at]
  if (state.mode !== 'list') return answerQuestion(state, key, here)
  const command = COMMANDS[key.text] ?? COMMANDS[key.name]
  if (command === undefined) return say(state, HELP)
  if (here === undefined && command !== leave) return say(state, 'This document has no proposals.')
  return command({ ...state, message: '' }, here as Shown)
}

export const HELP = 'j/k move a accept e edit m merge r reject n like this A rule u undo q leave'

type Command = (state: ReviewState, here: Shown) => Step
const leave: Command = (state) => ({ state, effect: { does: 'leave' } })
const move =
  (by: number): Command =>
  (state) =>
    stay({ ...state, at: Math.min(state.opened.proposals.length - 1, Math.max(0, state.at + by)) })
const ask =
  (mode: ReviewState['mode'], input: (here: Shown) => string): Command =>
  (state, here) =>
    isOpen(here) ? stay({ ...state, mode, input: input(here) }) : say(state, decidedWords(here))

const COMMANDS: Readonly<Record<string, Command>> = {
  j: move(1),
  down: move(1),
  k: move(-1),
  up: move(-1),
  pagedown: move(10),
  pageup: move(-10),
  q: leave,
  a: (state, here) =>
    isOpen(here) ? decide(state, [{ proposal: here.id, seen: here.decisions, decision: 'accepted' }]) : say(state, decidedWords(here)),
  e: ask('edit', writeEdits),
  r: ask('reject', () => ''),
  m: (state, here) =>
    isOpen(here)
      ? { state: { ...state, mode: 'merge', input: '', candidates: [] }, effect: { does: 'candidates', of: here } }
      : say(state, decidedWords(here)),
  A: ask('rule', () => ''),
  n: (state, here) => {
    const at = nextOpen(state, (one) => one.rule === here.rule && one.kind === here.kind)
    return at === state.at ? say(state, 'No other one like this waits.') : stay({ ...state, at })
  },
  u: (state, here) => {
    const last = isOpen(here) ? state.opened.proposals.find((one) => one.id === state.done.at(-1)) : here
    if (last === undefined || isOpen(last)) return say(state, 'There is nothing to undo.')
    return decide({ ...state, at: state.opened.proposals.indexOf(last) }, [{ proposal: last.id, seen: last.decisions, decision: 'undone' }])
  },
}

function decide(state: ReviewState, decisions: readonly Decided[]): Step {
  return { state: { ...state, mode: 'list', input: '' }, effect: { does: 'decide', decisions } }
}

function decidedWords(here: Shown): string {
  return `Already ${here.decision ?? 'decided'} by ${here.by ?? 'somebody'}. u undoes it.`
}

function answerQuestion(state: ReviewState, key: Key, here: Shown | undefined): Step {
  if (key.name === 'escape' || here === undefined) return stay({ ...state, mode: 'list', input: '', message: '' })
  if (state.mode === 'rule') return key.text === 'y' ? acceptRule(state) : stay({ ...state, mode: 'list' })
  if (key.name === 'return') return carryOut(state, here)
  if (key.name === 'backspace') return stay({ ...state, input: [...state.input].slice(0, -1).join('') })
  return /^[^\p{C}]+$/u.test(key.text) && state.input.length < 500 ? stay({ ...state, input: state.input + key.text }) : stay(state)
}

function acceptRule(state: ReviewState): Step {
  return decide(
    state,
    likeThis(state).map((one) => ({ proposal: one.id, seen: one.decisions, decision: 'accepted' })),
  )
}

function carryOut(state: ReviewState, here: Shown): Step {
  const input = state.input.trim()
  const base = { proposal: here.id, seen: here.decisions }
  if (state.mode === 'reject') return decide(state, [{ ...base, decision: 'rejected', ...(input === '' ? {} : { reason: input }) }])
  if (state.mode === 'merge')
    return input === ''
      ? say(state, 'Type the code of the record.')
      : decide(state, [{ ...base, decision: 'merged', record: input.toUpperCase() }])
  const edits = readEdits(here, state.input)
  return edits === null ? say(state, 'Write it as name=value; name=value.') : decide(state, [{ ...base, decision: 'accepted', edits }])
}
