import { h, type JSX } from 'preact'
import { hrefOf } from '../../address.ts'
import { team } from '../../desk-state.ts'
import { mark } from '../../views/parts.ts'
import { say } from '../../words.ts'

/** What every member reads under the header, wherever they are: custodians who ask, and keys that are due. guards T-09 */
export function recoveryLines(): (JSX.Element | null)[] {
  const now = team.value
  if (now === null) return []
  const line = (kind: 'stop' | 'caution', words: string) => h('a', { href: hrefOf('team') }, mark(kind, words))
  return [
    now.recoveryAsked === null ? null : line('stop', say('recovery.line', { count: now.recoveryAsked.custodians })),
    now.recoveryDue !== null || now.epochDue ? line('caution', say('recovery.line_due')) : null,
    now.pendingEpoch === null || now.pendingEpoch.mine ? null : line('caution', say('recovery.line_pending')),
  ]
}
