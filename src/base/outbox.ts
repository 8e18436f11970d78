import { Logger, type Runner, run } from 'graphile-worker'
import type pg from 'pg'
import { isUuid } from '#kernel/ids.ts'
import type { Actor } from './actor.ts'
import type { Base, Tx } from './transact.ts'

export type OutboxEvent = { readonly id: string; readonly kind: string; readonly body: Readonly<Record<string, string>> }

/** A subscriber hears of an event at least once and acts at most once: its receipt stands in its own transaction. */
export type Subscriber = {
  readonly name: string
  readonly kind: string
  readonly hear: (tx: Tx, event: OutboxEvent) => Promise<void>
}

/** Hands one event to every subscriber of its kind. A second delivery ends at the receipt. */
export async function dispatchEvent(base: Base, actor: Actor, subscribers: readonly Subscriber[], eventId: string): Promise<void> {
  const event = await base.read(actor, (db) =>
    db.selectFrom('base.outbox').select(['id', 'kind', 'body']).where('id', '=', eventId).executeTakeFirst(),
  )
  // Rolled back after the job was seen, or of a partition that is gone: nothing to tell.
  if (event === undefined) return
  for (const subscriber of subscribers.filter((one) => one.kind === event.kind)) {
    await base.transact(actor, async (tx) => {
      const receipt = await tx.db
        .insertInto('base.outbox_receipt')
        .values({ subscriber: subscriber.name, event_id: eventId })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (receipt.numInsertedOrUpdatedRows === 0n) return
      await subscriber.hear(tx, { id: event.id, kind: event.kind, body: event.body as Readonly<Record<string, string>> })
    })
  }
}

/** Polls the job queue as `asylia_jobs`; what a job does, it does through the application's own pool. */
export function runJobs(jobsPool: pg.Pool, base: Base, actor: Actor, subscribers: readonly Subscriber[]): Promise<Runner> {
  return run({
    pgPool: jobsPool,
    concurrency: 2,
    pollInterval: 1_000,
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
    taskList: {
      async dispatch(payload) {
        const eventId = (payload as { event?: unknown }).event
        if (typeof eventId !== 'string' || !isUuid(eventId)) throw new Error('A job without an event id.')
        await dispatchEvent(base, actor, subscribers, eventId)
      },
    },
  })
}
