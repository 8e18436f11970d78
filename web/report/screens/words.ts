import { h } from '../dom.ts'
import { actions, button, paragraph } from '../fields.ts'
import { canSeal, withoutKeys } from '../list-state.ts'
import type { Screen, Shell } from '../screens.ts'
import { confirmPanel, forgetTyped, isConfirmed, type Shown, secretShown } from '../secret-fields.ts'

/** R9. The words come before sending; nothing is sealed until they are confirmed or declined. Never printed, never copied. */
export const words: Screen = {
  name: 'words',
  title: 'words.title',
  back: 'check',
  secret: true,
  view: (shell) => {
    if (!canSeal(shell)) return withoutKeys(shell)
    if (shell.report.words === null) void makeWords(shell)
    return [paragraph(shell, 'words.not_sent', 'caution'), paragraph(shell, 'words.why', 'lead'), ...shown(shell), declined(shell)]
  },
  leave: (shell) => forgetTyped(shell),
}

async function makeWords(shell: Shell): Promise<void> {
  try {
    const made = await shell.work('seal').call<Shown>('secret')
    shell.report.words = made.words
    shell.report.digits = made.digits
    if (shell.at() === 'words') shell.redraw()
  } catch {
    shell.fault('lists.no_protection')
  }
}

function shown(shell: Shell): readonly HTMLElement[] {
  const { words: nine, digits } = shell.report
  if (nine === null) return [paragraph(shell, 'words.making', 'quiet')]
  const secret = { words: nine, digits }
  return [
    ...secretShown(shell, secret),
    confirmPanel(shell),
    actions(
      button(shell, 'words.send', () => {
        if (!isConfirmed(shell, secret)) return
        shell.report.mailbox = 'kept'
        shell.go('sending')
      }),
    ),
  ]
}

function declined(shell: Shell): HTMLElement {
  return h(
    'details',
    null,
    h('summary', null, shell.say('words.cannot')),
    paragraph(shell, 'words.cannot_means'),
    button(
      shell,
      'words.send_without',
      () => {
        shell.report.mailbox = 'none'
        shell.go('sending')
      },
      'other',
    ),
  )
}
