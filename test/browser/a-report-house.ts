import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openPool } from '#base/database.ts'
import { aSelfRooted, aTeam, type Ceremony, filesOf, type Made, seedOf, TIME_SEED } from '#crypto/roster/a-roster.ts'
import { signTime } from '#crypto/sign/sign.ts'
import { serveSite } from '#edges/http/serve.ts'
import { type Intake, intakeDoors, openIntake } from '#features/reports/index.ts'
import { systemClock } from '#kernel/clock.ts'
import { openReport } from '#web/open-clients.ts'
import { HOME, scratchDatabase } from '../database.ts'

/** Days from today as the files of a list write them. */
export function dayFrom(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

const RUNNING = { not_before: dayFrom(-3), not_after: dayFrom(27) }

/** Invented teams: an independent desk, two bodies of invented duties, and one whose key has run out. */
export const TEAMS: readonly Made[] = [
  aTeam(
    'harbour',
    {
      name: { en: 'Harbour Desk', vi: 'Bàn tiếp nhận Bến Cảng', th: 'โต๊ะรับเรื่องท่าเรือ', fr: 'Bureau du Port', ar: 'مكتب الميناء' },
      kind: 'ngo',
      serves: ['TH', 'VN'],
      ...({ about: { en: 'Lawyers and caseworkers, paid by gifts.' }, languages: ['en', 'vi', 'th'] } as object),
    },
    RUNNING,
  ),
  aTeam('focal-th', { name: { en: 'Focal point Bangkok' }, kind: 'eu', serves: ['TH'] }, RUNNING),
  aTeam('liaison', { name: { en: 'Liaison office Germany' }, kind: 'state', of: ['DE'], serves: ['TH'] }, RUNNING),
  aTeam('lantern', { name: { en: 'Lantern' }, kind: 'ngo' }, { not_before: dayFrom(-40), not_after: dayFrom(-4) }),
]

export type ReportHouse = {
  readonly origin: string
  readonly list: Ceremony
  readonly intake: Intake
  readonly roster: string
  readonly superuser: pg.Client
  readonly faults: string[]
  /** Publishes another list, as a house, an attacker or a mistake would. */
  publish(files: Readonly<Record<string, Uint8Array>>): Promise<void>
  stop(): Promise<void>
}

/** A list of keys of today, signed as a house at its first start signs it. */
export function aList(teams: readonly Made[] = TEAMS, over: Parameters<typeof aSelfRooted>[0] = {}): Ceremony {
  return aSelfRooted({ issued: dayFrom(-1), expires: dayFrom(33), ...over }, teams)
}

export function filesByName(list: Ceremony): Readonly<Record<string, Uint8Array>> {
  const { pins, roster, epochs, recipients } = filesOf(list)
  return { 'pins.json': pins, 'roster.json': roster, 'epochs.json': epochs, 'recipients.bin': recipients }
}

/** The reporting page with a real intake on a real database behind the real server, and a list of invented teams. */
export async function aReportHouse(list: Ceremony = aList(), onion?: string): Promise<ReportHouse> {
  const database = await scratchDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'asylia-report-'))
  const [roster, secrets, blobs] = ['roster', 'secrets', 'blobs'].map((name) => join(folder, name)) as [string, string, string]
  for (const path of [roster, secrets, blobs]) await mkdir(path, { mode: 0o700 })
  const publish = async (files: Readonly<Record<string, Uint8Array>>): Promise<void> => {
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(roster, name), bytes)
  }
  await publish(filesByName(list))
  const pool = openPool(database.urls.asylia_intake, 4)
  const intake = await openIntake({ pool, clock: systemClock, secrets, blobs, data: folder })
  const faults: string[] = []
  let url = 'https://invented.example'
  const client = await openReport({ home: HOME, roster, url, onion, reads: { hours: 36, urgent: 1 } })
  const app = serveSite({
    folder: join(folder, 'site'),
    errorPage: (code) => `<!doctype html><title>${code}</title>`,
    doors: intakeDoors(intake, () => signTime(TIME_SEED, new Date())),
    clients: { report: () => Promise.resolve(client) },
    onFault: (id, kind) => faults.push(`${id} ${kind}`),
  })
  url = await app.listen({ host: '127.0.0.1', port: 0 })
  const superuser = new pg.Client({ connectionString: database.superuserUrl })
  await superuser.connect()
  const stop = async (): Promise<void> => {
    await superuser.end()
    await app.close()
    await intake.close()
    await database.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { origin: url, list, intake, roster, superuser, faults, publish, stop }
}

export { seedOf }
