import { h } from '../dom.ts'
import type { Draft, Sealed } from '../draft.ts'
import { actions, button, paragraph } from '../fields.ts'
import { exchange } from '../requests.ts'
import { readWhen } from '../said-when.ts'
import type { Screen, Shell } from '../screens.ts'
import { sendFrame } from '../send-frame.ts'
import type { Key } from '../words.ts'
import { chosenReaders } from './readers.ts'

type Step = { readonly says: Key; readonly done: number; readonly again?: true }

/** R10. Sealed once, sent until it is accepted: the same item, never twice. */
export const sending: Screen = {
  name: 'sending',
  title: 'sending.title',
  view: (shell) => {
    if (shell.report.typed['sending'] === undefined) {
      shell.report.typed['sending'] = 'sending.sealing'
      void sealAndSend(shell)
    }
    const says = shell.report.typed['sending'] as Key
    const bar = h('progress', { id: 'bar', max: 100, 'aria-label': shell.say('sending.title') })
    bar.value = Number(shell.report.typed['sending-done'] ?? 0)
    return [
      h('p', { id: 'sending-says', class: 'lead', role: 'status' }, shell.say(says)),
      bar,
      paragraph(shell, 'sending.stay', 'quiet'),
      ...(shell.report.typed['sending-again'] === undefined
        ? []
        : [
            actions(
              button(shell, 'sending.again', () => again(shell)),
              button(shell, 'lists.who_helps', () => shell.go('help'), 'other'),
            ),
          ]),
    ]
  },
}

/** What the page shows while it works; kept apart from the report so that a change of language shows it too. */
function show(shell: Shell, { says, done, again: offered }: Step): void {
  const { typed } = shell.report
  typed['sending'] = says
  typed['sending-done'] = String(Math.round(done * 100))
  if (offered === undefined) delete typed['sending-again']
  else typed['sending-again'] = 'yes'
  if (shell.at() !== 'sending') return
  const bar = document.getElementById('bar')
  const said = document.getElementById('sending-says')
  if (offered !== undefined || !(bar instanceof HTMLProgressElement) || said === null) shell.redraw()
  else {
    bar.value = Math.round(done * 100)
    if (said.textContent !== shell.say(says)) said.textContent = shell.say(says)
  }
}

/** The frame that was sealed stays; only sending begins again. */
let sealed: Sealed | null = null

function again(shell: Shell): void {
  if (sealed === null) void sealAndSend(shell)
  else void sendUntilAccepted(shell, sealed)
}

async function sealAndSend(shell: Shell): Promise<void> {
  show(shell, { says: 'sending.sealing', done: 0 })
  const { gone } = shell
  try {
    sealed = await shell
      .work('seal')
      .call<Sealed>('seal', draftOf(shell), (done) => show(shell, { says: 'sending.sealing', done: done * 0.6 }))
  } catch {
    if (!gone.aborted) show(shell, { says: 'sending.not_sealed', done: 0, again: true })
    return
  }
  gone.addEventListener('abort', () => {
    sealed = null
  })
  await sendUntilAccepted(shell, sealed)
}

/** What the worker needs, as plain values; the secret itself never leaves the worker. */
function draftOf(shell: Shell): Draft {
  const { report, language } = shell
  const when = readWhen(report)
  return {
    text: report.text,
    language,
    to: chosenReaders(shell),
    never: report.never,
    host: report.host,
    origin: report.origin,
    danger: report.danger,
    urgent: report.urgent,
    contact: report.contact.trim(),
    uses: report.uses,
    mailbox: report.mailbox === 'kept',
    ...(typeof when === 'object' ? { when } : {}),
    files: report.files.map(({ blob: _, ...file }) => file),
  }
}

async function sendUntilAccepted(shell: Shell, { frame, uploads }: Sealed): Promise<void> {
  show(shell, { says: 'sending.sending', done: 0.7 })
  const sent = await sendFrame(frame, {
    gone: shell.gone,
    solve: (bytes) => shell.work('seal').call<string>('puzzle', bytes),
    onWaiting: (says) => show(shell, { says, done: 0.7 }),
  })
  if (sent === null) await accepted(shell, uploads)
  else if (sent !== 'left') show(shell, { says: sent, done: 0.7, again: true })
}

async function accepted(shell: Shell, uploads: Sealed['uploads']): Promise<void> {
  const { report, gone } = shell
  report.uploads = uploads
  if (report.mailbox === 'kept') report.typed['arrived'] = await readBack(shell)
  if (uploads.length > 0 && !gone.aborted) await sendFiles(shell)
  if (hasLeft(gone)) return
  report.text = ''
  report.words = null
  report.digits = ''
  sealed = null
  shell.go('done')
}

function hasLeft(gone: AbortSignal): boolean {
  return gone.aborted
}

/** The reporter's memory lies in a slot beside the item; reading it shows that both are there. */
async function readBack(shell: Shell): Promise<string> {
  show(shell, { says: 'sending.reading_back', done: 0.85 })
  const seal = shell.work('seal')
  try {
    const answer = await exchange(await seal.call<Uint8Array>('ask'), shell.gone)
    return answer !== null && (await seal.call<boolean>('isOurs', answer)) ? 'yes' : 'no'
  } catch {
    return 'no'
  }
}

async function sendFiles(shell: Shell): Promise<void> {
  show(shell, { says: 'sending.files', done: 0.9 })
  await shell.sendFiles(shell.report.uploads, (done) => show(shell, { says: 'sending.files', done: 0.9 + done * 0.1 }))
}
