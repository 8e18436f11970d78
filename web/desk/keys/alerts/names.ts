import { besides } from '../../alert-words.ts'
import type { Named, Names } from '../../rooms/alerts/calls.ts'
import { officeOf } from '../nodes/peers.ts'
import type { Vault } from '../vault.ts'

/** What a team calls itself, by a signed list alone; nothing where it is in none. */
export const nameOf = (vault: Vault, team: string): Names => officeOf(vault, team)?.name ?? {}

/** The others whom an alert goes to, as the sealed words have them, without the office that reads. */
export const othersFor = (vault: Vault, others: readonly string[]): readonly Named[] =>
  besides(vault.team, others).map((team) => ({ team, name: nameOf(vault, team) }))
