import type { Names } from '../../rooms/alerts/calls.ts'
import { officeOf } from '../nodes/peers.ts'
import type { Vault } from '../vault.ts'

/** What a team calls itself, by a signed list alone; nothing where it is in none. */
export const nameOf = (vault: Vault, team: string): Names => officeOf(vault, team)?.name ?? {}
