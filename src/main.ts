import { randomBytes } from 'node:crypto'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { readConfig } from '#base/config.ts'
import { OperatorError } from '#base/operator-error.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Command, say } from './main/command.ts'

const HELP = `Asylia. Commands:
  start                    prepare, publish and serve (Ctrl-C ends everything)
  publish                  export and build into the data folder's site
  publish export FILE      write the release: what the public role sees
  publish build DIR        build the site from a release (--from FILE), without a database
  import FILE...           read documents and propose what they say (--public --publisher --address --retrieved)
  review [DOCUMENT]        accept, correct or reject what was proposed (--by NAME)
  explain CODE             why we say what a record says, back to the words (--json)
  withdraw CODE            take a public record out of the publication
  briefing KIND CODE FILE  a briefing of public records as PDF, DOCX or text (--lang --length)
  team add|invite|heir|list   teams that receive reports, and the code for their first member or for an heir
  node introduce|list|...  other installations that this one exchanges alerts with, by fingerprints read aloud
  keys                     roots, the signed list of teams and its ceremony (keys ceremony)
  verify                   check ledger, checkpoints and proofs, also offline (--bundle FILE)
  outside                  from another machine: is the page that readers get the one we built (--through HOST:PORT)
  doctor                   what is wrong and how to mend it
  intake replay [FOLDER]   put back sealed reports that were lost, from the spool
  backup | restore         sealed to an offline recipient | into an empty folder
  test | check | bench     for those who build Asylia
Settings: --data FOLDER, --port NUMBER, and the variables listed in docs/operators-guide.md
`

/** Each comes when it is asked for: what one command needs, another does not wait for. */
async function commandOf(name: string): Promise<Command | undefined> {
  if (name === 'help') return help
  if (name === 'start') return (await import('./main/start.ts')).start
  return (await import('./main/commands.ts')).COMMANDS[name]
}

async function help(): Promise<number> {
  say(HELP)
  return 0
}

async function main(): Promise<number> {
  const [name = 'help', ...args] = process.argv.slice(2)
  const command = await commandOf(name.replace(/^--/, ''))
  if (command === undefined) {
    process.stderr.write(`There is no command of that name.\n\n${HELP}`)
    return 2
  }
  return command(readConfig(process.env, args), args)
}

/** An expected "no" is its sentence. Anything else is our fault: a number, the kind and our own lines, never its words. */
function explain(error: unknown): string {
  if (error instanceof OperatorError || error instanceof Refusal) return error.message
  const faultId = randomBytes(6).toString('hex')
  const kind = error instanceof Error ? error.name : 'unknown'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const lines = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  return [`This is our fault (${faultId}): ${kind} ${code}`.trim(), ...lines].join('\n')
}

// A reader such as `head` may leave early; that is no fault.
process.stdout.on('error', () => process.exit())

// What was compiled once is kept beside the packages, which only whoever installs may write; where it cannot be, nothing is.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.compiled'))

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`asylia: ${explain(error)}\n`)
  process.exitCode = 1
}
