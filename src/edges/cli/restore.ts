import { restoreBackup } from '#base/backup/restore-backup.ts'
import type { Config } from '#base/config.ts'
import { OperatorError } from '#base/operator-error.ts'
import { onlyOne, readOptions } from './options.ts'

const USAGE =
  'Say from what, with which identity and into which empty folder: ./asylia restore --from FILE --identity FILE --data FOLDER. FILE.main.age, FILE.keys.age and FILE.json are read.'

type Verify = (config: Config, args: readonly string[], say: (line: string) => void) => Promise<number>

/** Fills an empty data folder from a backup and verifies its ledger. Answers the exit code. */
export async function restore(config: Config, args: readonly string[], say: (line: string) => void, verify: Verify): Promise<number> {
  const options = readOptions(args, ['from', 'identity'], USAGE)
  const from = onlyOne(options.from, USAGE)
  const identity = onlyOne(options.identity, USAGE)
  if (config.databaseUrl !== undefined) {
    throw new OperatorError(
      'DATABASE_URL names a server that Asylia does not run; a backup is restored into the private one. Unset DATABASE_URL and restore again.',
    )
  }
  const list = await restoreBackup({ config, from, identity })
  say(
    `The backup of ${list.made} (data version ${list.dataVersion}) is restored into ${config.data}: database, keys, journal, blobs and secrets.`,
  )
  const verdict = await verify(config, [], say)
  if (verdict === 0) say(`Start it with: ./asylia start --data ${config.data}. Take the identity away from this machine now.`)
  else
    say(
      'The restored ledger does not verify. The folder is left as it is: compare it with a checkpoint that somebody outside kept before anybody works with it.',
    )
  return verdict
}
