import { hex } from '#crypto/bytes.ts'
import { probeOf } from '#crypto/files/segment.ts'
import { planSet } from '#crypto/files/set-plan.ts'
import { h } from '../dom.ts'
import { actions, button, paragraph } from '../fields.ts'
import { sizeText } from '../files/file-list.ts'
import { segmentBegun } from '../files/line-speed.ts'
import { sendFiles } from '../files/send-files.ts'
import type { Screen, Shell } from '../screens.ts'
import type { FilePick, Upload } from '../state.ts'
import type { EarlierFile } from './ask.ts'
import { finished } from './safety-screens.ts'
import { hasLeft } from './session.ts'
import { unfinished } from './words-screen.ts'

type Found = { readonly files: readonly EarlierFile[] | 'no_line' | null; readonly gone: AbortSignal }
let found: Found | null = null

/** Files that were begun and did not arrive whole. The words and the same file are enough to go on (U-18). */
export const filesScreen: Screen = {
  name: 'mail-files',
  title: 'mail.files.title',
  back: 'messages',
  secret: true,
  view: (shell) => {
    if (found === null || found.gone !== shell.gone) void look(shell)
    const files = found?.files ?? null
    if (files === null) return [h('p', { role: 'status' }, shell.say('mail.files.looking'))]
    if (files === 'no_line') return [paragraph(shell, 'mail.not.no_line', 'caution')]
    if (files.length === 0)
      return [paragraph(shell, 'mail.files.none'), actions(button(shell, 'mail.done.back', () => shell.go('messages')))]
    return [paragraph(shell, 'mail.files.lead', 'lead'), ...files.map((file, at) => rowOf(shell, file, at))]
  },
  leave: () => {
    found = null
  },
}

async function look(shell: Shell): Promise<void> {
  const { gone } = shell
  found = { files: null, gone }
  const files = await unfinished(shell).catch(() => null)
  if (hasLeft(gone)) return
  found = { files: files ?? 'no_line', gone }
  if (shell.at() === 'mail-files') shell.redraw()
}

function rowOf(shell: Shell, file: EarlierFile, at: number): HTMLElement {
  const id = `unfinished-${at}`
  const input = h('input', { id, type: 'file', autocomplete: 'off', on: { change: () => void picked(shell, file, input.files?.[0], id) } })
  return h('div', { class: 'field' }, h('label', { for: id }, shell.say('mail.files.choose', { size: sizeText(shell, file.size) })), input)
}

/** Another file is noticed by its size and its first 64 KiB, before anything is sent (U-18). */
async function picked(shell: Shell, file: EarlierFile, blob: File | undefined, field: string): Promise<void> {
  if (blob === undefined) return
  const { gone } = shell
  const isSame = blob.size === file.size && (await probe(blob)) === file.probe
  if (!isSame) return shell.fault('mail.files.other', field)
  const bitmap = await shell.work('files').call<Uint8Array | null>('present', { set: file.set })
  const segment = bitmap === null ? undefined : segmentBegun(file.size, bitmap)
  if (segment === undefined) return shell.fault('mail.not.no_line', field)
  const segments = planSet(file.size, segment).count
  const upload = await shell.work('mailbox').call<Upload>('upload', { file, segment, segments })
  const pick: FilePick = { n: file.n, blob, name: blob.name, type: '', size: file.size, segment, segments, probe: file.probe }
  await sendFiles(shell, [upload], () => undefined, [pick])
  if (!hasLeft(gone)) finished(shell, 'mail.done.files')
}

async function probe(blob: Blob): Promise<string> {
  return hex(probeOf(new Uint8Array(await blob.slice(0, 65_536).arrayBuffer())))
}
