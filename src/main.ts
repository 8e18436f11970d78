import { randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { argumentOf, type Config, readConfig } from '#base/config.ts'
import { type House, openHouse } from '#base/house.ts'
import { loadLedgerKey } from '#base/ledger/ledger-key.ts'
import { runSequencer } from '#base/ledger/run-sequencer.ts'
import { runVerifier } from '#base/ledger/run-verifier.ts'
import { MigrationError } from '#base/migrate.ts'
import { type OpenedDatabase, openDatabaseOf } from '#base/open-database.ts'
import { OperatorError } from '#base/operator-error.ts'
import { runJobs } from '#base/outbox.ts'
import { backup } from '#edges/cli/backup.ts'
import { doctor } from '#edges/cli/doctor.ts'
import { explanationLines, readExplainArgs } from '#edges/cli/explain.ts'
import { importFiles, readImportArgs } from '#edges/cli/import.ts'
import { importDryRun } from '#edges/cli/import-dry-run.ts'
import { restore } from '#edges/cli/restore.ts'
import { readReviewArgs, review, tellWaiting } from '#edges/cli/review.ts'
import { verify } from '#edges/cli/verify.ts'
import { listenOn } from '#edges/http/listen.ts'
import { serveSite } from '#edges/http/serve.ts'
import { ingestDoor, readingDoor, recheckCitations } from '#features/documents/index.ts'
import {
  checkRelease,
  explainRecord,
  exportRelease,
  loadCorridor,
  openReviewing,
  readCorridorFolder,
  withdrawPublicRecord,
} from '#features/observatory/index.ts'
import { openRosterHouse, type Published, type RosterHouse } from '#features/teams/index.ts'
import { dayOf, systemClock } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type BuildReport, buildSite } from '#web/observatory/build-site.ts'
import { errorPage } from '#web/observatory/error-page.ts'

const HELP = `Asylia. Commands:
  start                    prepare, publish and serve (Ctrl-C ends everything)
  publish                  export and build into the data folder's site
  publish export FILE      write the release: what the public role sees
  publish build DIR        build the site from a release (--from FILE), without a database
  import FILE...           read documents and propose what they say (--public --publisher --address --retrieved)
  review [DOCUMENT]        accept, correct or reject what was proposed (--by NAME)
  explain CODE             why we say what a record says, back to the words (--json)
  withdraw CODE            take a public record out of the publication
  verify                   check ledger, checkpoints and proofs, also offline (--bundle FILE)
  doctor                   what is wrong and how to mend it
  backup | restore         sealed to an offline recipient | into an empty folder
  test | check | bench     for those who build Asylia
Settings: --data FOLDER, --port NUMBER, and the variables listed in docs/operators-guide.md
`

const say = (line: string) => process.stdout.write(`${line}\n`)

type Command = (config: Config, args: readonly string[]) => Promise<number>

const COMMANDS: Readonly<Record<string, Command>> = {
  start,
  publish,
  import: importDocuments,
  review: reviewDocument,
  explain: explainCode,
  withdraw,
  verify: (config, args) => verify(config, args, say),
  doctor: (config) => doctor(config, say),
  backup: (config, args) => backup(config, args, say),
  restore: (config, args) => restore(config, args, say, verify),
  help: async () => {
    say(HELP)
    return 0
  },
}

/** Opens the house for one command, attached to a running `start` where there is one. */
async function inHouse<Result>(config: Config, work: (house: House, opened: OpenedDatabase) => Promise<Result>): Promise<Result> {
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

async function start(config: Config): Promise<number> {
  const began = performance.now()
  const ending = endingSignals()
  say(`Asylia starts. Data folder: ${config.data}`)
  // What was opened last is closed first, whatever ends us.
  await using open = new AsyncDisposableStack()
  const opened = await openDatabaseOf(config, 'own')
  open.defer(() => opened.close())
  for (const note of opened.notes) say(note)
  const house = await openHouse(opened.urls, systemClock)
  open.defer(() => house.close())
  const site = join(opened.folder, 'site')
  const app = serveSite({ folder: site, errorPage, onFault: (id, kind) => say(`Fault ${id} (${kind}). The reader saw this number.`) })
  open.defer(() => app.close())
  const address = await listenOn(app, config.listen)
  await startWork(opened, house, config, open)
  await startRoster(opened, open)
  await loadCorridors(config, house)
  tell(await publishInto(config, house, site))
  say(`Ready after ${Math.round(performance.now() - began)} ms: ${address}/`)
  say('Ctrl-C ends everything.')
  const why = await Promise.race([ending, opened.ended.then(() => 'database' as const)])
  say(why === 'database' ? 'The database ended by itself; its log is in the data folder under pg/. Everything ends.' : 'Ending.')
  return why === 'database' ? 1 : 0
}

/** The sequencer and the hourly verifier of the ledger, and the jobs of the outbox; each ends before what it works on is closed. */
async function startWork(opened: OpenedDatabase, house: House, config: Config, open: AsyncDisposableStack): Promise<void> {
  const key = await loadLedgerKey(opened.secrets, config.url)
  const stop = new AbortController()
  const sequencer = runSequencer(house.ledger, { key, clock: systemClock, signal: stop.signal })
  const verifier = runVerifier(opened.urls.asylia_ledger, {
    trust: key,
    signal: stop.signal,
    onReport: (report) => {
      if (report === 'fault') say('The ledger could not be read for its hourly check. ./asylia doctor says more.')
      else if (!report.ok) say('The ledger does not hold. Run ./asylia verify, and keep this database and its backups as they are.')
    },
  })
  open.defer(async () => {
    stop.abort()
    await Promise.all([sequencer, verifier])
  })
  const jobs = await runJobs(house.jobsPool, house.base, house.installation.actor, [])
  open.defer(() => jobs.stop())
}

/** Publishes the list of keys before anybody can ask for it, and keeps it fresh. */
async function startRoster(opened: OpenedDatabase, open: AsyncDisposableStack): Promise<RosterHouse> {
  const roster = await openRosterHouse({
    places: { secrets: opened.secrets, folder: join(opened.folder, 'roster') },
    source: () => Promise.resolve([]),
    clock: systemClock,
    onPublished: tellRoster,
    onFault: () => say('The list of keys could not be published; the one before stays. ./asylia keys show says more.'),
  })
  await roster.publish()
  const stop = new AbortController()
  const fresh = roster.keepFresh(stop.signal)
  open.defer(async () => {
    stop.abort()
    await fresh
  })
  return roster
}

function tellRoster({ mode, version, expires, pinsHash, receiving, left, problem }: Published): void {
  say(`List of keys: version ${version}, ${mode}, until ${expires}, pins ${pinsHash}.`)
  for (const { team, epoch, why } of left) say(`The key ${epoch} of ${team} is not in it (${why}); its anchors have to sign again.`)
  if (problem !== undefined) say(`ALARM: readers refuse the list of keys (${problem}). Nobody can report until that is mended.`)
  else if (receiving !== 'yes') say(`Nobody can receive reports here ${receiving === 'nobody_yet' ? 'yet' : 'now'}.`)
}

async function loadCorridors(config: Config, house: House): Promise<void> {
  const folder = join(config.home, 'data', 'corridors')
  for (const name of (await readdir(folder)).sort()) {
    const { corridor, fileHash } = await readCorridorFolder(join(folder, name))
    const done = await loadCorridor(house.base, house.installation, corridor, fileHash)
    if (!done.unchanged)
      say(
        `Corridor ${corridor.id} ${corridor.version}: ${done.added} records added, ${done.corrected} corrected, ${done.withdrawn} withdrawn.`,
      )
  }
}

async function publishInto(config: Config, house: House, folder: string): Promise<BuildReport> {
  return buildSite(await releaseOf(config, house), folder)
}

/** What may be published now; every citation into a held document is compared with its text first. */
async function releaseOf(config: Config, house: House) {
  await recheckCitations(house.base, house.installation.actor)
  return exportRelease(house.publicDatabase, { asOf: dayOf(systemClock.now()), site: config.url, contact: config.contact ?? null })
}

async function publish(config: Config, args: readonly string[]): Promise<number> {
  const [what, where] = args
  if (what === 'build') return publishBuild(args, where)
  if (what === 'export') return publishExport(config, where)
  if (what !== undefined && !what.startsWith('--'))
    throw new OperatorError('publish knows: publish, publish export FILE, publish build DIR')
  tell(await inHouse(config, (house, opened) => publishInto(config, house, join(opened.folder, 'site'))))
  return 0
}

async function publishExport(config: Config, file: string | undefined): Promise<number> {
  if (file === undefined) throw new OperatorError('Say where to: ./asylia publish export FILE')
  const release = await inHouse(config, (house) => releaseOf(config, house))
  await writeFile(file, `${JSON.stringify(release)}\n`)
  say(`The release of ${release.asOf} is written.`)
  return 0
}

async function publishBuild(args: readonly string[], folder: string | undefined): Promise<number> {
  const from = argumentOf(args, '--from')
  if (folder === undefined || folder.startsWith('--') || from === undefined)
    throw new OperatorError('Say where to and from what: ./asylia publish build DIR --from FILE')
  tell(await buildSite(checkRelease(parseRelease(await readGiven(from))), resolve(folder)))
  return 0
}

/** A file that somebody named on the command line. */
async function readGiven(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new OperatorError('One of the files that you named is not there. Check its name.', { cause: error })
    if (code === 'EACCES' || code === 'EISDIR')
      throw new OperatorError('One of the files that you named cannot be read, or is a folder.', { cause: error })
    throw error
  }
}

function parseRelease(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal('release.malformed')
    throw error
  }
}

/** `--public` says that a document is public; without it only documents that a corridor names come in. */
async function importDocuments(config: Config, args: readonly string[]): Promise<number> {
  if (args.includes('--dry-run')) return importDryRun(args, readingDoor, { out: say, err: (line) => process.stderr.write(`${line}\n`) })
  const request = readImportArgs(args)
  return inHouse(config, ({ base, installation }) => importFiles(request, ingestDoor(base, installation, request.facts), say))
}

async function reviewDocument(config: Config, args: readonly string[]): Promise<number> {
  const request = readReviewArgs(args)
  return inHouse(config, async ({ base, installation }) => {
    const reviewing = await openReviewing(base, installation, request)
    if (request.document === undefined) return tellWaiting(await reviewing.waiting(), say)
    return review(request, reviewing.door(request.document), say, process.stdout.isTTY && process.stdout.hasColors())
  })
}

async function explainCode(config: Config, args: readonly string[]): Promise<number> {
  const { code, json } = readExplainArgs(args)
  const record = await inHouse(config, ({ base, installation }) => explainRecord(base, installation.actor, code))
  for (const line of json ? [JSON.stringify(record)] : explanationLines(record)) say(line)
  return 0
}

async function withdraw(config: Config, args: readonly string[]): Promise<number> {
  const [code] = args
  if (code === undefined || code.startsWith('--')) throw new OperatorError('Say which record: ./asylia withdraw CODE')
  await inHouse(config, async (house, opened) => {
    await withdrawPublicRecord(house.base, house.installation, code)
    tell(await publishInto(config, house, join(opened.folder, 'site')))
  })
  say(`${code} is withdrawn and the publication renewed.`)
  return 0
}

function tell(report: BuildReport): void {
  say(`Published: ${report.pages} pages, ${report.written} written, ${report.removed} removed, ${Math.round(report.milliseconds)} ms.`)
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

async function main(): Promise<number> {
  const [name = 'help', ...args] = process.argv.slice(2)
  const command = COMMANDS[name.replace(/^--/, '')]
  if (command === undefined) {
    process.stderr.write(`There is no command of that name.\n\n${HELP}`)
    return 2
  }
  return command(readConfig(process.env, args), args)
}

/** An expected "no" is its sentence. Anything else is our fault: a number, the kind and our own lines, never its words. */
function explain(error: unknown): string {
  if (error instanceof OperatorError || error instanceof Refusal || error instanceof MigrationError) return error.message
  const faultId = randomBytes(6).toString('hex')
  const kind = error instanceof Error ? error.name : 'unknown'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const lines = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  return [`This is our fault (${faultId}): ${kind} ${code}`.trim(), ...lines].join('\n')
}

// A reader such as `head` may leave early; that is no fault.
process.stdout.on('error', () => process.exit())

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`asylia: ${explain(error)}\n`)
  process.exitCode = 1
}
