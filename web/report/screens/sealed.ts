import { h } from '../dom.ts'
import { actions, box, button, paragraph } from '../fields.ts'
import { postArmour } from '../requests.ts'
import type { Screen, Shell } from '../screens.ts'

/** Lane C. Ciphertext that was made elsewhere; what is no armour never leaves the page. */
export const sealed: Screen = {
  name: 'sealed',
  title: 'sealed.title',
  back: 'landing',
  view: (shell) => [
    paragraph(shell, 'sealed.lead', 'lead'),
    h('p', null, h('a', { href: '/report/keys.txt', download: 'keys.txt' }, shell.say('sealed.keys'))),
    h('pre', { dir: 'ltr' }, 'age -a -R chosen.txt -o out.age in.txt'),
    paragraph(shell, 'sealed.limits', 'caution'),
    box({
      id: 'armour',
      label: shell.say('sealed.label'),
      value: shell.report.typed['armour'] ?? '',
      rows: 6,
      onInput: (value) => {
        shell.report.typed['armour'] = value
      },
    }),
    actions(button(shell, 'sealed.send', () => void send(shell))),
  ],
}

async function send(shell: Shell): Promise<void> {
  const armour = (shell.report.typed['armour'] ?? '').trim()
  const isArmour = await shell.work('seal').call<boolean>('isArmour', armour)
  if (!isArmour) {
    shell.fault('sealed.not_armour', 'armour')
    return
  }
  const answer = await postArmour(`${armour}\n`, shell.gone)
  if (answer.kind === 'accepted') {
    delete shell.report.typed['armour']
    shell.report.mailbox = 'none'
    shell.go('done')
  } else shell.fault(answer.kind === 'lost' ? 'sealed.no_line' : 'sealed.refused', 'armour')
}
