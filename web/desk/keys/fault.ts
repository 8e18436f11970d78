import { SealingRefusal } from '#crypto/refusals.ts'
import type { Fault } from '../model.ts'
import { DoorRefusal } from './door.ts'

/** An expected "no" of the desk itself: something typed, or a state in which this cannot be done. */
export class DeskFault extends Error {
  readonly fault: Fault

  constructor(code: string, kind: Fault['kind'], more: { readonly at?: number; readonly count?: number } = {}) {
    super(code)
    this.name = 'DeskFault'
    this.fault = { code, kind, ...more }
  }
}

/** Of somebody who was never in: nothing has to be locked for it. */
const NOT_IN: ReadonlySet<string> = new Set(['session.refused', 'outside.refused'])

/** What the page is told of an error: a code and a kind, never a text that came from outside. */
export function faultOf(error: unknown): Fault {
  if (error instanceof DeskFault) return error.fault
  if (error instanceof SealingRefusal) return { code: error.code, kind: 'sealed' }
  if (!(error instanceof DoorRefusal)) return { code: error instanceof Error ? error.name : 'unknown', kind: 'server' }
  if (error.status === 0) return { code: error.code, kind: 'offline' }
  if (error.code === 'member.waiting') return { code: 'unlock.no_key', kind: 'typed' }
  if (error.status === 401 && !NOT_IN.has(error.code)) return { code: error.code, kind: 'gone' }
  return { code: error.code, kind: error.status >= 500 ? 'server' : 'refused' }
}
