import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openPool } from '#base/database.ts'
import type { House } from '#base/house.ts'
import { ledgerHead } from '#base/ledger/ledger-head.ts'
import { loadLedgerKey } from '#base/ledger/ledger-key.ts'
import { makeCheckpoint } from '#base/ledger/make-checkpoint.ts'
import { sequenceEntries } from '#base/ledger/sequence-entries.ts'
import { serveDoors } from '#edges/http/json-doors.ts'
import { serveSite } from '#edges/http/serve.ts'
import { deliverAlerts, watchClocks } from '#features/alerts/alert.jobs.ts'
import { openNews, runNews } from '#features/alerts/index.ts'
import { type NodeHouse, openNodeHouse } from '#features/nodes/index.ts'
import { deliverReplies } from '#features/reports/inbox/inbox.jobs.ts'
import { type Intake, intakeDoors, openInbox, openIntake } from '#features/reports/index.ts'
import {
  type DeskSettings,
  enter,
  foundTeam,
  inviteHeirTo,
  type NewTeam,
  openDesk,
  openRosterHouse,
  rosterEntries,
  tidyTeams,
} from '#features/teams/index.ts'
import { openDeskClient, openReport } from '#web/open-clients.ts'
import { deskDoors, openDoors } from '../../src/main/desk-doors.ts'
import { HOME, scratchDatabase } from '../database.ts'

export type DeskHouse = {
  readonly origin: string
  readonly intake: Intake
  readonly superuser: pg.Client
  readonly house: House
  readonly nodes: NodeHouse
  readonly faults: string[]
  /** Where the server keeps its secrets, its lists and what people sent. */
  readonly folder: string
  /** Moves the one clock of the server on. */
  pass(milliseconds: number): void
  now(): Date
  /** A team that waits for its founder, and the code for them. */
  team(slug: string, over?: Partial<NewTeam>): Promise<string>
  /** A code for somebody who will wait for the custodians of a team. */
  heir(slug: string): Promise<string>
  /** Sends what is due at this moment. */
  deliver(): Promise<number>
  /** Delivers the alerts that wait and calls whoever is next. */
  ring(): Promise<number>
  /** Ends and settles what is due at this moment in every team. */
  tidy(): Promise<void>
  /** Gives every line of the ledger its place and signs it, as every hour. */
  sign(): Promise<void>
  stop(): Promise<void>
}

/** The whole of it on a real database behind the real server: intake, mailbox, teams, inbox, list of keys, both pages. */
export async function aDeskHouse(settings: Pick<DeskSettings, 'outside'> = {}): Promise<DeskHouse> {
  const database = await scratchDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'asylia-desk-'))
  const [lists, secrets, blobs] = ['roster', 'secrets', 'blobs'].map((name) => join(folder, name)) as [string, string, string]
  for (const path of [lists, secrets, blobs]) await mkdir(path, { mode: 0o700 })
  let moved = 0
  const clock = { now: () => new Date(Date.now() + moved) }
  const house = await database.house(clock)
  const roster = await openRosterHouse({
    places: { secrets, folder: lists },
    source: () => rosterEntries(house.base, house.installation),
    clock,
  })
  const intake = await openIntake({ pool: openPool(database.urls.asylia_intake, 4), clock, secrets, blobs, data: folder })
  let site = ''
  const desk = await openDesk(house, secrets, roster, { sites: () => [site], outside: settings.outside })
  const faults: string[] = []
  const onFault = (id: string, kind: string) => faults.push(`${id} ${kind}`)
  const [report, client] = await Promise.all([
    openReport({ home: HOME, roster: lists, url: 'https://invented.example', onion: undefined }),
    openDeskClient(HOME),
  ])
  const app = serveSite({
    folder: join(folder, 'site'),
    errorPage: (code) => `<!doctype html><title>${code}</title>`,
    clients: { report: () => Promise.resolve(report), desk: () => Promise.resolve(client) },
    doors: intakeDoors(intake, () => roster.timeHint()),
    onFault,
  })
  const key = await loadLedgerKey(secrets, 'https://invented.example')
  const ledger = ledgerHead(house.ledger, key, clock)
  const places = { secrets: secrets, instance: roster.instance, url: 'https://invented.example' }
  const nodes = openNodeHouse({ house, places, folder })
  const news = openNews(desk)
  const ends = new AbortController()
  const told = runNews(news, { signal: ends.signal, onFault: () => faults.push('news') })
  const closed = deskDoors(openInbox(desk, intake.files), ledger, nodes, news)
  await serveDoors(app, { open: openDoors(desk), closed, enter: (call) => enter(desk, call), onFault })
  // By its name: passkeys are made for names, not for numbers.
  const origin = (await app.listen({ host: '127.0.0.1', port: 0 })).replace('127.0.0.1', 'localhost')
  site = origin
  const superuser = new pg.Client({ connectionString: database.superuserUrl })
  await superuser.connect()
  return {
    origin,
    intake,
    superuser,
    house,
    nodes,
    faults,
    folder,
    pass: (milliseconds) => {
      moved += milliseconds
    },
    now: clock.now,
    team: async (slug, over = {}) => (await foundTeam(house.base, house.installation, { ...aTeam(slug), ...over })).code,
    heir: async (slug) => (await inviteHeirTo(house.base, house.installation, slug)).code,
    deliver: () => deliverReplies(desk),
    ring: async () => (await deliverAlerts(desk)) + (await watchClocks(desk)),
    tidy: async () => {
      await tidyTeams(desk, true)
    },
    sign: async () => {
      await sequenceEntries(house.ledger)
      await makeCheckpoint(house.ledger, key, clock)
    },
    stop: async () => {
      await superuser.end()
      ends.abort()
      await told
      await app.close()
      await intake.close()
      await house.close()
      await database.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function aTeam(slug: string): NewTeam {
  return {
    slug,
    names: { en: `Desk of ${slug}` },
    about: { en: 'Invented for a test.' },
    kind: 'ngo',
    of: [],
    serves: ['VN'],
    conflicts: [],
    languages: ['en', 'vi'],
  }
}
