import { unb64u, unutf8 } from '#crypto/bytes.ts'
import { bodyDigest, messageBytes, readHeader } from '#crypto/node/node-message.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { verifySignature } from '#crypto/roster/verify-signature.ts'
import type { NodeWord, Sent } from '#features/alerts/alert.contract.ts'
import { officeOf } from '../nodes/peers.ts'
import type { Vault } from '../vault.ts'

/**
 * Whether the installation of this office signed that it stands so, with the key whose fingerprint was heard. A newer key of it is
 * the server's word until somebody hears that one. guards T-47
 */
export function isNodeWord(vault: Vault, row: Sent, word: NodeWord | null): boolean {
  const peer = officeOf(vault, row.office)?.peer
  if (word === null || peer == null || !vault.list.ok) return false
  try {
    const header = readHeader(unb64u(word.header))
    const body = unb64u(word.body)
    const isOurs = header.from === peer.instance && header.to === vault.list.instance
    const isOfThis = header.kind === 'state' && header.about === row.delivery && header.digest === bodyDigest(body)
    if (!isOurs || !isOfThis || !verifySignature(unb64u(peer.sign), unb64u(word.signature), messageBytes(header))) return false
    return saysSo(JSON.parse(unutf8(body)) as Record<string, unknown>, row)
  } catch (error) {
    if (error instanceof SealingRefusal || error instanceof SyntaxError) return false
    throw error
  }
}

/** `acknowledgedAs` and `reason` are what somebody would act on: a server that changes one of them is found out. */
function saysSo(said: Record<string, unknown>, { state, version, step, acknowledgedAs, reason }: Sent): boolean {
  const isSame = said['state'] === state && said['version'] === version && said['step'] === step
  return isSame && said['acknowledgedAs'] === acknowledgedAs && said['reason'] === reason
}
