import { type Door, door } from '#base/door.ts'
import type { Caller } from '#features/teams/index.ts'
import * as contract from './import.contract.ts'
import { type ImportDesk, importRow, viewKnown } from './import-row.ts'
import { undoImport, viewBatches } from './undo-import.ts'

/** Eight cards, most of them small. */
const ONE_ROW = 1_048_576
const MARKS = 65_536

/** Doors of a member who brings a table. */
export function importDoors(desk: ImportDesk): Door<Caller>[] {
  return [
    door('/api/desk/import/row', contract.ImportRowInput, ({ caller, input }) => importRow(desk, caller, input), ONE_ROW),
    door('/api/desk/import/known', contract.KnownInput, ({ caller, input }) => viewKnown(desk, caller, input.marks), MARKS),
    door('/api/desk/import/batches', contract.BatchesInput, ({ caller }) => viewBatches(desk, caller)),
    door('/api/desk/import/undo', contract.UndoImportInput, ({ caller, input }) => undoImport(desk, caller, input)),
  ]
}
