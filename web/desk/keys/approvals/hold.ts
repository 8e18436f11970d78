import { b64u, unb64u } from '#crypto/bytes.ts'
import { sealKey } from '#crypto/team/wraps.ts'
import type { RolesView } from '#features/teams/roles/roles.contract.ts'
import { caseKeyOf, openRing } from '../cases/ring.ts'
import { DeskFault } from '../fault.ts'
import { readersOf, recipientsOf, type Vault } from '../vault.ts'

/**
 * Seals the key of a case to the stewards of the team who do not read it, beside its readers: the server hands it to them
 * by break-glass alone. Only colleagues whose chain holds are sealed to, whoever the server calls a steward; `among` leaves
 * everybody else out. guards T-24, T-38
 */
export async function holdForStewards(
  vault: Vault,
  code: string,
  among: readonly string[] | null = null,
): Promise<{ holders: readonly string[] }> {
  const ring = await openRing(vault, code)
  const { members } = await vault.door.ask<RolesView>('roles/list')
  const stewards = new Set(members.filter(({ roles }) => roles.includes('steward')).map(({ member }) => member))
  const known = readersOf(vault)
  const readers = known.filter(({ member }) => ring.readers.includes(member))
  const holders = known.filter(({ member }) => stewards.has(member) && !ring.readers.includes(member) && among?.includes(member) !== false)
  const newest = ring.seeds.at(-1)
  if (newest === undefined) throw new DeskFault('case.keys_missing', 'sealed')
  const recipients = [...recipientsOf(vault, readers), ...holders.map(({ recipient }) => unb64u(recipient))]
  const key = b64u(await sealKey(caseKeyOf(vault, code), newest, recipients))
  const named = holders.map(({ member }) => member)
  await vault.door.ask('break-glass/holders', { case: code, holders: named, revision: ring.revision, key })
  return { holders: named }
}

/** A new wrap forgets who holds the key; those who held it before, and still may, are named again (ADR 0020). guards T-24 */
export async function keepingHolders(vault: Vault, code: string, wrapAnew: () => Promise<void>): Promise<void> {
  const { holders } = await vault.door.ask<{ readonly holders: readonly string[] }>('break-glass/of-case', { case: code })
  await wrapAnew()
  if (holders.length > 0) await holdForStewards(vault, code, holders)
}
