import { parseArgs } from 'node:util'
import { OperatorError } from '#base/operator-error.ts'

const USAGE = 'Say which record: ./asylia explain CODE [--json]. The code stands on its page.'

type Said = { readonly before: string; readonly after: string }
type Words = {
  readonly code: string
  readonly quote: string
  readonly paragraph: number
  readonly label: string | null
  readonly document: string
  readonly title: string
  readonly publisher: string
  readonly address: string | null
  readonly sha256: string
}
type Decision = { readonly rule: string; readonly decision: string; readonly by: string; readonly on: string; readonly edited: boolean }

/** What the door of the observatory answers about one record. */
export type Explained = {
  readonly code: string
  readonly kind: string
  readonly revision: number
  readonly recordedOn: string
  readonly withdrawnOn: string | null
  readonly corridor: string | null
  readonly reasons: readonly {
    readonly at: string
    readonly words: Words
    readonly around: Said | null
    readonly decisions: readonly Decision[]
  }[]
  readonly changes: readonly { readonly on: string; readonly kind: string; readonly revision: number }[]
}

/** The record that `./asylia explain CODE` asks about, and whether the answer is for a machine. */
export function readExplainArgs(args: readonly string[]): { readonly code: string; readonly json: boolean } {
  const { values, positionals } = parse(args)
  const [code, ...others] = positionals
  if (code === undefined || others.length > 0) throw new OperatorError(USAGE)
  return { code, json: values.json === true }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' as const }
  try {
    return parseArgs({
      args: [...args],
      options: { data: text, port: text, json: { type: 'boolean' } },
      allowPositionals: true,
      strict: true,
    })
  } catch (error) {
    throw new OperatorError(USAGE, { cause: error })
  }
}

/** The way back from a record to the words, as lines of plain text. */
export function explanationLines(record: Explained): string[] {
  const from = record.corridor === null ? 'accepted from an imported document' : `from the corridor ${record.corridor}`
  const gone = record.withdrawnOn === null ? '' : `, withdrawn on ${record.withdrawnOn}`
  return [
    `${record.code}: ${record.kind}, ${from}, recorded on ${record.recordedOn}, revision ${record.revision}${gone}.`,
    ...(record.reasons.length === 0 ? ['No words of a source stand behind it.'] : record.reasons.flatMap(reasonLines)),
    ...record.changes.map((one) => `Revision ${one.revision} was ${one.kind} on ${one.on}.`),
  ]
}

function reasonLines({ at, words, around, decisions }: Explained['reasons'][number]): string[] {
  const label = words.label === null ? '' : `, printed as ${words.label}`
  const where = `paragraph ${words.paragraph}${label}, of ${words.document}`
  const held = around === null ? 'The text is not held here; import the document to see the words around it.' : ''
  return [
    '',
    `${at}, because ${words.code} quotes:`,
    `  ${around?.before ?? ''}[${words.quote}]${around?.after ?? ''}`,
    `  ${where}: ${words.title} (${words.publisher}), ${words.address ?? 'source unknown'}`,
    `  SHA-256 ${words.sha256}`,
    ...(held === '' ? [] : [`  ${held}`]),
    ...decisions.map(
      (one) => `  ${one.decision} by ${one.by} on ${one.on}${one.edited ? ', edited' : ''}; proposed by the rule ${one.rule}`,
    ),
  ]
}
