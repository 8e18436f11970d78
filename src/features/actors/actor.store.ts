import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { ActorLink, ActorRecord, KeepActor } from './actor.contract.ts'

type Db = Transaction<Schema>

/** The actors of the speaker's team, in the order of their random ids, each with all its names. */
export async function listActors(db: Db, room: CompartmentId, after: string | null, most: number): Promise<ActorRecord[]> {
  const rows = await sql<ActorRecord>`
    select a.id, a.code, a.kind, a.agency_type as "agencyType", a.state_nexus as "stateNexus", a.country, a.legal_basis as "legalBasis",
      a.merged_into as "mergedInto", a.recorded_on as "recordedOn", a.revision,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', n.id, 'name', n.name, 'kind', n.kind) order by n.kind, n.name)
        from asylia.actor_name n where n.compartment_id = a.compartment_id and n.actor_id = a.id
      ), '[]') as names
    from asylia.actor a where a.compartment_id = ${room}::uuid and (${after}::uuid is null or a.id > ${after}::uuid)
    order by a.id limit ${most}`.execute(db)
  return rows.rows
}

export async function listLinks(db: Db, room: CompartmentId): Promise<ActorLink[]> {
  const rows = await sql<ActorLink>`
    select id, actor_id as actor, above_id as above, kind, level from asylia.actor_link
    where compartment_id = ${room}::uuid order by id`.execute(db)
  return rows.rows
}

export type ActorFactsRow = Pick<ActorRecord, 'id' | 'code' | 'kind' | 'stateNexus' | 'country' | 'mergedInto' | 'revision'>

/** What rules ask of every actor of the team; names do not come with it. */
export async function listActorFacts(db: Db, room: CompartmentId): Promise<ActorFactsRow[]> {
  const rows = await sql<ActorFactsRow>`
    select id, code, kind, state_nexus as "stateNexus", country, merged_into as "mergedInto", revision from asylia.actor
    where compartment_id = ${room}::uuid`.execute(db)
  return rows.rows
}

export async function findActor(db: Db, room: CompartmentId, id: string): Promise<ActorFactsRow | undefined> {
  const rows = await sql<ActorFactsRow>`
    select id, code, kind, state_nexus as "stateNexus", country, merged_into as "mergedInto", revision from asylia.actor
    where compartment_id = ${room}::uuid and id = ${id}::uuid`.execute(db)
  return rows.rows[0]
}

/** This actor, those that it stands for, and those that stand for it: whoever is named as one of them names them all. */
export async function listOneActor(db: Db, room: CompartmentId, id: string): Promise<ActorFactsRow[]> {
  const rows = await sql<ActorFactsRow>`
    with recursive same as (
      select a.id, a.merged_into from asylia.actor a where a.compartment_id = ${room}::uuid and a.id = ${id}::uuid
      union select a.id, a.merged_into from asylia.actor a join same on a.compartment_id = ${room}::uuid and (a.merged_into = same.id or a.id = same.merged_into)
    )
    select a.id, a.code, a.kind, a.state_nexus as "stateNexus", a.country, a.merged_into as "mergedInto", a.revision
    from asylia.actor a join same using (id) where a.compartment_id = ${room}::uuid`.execute(db)
  return rows.rows
}

type By = { readonly by: MemberId; readonly today: string }

/** Writes the actor of the permit; undefined when somebody was faster. */
export async function keepActor(
  db: Db,
  permit: Permit<'actor.keep'>,
  room: CompartmentId,
  said: KeepActor & By,
): Promise<number | undefined> {
  const rows =
    said.revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.actor (compartment_id, id, code, kind, agency_type, state_nexus, country, legal_basis, recorded_by, recorded_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${said.code}, ${said.kind}, ${said.agencyType}, ${said.stateNexus}, ${said.country},
            ${said.legalBasis}, ${said.by}::uuid, ${said.today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.actor set kind = ${said.kind}, agency_type = ${said.agencyType}, state_nexus = ${said.stateNexus}, country = ${said.country},
            legal_basis = ${said.legalBasis}, revision = revision + 1
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and code = ${said.code} and revision = ${said.revision}
          returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** All names of the actor of the permit: what is not among these is no name of it. */
export async function keepNames(
  db: Db,
  permit: Permit<'actor.keep'>,
  room: CompartmentId,
  { names, today }: KeepActor & By,
): Promise<void> {
  await sql`delete from asylia.actor_name where compartment_id = ${room}::uuid and actor_id = ${permit.subject}::uuid`.execute(db)
  await sql`
    insert into asylia.actor_name (compartment_id, id, actor_id, name, kind, recorded_on)
    select ${room}::uuid, n.id, ${permit.subject}::uuid, n.name, n.kind, ${today}::date
    from jsonb_to_recordset(${JSON.stringify(names)}::jsonb) n (id uuid, name text, kind text)`.execute(db)
}

export async function addLink(
  db: Db,
  permit: Permit<'actor.link'>,
  room: CompartmentId,
  link: ActorLink & { readonly today: string },
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.actor_link (compartment_id, id, actor_id, above_id, kind, level, recorded_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${link.actor}::uuid, ${link.above}::uuid, ${link.kind}, ${link.level}, ${link.today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

export async function dropLink(db: Db, permit: Permit<'actor.unlink'>, room: CompartmentId): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    delete from asylia.actor_link where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid returning id`.execute(db)
  return rows.rows.length === 1
}

type Move = { readonly revision: number; readonly into: string | null }

/** Says that the actor of the permit is the same as another, or none any more; false when somebody was faster. */
export async function markMerged(
  db: Db,
  permit: Permit<'actor.merge' | 'actor.unmerge'>,
  room: CompartmentId,
  { revision, into }: Move,
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    update asylia.actor set merged_into = ${into}::uuid, revision = revision + 1
    where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and revision = ${revision} and (merged_into is null) = ${into !== null}
    returning id`.execute(db)
  return rows.rows.length === 1
}

/** Closes every case that names the actor to the teams of a state; only grows. */
export async function barForActor(db: Db, _permit: Permit<'actor.keep' | 'actor.merge'>, actor: string, state: string): Promise<number> {
  const rows = await sql<{ added: number }>`select access.bar_for_actor(${actor}::uuid, ${state}) as added`.execute(db)
  return rows.rows[0]?.added ?? 0
}

/** Serialises what reads all links or merges of a team before it adds one. */
export async function lockActors(db: Db, room: CompartmentId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('actors ' || ${room}, 0))`.execute(db)
}
