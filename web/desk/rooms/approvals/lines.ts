import { h, type JSX } from 'preact'
import { hrefOf } from '../../address.ts'
import { mark } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { waitingForMe, waitingReview } from './state.ts'

/** What every room shows until somebody has seen to it: one line each, and nothing when nothing waits. */
export function approvalLines(): JSX.Element[] {
  const [asked, broken] = [waitingForMe.value.length, waitingReview.value.length]
  return [
    ...(broken === 0 ? [] : [line(mark('stop', say('approvals.line_glass', { count: broken })))]),
    ...(asked === 0 ? [] : [line(mark('caution', say('approvals.line_waiting', { count: asked })))]),
  ]
}

function line(words: JSX.Element): JSX.Element {
  return h('a', { href: hrefOf('approvals') }, words)
}
