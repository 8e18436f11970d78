import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { call, working as run } from '../../actions.ts'
import { button, field } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { GivenFile, save } from './hand-out.ts'

/** A member as a custodian of another team: a card for them, and an answer when they ask. */
export function ForOthers(): JSX.Element {
  const name = useSignal('')
  const [packet, newcomer] = [useSignal(''), useSignal('')]
  const card = async () => {
    const made = await run(say('recovery.save_card'), () => call('recovery.ownCard', { name: name.value }))
    if (made !== null) save(made)
  }
  const answer = async () => {
    const made = await run(say('recovery.answer'), () => call('recovery.answer', { packet: packet.value, newcomer: newcomer.value }))
    if (made !== null) save(made)
  }
  return h(
    'details',
    { class: 'for-others' },
    h('summary', null, say('recovery.for_others')),
    h('p', null, say('recovery.for_others_why')),
    field({ id: 'custodian-name', label: say('recovery.name'), value: name.value, onValue: (value) => (name.value = value) }),
    h(
      'div',
      { class: 'ways' },
      button(say('recovery.save_card'), () => void card(), { disabled: name.value.trim() === '' }),
    ),
    h(GivenFile, { id: 'share-file', label: say('recovery.share'), text: packet }),
    h(GivenFile, { id: 'newcomer-file', label: say('recovery.newcomer'), text: newcomer }),
    h(
      'div',
      { class: 'ways' },
      button(say('recovery.answer'), () => void answer(), { disabled: packet.value === '' || newcomer.value === '' }),
    ),
  )
}
