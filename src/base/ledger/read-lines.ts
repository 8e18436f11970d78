import { createReadStream } from 'node:fs'
import { Refusal } from '#kernel/refusal.ts'

const NEWLINE = 0x0a
const LONGEST_LINE = 65_536

/**
 * The lines of a file, one at a time. Each must end in a newline, be UTF-8 and no longer than 64 KiB; anything else is the
 * Refusal `ledger.bundle_malformed`, so that a hostile file costs no more memory than a line.
 */
export async function* readLines(file: string): AsyncGenerator<string, void> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      yield textOf(bytes.subarray(start, end))
      start = end + 1
    }
    rest = bytes.subarray(start)
    if (rest.length > LONGEST_LINE) throw new Refusal('ledger.bundle_malformed')
  }
  if (rest.length > 0) throw new Refusal('ledger.bundle_malformed')
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(bytes: Buffer): string {
  if (bytes.length > LONGEST_LINE) throw new Refusal('ledger.bundle_malformed')
  try {
    return strict.decode(bytes)
  } catch {
    throw new Refusal('ledger.bundle_malformed')
  }
}
