import { h } from '../dom.ts'
import { actions, box, button, paragraph } from '../fields.ts'
import { roomLeft } from '../room.ts'
import type { Screen, Shell } from '../screens.ts'

/** R2. One large box; one line is enough. */
export const what: Screen = {
  name: 'what',
  title: 'what.title',
  back: 'safety',
  view: (shell) => {
    const { report } = shell
    const counter = h('p', { class: 'hint', id: 'room', 'aria-live': 'polite' }, counterText(shell))
    const text = box({
      id: 'text',
      label: shell.say('what.label'),
      hint: shell.say('what.hint'),
      value: report.text,
      rows: 9,
      onInput: (value) => {
        report.text = value
        counter.textContent = counterText(shell)
      },
    })
    return [text, counter, paragraph(shell, 'what.nothing_saved', 'quiet'), actions(button(shell, 'go.on', () => goOn(shell)))]
  },
}

/** Said only near a step in size; before that a number would only disturb. */
function counterText(shell: Shell): string {
  const room = roomLeft(shell.report.text)
  if (room.state === 'fine') return ''
  return shell.say(room.state === 'too_long' ? 'what.too_long' : 'what.step', { n: room.bytes })
}

function goOn(shell: Shell): void {
  const { text } = shell.report
  if (text.trim() === '') shell.fault('what.empty', 'text')
  else if (roomLeft(text).state === 'too_long') shell.fault('what.too_long', 'text')
  else shell.go('where')
}
