import type { Config } from '#base/config.ts'
import { type FolderPlaces, findDataFolder, openDataFolder } from '#base/data-folder.ts'
import { holderOf } from '#base/folder-lock.ts'
import { statOf } from '#base/folders.ts'
import { OperatorError } from '#base/operator-error.ts'
import { privateSuperuserUrl } from './logins.ts'
import { clusterOf } from './make-cluster.ts'
import { startPrivatePostgres } from './private-postgres.ts'

type Work<Result> = (places: FolderPlaces, superuserUrl: (database?: string) => string) => Promise<Result>

/** Works with the private server of existing data: the one that `start` runs, or its own for that time, as it was left. */
export async function withPrivateServer<Result>(config: Config, work: Work<Result>): Promise<Result> {
  const places = await findDataFolder(config)
  if (places === undefined || (await statOf(clusterOf(places))) === undefined)
    throw new OperatorError(`There is no data of Asylia in ${config.data}. Name its folder with --data.`)
  if ((await holderOf(places.path)) !== undefined) return work(places, await privateSuperuserUrl(places))
  const folder = await openDataFolder(config)
  try {
    const server = await startPrivatePostgres(folder, 'as it is')
    try {
      return await work(folder, server.superuserUrl)
    } finally {
      await server.stop()
    }
  } finally {
    await folder.close()
  }
}
