import { readFile } from 'node:fs/promises'
import { argumentOf, type Config } from '#base/config.ts'
import { exportLedger, openBundle } from '#base/ledger/bundle.ts'
import { databaseSource } from '#base/ledger/database-source.ts'
import { findLedgerTrust, type LedgerTrust } from '#base/ledger/ledger-key.ts'
import { verifyAgainst } from '#base/ledger/run-verifier.ts'
import { verifyLedger } from '#base/ledger/verify-ledger.ts'
import type { Fault, FaultCode, VerifyReport } from '#base/ledger/verify-report.ts'
import { type OpenedDatabase, openDatabaseOf } from '#base/open-database.ts'
import { OperatorError } from '#base/operator-error.ts'
import { parseVerifierKey } from '#crypto/signed-note.ts'

type Say = (line: string) => void

/**
 * `./asylia verify`: builds the ledger's tree again from its entries and compares it with everything that was signed.
 * Needs no running house. `--bundle FILE` checks an exported ledger without any database, `--key KEY` says whose it must
 * be; `--checkpoint FILE` adds a signed checkpoint that somebody kept elsewhere; `--export FILE` writes a bundle.
 * Answers 0 when the ledger holds and 1 when it does not.
 */
export async function verify(config: Config, args: readonly string[], say: Say): Promise<number> {
  const bundle = argumentOf(args, '--bundle')
  const kept = argumentOf(args, '--checkpoint')
  const notes = kept === undefined ? [] : [await readKept(kept)]
  if (bundle !== undefined) return verifyBundle(bundle, argumentOf(args, '--key'), notes, say)
  const file = argumentOf(args, '--export')
  return inDatabase(config, (ledgerUrl, trust) =>
    file === undefined ? verifyHere(ledgerUrl, trust, notes, say) : exportHere(ledgerUrl, trust, file, say),
  )
}

async function inDatabase(config: Config, work: (ledgerUrl: string, trust: LedgerTrust) => Promise<number>): Promise<number> {
  const opened = await openDatabaseOf(config, 'share')
  try {
    return await work(opened.urls.asylia_ledger, await trustOf(opened))
  } finally {
    await opened.close()
  }
}

async function trustOf({ secrets, folder }: OpenedDatabase): Promise<LedgerTrust> {
  const trust = await findLedgerTrust(secrets)
  if (trust === undefined) throw new OperatorError(`${folder} has no ledger key yet. It is made by the first ./asylia start.`)
  return trust
}

async function verifyHere(ledgerUrl: string, trust: LedgerTrust, given: readonly string[], say: Say): Promise<number> {
  const report = await verifyAgainst(ledgerUrl, trust, given)
  tell(report, trust.verifierKey, say)
  return report.ok ? 0 : 1
}

async function exportHere(ledgerUrl: string, trust: LedgerTrust, file: string, say: Say): Promise<number> {
  const size = await exportLedger(databaseSource(ledgerUrl), trust.verifierKey, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new OperatorError(`${file} is there already. Choose another name.`)
    throw error
  })
  say(`${size} entries are in ${file}. It holds ids and actions: keep it as you keep the database.`)
  say(`Key of this log, for whoever checks it: ${trust.verifierKey}`)
  return 0
}

async function verifyBundle(file: string, named: string | undefined, notes: readonly string[], say: Say): Promise<number> {
  const bundle = await orUnreadable(file, openBundle(file))
  const verifierKey = named ?? bundle.verifierKey
  const key = await parseVerifierKey(verifierKey)
  if (key === undefined) throw new OperatorError('--key accepts the key of a log, such as asylia.example.org/ledger+1a2b3c4d+AbCd...')
  const report = await verifyLedger(bundle.source, { key, notes })
  tell(report, verifierKey, say)
  if (named === undefined) say(KEY_UNPROVEN)
  return report.ok ? 0 : 1
}

/** Mail and editors add and take empty lines at the end; the note itself is judged to the letter. */
async function readKept(path: string): Promise<string> {
  return `${(await orUnreadable(path, readFile(path, 'utf8'))).trimEnd()}\n`
}

const KEY_UNPROVEN = 'The key came with the bundle. Compare it with the one that the operator gave you, or name that one with --key.'

async function orUnreadable<Result>(path: string, reading: Promise<Result>): Promise<Result> {
  return reading.catch((error: unknown) => {
    if (error instanceof Error && 'syscall' in error) throw new OperatorError(`${path} cannot be read.`, { cause: error })
    throw error
  })
}

function tell(report: VerifyReport, verifierKey: string, say: Say): void {
  say(`Ledger: ${report.size} entries, root ${report.root}`)
  say(`Signed: up to entry ${report.signedSize}, ${report.checkpoints} checkpoints, by ${verifierKey}`)
  if (report.size > report.signedSize) say(`Not signed yet: ${report.size - report.signedSize} entries.`)
  if (report.pending > 0) say(`Waiting for their place: ${report.pending} entries.`)
  for (const fault of report.faults) say(`FAULT ${placeOf(fault)}: ${SENTENCES[fault.code]}`)
  if (report.faultCount > report.faults.length) say(`... and ${report.faultCount - report.faults.length} more.`)
  say(report.ok ? 'The ledger holds.' : 'The ledger does not hold. Keep this database and its backups as they are.')
}

function placeOf({ at, after, entry }: Fault): string {
  if (entry !== undefined) return `entry ${entry}`
  if (at === undefined) return 'ledger'
  return after === undefined ? `at ${at}` : `between ${after} and ${at}`
}

const SENTENCES: Readonly<Record<FaultCode, string>> = {
  'entry.changed': 'the entry was changed after it got its place.',
  'entry.missing': 'the entry was deleted.',
  'entry.malformed': 'the line is not an entry.',
  'entry.unplaced': 'it has no place in the tree and does not wait for one.',
  'leaf.missing': 'a leaf was deleted; the tree cannot be built beyond it.',
  'leaf.out_of_order': 'the leaves are out of order; the tree cannot be built beyond it.',
  'leaf.unsigned': 'the bundle holds more entries than its checkpoint covers.',
  'pending.without_entry': 'it waits for its place but was deleted.',
  'pending.with_leaf': 'it waits for a place that it has.',
  'frontier.differs': 'the stored right edge of the tree is not that of its leaves.',
  'checkpoint.malformed': 'a checkpoint is damaged or of another log.',
  'checkpoint.unknown_key': 'a checkpoint was not signed by the key of this log.',
  'checkpoint.forged': 'the signature of a checkpoint does not hold.',
  'checkpoint.differs': 'a checkpoint says something else than was signed.',
  'checkpoint.missing': 'the newest published checkpoint was deleted or changed.',
  'checkpoint.other_root': 'the entries are not the ones that were signed; the history was rewritten.',
  'checkpoint.beyond_end': 'more entries were signed than there are; the ledger was rolled back.',
}
