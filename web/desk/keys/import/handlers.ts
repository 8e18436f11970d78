import type { Static } from 'typebox'
import { concat, hex, u32, utf8 } from '#crypto/bytes.ts'
import { hmac, kdf } from '#crypto/kdf.ts'
import { layoutOf, proposeMapping } from '#features/cases/import/columns.rules.ts'
import type { Batches, ImportUndone, KnownAnswer } from '#features/cases/import/import.contract.ts'
import { type ImportedRow, ordersOf, type Preview, preview } from '#features/cases/import/rows.rules.ts'
import type { ImportCalls, Imported, ImportPreview, Undone } from '../../rooms/import/calls.ts'
import type { Handlers, Tell } from '../answers.ts'
import { DoorRefusal } from '../door.ts'
import { DeskFault } from '../fault.ts'
import type { Vault } from '../vault.ts'
import { codesFrom } from './codes.ts'
import { readTable, type Table } from './read-table.ts'
import { rowFor } from './write-row.ts'

const SAMPLE = 5
const SHOWN = 20
const TOLD = 200
const MARKS = 1_000

type State = { table: Table | null; told: Preview | null; marks: string[]; known: Set<string>; stopped: boolean }

/** Brings in tables: read, shown, and written row by row, each whole or not at all. */
export function importHandlers(opened: () => Vault, tell: Tell): Handlers<ImportCalls> {
  const state: State = { table: null, told: null, marks: [], known: new Set(), stopped: false }
  const table = (): Table => state.table ?? fail()
  return {
    'import.read': async ({ file, sheet }) => {
      state.told = null
      state.table = await readTable(file, sheet, (share) =>
        tell({ event: 'progress', of: 'import.read', done: Math.round(share * 100), all: 100 }),
      )
      const { header, rows, sha256: _, ...about } = state.table
      const layout = layoutOf(header)
      const sample = rows.slice(0, SAMPLE).map(({ cells }) => cells.map((cell) => cell.slice(0, 80)))
      return { ...about, sheet, header, rows: rows.length, sample, layout, mapping: proposeMapping(header, layout) }
    },
    'import.preview': async ({ mapping, order, words }) => {
      const { rows, header, sha256 } = table()
      const told = preview(rows, { layout: layoutOf(header), mapping, order, codes: codesFrom(words) })
      state.told = told
      state.marks = marksOf(opened(), sha256, told.readyRows)
      state.known = await knownMarks(opened(), state.marks)
      return previewView(told, state.known.size, ordersOf(rows, mapping))
    },
    'import.run': async () => {
      state.stopped = false
      if (state.told === null) return fail()
      return run(opened(), state, state.told.readyRows, (done, all) => tell({ event: 'progress', of: 'import.run', done, all }))
    },
    'import.stop': async () => {
      state.stopped = true
      return null
    },
    'import.batches': () => opened().door.ask<Batches>('import/batches', {}),
    'import.undo': ({ batch }) => undo(opened(), batch, (done) => tell({ event: 'progress', of: 'import.undo', done, all: done })),
    'import.forget': async () => {
      Object.assign(state, { table: null, told: null, marks: [], known: new Set() })
      return null
    },
  }
}

/** Page by page, until nothing of the run is left that could go. */
async function undo(vault: Vault, batch: string, onDone: (done: number) => void): Promise<Undone> {
  const touched: string[] = []
  let undone = 0
  for (let after: string | null = null; ; ) {
    const page: ImportUndone = await vault.door.ask<ImportUndone>('import/undo', { batch, after })
    undone += page.undone
    touched.push(...page.touched)
    onDone(undone)
    if (page.next === null) return { undone, touched }
    after = page.next
  }
}

function fail(): never {
  throw new DeskFault('import.no_rows', 'typed')
}

/** A mark for each row, with a key that nobody else has: the same member who brings the same row again is told so. */
function marksOf({ keys, instance }: Vault, sha256: Uint8Array, rows: readonly ImportedRow[]): string[] {
  const key = kdf(keys.seed, 'import/mark')
  return rows.map(({ line }) => hex(hmac(key, concat(utf8(instance), sha256, u32(line))).subarray(0, 16)))
}

async function knownMarks({ door }: Vault, marks: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>()
  for (let at = 0; at < marks.length; at += MARKS) {
    const answer = await door.ask<Static<typeof KnownAnswer>>('import/known', { marks: marks.slice(at, at + MARKS) })
    for (const mark of answer.known) known.add(mark)
  }
  return known
}

function previewView(told: Preview, before: number, orders: ReturnType<typeof ordersOf>): ImportPreview {
  return {
    rows: told.rows,
    ready: told.ready,
    before,
    problems: [...told.problems],
    notes: [...told.notes],
    keptBack: told.keptBack.slice(0, TOLD),
    orders: [...orders],
    shown: told.readyRows.slice(0, SHOWN).map(({ line, identity, coded, words }) => ({
      line,
      name: identity.names[0] ?? words.narrative?.slice(0, 60) ?? '',
      when: coded.from === null ? '' : coded.from.precision === 'exact' ? coded.from.from : `${coded.from.from} – ${coded.from.until}`,
      where: [coded.origin, coded.host].filter((code) => code !== null).join(' → '),
      methods: coded.methods,
    })),
  }
}

/** Writes what is ready. A lost line or a lock ends it where it is; brought again, the same file goes on with the next row. */
async function run(vault: Vault, state: State, rows: readonly ImportedRow[], onProgress: Progress): Promise<Imported> {
  const failed: { line: number; code: string }[] = []
  const counts = { done: 0, before: 0 }
  const batch = crypto.randomUUID()
  for (const [at, row] of rows.entries()) {
    if (state.stopped) break
    const outcome = await bring(vault, state.known, row, { mark: state.marks[at] ?? '', batch })
    if (outcome === 'done' || outcome === 'before') counts[outcome] += 1
    else failed.push({ line: row.line, code: outcome })
    onProgress(at + 1, rows.length)
  }
  return { ...counts, failed, stopped: state.stopped }
}

type Progress = (done: number, all: number) => void
type Place = { readonly mark: string; readonly batch: string }

async function bring(vault: Vault, known: Set<string>, row: ImportedRow, at: Place): Promise<string> {
  const { mark } = at
  if (known.has(mark)) return 'before'
  const outcome = await writeRow(vault, row, at)
  if (outcome !== 'done' && outcome !== 'import.done_before') return outcome
  known.add(mark)
  return outcome === 'done' ? 'done' : 'before'
}

/** `done`, or the code of the refusal; what is no refusal of this row ends the run. */
async function writeRow(vault: Vault, row: ImportedRow, at: Place): Promise<string> {
  try {
    const { input, note } = await rowFor(vault, row, at)
    await vault.door.ask('import/row', input)
    note()
    return 'done'
  } catch (error) {
    if (!(error instanceof DoorRefusal) || error.status === 0 || error.status === 401 || error.status >= 500) throw error
    return error.code
  }
}
