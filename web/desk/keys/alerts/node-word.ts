import { unb64u, unhex, unutf8 } from '#crypto/bytes.ts'
import { bodyDigest, messageBytes, readHeader } from '#crypto/node/node-message.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { verifySignature } from '#crypto/roster/verify-signature.ts'
import { deliveryOf } from '#crypto/team/alert.ts'
import type { NodeWord, Sent, View } from '#features/alerts/alert.contract.ts'
import { addressOf, officeOf } from '../nodes/peers.ts'
import type { Vault } from '../vault.ts'

/**
 * Whether the installation of this office signed that it stands so, with the key whose fingerprint was heard. A newer key of it is
 * the server's word until somebody hears that one, and so is a word about another delivery than this office's of this alert. guards T-47
 */
export function isNodeWord(vault: Vault, view: View, row: Sent, word: NodeWord | null): boolean {
  const peer = officeOf(vault, row.office)?.peer
  if (word === null || peer == null || !vault.list.ok || row.delivery !== deliveryFor(vault, view, row.office)) return false
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

/** Found anew from what this desk knows: the server chooses neither the delivery nor whose it is. Undefined without a first version. */
export function deliveryFor(vault: Vault, { alert, versions }: Pick<View, 'alert' | 'versions'>, office: string): string | undefined {
  const first = versions.find(({ version }) => version === 1)
  return first === undefined ? undefined : deliveryOf(unhex(first.marks.salt), alert, addressOf(vault, office))
}

/** `acknowledgedAs` and `reason` are what somebody would act on: a server that changes one of them is found out. */
function saysSo(said: Record<string, unknown>, row: Sent): boolean {
  const { state, version, heldVersion, readVersion, step, acknowledgedAs, reason } = row
  const isSame = said['state'] === state && said['version'] === version && said['step'] === step
  const isHeld = heldVersion === version && said['readVersion'] === readVersion
  return isSame && isHeld && said['acknowledgedAs'] === acknowledgedAs && said['reason'] === reason
}
