import { h } from '../dom.ts'
import { actions, box, button, paragraph } from '../fields.ts'
import type { Screen, Shell } from '../screens.ts'
import type { Checked } from './ask.ts'
import { openSession } from './session.ts'

/** While the words become keys; null while nothing happens. */
let progress: { done: number; readonly gone: AbortSignal } | null = null

const isOpening = (shell: Shell): boolean => progress !== null && progress.gone === shell.gone

/** M1. Words or digits; a wrong one is named here, and the server hears of none. */
export const openScreen: Screen = {
  name: 'mailbox',
  title: 'mail.title',
  back: (shell) => (isOpening(shell) ? undefined : 'landing'),
  secret: true,
  view: (shell) => {
    if (isOpening(shell)) return opening(shell)
    return [
      paragraph(shell, 'mail.lead', 'lead'),
      box({
        id: 'words',
        label: shell.say('mail.label'),
        hint: shell.say('mail.hint'),
        value: shell.report.typed['mailbox'] ?? '',
        rows: 3,
        onInput: (value) => {
          shell.report.typed['mailbox'] = value
        },
      }),
      actions(button(shell, 'mail.open', () => void open(shell))),
      paragraph(shell, 'mail.lost', 'quiet'),
    ]
  },
}

function opening(shell: Shell): readonly Node[] {
  const bar = h('progress', { id: 'bar', max: 100, 'aria-label': shell.say('mail.opening') })
  bar.value = Math.round((progress?.done ?? 0) * 100)
  return [h('p', { class: 'lead', role: 'status' }, shell.say('mail.opening')), bar, paragraph(shell, 'mail.opening.while', 'quiet')]
}

async function open(shell: Shell): Promise<void> {
  const typed = shell.report.typed['mailbox'] ?? ''
  const { gone } = shell
  const { problem, at, count } = await shell.work('mailbox').call<Checked>('check', { typed })
  if (problem !== 'fine') return shell.fault(`mail.wrong.${problem}`, 'words', { at: at ?? 0, count: count ?? 0 })
  progress = { done: 0, gone }
  shell.redraw()
  const failure = await openSession(shell, typed, (done) => {
    if (progress !== null) progress.done = done
    const bar = document.getElementById('bar')
    if (bar instanceof HTMLProgressElement) bar.value = Math.round(done * 100)
  })
  progress = null
  if (gone.aborted) return
  if (failure !== null) {
    shell.redraw()
    return shell.fault(`mail.failed.${failure}`, 'words')
  }
  delete shell.report.typed['mailbox']
  shell.go('messages')
}
