import { b64u, hex, unb64u } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { sha256 } from '../kdf.ts'
import { openerOf, openWith } from '../open/open-age.ts'
import { sealTo } from '../seal/seal-age.ts'
import { type Heir, isCustodiansRequest, type RequestFile, requestOf, type SharePacket } from './custodian.ts'
import type { MemberKeys } from './member.ts'
import { readShare, type Share } from './recovery.ts'

const ONE = { min: 1, max: 1 }

/** The share in a packet, or undefined when it is for other keys or not part of the key that its statement names. */
export async function openShare(keys: MemberKeys, packet: SharePacket): Promise<Share | undefined> {
  const { statement } = packet.recovery
  if (packet.custodian !== hex(sha256(keys.recipient))) return undefined
  const opened = await openWith([openerOf(keys.seed)], unb64u(packet.share), ONE)
  const share = opened === null ? undefined : readShare(opened)
  const fits =
    share?.team === statement.team && share.version === statement.version && share.recipient_sha256 === statement.recipient_sha256
  return fits ? share : undefined
}

/**
 * What a custodian hands out: a request signed by them, and their share sealed to the keys that it names. The share is
 * readable in this process alone. Undefined when the packet is not theirs.
 */
export async function answerRequest(keys: MemberKeys, packet: SharePacket, heir: Heir, at: string): Promise<RequestFile | undefined> {
  const share = await openShare(keys, packet)
  if (share === undefined || heir.team !== share.team) return undefined
  const signed = requestOf(keys, packet.recovery.statement, heir, at)
  if (!isCustodiansRequest(packet.recovery.statement, signed)) return undefined
  return { v: 1, kind: 'recovery-request', ...signed, share: b64u(await sealTo([heir.recipient], canonicalBytes(share))) }
}
