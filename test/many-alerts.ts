import type pg from 'pg'
import { CODE_ALPHABET } from '#kernel/ids.ts'

type Many = {
  readonly from: string
  readonly office: string
  readonly first: number
  readonly count: number
  /** In a case that nobody reads, instead of in the room of the team. */
  readonly hidden?: boolean
  /** Without what is sealed: for boards, which never look at it. */
  readonly bare?: boolean
}

const codeOf = (n: number) => `W-${Array.from({ length: 6 }, (_, at) => CODE_ALPHABET[Math.floor(n / 30 ** (5 - at)) % 30]).join('')}`

/** Alerts whose sealed copies wait for delivery; what is inside does not matter to a server. */
export async function queueMany(superuser: pg.Client, { from, office, first, count, hidden = false, bare = false }: Many): Promise<void> {
  const codes = Array.from({ length: count }, (_, n) => codeOf(first + n))
  await superuser.query(
    `with made as materialized (
       select code, n, gen_random_uuid() as alert, gen_random_uuid() as delivery, gen_random_uuid() as text, gen_random_uuid() as other_room
       from unnest($1::text[]) with ordinality u (code, n)
     ), place as (
       select t.id as team, c.id as room, (select id from asylia.team where slug = $3) as office,
         (select id from asylia.member m where m.team_id = t.id limit 1) as by
       from asylia.team t join asylia.compartment c on c.team_id = t.id and c.kind = 'team' where t.slug = $2
     ), closed as (
       insert into asylia.compartment (id, kind, team_id) select other_room, 'case', team from made, place where $4 returning id
     ), a as (
       insert into asylia.alert (compartment_id, id, team_id, code, state, sent_version)
       select case when $4 then other_room else room end, alert, team, code, 'sent', 1 from made, place
     ), v as (
       insert into asylia.alert_version (compartment_id, alert_id, version, state, kind, tlp, level, asks, answer_by, ends_at, says, shows_offices, offices, salt,
         digest, text_id, drafted_by, drafted_at, sent_by, sent_at)
       select case when $4 then other_room else room end, alert, 1, 'sent', 'incident', 'TLP:RED', 5, 'know', '2026-12-01T10:00Z', '2026-12-02T10:00Z', false, false,
         array[office], sha256(''), sha256(''), text, by, '2026-11-22T10:00Z', by, '2026-11-22T10:00Z' from made, place
     ), d as (
       insert into asylia.alert_delivery (compartment_id, id, alert_id, team_id, office, version, level, queued_at, answer_by, ends_at, clock_at, changed_at)
       select case when $4 then other_room else room end, delivery, alert, team, office, 1, 5, '2026-11-22T10:00Z', '2026-12-01T10:00Z', '2026-12-02T10:00Z',
         '2026-11-22T10:00Z'::timestamptz + n * interval '1 second', '2026-11-22T10:00Z'::timestamptz + n * interval '1 second' from made, place
     ), t as (
       insert into asylia.alert_text (compartment_id, id, kind, about, version, put_at, body)
       select case when $4 then other_room else room end, text, 'queued', delivery, 1, '2026-11-22T10:00Z', decode(repeat('00', 18043), 'hex') from made, place where not $5
     )
     insert into keys.alert_wrap (compartment_id, id, epoch, age_file)
     select case when $4 then other_room else room end, text, 1, decode(repeat('00', 200), 'hex') from made, place where not $5`,
    [codes, from, office, hidden, bare],
  )
}

/** The next version of an alert that some office has or waits for; what still waits of the one before is overtaken. */
export async function queueUpdate(superuser: pg.Client): Promise<void> {
  await superuser.query(`
    with d as materialized (
      select d.*, gen_random_uuid() as text from asylia.alert_delivery d join asylia.compartment c on c.id = d.compartment_id and c.kind = 'team'
      join asylia.team t on t.id = d.team_id and t.node_id is null
      join asylia.alert a on a.compartment_id = d.compartment_id and a.id = d.alert_id and a.state = 'sent'
      where d.state not in ('stopped', 'recalled', 'refused') order by d.id limit 1
    ), a as (
      update asylia.alert a set version = d.version + 1, sent_version = d.version + 1 from d where a.compartment_id = d.compartment_id and a.id = d.alert_id
    ), v as (
      insert into asylia.alert_version (compartment_id, alert_id, version, state, kind, tlp, level, asks, answer_by, ends_at, says, shows_offices, offices,
        salt, digest, text_id, drafted_by, drafted_at, sent_by, sent_at)
      select v.compartment_id, v.alert_id, v.version + 1, 'sent', v.kind, v.tlp, v.level, v.asks, v.answer_by, v.ends_at, false, false, v.offices, v.salt,
        v.digest, d.text, v.drafted_by, v.drafted_at, v.sent_by, v.sent_at
      from asylia.alert_version v join d on v.compartment_id = d.compartment_id and v.alert_id = d.alert_id and v.version = d.version
    ), w as (
      delete from keys.alert_wrap w using asylia.alert_text t, d
      where t.about = d.id and t.kind = 'queued' and w.compartment_id = t.compartment_id and w.id = t.id
    ), o as (
      delete from asylia.alert_text t using d where t.about = d.id and t.kind = 'queued'
    ), u as (
      update asylia.alert_delivery e set state = 'queued', version = d.version + 1 from d where e.compartment_id = d.compartment_id and e.id = d.id
    ), t as (
      insert into asylia.alert_text (compartment_id, id, kind, about, version, put_at, body)
      select d.compartment_id, d.text, 'queued', d.id, d.version + 1, '2026-11-22T10:00Z', decode(repeat('00', 18043), 'hex') from d
    )
    insert into keys.alert_wrap (compartment_id, id, epoch, age_file) select d.compartment_id, d.text, 1, decode(repeat('00', 200), 'hex') from d`)
}

/** What is not sealed stands with its office as if it had been delivered. */
export async function deliverBare(superuser: pg.Client): Promise<void> {
  await superuser.query(`
    with d as (
      update asylia.alert_delivery d set state = 'delivered', held_version = 1, delivered_at = queued_at
      where d.state = 'queued' and not exists (select from asylia.alert_text t where t.about = d.id) returning d.*
    )
    insert into asylia.alert_received (compartment_id, id, from_team, version, kind, tlp, level, asks, delivered_at, answer_by, ends_at, clock_at, changed_at)
    select c.id, d.id, d.team_id, 1, 'incident', 'TLP:RED', 5, 'know', d.queued_at, d.answer_by, d.ends_at, d.clock_at, d.changed_at
    from d join asylia.compartment c on c.team_id = d.office and c.kind = 'team'`)
}

/** What must hold of any number of deliveries, however often the work was cut: each is with its office once and whole, or waits. */
export async function faultsOfDelivery(superuser: pg.Client): Promise<number> {
  const rows = await superuser.query<{ faults: number }>(`
    select count(*)::int as faults from asylia.alert_delivery d
    cross join lateral (select count(*) as n from asylia.alert_text t where t.about = d.id and t.kind in ('queued', 'copy')) texts
    left join asylia.alert_received r on r.id = d.id
    left join asylia.alert_text t on t.about = d.id and t.kind in ('queued', 'copy')
    left join keys.alert_wrap w on w.compartment_id = t.compartment_id and w.id = t.id
    where d.state in ('queued', 'delivered') and (
      texts.n <> 1 or w.id is null or (d.state = 'queued') <> (t.kind = 'queued') or (d.state = 'queued') <> (r.id is null)
    )`)
  return rows.rows[0]?.faults ?? -1
}
