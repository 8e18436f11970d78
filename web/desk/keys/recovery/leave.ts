import { b64u, hex, unb64u } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import { dayOf } from '#kernel/clock.ts'
import { DeskFault } from '../fault.ts'
import { refresh, type Vault } from '../vault.ts'

/** Ends a membership by this member's signature: the sessions end at the next call. New keys are the next thing to make. guards T-07 */
export async function endMembership(vault: Vault, code: string): Promise<void> {
  const who = vault.told.members.find(({ member, state }) => member === code && state !== 'left')
  if (who === undefined) throw new DeskFault('record.not_found', 'refused')
  const statement = {
    v: 1,
    type: 'leave',
    team: vault.team,
    member: code,
    recipient_sha256: hex(sha256(unb64u(who.recipient))),
    sign_key: who.signKey,
    by: b64u(vault.keys.signKey),
    at: dayOf(vault.clock.now()),
  } as const
  const signature = b64u(signStatement(vault.keys.signSeed, 'leave', statement))
  await vault.door.ask('members/leave', { statement, signature })
  await refresh(vault)
}
