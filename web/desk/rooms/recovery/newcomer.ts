import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { call, working as run } from '../../actions.ts'
import { button } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { GivenFile, save } from './hand-out.ts'
import { timeInWords } from './section.ts'

/** For whoever waits at a team whose members are gone: a card for its custodians, and a place for what they sign. */
export function ForCustodians(): JSX.Element {
  const request = useSignal('')
  const said = useSignal<string | null>(null)
  const card = async () => {
    const made = await run(say('recovery.save_newcomer'), () => call('recovery.newcomer', null))
    if (made !== null) save(made)
  }
  const bring = async () => {
    const told = await run(say('recovery.request'), () => call('recovery.ask', { file: request.value }))
    if (told === null) return
    said.value = say('recovery.sent', { count: told.asked, time: told.readyAt === null ? '' : timeInWords(told.readyAt) })
  }
  return h(
    'details',
    { class: 'for-others' },
    h('summary', null, say('recovery.title')),
    h('p', null, say('recovery.newcomer_how')),
    h(
      'div',
      { class: 'ways' },
      button(say('recovery.save_newcomer'), () => void card()),
    ),
    h(GivenFile, { id: 'request-file', label: say('recovery.request'), text: request }),
    h('p', { role: 'status' }, said.value ?? ''),
    h(
      'div',
      { class: 'ways' },
      button(say('recovery.request'), () => void bring(), { disabled: request.value === '' }),
    ),
  )
}
