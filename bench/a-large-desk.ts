import type pg from 'pg'

export type Size = { readonly reports: number; readonly cases: number; readonly incidents: number; readonly entries: number }

/** The same desk each time: everything follows from the number of the row. */
const id = (salt: string, n = 'n') => `md5('${salt}' || ${n})::uuid`
const code = (letter: string, salt: string, n = 'n') =>
  `'${letter}-' || translate(upper(substr(md5('${salt}' || ${n}), 1, 6)), '01', 'XY') || ''`

/** Whom the cases name as answerable; each is named many times. */
const ACTORS = 100

/** Somebody who reads one case in so many of the desk. */
export type FewReader = { readonly code: string; readonly oneIn: number }

/**
 * Fills a desk with cases that one member reads: the last of them has `entries` entries. Codes that fall together are left
 * out. In two of three everybody agreed to statistics. `few` read some of them, among all that is hidden from them.
 */
export async function fillDesk(superuser: pg.Client, member: string, size: Size, few: readonly FewReader[] = []): Promise<{ hub: string }> {
  const who = `(select id from asylia.member where code = '${member}')`
  const team = `(select team_id from asylia.member where code = '${member}')`
  for (const statement of [
    // Everything below follows from one list, so what refers to what is not looked up a million times.
    'set session_replication_role = replica',
    `create temp table made as select distinct on (code) n, ${id('room')} as room, ${code('C', 'case')} as code from generate_series(1, ${size.cases}) n order by code, n`,
    `insert into asylia.compartment (id, kind, team_id) select room, 'case', ${team} from made`,
    `insert into asylia.compartment_member (compartment_id, member_id, can_write) select room, ${who}, true from made`,
    ...few.map(
      ({ code, oneIn }) =>
        `insert into asylia.compartment_member (compartment_id, member_id, can_write)
         select room, (select id from asylia.member where code = '${code}'), true from made where n % ${oneIn} = 0`,
    ),
    `insert into asylia.report_case (compartment_id, team_id, code, opened_on) select room, ${team}, code, '2026-01-01' from made`,
    `insert into asylia.case_file (compartment_id, state, owner, host, origin, risk, next_deadline, changed_on)
     select room, (array['open', 'open', 'watching', 'closed'])[1 + n % 4], case when n % 10 = 0 then ${who} end,
       (array['TH', 'FR', 'DE', 'TR', 'KE'])[1 + n % 5], (array['VN', 'IR', 'CN'])[1 + n % 3], (array['low', 'moderate', 'high', 'critical'])[1 + n % 4],
       case when n % 7 = 0 then date '2026-11-01' + n % 60 end, date '2026-01-01' + n % 320 from made`,
    `insert into asylia.case_task (compartment_id, id, action, due_on, owner, written_by, written_on)
     select room, ${id('task')}, 'pa.medical', date '2026-11-01' + n % 90, ${who}, ${who}, '2026-11-22' from made where n % 4 = 0`,
    `insert into asylia.case_entry (compartment_id, id, kind, stage, on_day, from_day, until_day, date_precision, codes, written_by, written_on)
     select room, ${id('charge')}, 'proceeding', 'charge', date '2020-01-01' + n % 2000, date '2020-01-01' + n % 2000, date '2020-01-01' + n % 2000, 'exact',
       array[(array['vn-penal.117', 'vn-penal.109', 'vn-penal.331', 'vn-penal.116', 'other'])[1 + n % 5]], ${who}, '2026-11-22' from made`,
    `insert into asylia.case_entry (compartment_id, id, kind, stage, on_day, from_day, until_day, date_precision, written_by, written_on)
     select (select room from made order by n desc limit 1), ${id('hub')}, 'event', 'check_in', date '2000-01-01' + n % 9000,
       date '2000-01-01' + n % 9000, date '2000-01-01' + n % 9000, 'exact', ${who}, '2026-11-22' from generate_series(1, ${size.entries}) n`,
    `insert into asylia.person (compartment_id, id, code, recorded_by, recorded_on)
     select room, ${id('person')}, ${code('P', 'person')}, ${who}, '2026-11-22' from made`,
    `insert into asylia.incident (compartment_id, id, code, origin, host, happened_precision, recorded_by, recorded_on)
     select room, i.id, i.code, 'VN', (array['TH', 'FR', 'DE', 'TR', 'KE'])[1 + n % 5], 'unknown', ${who}, '2026-11-22' from (
       select distinct on (m.room, code) m.room, m.n, ${id('incident', "m.n || '.' || k")} as id, ${code('I', 'incident', "m.n || '.' || k")} as code
       from made m, generate_series(1, ${Math.max(1, Math.round(size.incidents / size.cases))}) k
     ) i`,
    `insert into asylia.act (compartment_id, id, incident_id, method, taxonomy, person_id, happened_precision, outcome, recorded_by, recorded_on)
     select m.room, ${id('act', 'i.id')}, i.id, (array['dig.phishing', 'phys.assault'])[1 + m.n % 2], '1', ${id('person', 'm.n')}, 'unknown', 'unknown', ${who}, '2026-11-22'
     from asylia.incident i join made m on m.room = i.compartment_id where m.n % 2 = 0`,
    `insert into asylia.actor (compartment_id, id, code, kind, state_nexus, legal_basis, recorded_by, recorded_on)
     select c.id, ${id('actor')}, ${code('A', 'actor')}, (array['person', 'unit', 'agency'])[1 + n % 3], 'none', 'legal_claims', ${who}, '2026-11-22'
     from generate_series(1, ${ACTORS}) n join asylia.compartment c on c.kind = 'team' and c.team_id = ${team}`,
    `insert into asylia.involvement (compartment_id, id, act_id, actor_id, degree, attribution_level, recorded_by, recorded_on)
     select a.compartment_id, ${id('involved', 'a.id')}, a.id, ${id('actor', `(1 + m.n % ${ACTORS})`)}, 'executed', 'suspected', ${who}, '2026-11-22'
     from asylia.act a join made m on m.room = a.compartment_id`,
    `insert into asylia.consent (compartment_id, id, subject, scope, n, change, giver, basis, from_on, expires_on, recorded_by, recorded_on)
     select p.compartment_id, ${id('consent', 'p.id')}, p.code, 'statistics', 1, 'given', 'self', 'spoken', '2026-01-01', '2027-01-01', ${who}, '2026-11-22'
     from asylia.person p join made m on m.room = p.compartment_id where m.n % 3 <> 0`,
    `insert into base.ledger_entry (compartment_id, month, id, action, actor, subject, salt, at)
     select room, '2026-11-01', ${id('line')}, 'case.open', ${who}, code, decode(repeat('00', 16), 'hex'),
       timestamptz '2026-11-01T00:00Z' + make_interval(mins => n % 20000) from made`,
    `insert into intake.item (day, item_id, delete_hash, bucket, lane, urgent)
     select '2026-11-22', decode(md5('item' || n), 'hex'), decode(md5('gone' || n), 'hex'), 0, 1, n % 20 = 0 from generate_series(1, ${size.reports}) n`,
    'set session_replication_role = default',
    'vacuum analyze',
  ])
    await superuser.query(statement)
  const hub = await superuser.query<{ code: string }>('select code from made order by n desc limit 1')
  return { hub: hub.rows[0]?.code ?? '' }
}
