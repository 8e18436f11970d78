import type { Consent } from '#crypto/mailbox/shapes.ts'
import { h } from '../dom.ts'
import { actions, button, paragraph, tick } from '../fields.ts'
import type { Screen, Shell } from '../screens.ts'
import type { Key } from '../words.ts'
import { busyLine, outcomeFault } from './outcome.ts'
import { act, erase, hasLeft, session } from './session.ts'

const CHOICES = ['delete', 'words', 'readers', 'consent', 'close'] as const

/** M4. Everything here is at most three taps from the messages: this one, the choice, and doing it (UX-M-05). */
const safety: Screen = {
  name: 'mail-safety',
  title: 'mail.safety',
  back: 'messages',
  secret: true,
  view: (shell) => [
    ...CHOICES.map((one) =>
      h(
        'section',
        { class: 'choice-row' },
        button(shell, `mail.${one}.title`, () => shell.go(`mail-${one}`), 'other'),
        paragraph(shell, `mail.${one}.short`, 'quiet'),
      ),
    ),
  ],
}

export function finished(shell: Shell, key: Key): void {
  shell.report.typed['mail-done'] = key
  shell.go('mail-done')
}

function busyOr(shell: Shell, nodes: readonly Node[]): readonly Node[] {
  const open = session()
  if (open === null) return []
  return open.busy === null ? nodes : [busyLine(shell, open.busy), ...nodes]
}

const remove: Screen = {
  name: 'mail-delete',
  title: 'mail.delete.title',
  back: 'mail-safety',
  secret: true,
  view: (shell) =>
    busyOr(shell, [
      h('ul', null, ...(['slots', 'items', 'teams'] as const).map((one) => h('li', null, shell.say(`mail.delete.${one}`)))),
      actions(button(shell, 'mail.delete.now', () => void deleteAll(shell))),
    ]),
}

/** The conversation is closed first where that can be said; whatever hinders it, everything is deleted. */
async function deleteAll(shell: Shell): Promise<void> {
  const open = session()
  const { gone } = shell
  if (open === null || open.busy !== null) return
  open.alarmsSeen = true
  if (open.shown.memory === 'newest' && open.shown.canSeal) await act(shell, { kind: 'close' })
  if (hasLeft(gone)) return
  open.busy = 'delete'
  shell.redraw()
  try {
    await erase(shell, await shell.work('mailbox').call<readonly Uint8Array[]>('deleting'))
    await shell.work('mailbox').call('shut')
  } catch {
    if (hasLeft(gone)) return
    open.busy = null
    shell.redraw()
    return shell.fault('mail.delete.not')
  }
  if (!hasLeft(gone)) finished(shell, 'mail.done.deleted')
}

const close: Screen = {
  name: 'mail-close',
  title: 'mail.close.title',
  back: 'mail-safety',
  secret: true,
  view: (shell) =>
    busyOr(shell, [
      paragraph(shell, 'mail.close.means'),
      actions(button(shell, 'mail.close.now', () => void doAct(shell, 'mail.done.closed', () => act(shell, { kind: 'close' })))),
    ]),
}

async function doAct(shell: Shell, done: Key, doing: () => ReturnType<typeof act>): Promise<void> {
  const open = session()
  const { gone } = shell
  if (open === null || open.busy !== null) return
  open.alarmsSeen = true
  const outcome = await doing()
  if (!hasLeft(gone) && outcomeFault(shell, outcome)) finished(shell, done)
}

const SCOPES = ['casework', 'private_diplomacy', 'judicial', 'public'] as const
const NOTHING: Consent = { casework: false, private_diplomacy: false, judicial: false, public: false }

const consent: Screen = {
  name: 'mail-consent',
  title: 'mail.consent.title',
  back: 'mail-safety',
  secret: true,
  view: (shell) => {
    const given = session()?.shown.consent ?? null
    if (given === null) return busyOr(shell, [paragraph(shell, 'mail.not.memory', 'caution')])
    const { typed } = shell.report
    const chosen = (scope: (typeof SCOPES)[number]): boolean => (typed[`consent-${scope}`] ?? String(given[scope])) === 'true'
    return busyOr(shell, [
      paragraph(shell, 'mail.consent.lead'),
      actions(button(shell, 'mail.consent.none', () => void change(shell, NOTHING))),
      h(
        'fieldset',
        null,
        h('legend', null, shell.say('mail.consent.legend')),
        ...SCOPES.map((scope) =>
          tick({
            id: `consent-${scope}`,
            label: shell.say(`uses.${scope}`),
            on: chosen(scope),
            onChange: (on) => {
              typed[`consent-${scope}`] = String(on)
            },
          }),
        ),
      ),
      actions(
        button(
          shell,
          'mail.consent.save',
          () => {
            const [casework, diplomacy, judicial, open] = SCOPES.map(chosen)
            void change(shell, {
              casework: casework === true,
              private_diplomacy: diplomacy === true,
              judicial: judicial === true,
              public: open === true,
            })
          },
          'other',
        ),
      ),
    ])
  },
}

function change(shell: Shell, to: Consent): Promise<void> {
  for (const scope of SCOPES) delete shell.report.typed[`consent-${scope}`]
  return doAct(shell, 'mail.done.consent', () => act(shell, { kind: 'consent', consent: to }))
}

const done: Screen = {
  name: 'mail-done',
  title: 'mail.done.title',
  secret: true,
  view: (shell) => {
    const key = (shell.report.typed['mail-done'] ?? 'mail.done.sent') as Key
    const isOver = key === 'mail.done.deleted'
    return [
      paragraph(shell, key, 'lead'),
      actions(
        !isOver && button(shell, 'mail.done.back', () => shell.go('messages')),
        button(shell, 'done.clear', () => shell.exit(), isOver ? 'main' : 'other'),
      ),
    ]
  },
}

export const safetyScreens: readonly Screen[] = [safety, remove, close, consent, done]
