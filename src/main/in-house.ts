import type { Config } from '#base/config.ts'
import { type Backends, type House, openHouse } from '#base/house.ts'
import { sendBack, standBack } from '#base/lowest-priority.ts'
import { type OpenedDatabase, openDatabaseOf } from '#base/open-database.ts'
import { systemClock } from '#kernel/clock.ts'

type Work<Result> = (house: House, opened: OpenedDatabase) => Promise<Result>

/** Opens the house for one command, attached to a running `start` where there is one. */
export const inHouse = <Result>(config: Config, work: Work<Result>): Promise<Result> => inHouseWith(config, work)

/**
 * The same for long work that nobody waits for: with all its threads, and what of a private database works for it, it stands back
 * behind whoever is answered meanwhile. Once the database is open: one that was started for this keeps its own priority.
 */
export const inHouseBehind = <Result>(config: Config, work: Work<Result>): Promise<Result> =>
  inHouseWith(
    config,
    (house, opened) => {
      standBack()
      return work(house, opened)
    },
    // Of a database that others run, the number would name somebody else's process here.
    config.databaseUrl === undefined ? { onBackend: sendBack } : {},
  )

async function inHouseWith<Result>(config: Config, work: Work<Result>, backends: Backends = {}): Promise<Result> {
  const opened = await openDatabaseOf(config, 'share')
  try {
    const house = await openHouse(opened.urls, systemClock, backends)
    try {
      return await work(house, opened)
    } finally {
      await house.close()
    }
  } finally {
    await opened.close()
  }
}
