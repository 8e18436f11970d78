import type { Config } from '#base/config.ts'
import { type House, openHouse } from '#base/house.ts'
import { type OpenedDatabase, openDatabaseOf } from '#base/open-database.ts'
import { systemClock } from '#kernel/clock.ts'

/** Opens the house for one command, attached to a running `start` where there is one. */
export async function inHouse<Result>(config: Config, work: (house: House, opened: OpenedDatabase) => Promise<Result>): Promise<Result> {
  const opened = await openDatabaseOf(config, 'share')
  try {
    const house = await openHouse(opened.urls, systemClock)
    try {
      return await work(house, opened)
    } finally {
      await house.close()
    }
  } finally {
    await opened.close()
  }
}
