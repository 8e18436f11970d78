import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import type * as Scratch from '../../test/database.ts'
import { accessCatalogue, checkCatalogue } from './catalogue.ts'
import type { Check } from './finding.ts'
import { checkRowTypes, generateRowTypes, ROW_TYPES_FILE } from './row-types.ts'

/** Gives `work` a connection to a database of its own in which every migration of the tree has run. */
async function inScratchDatabase<Result>(root: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const { scratchDatabase } = (await import(pathToFileURL(join(root, 'test/database.ts')).href)) as typeof Scratch
  const database = await scratchDatabase()
  const client = new pg.Client({ connectionString: database.urls.asylia_owner })
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end()
    await database.stop()
  }
}

/** Who may do what in the database, as the database itself says it. */
export const catalogue: Check = {
  name: 'catalogue',
  run: (root) => inScratchDatabase(root, checkCatalogue),
  report: (root) => inScratchDatabase(root, accessCatalogue),
}

/** The row types of the code are those of the migrations. */
export const rowTypes: Check = {
  name: 'row-types',
  run: (root) => inScratchDatabase(root, (client) => checkRowTypes(root, client)),
  write: async (root) => {
    writeFileSync(join(root, ROW_TYPES_FILE), await inScratchDatabase(root, generateRowTypes))
    return ROW_TYPES_FILE
  },
}
