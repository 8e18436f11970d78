import { aliasAt } from '../test/a-node.ts'
import { dice } from '../test/dice.ts'
import { queueMany } from '../test/many-alerts.ts'
import { type ManyNodes, manyNodes, nameOf, SENDER, until } from './many-nodes.ts'
import { type Figure, judge, summarise } from './measure.ts'
import { rogueNodes } from './rogue-nodes.ts'

/** `ASYLIA_QUICK=1`: the same with few of everything, to see that it works. */
const QUICK = process.env['ASYLIA_QUICK'] === '1'
const NODES = QUICK ? 5 : 30
const OFFICES = QUICK ? 40 : 1_000
const WAITING = QUICK ? 2_000 : 50_000
const HOURS_72 = 72 * 3_600_000

/**
 * One alert to a thousand offices on thirty nodes, over real HTTP on this machine, from the call that sends it until the sender's
 * side has the word of each node that its office has it; the same with one node that hangs and one that lies; and a node that comes
 * back after three days to what the others have for it, while somebody works at its desk.
 */
export async function nodeFigures(): Promise<Figure[]> {
  const many = await manyNodes({ nodes: NODES, offices: OFFICES })
  try {
    const found = [...(await oneAlert(many)), ...(await oneAlertAmongRogues(many)), ...(await backAfterDays(many))]
    const faults = await Promise.all([0, 1, 2, 3].map((at) => many.of(at).ask('faults', undefined)))
    if (faults.flat().length > 0) throw new Error(`not without faults: ${faults.flat().slice(0, 3).join('; ')}`)
    return found
  } finally {
    await many.stop()
  }
}

const HOW_MANY = `select count(*)::int as n from asylia.alert_delivery d join asylia.alert a on a.compartment_id = d.compartment_id and a.id = d.alert_id
  where a.code = $1 and d.state = $2`
async function standIn(many: ManyNodes, code: string, state: string): Promise<number> {
  return (await many.query<{ n: number }>(0, HOW_MANY, [code, state]))[0]?.n ?? 0
}

/** Lines of the ledgers of all nodes: so many deliveries or acknowledgements there were, and none of them twice. */
async function demandOnce(many: ManyNodes, action: string, wanted: number): Promise<void> {
  const subjects: string[] = []
  // One after the other: the server has no place for thirty more connections at once.
  for (let at = 0; at < NODES; at += 1) {
    const rows = await many.query<{ subject: string }>(at, 'select subject from base.ledger_entry where action = $1', [action])
    subjects.push(...rows.map(({ subject }) => subject))
  }
  if (subjects.length !== wanted || new Set(subjects).size !== wanted)
    throw new Error(`${subjects.length} lines of ${action} for ${new Set(subjects).size}, not ${wanted}`)
}

async function oneAlert(many: ManyNodes): Promise<Figure[]> {
  const { code, began, milliseconds } = await many.of(0).ask('send', { at: 0, offices: many.offices })
  const seconds = await until(120, async () => (await standIn(many, code, 'delivered')) === OFFICES, began)
  await demandOnce(many, 'alert.deliver', OFFICES)
  const asked = Date.now()
  await many.all((at) => many.of(at).ask('acknowledge', { at, first: 2 }))
  const said = (Date.now() - asked) / 1_000
  const known = await until(120, async () => (await standIn(many, code, 'acknowledged')) === OFFICES)
  await demandOnce(many, 'alert.acknowledge', OFFICES)
  const what = `one alert to ${OFFICES} offices on ${NODES} nodes`
  return [
    judge(`${what}: the call that sends it`, summarise([milliseconds / 1_000]), 's'),
    judge(`${what}: the last delivery`, summarise([seconds]), 's', { atMost: 10 }),
    judge(`${what}: all acknowledge, one after the other on each node`, summarise([said]), 's'),
    judge(`${what}: the last acknowledgement known after it was said, each once`, summarise([known]), 's', { atMost: 10 }),
  ]
}

async function oneAlertAmongRogues(many: ManyNodes): Promise<Figure[]> {
  const rogues = await rogueNodes(many)
  try {
    const honest = many.offices.slice(0, OFFICES - rogues.offices.length)
    const { code, began } = await many.of(0).ask('send', { at: 0, offices: [...honest, ...rogues.offices] })
    const seconds = await until(120, async () => (await standIn(many, code, 'delivered')) === honest.length, began)
    await demandOnce(many, 'alert.deliver', OFFICES + honest.length)
    if ((await standIn(many, code, 'queued')) !== rogues.offices.length) throw new Error('somebody who hangs or lies is said to have it')
    return [
      judge('the same with one node that hangs and one that lies: the last other delivery', summarise([seconds]), 's', { atMost: 10 }),
    ]
  } finally {
    await rogues.stop()
  }
}

async function backAfterDays(many: ManyNodes): Promise<Figure[]> {
  await many.of(0).ask('leave', { at: 0 })
  const peers = Array.from({ length: NODES - 1 }, (_, at) => at + 1)
  const share = (at: number) => Math.floor(WAITING / peers.length) + (at <= WAITING % peers.length ? 1 : 0)
  for (const at of peers) await queueFor(many, at, share(at))
  await many.clock(HOURS_72)
  const COUNT = 'select count(*)::int as n from asylia.alert_received'
  const count = async () => (await many.query<{ n: number }>(0, COUNT))[0]?.n ?? 0
  const before = await count()
  await many.of(0).ask('probe', { at: 0, seat: 2 })
  await many.of(0).ask('run', { at: 0 })
  const seconds = await until(900, async () => (await count()) === before + WAITING, Date.now(), 500)
  const { p95, calls } = await many.of(0).ask('probed', undefined)
  const own = await many.query<{ lines: number; subjects: number }>(
    0,
    `select count(*)::int as lines, count(distinct subject)::int as subjects from base.ledger_entry where action = 'alert.deliver'`,
  )
  if (own[0]?.lines !== own[0]?.subjects) throw new Error('something was delivered twice')
  const LEFT = `select count(*)::int as n from asylia.alert_delivery where state = 'queued'`
  const told = await until(300, async () => {
    for (const at of peers) if ((await many.query<{ n: number }>(at, LEFT))[0]?.n !== 0) return false
    return true
  })
  const what = `a node back after 72 h, ${WAITING} copies waiting at ${peers.length} others`
  return [
    judge(`${what}: all taken`, summarise([seconds]), 's', { atMost: 120 }),
    judge(`${what}: the others know all of it after that`, summarise([told]), 's'),
    judge(`${what}: its desk meanwhile, p95 of ${calls} looks at the board`, summarise([p95]), 'ms', { atMost: 100 }),
  ]
}

/** What one of the others has for offices of the first: how much for which is drawn. */
async function queueFor(many: ManyNodes, at: number, total: number): Promise<void> {
  const counts = new Map<string, number>()
  for (let n = 0; n < total; n += 1) {
    const slug = many.slugs[Math.floor(dice() * many.slugs.length)] ?? ''
    counts.set(slug, (counts.get(slug) ?? 0) + 1)
  }
  await many.within(at, async (superuser) => {
    let first = 0
    for (const [slug, count] of counts) {
      await queueMany(superuser, { from: SENDER, office: aliasAt(nameOf(0), slug), first, count })
      first += count
    }
  })
}
