import { HELP } from './press-key.ts'
import { isOpen, likeThis, type ReviewState, type Shown } from './review-state.ts'
import { fitTo, wrapAround } from './terminal-text.ts'

export type Screen = { readonly columns: number; readonly rows: number; readonly colour: boolean }

const ESCAPE = '\u001b['

/** The whole screen as lines, each exactly as wide as the terminal. Works from 80 × 24 on; without colour the span stands in marks. */
export function drawReview(state: ReviewState, screen: Screen): string[] {
  const { opened, at } = state
  const left = Math.min(36, Math.floor(screen.columns * 0.42))
  const right = screen.columns - left - 3
  const height = screen.rows - 4
  const list = drawList(state, left, height, screen.colour)
  const source = drawSource(state, right, height, screen.colour)
  const waiting = opened.proposals.filter(isOpen).length
  const head = `${opened.code}  ${opened.title}`
  const body = Array.from({ length: height }, (_, row) => `${list[row] ?? ' '.repeat(left)} │ ${source[row] ?? ' '.repeat(right)}`)
  const count = opened.proposals.length === 0 ? '0' : String(at + 1)
  return [
    fitTo(head, screen.columns),
    fitTo(`${count} of ${opened.proposals.length}, ${waiting} wait`, screen.columns),
    ...body,
    fitTo(questionOf(state), screen.columns),
    fitTo(state.message === '' ? HELP : state.message, screen.columns),
  ]
}

function drawList({ opened, at }: ReviewState, width: number, height: number, colour: boolean): string[] {
  const first = Math.max(0, Math.min(at - Math.floor(height / 2), opened.proposals.length - height))
  return opened.proposals.slice(first, first + height).map((one, row) => {
    const isHere = first + row === at
    const line = fitTo(`${isHere ? '>' : ' '}${markOf(one)} ${one.kind} ${one.proposed.value}`, width)
    return isHere && colour ? `${ESCAPE}7m${line}${ESCAPE}0m` : line
  })
}

const MARKS: Readonly<Record<string, string>> = { accepted: '+', merged: '&', rejected: '-' }

function markOf(one: Shown): string {
  return MARKS[one.decision ?? ''] ?? '·'
}

function drawSource(state: ReviewState, width: number, height: number, colour: boolean): string[] {
  const here = state.opened.proposals[state.at]
  if (here === undefined) return []
  const about = [
    `${here.kind}: ${here.proposed.value}`,
    [here.proposed.precision, here.proposed.role, here.proposed.negated === true ? 'denied' : '']
      .filter((one) => one !== undefined && one !== '')
      .join(', '),
    `hedge: ${here.proposed.hedge ?? 'stated'}`,
    `rule: ${here.rule}`,
    here.decision === null ? 'waits' : `${here.decision} by ${here.by ?? 'somebody'}${here.record === null ? '' : ` as ${here.record}`}`,
    '',
    ...extraOf(state),
    `paragraph ${here.paragraph}`,
  ]
    .filter((line, index) => line !== '' || index > 3)
    .map((line) => fitTo(line, width))
  const text = state.opened.paragraphs.get(here.paragraph) ?? ''
  return [...about, ...wrapAround(text, here, { width, height: height - about.length, colour })]
}

/** What a question needs to be seen with: records to merge with, or everything that a rule found. */
function extraOf(state: ReviewState): string[] {
  if (state.mode === 'merge') return [...state.candidates.slice(0, 5).map((one) => `${one.code}  ${one.name}`), '']
  if (state.mode === 'rule')
    return [
      ...likeThis(state)
        .slice(0, 8)
        .map((one) => `  ${one.proposed.value}`),
      '',
    ]
  return []
}

function questionOf(state: ReviewState): string {
  if (state.mode === 'edit') return `Edit, then Enter: ${state.input}_`
  if (state.mode === 'reject') return `Why is it rejected (may stay empty): ${state.input}_`
  if (state.mode === 'merge') return `Merge with the record: ${state.input}_`
  if (state.mode === 'rule') return `Accept all ${likeThis(state).length} of this rule in this document? y for yes`
  return ''
}
