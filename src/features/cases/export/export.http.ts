import { type Door, door } from '#base/door.ts'
import type { Caller } from '#features/teams/index.ts'
import { ExportInput, ExportRowsInput } from './export.contract.ts'
import { type ExportDesk, exportIncidents, previewExport } from './export-incidents.ts'

/** Doors of a member who hands a table on. */
export function exportDoors(desk: ExportDesk): Door<Caller>[] {
  return [
    door('/api/desk/export/preview', ExportInput, ({ caller, input }) => previewExport(desk, caller, input)),
    door('/api/desk/export/rows', ExportRowsInput, ({ caller, input }) => exportIncidents(desk, caller, input)),
  ]
}
