import { sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { Alert, DirectoryOf, NodeWord, Reply, State } from './body.contract.ts'
import { SEALED } from './read-body.ts'

type Db = Transaction<Schema>
const iso = (at: Date) => at.toISOString()

// What of a node reaches the offices here, and of the offices a node. The database lets the installation alone do this, and
// asks bars and consent as for a delivery inside.

export type NodeTeam = { readonly slug: string; readonly here: string; readonly facts: object; readonly epoch: number }
/** An office of a node, as its signed list says it; null when its name here is taken. */
export async function keepNodeTeam(db: Db, node: string, { slug, here, facts, epoch }: NodeTeam): Promise<string | null> {
  const rows = await sql<{ id: string | null }>`
    select access.keep_node_team(${node}::uuid, ${slug}, ${here}, ${JSON.stringify(facts)}::jsonb, ${epoch}) as id`.execute(db)
  return rows.rows[0]?.id ?? null
}
/** The end of a node: its offices receive nothing, what waits for them stops, and their names here are free. */
export async function endNodeOffices(db: Db, node: string, at: Date): Promise<void> {
  await sql`select access.end_node(${node}::uuid, ${iso(at)}::timestamptz)`.execute(db)
}
export async function endNodeTeams(db: Db, node: string, stays: readonly string[]): Promise<void> {
  await sql`select access.end_node_teams(${node}::uuid, ${[...stays]}::text[])`.execute(db)
}

export type Posted = {
  readonly delivery: string
  readonly outcome: 'posted' | 'stopped'
  readonly office: string
  readonly from_team: string
  readonly version: number
  readonly kind: Alert['kind']
  readonly tlp: Alert['tlp']
  readonly level: number
  readonly asks: Alert['asks']
  readonly answer_by: Date
  readonly ends_at: Date
  readonly text_id: string
  readonly epoch: number
  readonly body: Buffer | null
  readonly wrap: Buffer | null
}
/** The copies for this node that wait longest, taken out of the rooms of their senders. */
export async function postAlerts(
  db: Db,
  node: string,
  { at, today, most }: { readonly at: Date; readonly today: string; readonly most: number },
): Promise<Posted[]> {
  const rows = await sql<Posted>`
    select * from access.post_alerts(${node}::uuid, ${iso(at)}::timestamptz, ${today}::date, ${most})`.execute(db)
  return rows.rows
}

export type Ended = { readonly delivery: string; readonly why: 'withdrawn' | 'barred' | 'consent' | 'key_changed' }
/** What is over for offices of this node: taken back, barred, or not acknowledged yet and agreed to no more. */
export async function listEndedPosts(db: Db, node: string, today: string): Promise<Ended[]> {
  const rows = await sql<Ended>`select delivery, why from access.ended_posts(${node}::uuid, ${today}::date)`.execute(db)
  return rows.rows
}
/** Stopped since, with why, or taken back as the other side remembers it. */
export async function stopPost(
  db: Db,
  node: string,
  delivery: string,
  { becomes, why, at }: { becomes: 'stopped' | 'recalled'; why?: Exclude<Ended['why'], 'withdrawn'>; at: Date },
): Promise<void> {
  await sql`
    select access.stop_post(${node}::uuid, ${delivery}::uuid, ${becomes}, ${why ?? 'barred'}, ${iso(at)}::timestamptz)`.execute(db)
}

export type Taken = {
  readonly outcome: 'done' | 'node.no_such_team' | 'node.no_such_office' | 'node.not_theirs'
  readonly office_room: CompartmentId | null
}
/** Puts copies into the rooms of the offices that they name, in this order; answers what became of each. */
export async function takeNodeAlerts(
  db: Db,
  node: string,
  all: readonly { readonly said: Alert; readonly code: string }[],
  at: Date,
): Promise<Taken[]> {
  if (all.length === 0) return []
  const saids = all.map(({ said: { body: _body, wrap: _wrap, ...said } }) => JSON.stringify(said))
  const bodies = Buffer.concat(all.map(({ said }) => said.body))
  const wraps = all.map(({ said }) => Buffer.from(said.wrap))
  const rows = await sql<Taken>`
    select outcome, office_room from access.take_node_alerts(${node}::uuid, ${saids}::jsonb[], ${all.map(({ code }) => code)}::text[], ${bodies}::bytea,
      ${SEALED}::int, ${wraps}::bytea[], ${iso(at)}::timestamptz)`.execute(db)
  return rows.rows
}
export async function takeNodeWithdrawal(db: Db, node: string, delivery: string, at: Date): Promise<CompartmentId | null> {
  const rows = await sql<{ room: CompartmentId | null }>`
    select access.take_node_withdrawal(${node}::uuid, ${delivery}::uuid, ${iso(at)}::timestamptz) as room`.execute(db)
  return rows.rows[0]?.room ?? null
}

export type StateRow = {
  readonly delivery: string
  readonly told: string
  /** How many changes of it this row tells. */
  readonly owed: number
  readonly state: string
  readonly version: number
  readonly read_version: number
  readonly step: number
  readonly delivered_at: Date | null
  readonly opened_at: Date | null
  readonly acknowledged_at: Date | null
  readonly acknowledged_as: string | null
  readonly acting_at: Date | null
  readonly answered_at: Date | null
  readonly refused_at: Date | null
  readonly reason: string | null
  readonly clock_at: Date | null
}
export async function listStates(db: Db, node: string, most: number): Promise<StateRow[]> {
  const rows = await sql<StateRow>`select * from access.node_states(${node}::uuid, ${most})`.execute(db)
  return rows.rows
}
/** What a node says of copies, with its signed word, no two about one delivery; answers which of them it has. */
export async function takeNodeStates(
  db: Db,
  node: string,
  all: readonly { readonly said: State; readonly word: NodeWord }[],
  at: Date,
): Promise<Set<string>> {
  if (all.length === 0) return new Set()
  const rows = await sql<{ delivery: string }>`
    select delivery from access.take_node_states(${node}::uuid, ${all.map(({ said }) => said.delivery)}::uuid[],
      ${all.map(({ said }) => JSON.stringify(said))}::jsonb[], ${all.map(({ word }) => JSON.stringify(word))}::jsonb[], ${iso(at)}::timestamptz) as delivery`.execute(
    db,
  )
  return new Set(rows.rows.map(({ delivery }) => delivery))
}

export type PostedReply = {
  readonly delivery: string
  readonly text_id: string
  readonly version: number
  readonly epoch: number
  readonly body: Buffer
  readonly wrap: Buffer
}
export async function postReply(db: Db, node: string): Promise<PostedReply | undefined> {
  const rows = await sql<PostedReply>`select * from access.post_reply(${node}::uuid)`.execute(db)
  return rows.rows[0]
}
export async function takeNodeReply(
  db: Db,
  node: string,
  { delivery, text, version, epoch, body, wrap }: Reply,
  at: Date,
): Promise<boolean> {
  const rows = await sql<{ done: boolean }>`
    select access.take_node_reply(${node}::uuid, ${delivery}::uuid, ${text}::uuid, ${version}, ${epoch}, ${Buffer.from(body)}, ${Buffer.from(wrap)},
      ${iso(at)}::timestamptz) as done`.execute(db)
  return rows.rows[0]?.done === true
}

/** The open part of the directory of this installation's own offices. */
export async function listOwnPoints(db: Db): Promise<DirectoryOf['points']> {
  const rows = await sql<DirectoryOf['points'][number]>`select * from access.own_points()`.execute(db)
  return rows.rows
}
/** Whether each own office ever said that it is police, whatever became of its entry. guards T-21 */
export async function listOwnOffices(db: Db): Promise<DirectoryOf['offices']> {
  const rows = await sql<DirectoryOf['offices'][number]>`select * from access.own_offices()`.execute(db)
  return rows.rows
}
export async function takeNodePoints(db: Db, node: string, { points, offices }: DirectoryOf): Promise<void> {
  await sql`
    select access.take_node_points(${node}::uuid, ${JSON.stringify(points)}::jsonb, ${JSON.stringify(offices)}::jsonb)`.execute(db)
}

/** Runs what a hostile body may make the database refuse; a refusal of the database undoes this alone. */
export async function attempt<Result>(db: Db, work: () => Promise<Result>): Promise<Result | undefined> {
  await sql`savepoint one`.execute(db)
  try {
    const done = await work()
    await sql`release savepoint one`.execute(db)
    return done
  } catch (error) {
    // Data, integrity and limits alone: anything else is our fault, and told.
    if (!(error instanceof Error && 'code' in error && /^(22|23|54)/.test(String(error.code)))) throw error
    await sql`rollback to savepoint one`.execute(db)
    return undefined
  }
}

/** The nodes for which something waits: a message without a number, a copy, a state or a reply that was not told. */
export async function hasNews(db: Db, today: string): Promise<Set<string>> {
  const rows = await sql<{ id: string }>`select id from access.node_news(${today}::date) as id`.execute(db)
  return new Set(rows.rows.map(({ id }) => id))
}
