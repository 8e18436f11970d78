import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import { withinFew } from '#base/within-few.ts'
import type { DateRange } from '#kernel/daterange.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { KeepPerson, LinkPeople, Person, PersonLink, SayLiberty, SayStatus } from './person.contract.ts'

type Db = Transaction<Schema>
type By = { readonly by: MemberId; readonly today: string }

const asRange = ({ from, until, precision }: DateRange) =>
  precision === 'unknown' ? sql`null::daterange` : sql`daterange(${from}::date, ${until}::date + 1, '[)')`

const PERSON = sql`
  c.code as "case", p.id, p.code, p.occupation, p.community, p.community_said_by as "communitySaidBy", p.community_for as "communityFor",
  p.low_profile as "lowProfile", p.recorded_on as "recordedOn", p.revision, not p.low_profile or b."isFinder" as findable,
  b.finders, b.protection, b.liberty,
  (
    select jsonb_build_object('card', k.id, 'revision', k.revision) from asylia.card k
    where k.compartment_id = p.compartment_id and k.about = p.id and k.kind = 'person.identity' order by k.id limit 1
  ) as identity`

/**
 * What stands beside a person `p`. Row security costs a statement something for each table that it names, so each is named once:
 * members for all three kinds of rows, statuses for themselves and for what puts them right, which is of the same person (`addStatus`).
 */
const BESIDE = sql`
  select coalesce(bool_or(r.member = access.member()) filter (where r.kind = 'finder'), false) as "isFinder",
    coalesce(array_agg(m.code order by m.code) filter (where r.kind = 'finder' and m.code is not null), '{}') as finders,
    coalesce(jsonb_agg(r.said || jsonb_build_object('by', coalesce(m.code, '')) order by r.since, r.id) filter (where r.kind = 'protection'), '[]') as protection,
    jsonb_agg(r.said || jsonb_build_object('by', coalesce(m.code, ''))) filter (where r.kind = 'liberty') -> 0 as liberty
  from (
    select 'finder' as kind, f.member_id as member, null::uuid as id, null::date as since, null::jsonb as said
    from asylia.person_finder f where f.compartment_id = p.compartment_id and f.person_id = p.id
    union all
    select 'protection', s.recorded_by, s.id, lower(s.held), jsonb_build_object('id', s.id, 'status', s.status, 'host', s.host, 'on', s.recorded_on,
      'held', jsonb_build_object('from', lower(s.held), 'until', upper(s.held) - 1, 'precision', s.held_precision))
    from (
      select *, array_agg(supersedes) over () as gone from asylia.person_protection
      where compartment_id = p.compartment_id and person_id = p.id
    ) s where (s.id = any (s.gone)) is not true
    union all
    (select 'liberty', l.recorded_by, l.id, null, jsonb_build_object('id', l.id, 'status', l.status, 'checkedOn', l.checked_on, 'on', l.recorded_on)
    from asylia.person_liberty l where l.compartment_id = p.compartment_id and l.person_id = p.id
    order by l.checked_on desc, l.recorded_on desc, l.id limit 1)
  ) r left join asylia.member m on m.id = r.member`

/** The people of the cases that the speaker may see, in the order of their random ids. */
export async function listPeople(db: Db, room: CompartmentId | null, after: string | null, most: number): Promise<Person[]> {
  const few = room === null ? await withinFew(db, sql`p.compartment_id`) : sql`p.compartment_id = ${room}::uuid`
  const rows = await sql<Person>`
    select ${PERSON} from (
      select * from asylia.person p where ${few} ${after === null ? sql`` : sql`and p.id > ${after}::uuid`} order by p.id limit ${most}
    ) p join asylia.report_case c on c.compartment_id = p.compartment_id cross join lateral (${BESIDE}) b
    order by p.id`.execute(db)
  return rows.rows
}

/** Whether this person is one of this case, and under this code where one is named. */
export async function hasPerson(db: Db, room: CompartmentId, id: string): Promise<boolean> {
  const rows = await sql`select from asylia.person where compartment_id = ${room}::uuid and id = ${id}::uuid`.execute(db)
  return rows.rows.length === 1
}

export async function keepPerson(
  db: Db,
  permit: Permit<'person.keep'>,
  room: CompartmentId,
  said: KeepPerson & By,
): Promise<number | undefined> {
  const { occupation, community, communitySaidBy, communityFor, lowProfile } = said
  const rows =
    said.revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.person (compartment_id, id, code, occupation, community, community_said_by, community_for, low_profile, recorded_by, recorded_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${said.code}, ${occupation}, ${community}, ${communitySaidBy}, ${[...communityFor]}::text[],
            ${lowProfile}, ${said.by}::uuid, ${said.today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.person set occupation = ${occupation}, community = ${community}, community_said_by = ${communitySaidBy},
            community_for = ${[...communityFor]}::text[], low_profile = ${lowProfile}, revision = revision + 1
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and code = ${said.code} and revision = ${said.revision}
          returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** All who may find the person of the permit by name; a code that is no colleague's is passed over. */
export async function keepFinders(db: Db, permit: Permit<'person.keep'>, room: CompartmentId, finders: readonly string[]): Promise<void> {
  await sql`delete from asylia.person_finder where compartment_id = ${room}::uuid and person_id = ${permit.subject}::uuid`.execute(db)
  await sql`
    insert into asylia.person_finder (compartment_id, person_id, member_id)
    select ${room}::uuid, ${permit.subject}::uuid, m.id from asylia.member m where m.code = any (${[...finders]})`.execute(db)
}

/** False when it would replace what is no status of this person, or what was replaced meanwhile. */
export async function addStatus(db: Db, permit: Permit<'person.status'>, room: CompartmentId, said: SayStatus & By): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.person_protection (compartment_id, id, person_id, status, host, held, held_precision, supersedes, recorded_by, recorded_on)
    select ${room}::uuid, ${permit.subject}::uuid, ${said.person}::uuid, ${said.status}, ${said.host}, ${asRange(said.held)}, ${said.held.precision},
      ${said.supersedes}::uuid, ${said.by}::uuid, ${said.today}::date
    where ${said.supersedes}::uuid is null or exists (
      select from asylia.person_protection s where s.compartment_id = ${room}::uuid and s.id = ${said.supersedes}::uuid and s.person_id = ${said.person}::uuid
    )
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

export async function addLiberty(db: Db, permit: Permit<'person.liberty'>, room: CompartmentId, said: SayLiberty & By): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.person_liberty (compartment_id, id, person_id, status, checked_on, recorded_by, recorded_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${said.person}::uuid, ${said.status}, ${said.checkedOn}::date, ${said.by}::uuid, ${said.today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

type Ends = { readonly room: CompartmentId; readonly otherRoom: CompartmentId; readonly today: string }

export async function addLink(db: Db, permit: Permit<'person.link'>, ends: Ends, said: LinkPeople): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.person_link (compartment_id, id, person_id, other_room, other_id, kind, recorded_on)
    values (${ends.room}::uuid, ${permit.subject}::uuid, ${said.person}::uuid, ${ends.otherRoom}::uuid, ${said.other}::uuid, ${said.kind}, ${ends.today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

export async function dropLink(db: Db, permit: Permit<'person.unlink'>, room: CompartmentId): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    delete from asylia.person_link where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid returning id`.execute(db)
  return rows.rows.length === 1
}

/** From either end; a link of which the speaker may see one end only is not there. guards T-21 */
export async function listLinks(db: Db, room: CompartmentId, person: string): Promise<PersonLink[]> {
  const rows = await sql<PersonLink>`
    select l.id, h.code as "heldBy", c.code as "case", p.id as person, p.code, l.kind, l.compartment_id = ${room}::uuid and l.person_id = ${person}::uuid as forward
    from asylia.person_link l
    join asylia.report_case h on h.compartment_id = l.compartment_id
    join asylia.person p on (p.compartment_id, p.id) = (l.other_room, l.other_id) and (l.compartment_id, l.person_id) = (${room}::uuid, ${person}::uuid)
      or (p.compartment_id, p.id) = (l.compartment_id, l.person_id) and (l.other_room, l.other_id) = (${room}::uuid, ${person}::uuid)
    join asylia.report_case c on c.compartment_id = p.compartment_id
    order by l.id`.execute(db)
  return rows.rows
}
