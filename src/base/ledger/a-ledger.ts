import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import pg from 'pg'
import type { Clock } from '#kernel/clock.ts'
import { yes } from '#kernel/refusal.ts'
import type { ScratchDatabase, ScratchServer } from '../../../test/database.ts'
import type { House } from '../house.ts'
import { type LedgerKey, loadLedgerKey } from './ledger-key.ts'
import { verifyAgainst } from './run-verifier.ts'
import { sequenceEntries } from './sequence-entries.ts'
import type { VerifyReport } from './verify-report.ts'

export type ALedger = {
  readonly database: ScratchDatabase
  readonly house: House
  readonly key: LedgerKey
  readonly secrets: string
  /** Appends so many entries, each in a transaction of its own, as the application does. */
  append(count: number): Promise<void>
  /** Appends and gives them their place in one batch. */
  grow(count: number): Promise<void>
  /** What only the owner of the machine can do: changes as superuser, triggers and keys asleep. */
  tamper(...statements: string[]): Promise<void>
  ask<Row extends pg.QueryResultRow>(statement: string): Promise<Row[]>
  verify(): Promise<VerifyReport>
}

/** For tests: a migrated database with a house, a key of its own and an empty ledger, gone after the test. */
export async function aLedger(t: { after: TestContext['after'] }, server: ScratchServer, clock?: Clock): Promise<ALedger> {
  const database = await server.more()
  const house = await database.house(clock)
  const secrets = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  const superuser = new pg.Client({ connectionString: database.superuserUrl })
  await superuser.connect()
  t.after(async () => {
    await superuser.end()
    await house.close()
    await database.stop()
    await rm(secrets, { recursive: true })
  })
  const key = await loadLedgerKey(secrets, 'https://ledger.example')
  const { actor, register } = house.installation

  const append = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const grant = {
        action: 'record.correct',
        subject: `line "${i}" \\ ☂`,
        compartment: register,
        ...(i % 2 === 0 ? {} : { objectHash: 'ab'.repeat(32) }),
      }
      await house.base.transact(actor, (tx) => tx.grant(grant, yes))
    }
  }
  return {
    database,
    house,
    key,
    secrets,
    append,
    async grow(count) {
      await append(count)
      await sequenceEntries(house.ledger)
    },
    async tamper(...statements) {
      await superuser.query(['set session_replication_role = replica', ...statements, 'reset session_replication_role'].join(';\n'))
    },
    ask: async <Row extends pg.QueryResultRow>(statement: string) => (await superuser.query<Row>(statement)).rows,
    verify: () => verifyAgainst(database.urls.asylia_ledger, key),
  }
}
