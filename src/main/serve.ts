import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Config } from '#base/config.ts'
import { openPool } from '#base/database.ts'
import { type House, openHouse } from '#base/house.ts'
import { type LedgerHead, ledgerHead } from '#base/ledger/ledger-head.ts'
import { type LedgerKey, loadLedgerKey } from '#base/ledger/ledger-key.ts'
import { runSequencer } from '#base/ledger/run-sequencer.ts'
import { runVerifier } from '#base/ledger/run-verifier.ts'
import { letOthersPass } from '#base/lowest-priority.ts'
import type { OpenedDatabase } from '#base/open-database.ts'
import { OperatorError } from '#base/operator-error.ts'
import { runJobs } from '#base/outbox.ts'
import type { Clients } from '#edges/http/clients.ts'
import { serveDoors } from '#edges/http/json-doors.ts'
import { listenOn } from '#edges/http/listen.ts'
import { serveSite } from '#edges/http/serve.ts'
import { listenLaneB } from '#edges/lane-b/listen-lane-b.ts'
import { openNews, runNews } from '#features/alerts/index.ts'
import { forgetUnsealed } from '#features/cases/index.ts'
import { type NodeHouse, nodeWire } from '#features/nodes/index.ts'
import { loadCorridor, readCorridorFolder } from '#features/observatory/index.ts'
import { type Intake, intakeDoors, keepIntake, openInbox, openIntake, runDesk } from '#features/reports/index.ts'
import { type Desk, type DeskSettings, enter, openDesk, type RosterHouse } from '#features/teams/index.ts'
import { systemClock } from '#kernel/clock.ts'
import { errorPage } from '#web/observatory/error-page.ts'
import { BUILT, once, openDeskClient, openReport } from '#web/open-clients.ts'
import { say } from './command.ts'
import { deskDoors, openDoors } from './desk-doors.ts'
import { deskSettings } from './desk-settings.ts'
import { startRoster } from './list-of-keys.ts'
import { publishInto, tell } from './publish.ts'
import { startAlerts } from './start-alerts.ts'
import { nodeHouseOf, startNodes } from './start-nodes.ts'

/** Everything that a running installation does, upon its database; what was opened is closed with `open`. Answers where it is. */
export async function serve(config: Config, opened: OpenedDatabase, open: AsyncDisposableStack): Promise<string> {
  // Of a database that others run, the number would name somebody else's process here.
  const house = await openHouse(opened.urls, systemClock, config.databaseUrl === undefined ? { onWire: letOthersPass } : {})
  open.defer(() => house.close())
  const site = join(opened.folder, 'site')
  const roster = await startRoster(opened, house, open)
  const intake = await startIntake(opened, house, open)
  const nodes = nodeHouseOf(config, opened, house, roster.instance)
  const app = serveSite({
    folder: site,
    errorPage,
    clients: clientsOf(config, opened.folder),
    doors: [...intakeDoors(intake, () => roster.timeHint()), ...nodeWire(nodes)],
    onFault: (id, kind) => say(`Fault ${id} (${kind}). The reader saw this number.`),
  })
  open.defer(() => app.close())
  let address: string | undefined
  const settings = await deskSettings(config, opened.secrets, () => address)
  const key = await loadLedgerKey(opened.secrets, config.url)
  const ledger = ledgerHead(house.ledger, key, systemClock)
  const desk = await startDesk({ opened, house, roster, intake, nodes, ledger, settings }, app, open)
  await startAlerts(config, desk, opened.secrets, open)
  startNodes(config, nodes, open)
  address = await listenOn(app, config.listen)
  await startLaneB(config, { opened, intake }, open)
  await startWork({ opened, house, key, ledger }, open)
  await loadCorridors(config, house)
  tell(await publishInto(config, house, site))
  return address
}

/** The two pages that run in browsers; each is bundled when it is first asked for. */
function clientsOf(config: Config, folder: string): Clients {
  const report = once(() =>
    openReport({ home: config.home, roster: join(folder, 'roster'), url: config.url, onion: config.onion, reads: config.readsWithin }),
  )
  const desk = once(() => openDeskClient(config.home))
  return { report, desk }
}

/** Sealed reports come in under a login of their own, which reaches five functions and no table. */
async function startIntake(opened: OpenedDatabase, house: House, open: AsyncDisposableStack): Promise<Intake> {
  const intake = await openIntake({
    pool: openPool(opened.urls.asylia_intake, 10),
    clock: systemClock,
    secrets: opened.secrets,
    blobs: join(opened.folder, 'blobs'),
    data: opened.folder,
    onAlarm: (share) => say(`The disk is ${Math.round(share * 100)} % full. Files are refused first, short texts last; make room.`),
  })
  open.defer(() => intake.close())
  const stop = new AbortController()
  const kept = keepIntake({
    base: house.base,
    actor: house.installation.actor,
    files: intake.files,
    data: opened.folder,
    signal: stop.signal,
    onClockJump: (file) => say(`The clock jumped by more than an hour. Nothing is shredded until you set it right and remove ${file}.`),
    onFault: () => say('The nightly work on sealed reports failed. It is tried again in a minute; ./asylia doctor may say more.'),
  })
  open.defer(() => {
    stop.abort()
    return kept
  })
  return intake
}

type LaneBParts = { readonly opened: OpenedDatabase; readonly intake: Intake }

/** The form without scripts, where an onion name or the switch asks for it; where the machine is not fit, a sentence instead. */
async function startLaneB(config: Config, { opened, intake }: LaneBParts, open: AsyncDisposableStack): Promise<void> {
  const wanted = config.laneB
  if (wanted === undefined) return
  const read = (name: string) => readFile(join(opened.folder, 'roster', name))
  try {
    const laneB = await listenLaneB({
      ...wanted,
      onion: wanted.anyName ? null : (config.onion ?? null),
      buildTime: BUILT,
      rosterFiles: async () => ({
        pins: await read('pins.json'),
        roster: await read('roster.json'),
        epochs: await read('epochs.json'),
        recipients: await read('recipients.bin'),
      }),
      file: async (frame) => {
        await intake.fileFrame(frame, undefined)
      },
    })
    open.defer(() => laneB.close())
    say(`The form without scripts listens on ${wanted.host} port ${laneB.port}; less protected, and it says so.`)
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error
    say(`The form without scripts is not served. ${error.message}`)
  }
}

type DeskParts = {
  readonly opened: OpenedDatabase
  readonly house: House
  readonly roster: RosterHouse
  readonly intake: Intake
  readonly nodes: NodeHouse
  readonly ledger: LedgerHead
  readonly settings: DeskSettings
}

/** The doors of the desk, and what happens there by itself: answers become visible, counts are told, old keys destroyed. */
async function startDesk(parts: DeskParts, app: FastifyInstance, open: AsyncDisposableStack): Promise<Desk> {
  const { opened, house, roster, intake, nodes, ledger, settings } = parts
  const desk = await openDesk(house, opened.secrets, roster, settings)
  const onFault = (id: string, kind: string) => say(`Fault ${id} (${kind}) at the desk. The member saw this number.`)
  const inbox = openInbox(desk, intake.files)
  const news = openNews(desk)
  await serveDoors(app, {
    open: openDoors(desk),
    closed: deskDoors(inbox, ledger, nodes, news),
    enter: (call) => enter(desk, call),
    onFault,
  })
  const stop = new AbortController()
  const work = runDesk(desk, {
    signal: stop.signal,
    data: opened.folder,
    also: [forgetUnsealed],
    onFault: (error) => say(`The work of the desk failed (${error instanceof Error ? error.name : 'unknown'}). It is tried again.`),
  })
  const told = runNews(news, {
    signal: stop.signal,
    onFault: (error) => say(`Open desks were not told of news (${error instanceof Error ? error.name : 'unknown'}). It is tried again.`),
  })
  open.defer(async () => {
    stop.abort()
    await Promise.all([work, told])
  })
  return desk
}

type WorkParts = { readonly opened: OpenedDatabase; readonly house: House; readonly key: LedgerKey; readonly ledger: LedgerHead }

/** The sequencer and the hourly verifier of the ledger, and the jobs of the outbox; each ends before what it works on is closed. */
async function startWork({ opened, house, key, ledger }: WorkParts, open: AsyncDisposableStack): Promise<void> {
  const stop = new AbortController()
  const sequencer = runSequencer(house.ledger, { key, clock: systemClock, signal: stop.signal })
  const verifier = runVerifier(opened.urls.asylia_ledger, {
    trust: key,
    signal: stop.signal,
    onReport: (report) => {
      ledger.note(report)
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
