import type { Static } from 'typebox'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { type Opener, openerOf, openWith } from '#crypto/open/open-age.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { readKey, sealKey, type WrappedKey } from '#crypto/team/wraps.ts'
import type { CaseKeys } from '#features/reports/inbox/inbox.contract.ts'
import type { TeamMember } from '#features/teams/teams.contract.ts'
import { DeskFault } from '../fault.ts'
import { readersOf, recipientsOf, recoveryMark, type Vault } from '../vault.ts'

type Told = Static<typeof CaseKeys>
const READERS = { min: 1, max: 81 }
const ONE = { min: 1, max: 1 }

/** The wraps of a case and its key C, opened by this member's key or by what else is at hand. */
async function openCase(vault: Vault, code: string, more: readonly Opener[]): Promise<{ told: Told; seed: Uint8Array }> {
  const told = await vault.door.ask<Told>('cases/keys', { case: code, bulk: true })
  const plain = await openWith([openerOf(vault.keys.seed), ...more], unb64u(told.key), READERS)
  if (plain === null) throw new DeskFault('unlock.no_key', 'typed')
  return { told, seed: readKey(plain, caseKey(vault, code)) }
}

function caseKey({ instance, team }: Vault, of: string): WrappedKey {
  return { type: 'case-key', instance, team, of }
}

/** The readers of a case whose chain holds today; this member is one of them. */
function readersAmong(vault: Vault, told: Told): readonly TeamMember[] {
  return readersOf(vault).filter(({ member }) => member === vault.member || told.readers.includes(member))
}

/** The same C for its readers and the recovery of today. `more` opens it where this member was no reader before. */
export async function sealCaseAgain(vault: Vault, code: string, more: readonly Opener[] = []): Promise<void> {
  const { told, seed } = await openCase(vault, code, more)
  const readers = readersAmong(vault, told)
  await vault.door.ask('cases/readers', {
    case: code,
    revision: told.revision,
    key: b64u(await sealKey(caseKey(vault, code), seed, recipientsOf(vault, readers))),
    readers: readers.map(({ member }) => member),
    wraps: null,
    ring: null,
    ...recoveryMark(vault),
  })
}

/**
 * A new C for a case: every report's wrap and every older key is sealed under it, in one piece. Whoever is no reader any
 * more opens nothing that is sealed from then on. guards T-07
 */
export async function changeCaseKey(vault: Vault, code: string): Promise<void> {
  const { told, seed: old } = await openCase(vault, code, [])
  const seed = newSeed()
  const [opener, next] = [openerOf(old), recipientOf(seed)]
  const again = async (wrap: string): Promise<string> => {
    const plain = await openWith([opener], unb64u(wrap), ONE)
    if (plain === null) throw new DeskFault('wrap.not_this', 'sealed')
    return b64u(await sealTo([next], plain))
  }
  const readers = readersAmong(vault, told)
  const kept: WrappedKey = { type: 'case-ring', instance: vault.instance, team: vault.team, of: code, generation: told.generation }
  await vault.door.ask('cases/readers', {
    case: code,
    revision: told.revision,
    key: b64u(await sealKey(caseKey(vault, code), seed, recipientsOf(vault, readers))),
    readers: readers.map(({ member }) => member),
    wraps: await Promise.all(told.reports.map(async ({ report, wrap }) => ({ report, wrap: await again(wrap) }))),
    ring: [
      ...(await Promise.all(told.ring.map(async ({ generation, wrap }) => ({ generation, wrap: await again(wrap) })))),
      { generation: told.generation, wrap: b64u(await sealKey(kept, old, [next])) },
    ],
    ...recoveryMark(vault),
  })
}
