import { h, type JSX } from 'preact'
import { Empty } from '../../parts/empty.ts'
import { Table } from '../../parts/table.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import type { AuditLine } from './calls.ts'
import { sentenceOf } from './sentence.ts'
import { proof, prove } from './state.ts'

type Lines = { readonly id: string; readonly lines: readonly AuditLine[]; readonly onMore: (() => void) | null; readonly hasCase: boolean }

/** Lines of the ledger as sentences, newest first, each with a proof that anybody can check without us. */
export function AuditTable({ id, lines, onMore, hasCase }: Lines): JSX.Element {
  if (lines.length === 0) return h(Empty, { words: say('audit.none'), teaches: say('audit.none_why') })
  return h(Table<AuditLine>, {
    id,
    caption: say('audit.caption'),
    rows: lines,
    keyOf: ({ entry }) => entry,
    onMore,
    columns: [
      { id: 'what', head: say('audit.what'), cell: (line) => h('bdi', null, sentenceOf(line)) },
      { id: 'when', head: say('audit.when'), cell: ({ at }) => whenWords(at) },
      ...(hasCase
        ? [{ id: 'case', head: say('audit.case'), cell: (line: AuditLine) => h('span', { class: 'code', dir: 'ltr' }, line.case ?? '') }]
        : []),
      { id: 'proof', head: say('audit.proof'), cell: proofCell },
    ],
  })
}

/** The ledger keeps the minute, in UTC, and says so. */
function whenWords(at: string): string {
  return `${dayInWords(at.slice(0, 10))}, ${at.slice(11, 16)} UTC`
}

function proofCell(line: AuditLine): JSX.Element {
  const now = proof.value
  if (now?.entry !== line.entry) return button(say('audit.prove'), () => void prove(line), { kind: 'quiet' })
  const { holds, text, size } = now.checked
  if (!holds) return mark('stop', say('audit.proof_fails'))
  const href = fileOf('application/json', text)
  return h(
    'span',
    null,
    mark('plain', say('audit.proof_holds', { size })),
    ' ',
    h('a', { href, download: `ledger-proof-${line.entry.slice(0, 8)}.json` }, say('audit.download')),
  )
}

/** A file to save. A signed note has an em dash in it, and `btoa` takes bytes. */
export function fileOf(type: string, text: string): string {
  return `data:${type};base64,${btoa(String.fromCharCode(...new TextEncoder().encode(text)))}`
}
