import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { openPool } from '#base/database.ts'
import type { House } from '#base/house.ts'
import { serveSite } from '#edges/http/serve.ts'
import type { Clock } from '#kernel/clock.ts'
import { type ScratchDatabase, scratchDatabase } from '../../../../test/database.ts'
import { intakeDoors } from './intake.http.ts'
import { type Intake, openIntake } from './open-intake.ts'
import type { NightOptions } from './run-night.ts'

/** A clock that a test turns; it stands still otherwise. */
export type TurnedClock = Clock & { turn(to: string): void }

export function aClock(at = '2026-11-18T10:20:30Z'): TurnedClock {
  let now = new Date(at)
  return { now: () => now, turn: (to) => (now = new Date(to)) }
}

export type ServedIntake = {
  readonly database: ScratchDatabase
  readonly intake: Intake
  readonly app: FastifyInstance
  readonly origin: string
  readonly folder: string
  readonly blobs: string
  readonly clock: TurnedClock
  readonly faults: string[]
  readonly alarms: number[]
  readonly superuser: pg.Client
  readonly house: House
  readonly night: NightOptions
  post(path: string, body: Uint8Array, headers?: Readonly<Record<string, string>>): Promise<Response>
  put(path: string, body: Uint8Array, headers?: Readonly<Record<string, string>>): Promise<Response>
  count(table: string, where?: string, values?: readonly unknown[]): Promise<number>
  stop(): Promise<void>
}

/** For tests: a real intake on a real database behind the real server. `blobs` may stand on a disk of its own. */
export async function anIntake(options: { readonly blobs?: string; readonly data?: string } = {}): Promise<ServedIntake> {
  const database = await scratchDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'asylia-intake-'))
  await chmod(folder, 0o711)
  const blobs = options.blobs ?? join(folder, 'blobs')
  const secrets = join(folder, 'secrets')
  for (const path of [blobs, secrets]) await mkdir(path, { recursive: true, mode: 0o700 })
  const clock = aClock()
  const faults: string[] = []
  const alarms: number[] = []
  const pool = openPool(database.urls.asylia_intake, 10)
  const intake = await openIntake({ pool, clock, secrets, blobs, data: options.data ?? folder, onAlarm: (share) => alarms.push(share) })
  const app = serveSite({
    folder: join(folder, 'site'),
    errorPage: (code) => `<!doctype html><title>${code}</title>`,
    doors: intakeDoors(intake, () => Buffer.from('{"v":1}')),
    onFault: (id, kind) => faults.push(`${id} ${kind}`),
  })
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const superuser = new pg.Client({ connectionString: database.superuserUrl })
  await superuser.connect()
  const house = await database.house(clock)
  const night = { base: house.base, actor: house.installation.actor, files: intake.files, shreds: true }
  const send =
    (method: string) =>
    (path: string, body: Uint8Array, headers: Readonly<Record<string, string>> = {}) => {
      const init = { method, body, headers: { 'content-type': 'application/octet-stream', ...headers } }
      return fetch(origin + path, init as RequestInit)
    }
  const count = async (table: string, where = 'true', values: readonly unknown[] = []) => {
    const answer = await superuser.query<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`, [...values])
    return answer.rows[0]?.n ?? -1
  }
  const stop = async () => {
    await house.close()
    await superuser.end()
    await app.close()
    await intake.close()
    await database.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return {
    database,
    intake,
    app,
    origin,
    folder,
    blobs,
    clock,
    faults,
    alarms,
    superuser,
    house,
    night,
    post: send('POST'),
    put: send('PUT'),
    count,
    stop,
  }
}
