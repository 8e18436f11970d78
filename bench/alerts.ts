import pg from 'pg'
import { deliverAlerts } from '#features/alerts/alert.jobs.ts'
import { viewReceived, viewSent } from '#features/alerts/view-alerts.ts'
import type { Caller } from '#features/teams/index.ts'
import { aDesk, aFoundedTeam, anotherMember, callerOf } from '../test/a-desk.ts'
import { deliverBare, queueMany } from '../test/many-alerts.ts'
import { nodeFigures } from './alert-nodes.ts'
import { type Figure, judge, summarise } from './measure.ts'

const ROWS = 10_000
/** So many are delivered as the start does it. */
const BY_JOB = 1_000
const TRIES = 60
type Asked = { readonly waiting: boolean; readonly after: string | null }

/** The board with 10,000 deliveries sent and as many received, from its start and in its middle, beside as many in cases that the reader does not read. */
export async function figures(): Promise<Figure[]> {
  const desk = await aDesk()
  const superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  try {
    const { founder } = await aFoundedTeam(desk, 'harbour')
    const { founder: quay } = await aFoundedTeam(desk, 'quay')
    const ben = await anotherMember(desk, founder)
    await queueMany(superuser, { from: 'harbour', office: 'quay', first: 0, count: BY_JOB })
    const began = performance.now()
    const delivered = await deliverAlerts(desk.desk)
    const seconds = (performance.now() - began) / 1_000
    if (delivered !== BY_JOB) throw new Error('not all were delivered')
    await queueMany(superuser, { from: 'harbour', office: 'quay', first: BY_JOB, count: ROWS - BY_JOB, bare: true })
    await deliverBare(superuser)
    await queueMany(superuser, { from: 'harbour', office: 'quay', first: ROWS, count: ROWS, hidden: true, bare: true })
    // Half of it is over.
    for (const table of ['alert_delivery', 'alert_received'])
      await superuser.query(`update asylia.${table} set clock_at = null where get_byte(uuid_send(id), 0) % 2 = 0`)
    await superuser.query('analyze')
    const [sender, office] = [await callerOf(desk, ben), await callerOf(desk, quay)]
    const sent = (asked: Asked) => (caller: Caller) => viewSent(desk.desk, caller, asked)
    const received = (asked: Asked) => (caller: Caller) => viewReceived(desk.desk, caller, asked)
    const middle = (await viewSent(desk.desk, sender, { waiting: true, after: null })).next
    const views: readonly (readonly [string, Caller, (caller: Caller) => Promise<unknown>])[] = [
      ['sent and waiting', sender, sent({ waiting: true, after: null })],
      ['sent and waiting, the next page', sender, sent({ waiting: true, after: middle })],
      ['sent and over', sender, sent({ waiting: false, after: null })],
      ['received and owed', office, received({ waiting: true, after: null })],
      ['received and over', office, received({ waiting: false, after: null })],
    ]
    const found: Figure[] = [judge('1,000 copies delivered', summarise([seconds]), 's', { atMost: 10 })]
    for (const [what, caller, view] of views) found.push(await slowest(`board: ${what}, p95`, () => view(caller)))
    return [...found, ...(await nodeFigures())]
  } finally {
    await superuser.end()
    await desk.stop()
  }
}

async function slowest(what: string, view: () => Promise<unknown>): Promise<Figure> {
  const times: number[] = []
  for (let n = 0; n < TRIES; n += 1) {
    const began = performance.now()
    await view()
    times.push(performance.now() - began)
  }
  const sorted = times.toSorted((one, other) => one - other)
  return judge(what, summarise([sorted[Math.floor(TRIES * 0.95)] ?? 0]), 'ms', { atMost: 100 })
}
