import { parseArgs } from 'node:util'
import { OperatorError } from '#base/operator-error.ts'
import { Refusal } from '#kernel/refusal.ts'

const USAGE = 'Say which files: ./asylia import FILE... --dry-run --json, or with --text for the text that offsets count in.'

/** What main hands in: the text of one file with its hash and notes about what is missing, and what the rules find in it. */
export type DryRunDoor = {
  read(path: string): Promise<{ readonly text: string; readonly sha256: string; readonly notes: readonly string[] }>
  propose(text: string, sha256: string): { readonly proposals: readonly object[]; readonly unread: number }
}
export type Streams = { readonly out: (line: string) => void; readonly err: (line: string) => void }

/**
 * Prints one JSON line a proposal (docs/import-format.md) and stores nothing; no database and no server are asked. With
 * `--text` the text itself is printed. A file that is refused does not keep the others out; notes and refusals go to
 * the second stream and name a file by its place, never by its name. Answers 0 when all were read, else 1.
 */
export async function importDryRun(args: readonly string[], door: DryRunDoor, { out, err }: Streams): Promise<number> {
  const { files, asText } = readArgs(args)
  let refused = 0
  for (const [at, file] of files.entries()) {
    const place = `${at + 1} of ${files.length}`
    try {
      const { text, sha256, notes } = await door.read(file)
      for (const words of notes) err(`${place}: ${words}`)
      if (asText) out(text)
      else tell(door.propose(text, sha256), place, { out, err })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused++
      err(`${place}: ${error.message}`)
    }
  }
  return refused === 0 ? 0 : 1
}

function tell({ proposals, unread }: ReturnType<DryRunDoor['propose']>, place: string, { out, err }: Streams): void {
  for (const proposal of proposals) out(JSON.stringify(proposal))
  if (unread > 0) err(`${place}: ${unread} paragraphs are in a language without rules; somebody has to read them.`)
}

function readArgs(args: readonly string[]): { readonly files: readonly string[]; readonly asText: boolean } {
  try {
    const flag = { type: 'boolean' as const }
    const word = { type: 'string' as const }
    const options = { 'dry-run': flag, json: flag, text: flag, public: flag, data: word, port: word }
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    if (positionals.length > 0) return { files: positionals, asText: values.text === true }
  } catch {
    throw new OperatorError(USAGE)
  }
  throw new OperatorError(USAGE)
}
