import { sql, type Transaction } from 'kysely'
import type { Clock } from '#kernel/clock.ts'
import { type CompartmentId, type EntryId, type EventId, newId } from '#kernel/ids.ts'
import { demand, type Verdict } from '#kernel/refusal.ts'
import type { Actor } from './actor.ts'
import type { Database } from './database.ts'
import { appendEntries, appendEntry } from './ledger/append-entry.ts'
import { monthOf } from './ledger/month.ts'
import type { Permit } from './permit.ts'
import type { Schema } from './schema.ts'

/** What an action names when it asks for a permit. `objectHash` is the SHA-256 of the bytes that the line vouches for. */
export type Grant<Action extends string, Subject extends string> = {
  readonly action: Action
  readonly subject: Subject
  readonly compartment: CompartmentId
  readonly objectHash?: string
}

export type Tx = {
  readonly db: Transaction<Schema>
  /** The one clock, for what depends on how old something is. */
  readonly clock: Clock
  /** Throws the policy's "no"; on "yes" writes the ledger line in this transaction and returns the permit. */
  grant<Action extends string, Subject extends string>(grant: Grant<Action, Subject>, verdict: Verdict): Promise<Permit<Action, Subject>>
  /** The same for many, in one statement; the permits stand in the order of what was asked. */
  grantAll<Action extends string, Subject extends string>(
    grants: readonly Grant<Action, Subject>[],
    verdict: Verdict,
  ): Promise<readonly Permit<Action, Subject>[]>
  /** Announces what happened; delivered after commit, at least once. Bodies hold ids and codes, never content. */
  emit(permit: Permit<string>, kind: string, body: Readonly<Record<string, string>>): Promise<void>
}

export type Base = {
  readonly clock: Clock
  /** One transaction that speaks for `actor`; whatever is thrown inside rolls everything back, the ledger line included. */
  transact<Result>(actor: Actor, work: (tx: Tx) => Promise<Result>): Promise<Result>
  /** A read-only, repeatable view that speaks for `actor`. */
  read<Result>(actor: Actor, work: (db: Transaction<Schema>) => Promise<Result>): Promise<Result>
}

export function openBase(app: Database, clock: Clock): Base {
  return {
    clock,
    transact: (actor, work) =>
      app.transaction().execute(async (db) => {
        await speakFor(db, actor)
        return work(transactionOf(db, actor, clock))
      }),
    read: (actor, work) =>
      app
        .transaction()
        .setAccessMode('read only')
        .setIsolationLevel('repeatable read')
        .execute(async (db) => {
          await speakFor(db, actor)
          return work(db)
        }),
  }
}

/**
 * A base whose every transaction is this one: several actions commit together or none does, each with its own permit and
 * line. For whoever already speaks in the transaction, and for nobody else.
 */
export function within(tx: Tx, actor: Actor): Base {
  const own = (other: Actor): void => {
    if (other.id !== actor.id) throw new Error('A transaction speaks for one actor.')
  }
  return {
    clock: tx.clock,
    transact: (other, work) => {
      own(other)
      return work(tx)
    },
    read: (other, work) => {
      own(other)
      return work(tx.db)
    },
  }
}

/** Local to the transaction, so that a pooled connection forgets it at commit. */
async function speakFor(db: Transaction<Schema>, actor: Actor): Promise<void> {
  await sql`select set_config('asylia.member', ${actor.id}, true)`.execute(db)
}

function permitOf<Action extends string, Subject extends string>(
  { action, subject }: Grant<Action, Subject>,
  entry: EntryId,
): Permit<Action, Subject> {
  return { action, subject, entry } as unknown as Permit<Action, Subject>
}

function transactionOf(db: Transaction<Schema>, actor: Actor, clock: Clock): Tx {
  return {
    db,
    clock,
    async grant(grant, verdict) {
      demand(verdict)
      const entry = await appendEntry(db, { ...grant, actor: actor.id }, clock)
      return permitOf(grant, entry.id)
    },
    async grantAll(grants, verdict) {
      demand(verdict)
      const entries = grants.map((grant) => ({ ...grant, actor: actor.id }))
      const ids = await appendEntries(db, entries, clock)
      return grants.map((grant, at) => permitOf(grant, ids[at] as EntryId))
    },
    async emit(permit, kind, body) {
      const id = newId<EventId>()
      await db
        .insertInto('base.outbox')
        .values({ month: monthOf(clock.now()), id, kind, body: JSON.stringify(body), cause: permit.entry })
        .execute()
      await sql`select base.enqueue(${id}::uuid)`.execute(db)
    },
  }
}
