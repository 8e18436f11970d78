import { h } from '../dom.ts'
import { actions, box, button, paragraph } from '../fields.ts'
import { fileList } from '../files/file-list.ts'
import { dropPicker, type Picker, pickerOf } from '../files/picker.ts'
import { sendFiles } from '../files/send-files.ts'
import type { Screen, Shell } from '../screens.ts'
import { type Identifying, identifying } from './identifies.ts'
import { busyLine, outcomeFault } from './outcome.ts'
import { act, hasLeft, session } from './session.ts'

const DRAFT = 'mail-text'
const WARNED = 'mail-warned'

function picker(shell: Shell): Picker {
  return pickerOf(shell, 'mailbox', () => {
    if (shell.at() === 'mail-write') shell.redraw()
  })
}

/** M3. One box and files; what would say who somebody is is named before it is sealed. */
export const writeScreen: Screen = {
  name: 'mail-write',
  title: 'mail.write.title',
  back: 'messages',
  secret: true,
  view: (shell) => {
    const open = session()
    if (open === null) return []
    const { typed } = shell.report
    const draft = typed[DRAFT] ?? ''
    const warned = typed[WARNED] === undefined ? [] : identifying(draft)
    return [
      ...(open.busy === null ? [] : [busyLine(shell, open.busy)]),
      ...memory(shell),
      box({
        id: 'text',
        label: shell.say('mail.write.label'),
        hint: shell.say('mail.write.hint'),
        value: draft,
        rows: 8,
        onInput: (value) => {
          typed[DRAFT] = value
        },
      }),
      h('h2', null, shell.say('files.title')),
      ...fileList(shell, picker(shell)),
      ...(warned.length === 0 ? [] : [warning(shell, warned)]),
      ...(open.busy === null && warned.length === 0 ? [actions(button(shell, 'mail.send', () => send(shell)))] : []),
    ]
  },
}

/** An older memory is shown and confirmed, never filled in silently. */
function memory(shell: Shell): readonly Node[] {
  const open = session()
  if (open === null || open.shown.memory !== 'older' || open.memoryConfirmed) return []
  const confirm = (): void => {
    open.memoryConfirmed = true
    shell.redraw()
  }
  return [paragraph(shell, 'mail.older', 'caution'), actions(button(shell, 'mail.older.confirm', confirm, 'other'))]
}

function warning(shell: Shell, found: readonly Identifying[]): HTMLElement {
  return h(
    'section',
    { class: 'panel', id: 'warning', role: 'alert', tabindex: -1 },
    h('p', { class: 'caution' }, shell.say('mail.identifies')),
    h('ul', null, ...found.map((one) => h('li', null, shell.say(`mail.identifies.${one}`)))),
    actions(
      button(shell, 'mail.send_anyway', () => void reallySend(shell)),
      button(
        shell,
        'mail.change_it',
        () => {
          delete shell.report.typed[WARNED]
          shell.redraw()
          document.getElementById('text')?.focus()
        },
        'other',
      ),
    ),
  )
}

function send(shell: Shell): void {
  const { typed } = shell.report
  const text = typed[DRAFT] ?? ''
  const files = picker(shell)
  if (text.trim() === '' && files.rows.length === 0) shell.fault('mail.write.empty', 'text')
  else if (files.looking) shell.fault('files.still_looking', 'pick')
  else if (identifying(text).length === 0) void reallySend(shell)
  else warn(shell)
}

function warn(shell: Shell): void {
  shell.report.typed[WARNED] = 'yes'
  shell.redraw()
  document.getElementById('warning')?.focus()
}

async function reallySend(shell: Shell): Promise<void> {
  const { typed } = shell.report
  const { gone } = shell
  delete typed[WARNED]
  const picks = picker(shell).picks()
  // The files were chosen on a screen of this part, so it is here.
  if (picks.length > 0) await shell.part('files')
  const files = picks.map(({ blob: _, ...file }) => file)
  const outcome = await act(shell, { kind: 'write', text: typed[DRAFT] ?? '', files }, picks)
  if (hasLeft(gone) || !outcomeFault(shell, outcome, 'text')) return
  delete typed[DRAFT]
  dropPicker('mailbox')
  const waiting = session()?.uploads ?? null
  if (waiting !== null) await sendFiles(shell, waiting.uploads, () => undefined, waiting.picks)
  if (hasLeft(gone)) return
  typed['mail-done'] = 'mail.done.sent'
  shell.go('mail-done')
}
