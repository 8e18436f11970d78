import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { dayOf } from '#kernel/clock.ts'
import { type AMember, aDesk, aFoundedTeam, anotherMember, must } from '../test/a-desk.ts'
import { type Figure, judge, summarise } from './measure.ts'

const [CASES, ROUNDS, EACH] = [2_500, 40, 4] as const
const TRIES = 40
const hex = (what: string) => `translate(upper(substr(md5('${what}' || n), 1, 6)), '01', 'XY')`

/**
 * Every page of dialogues with 10,000 cases raised over 40 rounds, for a member who reads them all and for one who reads one
 * in twenty, through the doors as the desk serves them.
 */
export async function figures(): Promise<Figure[]> {
  const desk = await aDesk()
  const superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  try {
    const { founder } = await aFoundedTeam(desk, 'harbour-aid')
    const ben = await anotherMember(desk, founder)
    const filled = await fill(superuser, founder, { few: ben.code, today: dayOf(desk.now()) })
    const list = randomUUID()
    must(await founder.post('/dialogues/lists/freeze', { id: list, round: filled.round }), 200)
    const found: Figure[] = []
    for (const [who, by] of [
      ['all', founder],
      ['few', ben],
    ] as const)
      for (const [path, body] of pagesOf(filled, list)) {
        if (who === 'few' && path === 'cases/history') continue
        found.push(await slowest(`${path} for a reader of ${who}, p95`, () => by.post(`/dialogues/${path}`, body)))
      }
    return found
  } finally {
    await superuser.end()
    await desk.stop()
  }
}

type Filled = { readonly track: string; readonly round: string; readonly code: string; readonly middle: string }

function pagesOf({ track, round, code, middle }: Filled, list: string): [string, object][] {
  return [
    ['tracks/list', {}],
    ['rounds/list', { track, partner: null, raised: false, after: null }],
    ['rounds/view', { round }],
    ['raised/list', { round, after: null }],
    ['raised/list', { round, after: middle }],
    ['willing/list', { form: 'spoken', partner: 'VN', after: null }],
    ['silent/list', { after: null }],
    ['lists/view', { round, list }],
    ['summary/view', { partner: 'VN' }],
    ['due/list', {}],
    ['cases/history', { case: code }],
  ]
}

async function slowest(what: string, ask: () => Promise<{ status: number }>): Promise<Figure> {
  const times: number[] = []
  for (let n = 0; n <= TRIES; n += 1) {
    const began = performance.now()
    const { status } = await ask()
    if (status !== 200) throw new Error(`${what}: ${status}`)
    if (n > 0) times.push(performance.now() - began)
  }
  const sorted = times.toSorted((one, other) => one - other)
  return judge(what, { ...summarise(times), median: sorted[Math.ceil(TRIES * 0.95) - 1] ?? 0 }, 'ms', { atMost: 100 })
}

async function fill(db: pg.Client, by: AMember, { few, today }: { readonly few: string; readonly today: string }): Promise<Filled> {
  const who = `(select id from asylia.member where code = '${by.code}')`
  const team = `(select team_id from asylia.member where code = '${by.code}')`
  const own = `(select id from asylia.compartment where kind = 'team' and team_id = ${team})`
  for (const statement of [
    `create temp table made as select distinct on (code) n, gen_random_uuid() as room, gen_random_uuid() as consent, 'C-' || ${hex('c')} as code
     from generate_series(1, ${CASES}) n order by code, n`,
    `insert into asylia.compartment (id, kind, team_id) select room, 'case', ${team} from made`,
    `insert into asylia.compartment_member (compartment_id, member_id, can_write) select room, ${who}, true from made`,
    `insert into asylia.compartment_member (compartment_id, member_id, can_write)
     select room, (select id from asylia.member where code = '${few}'), true from made where n % 20 = 0`,
    `insert into asylia.report_case (compartment_id, team_id, code, opened_on) select room, ${team}, code, '2020-01-01' from made`,
    `insert into asylia.case_file (compartment_id, origin, host, changed_on) select room, 'VN', 'TH', '2020-01-01' from made`,
    `insert into asylia.consent (compartment_id, id, subject, scope, n, change, giver, basis, from_on, expires_on, recorded_by, recorded_on)
     select room, consent, 'reporter', 'dialogue', 1, 'given', 'self', 'spoken', date '${today}' - 30, date '${today}' + 300, ${who}, date '${today}' - 30 from made`,
    `insert into asylia.dialogue_track (compartment_id, id, code, kind, partner, every_days, written_by, written_on)
     values (${own}, gen_random_uuid(), 'T-ABCDEF', 'hrd', 'VN', 365, ${who}, '${today}')`,
    `create temp table rounds as select n, gen_random_uuid() as id, 'Y-' || ${hex('y')} as code, date '${today}' - n * 60 as on_day from generate_series(1, ${ROUNDS}) n`,
    `insert into asylia.dialogue_round (compartment_id, id, code, track_id, kind, ordinal, status, stage, from_day, until_day, date_precision, on_day,
       held_source, raised, written_by, written_on)
     select ${own}, id, code, (select id from asylia.dialogue_track limit 1), 'round', ${ROUNDS} + 1 - n, 'held', 'replies', on_day, on_day, 'exact', on_day,
       'own_record', 'yes', ${who}, on_day from rounds`,
    `create temp table raisings as select gen_random_uuid() as id, m.room, m.consent, m.code, r.id as round, r.on_day, m.n
     from made m cross join generate_series(0, ${EACH - 1}) k join rounds r on r.n = 1 + (m.n + k * ${ROUNDS / EACH}) % ${ROUNDS}`,
    `insert into asylia.raised_case (compartment_id, id, round_room, round_id, subject, form, scope, consent_id, state, raised_on, next_on, touched_on, is_answered, written_by, written_on)
     select room, id, ${own}, round, 'reporter', 'spoken', 'dialogue', consent, 'raised', on_day, case when n % 5 = 0 then on_day + 90 end, on_day, n % 3 <> 0, ${who}, on_day from raisings`,
    `insert into asylia.raised_reply (compartment_id, id, raised_id, form, on_day, written_by, written_on)
     select room, gen_random_uuid(), id, 'oral', on_day, ${who}, on_day from raisings where n % 3 <> 0`,
    `insert into asylia.reply_coding (compartment_id, id, reply_id, scheme, code, coded_by, coded_on)
     select y.compartment_id, gen_random_uuid(), y.id, 1, case when get_byte(uuid_send(y.id), 0) % 9 = 0 then 'denied' else 'general' end, m.id, y.on_day
     from asylia.raised_reply y cross join asylia.member m where m.code in ('${by.code}', '${few}')`,
    'analyze',
  ])
    await db.query(statement)
  const rows = await db.query<Filled>(
    `select (select code from asylia.dialogue_track limit 1) as track, r.code as round, m.code, (
       select id from asylia.raised_case x where x.round_id = r.id order by id offset 60 limit 1
     ) as middle from rounds r, made m where r.n = 1 order by m.n limit 1`,
  )
  return rows.rows[0] ?? Promise.reject(new Error('nothing was generated'))
}
