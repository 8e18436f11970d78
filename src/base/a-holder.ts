import { once } from 'node:events'
import { readConfig } from './config.ts'
import { openDataFolder } from './data-folder.ts'
import { OperatorError } from './operator-error.ts'
import { startPrivatePostgres } from './postgres/private-postgres.ts'

// The process that tests start beside themselves: it holds a data folder until it is asked or killed.
const say = (line: string) => process.stdout.write(`${line}\n`)
const [what, ...args] = process.argv.slice(2)

try {
  const folder = await openDataFolder(readConfig({}, args))
  const server = what === 'server' ? await startPrivatePostgres(folder) : undefined
  const held = setInterval(() => undefined, 60_000)
  // Listens before it says so: a test may ask the moment it hears.
  const asked = once(process, 'SIGTERM')
  say(`ready ${server?.pid ?? 0} ${server?.url('asylia_owner') ?? ''}`)
  await asked
  clearInterval(held)
  await server?.stop()
  await folder.close()
} catch (error) {
  if (!(error instanceof OperatorError)) throw error
  say(error.message)
  process.exitCode = 1
}
