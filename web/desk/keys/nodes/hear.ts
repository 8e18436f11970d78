import { b64u } from '#crypto/bytes.ts'
import type { HeardNode } from '#crypto/node/heard-node.ts'
import { isSameFingerprint, nodeFingerprint } from '#crypto/node/node-card.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import type { NodeOffices } from '#features/nodes/node.contract.ts'
import { DeskFault } from '../fault.ts'
import { refresh, type Vault } from '../vault.ts'

/**
 * Signs that this member heard the fingerprint of an installation. What they typed decides: keys that the server shows and that
 * make another fingerprint are signed by nobody. guards T-47
 */
export async function hear(vault: Vault, { name, typed }: { readonly name: string; readonly typed: string }): Promise<void> {
  await refresh(vault)
  const { nodes } = await vault.door.ask<NodeOffices>('nodes/offices')
  const card = nodes.find((one) => one.name === name)?.card
  if (card === undefined) throw new DeskFault('record.not_found', 'refused')
  if (!isSameFingerprint(nodeFingerprint({ v: 1, type: 'node-card', url: '', ...card }), typed))
    throw new DeskFault('node.fingerprint_differs', 'refused')
  const { instance, pins, sign } = card
  const { keys, team, clock } = vault
  const statement: HeardNode = {
    v: 1,
    type: 'node-heard',
    team,
    name,
    instance,
    pins,
    sign,
    by: b64u(keys.signKey),
    at: `${clock.now().toISOString().slice(0, 19)}Z`,
  }
  await vault.door.ask('nodes/hear', { statement, signature: b64u(signStatement(keys.signSeed, 'node-heard', statement)) })
}
