import { backupFiles } from '#base/backup/archive-names.ts'
import { makeBackup } from '#base/backup/make-backup.ts'
import type { Config } from '#base/config.ts'
import { readDataVersion } from '#base/data-version.ts'
import { OperatorError, withDiskSentences } from '#base/operator-error.ts'
import { withPrivateServer } from '#base/postgres/with-private-server.ts'
import { dayOf, systemClock } from '#kernel/clock.ts'
import { onlyOne, readOptions } from './options.ts'

const USAGE =
  'Say where to and for whom: ./asylia backup --to FILE --recipient age1… (several recipients are possible). It writes FILE.main.age, FILE.keys.age and FILE.json.'

/** Copies a running or a resting installation into two sealed archives and their list. Answers the exit code. */
export async function backup(config: Config, args: readonly string[], say: (line: string) => void): Promise<number> {
  const options = readOptions(args, ['to', 'recipient'], USAGE)
  const to = onlyOne(options.to, USAGE)
  if (config.databaseUrl !== undefined) {
    throw new OperatorError(
      "DATABASE_URL names a server that Asylia does not run. Back it up with that server's own tools, and the folders secrets/ and blobs/ of the data folder beside it.",
    )
  }
  const stopping = stopSignals()
  try {
    const list = await withDiskSentences(config.data, () =>
      withPrivateServer(config, async (places, urlOf) => {
        const superuserUrl = urlOf()
        const dataVersion = (await readDataVersion(places.path)) ?? 0
        const made = dayOf(systemClock.now())
        return makeBackup({
          superuserUrl,
          places,
          dataVersion,
          to,
          recipients: options.recipient,
          made,
          signal: stopping.signal,
        })
      }),
    )
    const files = backupFiles(to)
    say(`The backup is whole: data version ${list.dataVersion}, ${megabytes(list.main.bytes + list.keys.bytes)} MB sealed.`)
    say(`  ${files.main}  sha256 ${list.main.sha256}`)
    say(`  ${files.keys}  sha256 ${list.keys.sha256}`)
    say(`  ${files.list}  the list of both`)
    say('A restore needs all three and the identity. Keep the keys archive apart and destroy it after 35 days at the latest.')
    return 0
  } finally {
    stopping.end()
  }
}

/** Ctrl-C ends the copy in order: what was begun is removed. */
function stopSignals(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const stop = () => controller.abort()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop)
  const end = () => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.removeListener(name, stop)
  }
  return { signal: controller.signal, end }
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1)
}
