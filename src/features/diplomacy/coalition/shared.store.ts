import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { Shared } from './coalition.contract.ts'

type Db = Transaction<Schema>

/** What other teams read of the own: exchanges, and statements that are not published. */
export async function listShared(db: Db, room: CompartmentId, own: string): Promise<Shared[]> {
  const rows = await sql<Shared>`
    select 'round' as kind, d.code, t.slug as team from asylia.round_share s
    join asylia.dialogue_round d on d.compartment_id = s.compartment_id and d.id = s.round_id join asylia.team t on t.id = s.team_id
    where s.compartment_id = ${room}::uuid
    union all
    select 'statement', c.code, t.slug from asylia.coalition_party p
    join asylia.coalition_statement c on c.compartment_id = p.compartment_id and c.id = p.statement_id and c.state <> 'published'
    join asylia.team t on t.id = p.team_id
    where p.compartment_id = ${room}::uuid and p.team_id <> ${own}::uuid
    order by 3, 1, 2`.execute(db)
  return rows.rows
}

/** Ends what a team, or every other team, reads of the own: rows and what opens them. What is published stands. */
export async function withdrawShared(
  db: Db,
  _permit: Permit<'coalition.withdraw'>,
  room: CompartmentId,
  { own, team }: { readonly own: string; readonly team: string | null },
): Promise<number> {
  const found = team === null ? null : (await sql<{ id: string | null }>`select access.team_named(${team}) as id`.execute(db)).rows[0]?.id
  if (found === undefined || (team !== null && found === null)) return 0
  const one = found === null ? sql`` : sql`and team_id = ${found}::uuid`
  const rounds = await sql`delete from asylia.round_share where compartment_id = ${room}::uuid ${one} returning round_id`.execute(db)
  await sql`
    delete from keys.coalition_wrap w using asylia.coalition_version v, asylia.coalition_statement c
    where w.compartment_id = ${room}::uuid and v.compartment_id = w.compartment_id and v.id = w.id and c.compartment_id = v.compartment_id
      and c.id = v.statement_id and c.state <> 'published' and w.team_id <> ${own}::uuid
      ${found === null ? sql`` : sql`and w.team_id = ${found}::uuid`}`.execute(db)
  const parties = await sql`
    delete from asylia.coalition_party p using asylia.coalition_statement c
    where p.compartment_id = ${room}::uuid and c.compartment_id = p.compartment_id and c.id = p.statement_id and c.state <> 'published'
      and p.team_id <> ${own}::uuid ${found === null ? sql`` : sql`and p.team_id = ${found}::uuid`} returning p.statement_id`.execute(db)
  return rounds.rows.length + parties.rows.length
}
