import { createHash } from 'node:crypto'
import type { Caller } from '../caller.ts'

/** One browser as approvals keep it: 32 bytes in hex that say nothing of the browser. */
export function deviceOf(caller: Pick<Caller, 'device'>): string {
  return createHash('sha256').update(`asylia/v1/device\0${caller.device}`).digest('hex')
}
