import type { Shell } from '../screens.ts'
import type { FilePick, Upload } from '../state.ts'
import { openSender, type Sending } from './sender.ts'

type Running = { readonly sending: Sending; readonly gone: AbortSignal }
let running: Running | null = null

/** The sending that the screen `uploading` shows; null once the person has left. */
export function runningSender(): Sending | null {
  return running === null || running.gone.aborted ? null : running.sending
}

/**
 * Sends the files of an item that was accepted and shows the screen `uploading` meanwhile. Resolves when every file has
 * arrived, was left out or cannot be sent; never rejects. `done` goes from 0 to 1.
 */
export async function sendFiles(
  shell: Shell,
  uploads: readonly Upload[],
  onProgress: (done: number) => void = () => undefined,
  picks: readonly FilePick[] = shell.report.files,
): Promise<void> {
  const { gone } = shell
  const sending = openSender(shell, uploads, picks, (state) => {
    const total = state.files.reduce((sum, file) => sum + file.total, 0)
    onProgress(total === 0 ? 1 : state.files.reduce((sum, file) => sum + file.done, 0) / total)
    if (!gone.aborted && shell.at() === 'uploading') shell.redraw()
  })
  running = { sending, gone }
  gone.addEventListener('abort', () => {
    running = null
  })
  shell.go('uploading')
  await sending.finished
}
