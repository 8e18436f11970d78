import { recipientOf } from '#crypto/age/identity.ts'
import { b64u, hex } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { signatureOf } from '#crypto/sign/sign.ts'
import { type RequestFile, sharePacket } from '#crypto/team/custodian.ts'
import { type MemberKeys, newMember } from '#crypto/team/member.ts'
import { answerRequest } from '#crypto/team/open-share.ts'
import { splitRecovery } from '#crypto/team/recovery.ts'
import { dayOf } from '#kernel/clock.ts'
import type { ADesk, AMember } from './a-desk.ts'

export type ACustodian = { readonly name: string; readonly keys: MemberKeys }

export const threeCustodians = (): readonly ACustodian[] => ['lead', 'union', 'trust'].map((name) => ({ name, keys: newMember() }))

/** What a browser posts to set up the recovery of a team, signed by these members. */
export async function aRecovery(desk: ADesk, by: readonly AMember[], custodians: readonly ACustodian[], seed: Uint8Array, version = 1) {
  const { statement, sealed } = await splitRecovery({
    team: by[0]?.team ?? '',
    version,
    seed,
    custodians: custodians.map(({ name, keys }) => ({ name, recipient: keys.recipient, signKey: b64u(keys.signKey) })),
    at: dayOf(desk.now()),
  })
  return {
    statement: { ...statement, custodians: [...statement.custodians] },
    signatures: by.map(({ keys }) => signatureOf(keys.signSeed, 'recovery', statement)),
    recipient: b64u(recipientOf(seed)),
    shares: custodians.map(({ keys }, at) => ({ custodian: hex(sha256(keys.recipient)), share: b64u(sealed[at] ?? new Uint8Array()) })),
  }
}

export type ASetUp = Awaited<ReturnType<typeof aRecovery>>

/** What a custodian's machine hands out for a newcomer. */
export async function aRequest(desk: ADesk, given: ASetUp, at: number, custodian: ACustodian, heir: AMember): Promise<RequestFile> {
  const { statement, signatures, shares } = given
  const share = shares[at]
  if (share === undefined) throw new Error('There are three shares.')
  const packet = sharePacket({ statement, signatures }, share.custodian, Buffer.from(share.share, 'base64url'))
  const { code: member, team, keys } = heir
  const answered = await answerRequest(
    custodian.keys,
    packet,
    { team, member, recipient: keys.recipient, signKey: b64u(keys.signKey) },
    dayOf(desk.now()),
  )
  if (answered === undefined) throw new Error('A custodian opens their own share.')
  return answered
}
