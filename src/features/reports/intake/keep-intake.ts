import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isNightDone, type NightOptions, runNight } from './run-night.ts'
import { copyToSpool } from './spool.ts'
import { watchClock } from './watch-clock.ts'

export type KeepOptions = Omit<NightOptions, 'shreds'> & {
  readonly data: string
  readonly signal: AbortSignal
  /** Told once with the name of the file that a person removes when the clock is right. */
  readonly onClockJump: (file: string) => void
  readonly onFault: () => void
}

const EVERY = 60_000
/** Stands in the data folder while nothing may be shredded. */
export const STOPPED = 'shredding-stopped'

/**
 * The clockwork of intake until the signal: each minute it looks whether an hour is to be copied to the spool or a night to be
 * worked through. Nothing names an item; what fails is tried again at the next look. It never rejects.
 */
export async function keepIntake(options: KeepOptions): Promise<void> {
  const { base, signal } = options
  const watch = watchClock(base.clock)
  while (!signal.aborted) {
    try {
      await look(options, watch)
    } catch {
      options.onFault()
    }
    // The pause ends early by rejecting, which here is no fault.
    await wait(EVERY, undefined, { signal }).catch(() => undefined)
  }
}

async function look(options: KeepOptions, watch: ReturnType<typeof watchClock>): Promise<void> {
  const { base, actor, data } = options
  const shreds = await mayShred(options, watch)
  await copyToSpool({ base, actor, folder: join(data, 'spool') })
  const night = { ...options, shreds }
  if (!(await isNightDone(night))) await runNight(night)
}

/** The doubt outlives the process: it stands in a file that a person removes. */
async function mayShred({ data, onClockJump }: KeepOptions, watch: ReturnType<typeof watchClock>): Promise<boolean> {
  const file = join(data, STOPPED)
  const isStopped = (await stat(file).catch(() => undefined)) !== undefined
  if (isStopped) return false
  if (!watch.jumped()) return true
  await writeFile(file, 'The clock jumped by more than an hour. Set it right, then remove this file.\n', { mode: 0o600 })
  watch.confirm()
  onClockJump(file)
  return false
}
