import type { Names } from '../../rooms/alerts/calls.ts'
import type { Vault } from '../vault.ts'

/** What a team calls itself, by the signed list alone; nothing where it is not in it. */
export function nameOf({ list }: Vault, team: string): Names {
  return (list.ok ? list.teams.find(({ id }) => id === team)?.name : undefined) ?? {}
}
