import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Row } from './consent.contract.ts'

type Db = Transaction<Schema>

const ROW = sql`
  c.subject, c.scope, c.n, c.change, c.giver, c.basis, c.from_on as "from", c.until_on as "until", c.expires_on as expires, c.card,
  encode(c.mark, 'hex') as mark, coalesce((select m.code from asylia.member m where m.id = c.recorded_by), '') as by, c.recorded_on as on`

/** What was said in a case about every use, in its order. */
export async function listConsent(db: Db, room: CompartmentId): Promise<Row[]> {
  const rows = await sql<Row>`
    select ${ROW} from asylia.consent c where c.compartment_id = ${room}::uuid order by c.subject, c.scope, c.n`.execute(db)
  return rows.rows
}

/** The same of one person and one use. */
export async function findConsent(db: Db, room: CompartmentId, subject: string, scope: string): Promise<Row[]> {
  const rows = await sql<Row>`
    select ${ROW} from asylia.consent c
    where c.compartment_id = ${room}::uuid and c.subject = ${subject} and c.scope = ${scope} order by c.n`.execute(db)
  return rows.rows
}

/** The same with the ids of the rows, for what has to say on which it rests. */
export async function findConsentRows(
  db: Db,
  room: CompartmentId,
  subject: string,
  scope: string,
): Promise<(Pick<Row, 'scope' | 'n' | 'change' | 'from' | 'expires'> & { readonly id: string })[]> {
  const rows = await sql<Pick<Row, 'scope' | 'n' | 'change' | 'from' | 'expires'> & { id: string }>`
    select c.id, c.scope, c.n, c.change, c.from_on as "from", c.expires_on as expires from asylia.consent c
    where c.compartment_id = ${room}::uuid and c.subject = ${subject} and c.scope = ${scope} order by c.n`.execute(db)
  return rows.rows
}

export type NewRow = {
  readonly id: string
  readonly subject: string
  readonly change: 'given' | 'withdrawn'
  readonly giver: string
  readonly basis: string
  readonly from: string
  readonly until: string | null
  readonly expires: string | null
  readonly card: string | null
  readonly mark: string | null
  readonly by: MemberId
  readonly today: string
}

/**
 * Writes what was said about the scope of the permit, after all that was said of it before. False when this message of the
 * mailbox was noted already, or somebody else spoke of the same scope in this moment.
 */
export async function addConsent(
  db: Db,
  permit: Permit<'consent.give' | 'consent.withdraw'>,
  room: CompartmentId,
  row: NewRow,
): Promise<boolean> {
  const scope = permit.subject.split(':').at(-1) ?? ''
  const rows = await sql<{ id: string }>`
    insert into asylia.consent (compartment_id, id, subject, scope, n, change, giver, basis, from_on, until_on, expires_on, card, mark,
      recorded_by, recorded_on)
    select ${room}::uuid, ${row.id}::uuid, ${row.subject}, ${scope}, coalesce(max(c.n), 0) + 1, ${row.change}, ${row.giver}, ${row.basis},
      ${row.from}::date, ${row.until}::date, ${row.expires}::date, ${row.card}::uuid, decode(${row.mark}, 'hex'), ${row.by}::uuid, ${row.today}::date
    from asylia.consent c where c.compartment_id = ${room}::uuid and c.subject = ${row.subject} and c.scope = ${scope}
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

type Noted = { readonly subject: string; readonly scope: string; readonly mark: string }

/** Whether this message was noted for this scope before. */
export async function isNoted(db: Db, room: CompartmentId, { subject, scope, mark }: Noted): Promise<boolean> {
  const rows = await sql`
    select from asylia.consent
    where compartment_id = ${room}::uuid and subject = ${subject} and scope = ${scope} and mark = decode(${mark}, 'hex')`.execute(db)
  return rows.rows.length > 0
}

/** Whether whoever reported, or a person of this case under this code, is meant: a yes of nobody is no yes. */
export async function isSomebody(db: Db, room: CompartmentId, subject: string): Promise<boolean> {
  if (subject === 'reporter') return true
  const rows = await sql`select from asylia.person where compartment_id = ${room}::uuid and code = ${subject}`.execute(db)
  return rows.rows.length > 0
}

/** Whether a card with the wording is there, in this case and of that kind. */
export async function hasWording(db: Db, room: CompartmentId, card: string): Promise<boolean> {
  const rows = await sql`
    select from asylia.card where compartment_id = ${room}::uuid and id = ${card}::uuid and kind = 'consent.wording'`.execute(db)
  return rows.rows.length === 1
}
