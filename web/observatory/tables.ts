import type { Site } from './site.ts'
import type { Table } from './tables/columns.ts'
import { countTables } from './tables/counts.ts'
import { lawTables } from './tables/law.ts'
import { officeTables } from './tables/offices.ts'
import { promiseTables } from './tables/promises.ts'
import { recordTables } from './tables/records.ts'

/** Every table of the release, in the order the download page lists them. Hedge and source travel with every line. (R-NGO-09) */
export function tablesOf(site: Site): Table[] {
  const { library } = site
  return [
    ...recordTables(library),
    ...promiseTables(library),
    ...lawTables(library.release),
    ...officeTables(library.release),
    ...countTables(site),
  ]
}
