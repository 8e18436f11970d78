import type { Static } from 'typebox'
import { b64u } from '#crypto/bytes.ts'
import type { SharesAnswer } from '#features/teams/recovery/recovery.contract.ts'
import type { Recovery } from '#features/teams/teams.contract.ts'
import type { CustodianView, RecoveryView } from '../../rooms/recovery/calls.ts'
import { recoveryOf, type Vault } from '../vault.ts'
import { casesToChange, uncovered } from './cover.ts'

/** What the page shows of custodians, requests and keys that are due; a key that the anchors did not sign is shown as such. */
export async function recoveryView(vault: Vault): Promise<RecoveryView> {
  const told = vault.told.recovery
  const known = recoveryOf(vault)
  const { epochs, cases } = await uncovered(vault)
  const { shares } = await vault.door.ask<Static<typeof SharesAnswer>>('recovery/handed')
  const { inForce, waiting, requests } = told
  const [first] = requests
  return {
    inForce:
      known === null || inForce === null
        ? null
        : { version: known.version, since: known.statement.at, custodians: custodiansOf(inForce, requests) },
    isUnvouched: inForce !== null && known === null,
    waiting:
      waiting === null
        ? null
        : {
            version: waiting.signed.statement.version,
            custodians: custodiansOf(waiting, []),
            mine: waiting.signed.signatures.some(({ key }) => key === b64u(vault.keys.signKey)),
          },
    due: told.due,
    newcomer:
      first === undefined ? null : { member: first.signed.statement.member, fingerprint: shortOf(first.signed.statement.recipient_sha256) },
    readyAt: told.readyAt,
    usedOn: told.usedOn,
    uncovered: epochs.length + cases.length,
    handed: shares.length,
    casesDue: (await casesToChange(vault)).length,
    epochDue: vault.told.epochDue,
    pendingEpoch: vault.pending === null ? null : { epoch: vault.pending.epoch, mine: vault.pending.mine },
  }
}

function custodiansOf({ signed }: NonNullable<Recovery['inForce']>, requests: Recovery['requests']): readonly CustodianView[] {
  return signed.statement.custodians.map(({ name, recipient_sha256 }) => ({
    name,
    fingerprint: shortOf(recipient_sha256),
    asked: requests.find((one) => one.signed.statement.custodian === recipient_sha256)?.askedAt ?? null,
  }))
}

/** What people compare by voice: 80 bits in groups of four. */
export function shortOf(sha256Hex: string): string {
  return (sha256Hex.slice(0, 20).match(/.{4}/g) ?? []).join(' ')
}
