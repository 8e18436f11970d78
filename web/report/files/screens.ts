import { h } from '../dom.ts'
import { actions, button, paragraph } from '../fields.ts'
import type { Screen, Shell } from '../screens.ts'
import { fileList, goOn, sizeText } from './file-list.ts'
import { type Picker, pickerOf, shownName } from './picker.ts'
import { runningSender } from './send-files.ts'
import type { FileState, Sending } from './sender.ts'

function reportPicker(shell: Shell): Picker {
  return pickerOf(shell, 'report', () => {
    if (shell.at() === 'files') shell.redraw()
  })
}

/** R5. What each file carries unseen is said before anything is sealed. */
const files: Screen = {
  name: 'files',
  title: 'files.title',
  back: 'attach',
  view: (shell) => {
    const picker = reportPicker(shell)
    return [
      ...fileList(shell, picker),
      actions(
        goOn(shell, picker, () => {
          shell.report.files = picker.picks()
          shell.go('readers')
        }),
      ),
    ]
  },
  leave: (shell) => {
    shell.report.files = reportPicker(shell).picks()
  },
}

/** R10, after the text: how far each file is, in words and as a bar. */
const uploading: Screen = {
  name: 'uploading',
  title: 'files.sending.title',
  view: (shell) => {
    const sending = runningSender()
    if (sending === null) return []
    const { files: all, line, paused, over } = sending.state()
    const says = over ? 'over' : paused ? 'paused' : line
    return [
      h('p', { class: 'lead', role: 'status', id: 'line' }, shell.say(`files.line.${says}`)),
      ...all.map((file) => progressOf(shell, sending, file)),
      !over && actions(paused ? button(shell, 'files.resume', sending.resume) : button(shell, 'files.pause', sending.pause, 'other')),
      paragraph(shell, shell.report.mailbox === 'none' ? 'files.stay.once' : 'files.stay', 'quiet'),
    ].filter((node) => node !== false)
  },
}

function progressOf(shell: Shell, sending: Sending, file: FileState): HTMLElement {
  const { n, name, total, done, state } = file
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total)
  const open = state === 'waiting' || state === 'going'
  const bar = h('progress', { id: `bar-${n}`, max: 100, 'aria-labelledby': `sent-${n}` })
  bar.value = percent
  return h(
    'section',
    { class: 'file' },
    h('h2', { id: `sent-${n}`, class: 'file-name' }, h('bdi', null, shownName(name))),
    bar,
    h('p', null, shell.say(`files.state.${state}`, { percent, done: sizeText(shell, done), total: sizeText(shell, total) })),
    open &&
      h(
        'p',
        null,
        h(
          'button',
          { type: 'button', class: 'plain', 'aria-describedby': `sent-${n}`, on: { click: () => sending.drop(n) } },
          shell.say('files.leave_out'),
        ),
      ),
  )
}

export const screens: readonly Screen[] = [files, uploading]
