import type { Config } from '#base/config.ts'
import { openDatabaseOf } from '#base/open-database.ts'
import { say } from './command.ts'

export async function start(config: Config): Promise<number> {
  const began = performance.now()
  const ending = endingSignals()
  say(`Asylia starts. Data folder: ${config.data}`)
  // What was opened last is closed first, whatever ends us.
  await using open = new AsyncDisposableStack()
  // The code of the whole house is as long in coming as the database is: it comes meanwhile. A fault of it shows below.
  const opened = await openDatabaseOf(config, 'own', () => void import('./serve.ts').catch(() => undefined))
  open.defer(() => opened.close())
  for (const note of opened.notes) say(note)
  const { serve } = await import('./serve.ts')
  const address = await serve(config, opened, open)
  say(`Ready after ${Math.round(performance.now() - began)} ms: ${address}/`)
  say('Ctrl-C ends everything.')
  const why = await Promise.race([ending, opened.ended.then(() => 'database' as const)])
  say(why === 'database' ? 'The database ended by itself; its log is in the data folder under pg/. Everything ends.' : 'Ending.')
  return why === 'database' ? 1 : 0
}

/** Settles at the first SIGINT or SIGTERM; a second one ends at once. */
function endingSignals(): Promise<'signal'> {
  return new Promise((resolve) => {
    let asked = false
    const end = () => {
      if (asked) process.exit(130)
      asked = true
      resolve('signal')
    }
    process.on('SIGINT', end)
    process.on('SIGTERM', end)
  })
}
