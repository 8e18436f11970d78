/**
 * Reads what a team took along, with none of Asylia's other code but the openers beside it: Node alone, its own scrypt,
 * ChaCha20-Poly1305 and ML-KEM-768.
 *
 *   node tools/read-take-along.ts FOLDER < WORDS        the unpacked archive; the twelve words on standard input
 *
 * Prints one JSON line for each card: case, record, kind and content.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openAgeFile, openAgeFileWithWords } from './independent/age-file.ts'
import { type HybridKey, keyOf } from './independent/hybrid-key.ts'

type Row = Readonly<Record<string, string | number | null>>

if (import.meta.main) {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) {
    process.stderr.write('Usage: node tools/read-take-along.ts FOLDER < WORDS\n')
    process.exitCode = 2
  } else for (const card of readTakeAlong(folder, readFileSync(0, 'utf8').trim())) process.stdout.write(`${JSON.stringify(card)}\n`)
}

/** Every card that these words open, in the order of the table. */
export function* readTakeAlong(folder: string, words: string): Generator<Readonly<Record<string, unknown>>> {
  const member = openAgeFileWithWords(words, readFileSync(join(folder, 'keys', 'member.age')))
  if (member === undefined) throw new Error('The key file is no passphrase file.')
  const keys = keysOfCases(folder, keyOf(seedIn(framed(member))))
  for (const row of rowsOf(folder, 'asylia.card')) {
    const card = openAgeFile(keys.get(roomOf(row)) ?? [], bytesOf(row, 'blob'))
    if (card !== undefined) yield JSON.parse(framed(card).toString('utf8')) as Record<string, unknown>
  }
}

/** The keys of each case that this member reads: the newest first, then those before it. */
function keysOfCases(folder: string, member: HybridKey): Map<string, HybridKey[]> {
  const keys = new Map<string, HybridKey[]>()
  for (const row of rowsOf(folder, 'keys.case_wrap')) {
    const opened = openAgeFile([member], bytesOf(row, 'age_file'))
    if (opened !== undefined) keys.set(roomOf(row), [keyOf(seedIn(opened))])
  }
  for (const row of rowsOf(folder, 'keys.case_ring')) {
    const known = keys.get(roomOf(row)) ?? []
    const opened = openAgeFile(known.slice(0, 1), bytesOf(row, 'age_file'))
    if (opened !== undefined) known.push(keyOf(seedIn(opened)))
  }
  return keys
}

function rowsOf(folder: string, table: string): Row[] {
  const lines = readFileSync(join(folder, 'tables', `${table}.jsonl`), 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row)
}
const roomOf = (row: Row): string => String(row['compartment_id'])
const bytesOf = (row: Row, column: string): Buffer => Buffer.from(String(row[column]), 'base64')

/** `u32 length || bytes || zeros` */
const framed = (plain: Buffer): Buffer => plain.subarray(4, 4 + plain.readUInt32BE(0))
const seedIn = (json: Buffer): Buffer => Buffer.from(String((JSON.parse(json.toString('utf8')) as { seed: unknown }).seed), 'base64url')
