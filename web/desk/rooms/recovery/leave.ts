import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { call } from '../../actions.ts'
import type { Colleague } from '../../model.ts'
import { Confirm } from '../../parts/confirm.ts'
import { button } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { act } from './state.ts'

/** Ends a membership, after the code was typed: it cannot be undone. guards T-07 */
export function Leave({ who: { member } }: { readonly who: Colleague }): JSX.Element {
  const asking = useSignal(false)
  const end = async () => {
    asking.value = false
    await act(
      say('recovery.leave', { member }),
      () => call('recovery.leave', { member }).then(() => true),
      () => say('recovery.left', { member }),
    )
  }
  if (!asking.value) return button(say('recovery.leave', { member }), () => (asking.value = true), { kind: 'quiet' })
  return h(Confirm, {
    title: say('recovery.leave', { member }),
    effect: h('p', null, say('recovery.leave_effect')),
    code: member,
    go: say('recovery.leave', { member }),
    onGo: () => void end(),
    onCancel: () => (asking.value = false),
  })
}
