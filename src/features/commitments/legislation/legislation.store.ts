import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { By } from '../commitment-desk.ts'
import type { Assess, KeepLegislation, Legislation, Reviewed } from './legislation.contract.ts'

type Db = Transaction<Schema>
export type LegislationRow = Omit<Legislation, 'isLate'>

/** Laws of the team, or the one of a code: what waits for a review first, then the newest. */
export async function listLegislation(db: Db, room: CompartmentId, code: string | null): Promise<LegislationRow[]> {
  const rows = await sql<LegislationRow>`
    select l.id, l.code, l.revision, l.state, l.title, l.kind, l.stage, l.reaches_abroad as abroad, l.source, l.read_on as "readOn",
      l.review_by as "reviewBy", l.reviewed_on as "reviewedOn", r.code as "reviewedBy",
      exists (
        select from asylia.legislation_notice n
        where n.compartment_id = l.compartment_id and n.legislation_id = l.id and n.member_id = (select access.member()) and n.seen_on is null
      ) as "isNews",
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', a.id, 'provision', a.provision, 'standard', a.standard, 'source', a.source, 'readOn', a.read_on, 'finding', a.finding,
          'said', a.said, 'supersedes', a.supersedes, 'by', m.code, 'on', a.written_on) order by a.written_on desc, a.id)
        from asylia.legislation_assessment a join asylia.member m on m.id = a.written_by
        where a.compartment_id = l.compartment_id and a.legislation_id = l.id
      ), '[]') as assessments
    from asylia.legislation l left join asylia.member r on r.id = l.reviewed_by
    where l.compartment_id = ${room}::uuid ${code === null ? sql`` : sql`and l.code = ${code}`}
    order by (l.reviewed_on is null) desc, l.review_by desc, l.code limit 500`.execute(db)
  return rows.rows
}

/** Writes the law of the permit; undefined when somebody was faster. Its state and the day of its review are never moved. */
export async function keepLegislation(
  db: Db,
  permit: Permit<'legislation.keep'>,
  room: CompartmentId,
  { code, revision, body, reviewBy, by, today }: KeepLegislation & By & { readonly reviewBy: string },
): Promise<number | undefined> {
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.legislation (compartment_id, id, code, state, title, kind, stage, reaches_abroad, source, read_on, review_by,
            written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${code}, ${body.state}, ${body.title}, ${body.kind}, ${body.stage}, ${body.abroad},
            ${body.source}, ${body.readOn}::date, ${reviewBy}::date, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.legislation set title = ${body.title}, kind = ${body.kind}, stage = ${body.stage}, reaches_abroad = ${body.abroad},
            source = ${body.source}, read_on = ${body.readOn}::date, revision = revision + 1, written_by = ${by}::uuid,
            written_on = ${today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and code = ${code} and state = ${body.state}
            and revision = ${revision} returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** Tells of the law of the permit everybody who watches its state and did not write it. */
export async function tellWatchers(
  db: Db,
  permit: Permit<'legislation.keep'>,
  room: CompartmentId,
  { state, by, today }: By & { readonly state: string },
): Promise<void> {
  await sql`
    insert into asylia.legislation_notice (compartment_id, legislation_id, member_id, told_on)
    select w.compartment_id, ${permit.subject}::uuid, w.member_id, ${today}::date from asylia.legislation_watch w
    where w.compartment_id = ${room}::uuid and w.state = ${state} and w.member_id <> ${by}::uuid`.execute(db)
}

export async function addAssessment(
  db: Db,
  permit: Permit<'legislation.assess'>,
  room: CompartmentId,
  { law, body, by, today }: Assess & By,
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.legislation_assessment (compartment_id, id, legislation_id, provision, standard, source, read_on, finding, said,
      supersedes, written_by, written_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${law}::uuid, ${body.provision}, ${body.standard}, ${body.source}, ${body.readOn}::date,
      ${body.finding}, ${body.said}, ${body.supersedes}::uuid, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** Ends the review of the permit's law, once. */
export async function endReview(
  db: Db,
  permit: Permit<'legislation.review'>,
  room: CompartmentId,
  { revision, by, today }: Pick<Reviewed, 'revision'> & By,
): Promise<number | undefined> {
  const rows = await sql<{ revision: number }>`
    update asylia.legislation set reviewed_by = ${by}::uuid, reviewed_on = ${today}::date, revision = revision + 1, written_by = ${by}::uuid,
      written_on = ${today}::date
    where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and revision = ${revision} and reviewed_on is null
    returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** The states that the speaker watches. */
export async function listWatched(db: Db, room: CompartmentId): Promise<string[]> {
  const rows = await sql<{ state: string }>`
    select state from asylia.legislation_watch where compartment_id = ${room}::uuid and member_id = (select access.member()) order by state`.execute(
    db,
  )
  return rows.rows.map(({ state }) => state)
}

export async function watch(
  db: Db,
  _permit: Permit<'legislation.watch'>,
  room: CompartmentId,
  { state, by, today }: By & { readonly state: string },
): Promise<void> {
  await sql`
    insert into asylia.legislation_watch (compartment_id, member_id, state, since)
    values (${room}::uuid, ${by}::uuid, ${state}, ${today}::date) on conflict do nothing`.execute(db)
}

export async function unwatch(db: Db, _permit: Permit<'legislation.unwatch'>, room: CompartmentId, state: string): Promise<void> {
  await sql`
    delete from asylia.legislation_watch
    where compartment_id = ${room}::uuid and member_id = (select access.member()) and state = ${state}`.execute(db)
}

/** The speaker has read what they were told; false when nothing waited. */
export async function takeNote(db: Db, permit: Permit<'legislation.note'>, room: CompartmentId, today: string): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    update asylia.legislation_notice set seen_on = ${today}::date
    where compartment_id = ${room}::uuid and legislation_id = ${permit.subject}::uuid and member_id = (select access.member())
      and seen_on is null returning legislation_id as id`.execute(db)
  return rows.rows.length === 1
}

export type Waiting = { readonly news: number; readonly week: number; readonly late: number }

/** Laws of which the speaker was told and took no note, and reviews that are due within a week or late. */
export async function countWaiting(
  db: Db,
  room: CompartmentId,
  { today, soon }: { readonly today: string; readonly soon: string },
): Promise<Waiting> {
  const rows = await sql<Waiting>`
    select (select count(*)::int from asylia.legislation_notice n
      where n.compartment_id = ${room}::uuid and n.member_id = (select access.member()) and n.seen_on is null) as news,
      (count(*) filter (where l.review_by between ${today}::date and ${soon}::date))::int as week,
      (count(*) filter (where l.review_by < ${today}::date))::int as late
    from asylia.legislation l where l.compartment_id = ${room}::uuid and l.reviewed_on is null`.execute(db)
  return rows.rows[0] ?? { news: 0, week: 0, late: 0 }
}
