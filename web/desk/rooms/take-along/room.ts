import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { call, working as work } from '../../actions.ts'
import { busy } from '../../desk-state.ts'
import type { Inside } from '../../late.ts'
import { button, faultBox, working } from '../../views/parts.ts'
import { say } from '../../words.ts'

const asked = signal(false)
/** The address of the file in this tab's memory; it ends with the lock. */
const ready = signal<{ readonly address: string; readonly rows: number; readonly proofs: number } | null>(null)

async function ask(): Promise<void> {
  asked.value = (await work(say('takeAlong.ask'), () => call('takeAlong.ask', null))) !== null
}

async function fetchAll(): Promise<void> {
  const taken = await work(say('takeAlong.running'), () => call('takeAlong.run', null))
  if (taken === null) return
  forget()
  const address = URL.createObjectURL(new Blob([...taken.parts], { type: 'application/zip' }))
  ready.value = { address, rows: taken.rows, proofs: taken.proofs }
}

function forget(): void {
  if (ready.value !== null) URL.revokeObjectURL(ready.value.address)
  ready.value = null
  asked.value = false
}

function Page(): JSX.Element {
  const file = ready.value
  return h(
    'section',
    { class: 'tables' },
    h('h1', null, say('takeAlong.title')),
    h('p', null, say('takeAlong.intro')),
    h('p', null, h('strong', null, say('takeAlong.sealed'))),
    faultBox(),
    h(
      'div',
      { class: 'ways' },
      button(say('takeAlong.ask'), () => void ask(), { disabled: busy.value !== null }),
      button(say('takeAlong.run'), () => void fetchAll(), { kind: 'first', disabled: busy.value !== null }),
    ),
    h('div', { role: 'status' }, asked.value ? h('p', null, say('takeAlong.asked')) : null),
    working(),
    file === null
      ? null
      : h(
          'p',
          null,
          say('takeAlong.done', { rows: file.rows, proofs: file.proofs }),
          ' ',
          h('a', { href: file.address, download: 'asylia-take-along.zip' }, say('takeAlong.save')),
        ),
  )
}

/** All that the team owns, in a form that outlives this installation. guards T-22 */
export const takeAlongRoom: Inside = {
  view: () => h(Page, {}),
  forget,
}
