import type { KeysView } from '#features/teams/recovery/recovery.contract.ts'
import { keepingHolders } from '../approvals/hold.ts'
import { sealAgain } from '../epochs.ts'
import { recoveryOf, refresh, type Vault } from '../vault.ts'
import { changeCaseKey, sealCaseAgain } from './case-keys.ts'

export type OnPart = (done: number, all: number) => void

/** Keys that this member holds and that are not sealed to the recovery key in force. */
export async function uncovered(vault: Vault): Promise<{ epochs: readonly number[]; cases: readonly string[] }> {
  const recovery = recoveryOf(vault)
  if (recovery === null) return { epochs: [], cases: [] }
  const { epochs, cases } = await vault.door.ask<KeysView>('keys')
  const held = new Set([...vault.epochs, ...(vault.pending === null ? [] : [vault.pending])].map(({ epoch }) => epoch))
  return {
    epochs: epochs.filter(({ epoch, recovery: under }) => held.has(epoch) && under !== recovery.version).map(({ epoch }) => epoch),
    cases: cases.filter(({ recovery: under }) => under !== recovery.version).map((one) => one.case),
  }
}

/** Seals every key that this member holds to the recovery key as well; answers how many. */
export async function cover(vault: Vault, onPart: OnPart = () => undefined): Promise<number> {
  const { epochs, cases } = await uncovered(vault)
  const all = epochs.length + cases.length
  const held = [...vault.epochs, ...(vault.pending === null ? [] : [vault.pending])].filter(({ epoch }) => epochs.includes(epoch))
  for (const [at, key] of held.entries()) {
    await sealAgain(vault, key)
    onPart(at + 1, all)
  }
  for (const [at, code] of cases.entries()) {
    await keepingHolders(vault, code, () => sealCaseAgain(vault, code))
    onPart(held.length + at + 1, all)
  }
  if (all > 0) await refresh(vault)
  return all
}

/** The cases that somebody read who has left, as far as this member reads them. */
export async function casesToChange(vault: Vault): Promise<readonly string[]> {
  const { cases } = await vault.door.ask<KeysView>('keys')
  return cases.filter(({ readerLeft }) => readerLeft).map((one) => one.case)
}

/** New keys for these cases. */
export async function changeCases(vault: Vault, codes: readonly string[], onPart: OnPart = () => undefined): Promise<number> {
  for (const [at, code] of codes.entries()) {
    await keepingHolders(vault, code, () => changeCaseKey(vault, code))
    onPart(at + 1, codes.length)
  }
  return codes.length
}
