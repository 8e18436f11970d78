import type { Vault } from '../vault.ts'
import { openRing, type Ring } from './ring.ts'

const open = new WeakMap<Vault, Map<string, Promise<Ring>>>()

/** The keys of a case, opened once in a session: each opening is a line in the ledger, and many at once are noticed (T-25). */
export function ringOf(vault: Vault, code: string): Promise<Ring> {
  const rings = open.get(vault) ?? new Map<string, Promise<Ring>>()
  open.set(vault, rings)
  const known = rings.get(code)
  if (known !== undefined) return known
  const ring = openRing(vault, code)
  rings.set(code, ring)
  ring.catch(() => rings.delete(code))
  return ring
}

/** Whether the keys of a case are open in this session already. */
export function hasRing(vault: Vault, code: string): boolean {
  return open.get(vault)?.has(code) === true
}

/** After a new key of a case, or a move: the next question opens them anew. */
export function forgetRing(vault: Vault, code: string): void {
  open.get(vault)?.delete(code)
}
