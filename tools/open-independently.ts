/**
 * Opens what Asylia sealed with none of its code: node:crypto and its own ML-KEM-768 alone, no age-encryption and no noble.
 *
 *   node tools/open-independently.ts IDENTITY-FILE SEALED-FILE          an age file to hybrid recipients, armoured or not
 *   node tools/open-independently.ts IDENTITY-FILE FRAME                an intake frame: header and text of the report
 *   node tools/open-independently.ts IDENTITY-FILE ENVELOPE BODY        the two parts as they are stored
 *
 * An identity file holds one AGE-SECRET-KEY-PQ-1... a line. The plaintext goes to standard output.
 */
import { readFileSync } from 'node:fs'
import { openAgeFile } from './independent/age-file.ts'
import { type HybridKey, readIdentity } from './independent/hybrid-key.ts'
import { openFrame, openReport, type Report } from './independent/report.ts'

const BEGIN = '-----BEGIN AGE ENCRYPTED FILE-----'
const END = '-----END AGE ENCRYPTED FILE-----'

if (import.meta.main) process.exitCode = run(process.argv.slice(2))

function run([identities, first, second]: readonly string[]): number {
  if (identities === undefined || first === undefined) {
    process.stderr.write('Usage: node tools/open-independently.ts IDENTITY-FILE SEALED-FILE | FRAME | ENVELOPE BODY\n')
    return 2
  }
  const lines = readFileSync(identities, 'utf8').split(/\r?\n/)
  const keys = lines.filter((line) => line.startsWith('AGE-SECRET-KEY-PQ-1')).map(readIdentity)
  const opened = open(keys, readFileSync(first), second === undefined ? undefined : readFileSync(second))
  if (opened === undefined) process.stderr.write('None of these keys opens it.\n')
  else process.stdout.write(opened)
  return opened === undefined ? 1 : 0
}

/** The plaintext of whatever this is, or undefined when it is for other keys. */
export function open(keys: readonly HybridKey[], first: Buffer, second?: Buffer): Buffer | undefined {
  if (second !== undefined) return written(openReport(keys, first, second))
  if (first.subarray(0, 4).toString('latin1') === 'ASYI') return written(openFrame(keys, first))
  return openAgeFile(keys, dearmoured(first))
}

function written(report: Report | undefined): Buffer | undefined {
  return report === undefined ? undefined : Buffer.from(`${JSON.stringify(report.header, null, 2)}\n\n${report.text}\n`)
}

function dearmoured(file: Buffer): Buffer {
  const text = file.toString('latin1').trim()
  if (!text.startsWith(BEGIN) || !text.endsWith(END)) return file
  return Buffer.from(text.slice(BEGIN.length, -END.length), 'base64')
}
