import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { OperatorError } from '#base/operator-error.ts'
import { Refusal } from '#kernel/refusal.ts'

const USAGE =
  'Say which files: ./asylia import FILE... --public --publisher NAME --address URL|"source unknown" --retrieved DAY [--title T] [--language xx] [--kind KIND] [--encoding NAME] [--folder FOLDER] [--limit-mb N]. Without --public only documents that a corridor names come in. With --dry-run --json nothing is stored.'

type Prepared = {
  readonly kind: string
  readonly notes: readonly { readonly code: string; readonly count: number }[]
  readonly paragraphs: readonly unknown[]
  readonly proposals: readonly { readonly proposed: { readonly kind: string } }[]
}
type ReadOptions = { readonly encoding?: string; readonly bytes?: number; readonly inside?: string }

/** What main hands in: reading one file, and taking it in. */
export type ImportDoor<P extends Prepared> = {
  readonly noteWords: Readonly<Record<string, string>>
  prepare(path: string, name: string, options: ReadOptions): Promise<P>
  ingest(prepared: P): Promise<{ readonly code: string; readonly version: number; readonly already: boolean }>
}

const OPTIONS = [
  'publisher',
  'address',
  'retrieved',
  'title',
  'language',
  'kind',
  'encoding',
  'folder',
  'limit-mb',
  'data',
  'port',
] as const

/** What the command line asks for; a wrong word is answered with the usage before anything is opened. */
export type ImportRequest = { readonly files: readonly string[]; readonly facts: unknown; readonly options: ReadOptions }

export function readImportArgs(args: readonly string[]): ImportRequest {
  const { values, positionals } = parse(args)
  if (positionals.length === 0) throw new OperatorError(USAGE)
  const { publisher, address, retrieved, title, language, kind, encoding, folder } = values
  const megabytes = values['limit-mb']
  if (megabytes !== undefined && !/^[1-9]\d{0,4}$/.test(megabytes))
    throw new OperatorError('--limit-mb accepts a whole number of megabytes.')
  const said = { publisher, address: address === 'source unknown' ? null : address, retrievedOn: retrieved, title, language, kind }
  const facts = values.public === true ? Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) : null
  const options = { encoding, inside: folder, bytes: megabytes === undefined ? undefined : Number(megabytes) * 1024 * 1024 }
  return { files: positionals, facts, options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) }
}

function parse(args: readonly string[]) {
  const texts = Object.fromEntries(OPTIONS.map((name) => [name, { type: 'string' as const }])) as Record<
    (typeof OPTIONS)[number],
    { type: 'string' }
  >
  try {
    return parseArgs({ args: [...args], options: { ...texts, public: { type: 'boolean' } }, allowPositionals: true, strict: true })
  } catch (error) {
    throw new OperatorError(USAGE, { cause: error })
  }
}

/**
 * Takes documents in, one after the other. A file that is refused does not keep the others out. Answers 0 when all came in, else 1.
 */
export async function importFiles<P extends Prepared>(
  request: ImportRequest,
  door: ImportDoor<P>,
  say: (line: string) => void,
): Promise<number> {
  let refused = 0
  for (const [at, file] of request.files.entries()) {
    const began = performance.now()
    const told = await importOne(file, request, door)
    if (!told.ok) refused++
    say(`${at + 1} of ${request.files.length}: ${told.says} ${((performance.now() - began) / 1000).toFixed(1)} s`)
    for (const line of told.more) say(`   ${line}`)
  }
  return refused === 0 ? 0 : 1
}

async function importOne<P extends Prepared>(file: string, { options }: ImportRequest, door: ImportDoor<P>) {
  try {
    const prepared = await door.prepare(file, basename(file), options)
    const done = await door.ingest(prepared)
    const version = done.version > 1 ? `, version ${done.version} of its address` : ''
    const head = done.already
      ? `held before as ${done.code}; nothing changed.`
      : `${done.code}${version}, ${prepared.paragraphs.length} paragraphs, ${prepared.proposals.length} proposals.`
    return {
      ok: true,
      says: head,
      more: done.already
        ? []
        : [countsOf(prepared), ...prepared.notes.map(({ code, count }) => `${count} ${door.noteWords[code] ?? code}`)],
    }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, says: error.message, more: [] }
    throw error
  }
}

function countsOf({ proposals }: Prepared): string {
  const counts = Map.groupBy(proposals, ({ proposed }) => proposed.kind)
  return [...counts].map(([kind, list]) => `${kind} ${list.length}`).join(', ') || 'nothing was proposed'
}
