import { type CheckedRoster, checkRoster, type RosterFiles, type RosterProblem } from '#crypto/roster/check-roster.ts'
import type { Door } from './door.ts'

export type ListOfKeys = CheckedRoster | { readonly ok: false; readonly code: RosterProblem | 'roster.absent' }

/** Set by the builder; a clock that stands before it is wrong. */
declare const ASYLIA_BUILT: string | undefined
const BUILT = typeof ASYLIA_BUILT === 'string' ? ASYLIA_BUILT : '2026-01-01T00:00:00Z'

/**
 * The public keys of all teams, from the signed files beside the reporting client and from nowhere else.
 * A list that does not hold is an answer, not an error: then nothing is sealed to another team.
 */
// guards T-35, T-38
export async function loadKeyList(door: Door, now: Date): Promise<ListOfKeys> {
  const [pins, roster, epochs, former, recipients, hint] = await Promise.all([
    door.file('/report/pins.json'),
    door.file('/report/roster.json'),
    door.file('/report/epochs.json'),
    door.file('/report/epochs-former.json'),
    door.file('/report/recipients.bin'),
    door.file('/api/time'),
  ])
  if (pins === null || roster === null || epochs === null || recipients === null) return { ok: false, code: 'roster.absent' }
  const files = { pins, roster, epochs, recipients, ...(former === null ? {} : { former }) }
  return checkRoster(files, { now, buildTime: new Date(BUILT), ...(hint === null ? {} : { hint }) })
}

/** The list of another installation, judged by the same rules; whose it is, its pins decide. */
export const checkList = (files: RosterFiles, now: Date): ListOfKeys => checkRoster(files, { now, buildTime: new Date(BUILT) })
