import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type CheckedRoster, checkRoster, type RosterProblem } from '#crypto/roster/check-roster.ts'
import { dayAfter } from '#crypto/roster/day.ts'
import { type Clock, dayOf } from '#kernel/clock.ts'
import { ROSTER_FILES } from './publish-roster.ts'

/** What a person has to know of the list of keys as it stands beside the clients now. */
export type ListFault =
  | { readonly kind: 'missing' }
  /** Every client refuses it: nobody can report. */
  | { readonly kind: 'refused'; readonly code: RosterProblem }
  /** It holds, and ends on that day unless somebody makes the next one. */
  | { readonly kind: 'ends'; readonly on: string; readonly mode: CheckedRoster['mode'] }
  /** No team can receive, or none that is no state body. */
  | { readonly kind: 'nobody' }
  /** The key of a team ends on that day, or has ended. */
  | { readonly kind: 'key_ends'; readonly team: string; readonly on: string; readonly isOver: boolean }

/** A list is signed for 35 days and signed again every day, or by its roots every month: ten days before its end something is wrong. */
const LIST_DAYS = 10
/** Keys of teams last 30 days and are renewed in seven more. */
const KEY_DAYS = 5

/**
 * Reads the published files as a client would, whatever wrote them last, and says what is wrong or ends soon. An empty answer
 * means that reports can be sent. A list without teams is no fault: nobody was added yet.
 */
// guards T-35
export async function judgeList(folder: string, clock: Clock): Promise<readonly ListFault[]> {
  const read = (part: keyof typeof ROSTER_FILES): Promise<Uint8Array> => readFile(join(folder, ROSTER_FILES[part]))
  try {
    const [pins, roster, epochs, former, recipients] = await Promise.all([
      read('pins'),
      read('roster'),
      read('epochs'),
      read('former'),
      read('recipients'),
    ])
    const now = clock.now()
    const verdict = checkRoster({ pins, roster, epochs, former, recipients }, { now, buildTime: now })
    return verdict.ok ? faultsOf(verdict, dayOf(now)) : [{ kind: 'refused', code: verdict.code }]
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [{ kind: 'missing' }]
    throw error
  }
}

function faultsOf({ receiving, expires, mode, teams }: CheckedRoster, today: string): readonly ListFault[] {
  const ends = expires <= dayAfter(today, LIST_DAYS) ? [{ kind: 'ends', on: expires, mode } as const] : []
  const nobody = receiving === 'nobody_now' ? [{ kind: 'nobody' } as const] : []
  const keys = teams.flatMap(({ id, notAfter, recipient }): ListFault[] =>
    notAfter === null || notAfter > dayAfter(today, KEY_DAYS)
      ? []
      : [{ kind: 'key_ends', team: id, on: notAfter, isOver: recipient === null }],
  )
  return [...ends, ...nobody, ...keys]
}

export type ListWatch = {
  readonly folder: string
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Told when what is wrong changes, and once a day while it stays. */
  readonly onFaults: (faults: readonly ListFault[]) => void
  /** How often it looks; tests look faster. */
  readonly everyMs?: number
}

const LOOK_EVERY_MS = 60_000

/** Looks at the list until the signal. What cannot be read counts as missing. It never rejects. */
export async function watchList({ folder, clock, signal, onFaults, everyMs = LOOK_EVERY_MS }: ListWatch): Promise<void> {
  let said = '[]'
  while (!signal.aborted) {
    const faults = await judgeList(folder, clock).catch((): readonly ListFault[] => [{ kind: 'missing' }])
    const now = faults.length === 0 ? '[]' : JSON.stringify([dayOf(clock.now()), faults])
    if (now !== said) onFaults(faults)
    said = now
    // The pause ends early by rejecting, which here is no fault.
    await setTimeout(everyMs, undefined, { signal }).catch(() => undefined)
  }
}
