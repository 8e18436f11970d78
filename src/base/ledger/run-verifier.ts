import { setTimeout } from 'node:timers/promises'
import { parseVerifierKey } from '#crypto/signed-note.ts'
import { databaseSource } from './database-source.ts'
import type { LedgerTrust } from './ledger-key.ts'
import type { LedgerClaims } from './open-checkpoints.ts'
import { verifyLedger } from './verify-ledger.ts'
import type { VerifyReport } from './verify-report.ts'

const HOUR_MS = 3_600_000

export type VerifierOptions = {
  readonly trust: LedgerTrust
  readonly signal: AbortSignal
  /** Told each report, and `fault` when the ledger could not be read. */
  readonly onReport: (report: VerifyReport | 'fault') => void
  readonly everyMs?: number
}

/** Verifies the whole ledger at once and then every hour until the signal, beside the running house. It never rejects. guards T-23 */
export async function runVerifier(ledgerUrl: string, { trust, signal, onReport, everyMs = HOUR_MS }: VerifierOptions): Promise<void> {
  while (!signal.aborted) {
    onReport(await verifyAgainst(ledgerUrl, trust).catch(() => 'fault' as const))
    // The pause ends early by rejecting, which here is no fault.
    await setTimeout(everyMs, undefined, { signal }).catch(() => undefined)
  }
}

/** The ledger of a database against what this machine remembers of it. */
export async function verifyAgainst(ledgerUrl: string, trust: LedgerTrust, given: readonly string[] = []): Promise<VerifyReport> {
  // Memory first: what is remembered is never ahead of a database that is read after it.
  return verifyLedger(databaseSource(ledgerUrl), await claimsOf(trust, given))
}

/** What this machine holds against its ledger, and notes that somebody gave it. */
export async function claimsOf(trust: LedgerTrust, given: readonly string[] = []): Promise<LedgerClaims> {
  const { head, published } = await trust.readMemory()
  const key = await parseVerifierKey(trust.verifierKey)
  if (key === undefined) throw new TypeError('The key of this log does not read.')
  return { key, notes: head === undefined ? given : [...given, head], ...(published === undefined ? {} : { published }) }
}
