import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import pg from 'pg'
import { signerOf } from '#base/ed25519.ts'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { sha256 } from '#crypto/kdf.ts'
import { type NodeCard, writeNodeCard } from '#crypto/node/node-card.ts'
import type { NodeMessage } from '#crypto/node/node-message.ts'
import { aSelfRooted, aTeam, type Ceremony, filesOf } from '#crypto/roster/a-roster.ts'
import { signedBytes } from '#crypto/roster/signed-bytes.ts'
import { publicKeyOf } from '#crypto/sign/sign.ts'
import { dayOf } from '#kernel/clock.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { type ADesk, type AMember, aDesk, aFoundedTeam, must } from '../../../test/a-desk.ts'
import { type ALiar, aFrame, aLiar, aLie, aStranger, type Lie } from '../../../test/a-lying-node.ts'
import { aText, aWrap } from '../../../test/an-alert.ts'
import { answerNode } from './exchange.ts'
import { type Point, START } from './link.rules.ts'
import { listReceipts } from './message.store.ts'
import { nodeFaultsIn } from './node-faults.store.ts'
import type { NodeHouse } from './node-house.ts'
import { keepNodeTeam } from './office.store.ts'
import { MOST_ITEMS } from './quota.rules.ts'
import { endNode, introduceNode, operatorOf, viewNodes } from './run-nodes.ts'

/** A node that was introduced and lies; the victim is a whole installation. */
let victim: ADesk
let quay: AMember
let database: pg.Client
let liar: ALiar
let to: string
let id: string
let name: string
let count = 0
let sent: Point = START

before(async () => {
  victim = await aDesk()
  quay = (await aFoundedTeam(victim, 'quay')).founder
  await victim.desk.roster.publish()
  to = victim.nodes.instance
  database = new pg.Client({ connectionString: victim.database.superuserUrl })
  await database.connect()
})
after(async () => {
  await database.end()
  await victim.stop()
})
beforeEach(async () => {
  count += 1
  name = `liar-${count}`
  sent = START
  liar = await aLiar(victim, name)
  id = (await database.query<{ id: string }>('select id from asylia.node where name = $1', [name])).rows[0]?.id ?? ''
  const facts = { names: { en: 'Liar' }, kind: 'ngo', of: [], serves: [] }
  const here = `liar-${count}-team`
  await victim.house.base.transact(victim.house.installation.actor, (tx) =>
    keepNodeTeam(tx.db, id, { slug: 'liar', here, facts, epoch: 1 }),
  )
})
afterEach(() => liar.stop())

const at = () => {
  victim.pass(5)
  return victim.now().getTime()
}
/** Tells the next lie, and answers what became of it. */
async function tell(lie: Lie): Promise<string | undefined> {
  const one = await aLie(liar, to, sent, lie)
  await answerNode(victim.nodes, await aFrame(liar, victim, [one], { at: at(), sent: one.point }))
  const { rows } = await database.query<{ outcome: string }>('select outcome from asylia.node_receipt where node_id = $1 and n = $2', [
    id,
    one.point.n,
  ])
  if (rows[0] !== undefined) sent = one.point
  return rows[0]?.outcome
}
const stands = async () => (await viewNodes(victim.nodes)).nodes.find((one) => one.name === name)
const carry = async (messages: readonly NodeMessage[], said: Parameters<typeof aFrame>[3]) =>
  answerNode(victim.nodes, await aFrame(liar, victim, messages, said))

const someSealed = async () => ({ body: unb64u(await aText()), wrap: unb64u(await aWrap()) })
async function anAlert(over: Record<string, unknown> = {}, header: Partial<Lie> = {}): Promise<Lie> {
  const delivery = randomUUID()
  const second = (hours: number) => `${new Date(victim.now().getTime() + hours * 3_600_000).toISOString().slice(0, 19)}Z`
  const value = {
    delivery,
    office: 'quay',
    from: 'liar',
    version: 1,
    kind: 'incident',
    tlp: 'TLP:RED',
    level: 3,
    asks: 'know',
    answerBy: second(4),
    endsAt: second(48),
    text: randomUUID(),
    epoch: 1,
    ...over,
  }
  return {
    kind: 'alert',
    sealed: await someSealed(),
    about: value.delivery,
    tlp: value.tlp as 'TLP:RED',
    version: value.version,
    ...header,
    value,
  }
}
const received = async () => must(await quay.post('/alerts/received', { waiting: true, after: null }), 200).body['rows'] as unknown[]

test('whoever is not known, or does not sign as the one they say to be, is refused before anything is opened (T-47, X-09)', async () => {
  const one = await aLie(liar, to, sent, { kind: 'withdraw', about: id, value: { item: id } })
  const frame = { at: at(), sent: one.point }
  await assert.rejects(carry([one], { ...frame, outside: aStranger() }), { code: 'node.unknown_signer' })
  const unknown: ALiar = { ...liar, instance: 'f'.repeat(32) }
  await assert.rejects(answerNode(victim.nodes, await aFrame(unknown, victim, [one], frame)), { code: 'node.unknown_signer' })
  await assert.rejects(answerNode(victim.nodes, new Uint8Array(3_000)), { code: 'node.unknown_signer' })
  await assert.rejects(answerNode(victim.nodes, new Uint8Array(10)), { code: 'node.malformed' })
  // Inside a good frame: a message that somebody else signed.
  const foreign = await aLie({ ...liar, sign: aStranger() }, to, sent, { kind: 'withdraw', about: id, value: { item: id } })
  await carry([foreign], { at: at(), sent: foreign.point })
  assert.deepEqual([(await stands())?.state, (await stands())?.problem], ['active', 'node.unknown_signer'])
  assert.equal((await database.query('select from asylia.node_receipt where node_id = $1', [id])).rowCount, 0)
})

/** A place on the wire that is taken until it is given back. */
function aHold() {
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const over = victim.nodes.wire.read(victim.nodes.by.actor, () => {
    begun.resolve()
    return ended.promise
  })
  return { begun: begun.promise, end: ended.resolve, over }
}

test('a flood of strangers takes no place on the wire, and whoever is known gets through beside it (T-47)', async () => {
  const one = await aLie(liar, to, sent, await anAlert())
  const honest = await aFrame(liar, victim, [one], { at: at(), sent: one.point })
  const forged = await aFrame(liar, victim, [one], { at: at(), sent: one.point, outside: aStranger() })
  // Whatever else goes over the wire waits for these.
  const held = [aHold(), aHold()]
  await Promise.all(held.map(({ begun }) => begun))
  const flood = Array.from({ length: 600 }, (_, n) => answerNode(victim.nodes, n % 2 === 0 ? forged : new Uint8Array(randomBytes(4_000))))
  const answers = await Promise.allSettled(flood)
  assert.ok(answers.every((answer) => answer.status === 'rejected' && answer.reason?.code === 'node.unknown_signer'))
  for (const { end } of held) end()
  await Promise.all(held.map(({ over }) => over))
  const again = Array.from({ length: 300 }, () => answerNode(victim.nodes, forged).catch(() => 'refused'))
  assert.ok((await answerNode(victim.nodes, honest)).length > 0)
  assert.deepEqual([...new Set(await Promise.all(again))], ['refused'])
  assert.equal((await database.query('select from asylia.node_receipt where node_id = $1', [id])).rowCount, 1)
})

test('a replayed message changes nothing, and a whole frame from before takes nothing back (T-47, X-09)', async () => {
  const lie = await anAlert()
  const one = await aLie(liar, to, sent, lie)
  const early = await aFrame(liar, victim, [one], { at: at(), sent: one.point })
  await answerNode(victim.nodes, early)
  const { delivery } = lie.value as { delivery: string }
  const two = await aLie(liar, to, one.point, { kind: 'withdraw', about: delivery, value: { item: delivery } })
  await carry([one, two], { at: at(), sent: two.point })
  const before = await received()
  assert.ok(victim.nodes.bringing.has(id), 'whoever brings something is about to come back')
  for (let again = 0; again < 3; again += 1) await answerNode(victim.nodes, early)
  assert.ok(!victim.nodes.bringing.has(id), 'an old frame keeps nobody from calling the node')
  assert.deepEqual(await received(), before)
  assert.equal((await stands())?.state, 'active', 'an old frame is no older backup')
  assert.equal((await database.query('select from asylia.node_receipt where node_id = $1', [id])).rowCount, 2)
  assert.deepEqual((await database.query(`select outcome from asylia.node_receipt where node_id = $1 order by n`, [id])).rows, [
    { outcome: 'done' },
    { outcome: 'done' },
  ])
  assert.equal((await database.query('select from asylia.alert_text where about = $1', [delivery])).rowCount, 0)
})

test('the same message under a new number takes effect once (T-47)', async () => {
  const same = randomUUID()
  const lie = await anAlert()
  assert.equal(await tell({ ...lie, id: same }), 'done')
  assert.equal(await tell({ ...lie, id: same }), 'known')
  assert.equal(await tell(lie), 'node.older_version')
})

test('a frame that names the first message and the newest makes this side read two receipts, not all between them (T-47)', async () => {
  for (const _one of [1, 2, 3, 4]) assert.equal(await tell(await anAlert()), 'done')
  const { rows } = await database.query<{ room: CompartmentId }>('select compartment_id as room from asylia.node where id = $1', [id])
  const room = rows[0]?.room ?? assert.fail()
  const read = (numbers: readonly number[]) =>
    victim.house.base.transact(victim.house.installation.actor, (tx) => listReceipts(tx.db, { id, room }, numbers))
  assert.deepEqual([...(await read([1, 4])).keys()].toSorted(), [1, 4])
  assert.equal((await read([])).size, 0)
})

test('a number from the future takes nothing, and what comes in its order is taken (T-47, X-09)', async () => {
  const lie = await anAlert()
  const ahead = await aLie(liar, to, { n: 4, head: 'a'.repeat(64) }, lie)
  await carry([ahead], { at: at(), sent: ahead.point })
  assert.equal((await stands())?.problem, 'node.sequence_ahead')
  assert.equal((await database.query('select from asylia.node_receipt where node_id = $1', [id])).rowCount, 0)
})

test('two messages under one number are a fork: everything stops, the ledger and doctor say so, and others go on (T-47, X-09)', async () => {
  assert.equal(await tell(await anAlert()), 'done')
  const before = await received()
  const second = await aLie(liar, to, START, await anAlert())
  await carry([second], { at: at(), sent: second.point })
  assert.deepEqual([(await stands())?.state, (await stands())?.problem], ['forked', 'node.forked'])
  const lines = await database.query(`select from base.ledger_entry where action = 'node.fork' and subject = $1`, [name])
  assert.equal(lines.rowCount, 1)
  assert.ok((await nodeFaultsIn(victim.database.superuserUrl)).some((fault) => fault.name === name && fault.state === 'forked'))
  const third = await aLie(liar, to, second.point, await anAlert())
  await carry([third], { at: at(), sent: third.point })
  assert.deepEqual(await received(), before, 'nothing of it counts any more')
  // It costs this side a few frames a minute, and no more.
  const flood = await Promise.allSettled(Array.from({ length: 20 }, () => carry([third], { at: at(), sent: third.point })))
  const heard = flood.filter(({ status }) => status === 'fulfilled').length
  assert.ok(heard < 10 && flood.every((one) => one.status === 'fulfilled' || one.reason?.code === 'node.flooded'), `${heard}`)
  const honest = await aLiar(victim, `honest-${count}`)
  const frame = await aFrame(honest, victim, [], { at: at(), sent: START })
  assert.ok((await answerNode(victim.nodes, frame)).length > 0)
  await honest.stop()
})

test('a hash that does not hold the message before is a fork too (T-47)', async () => {
  assert.equal(await tell(await anAlert()), 'done')
  const broken = await aLie(liar, to, { n: 1, head: 'b'.repeat(64) }, await anAlert())
  await carry([broken], { at: at(), sent: broken.point })
  assert.equal((await stands())?.state, 'forked')
})

test('a marking is not lowered, neither by two markings on one message nor by a later version (T-47, R-EP-24)', async () => {
  assert.equal(await tell(await anAlert({}, { tlp: 'TLP:CLEAR' })), 'node.malformed')
  const first = await anAlert()
  const { delivery } = first.value as { delivery: string }
  assert.equal(await tell(first), 'done')
  assert.equal(await tell(await anAlert({ delivery, version: 2, tlp: 'TLP:GREEN' })), 'node.marking_lowered')
  const { rows } = await database.query('select tlp, version from asylia.alert_received where id = $1', [delivery])
  assert.deepEqual(rows, [{ tlp: 'TLP:RED', version: 1 }])
})

test('what was withdrawn stays withdrawn, whatever comes after it or came before (T-27, T-47, X-12)', async () => {
  const lie = await anAlert()
  const { delivery } = lie.value as { delivery: string }
  assert.equal(await tell({ kind: 'withdraw', about: delivery, value: { item: delivery } }), 'done')
  assert.equal(await tell(lie), 'node.item_gone')
  assert.equal(await tell(await anAlert({ delivery, version: 7 })), 'node.item_gone')
  assert.equal((await database.query('select from asylia.alert_received where id = $1', [delivery])).rowCount, 0)
})

test('a node says nothing about what is not its own (T-47, X-12)', async () => {
  const foreign = await anAlert()
  const { delivery } = foreign.value as { delivery: string }
  assert.equal(await tell(foreign), 'done')
  const owner = { liar, id, name, sent }
  const thief = await aLiar(victim, `thief-${count}`)
  liar = thief
  id = (await database.query<{ id: string }>('select id from asylia.node where name = $1', [`thief-${count}`])).rows[0]?.id ?? ''
  sent = START
  assert.equal(await tell({ kind: 'withdraw', about: delivery, value: { item: delivery } }), 'done', 'it ends what it may name')
  assert.equal((await database.query(`select from asylia.alert_received where id = $1 and state = 'delivered'`, [delivery])).rowCount, 1)
  assert.equal(await tell(await anAlert({ delivery: randomUUID(), from: 'somebody' })), 'node.no_such_team')
  assert.equal(await tell(await anAlert({ office: 'nowhere', from: 'liar' })), 'node.no_such_team')
  const state = {
    delivery,
    state: 'answered',
    version: 1,
    readVersion: 1,
    step: 0,
    deliveredAt: null,
    openedAt: null,
    acknowledgedAt: null,
  }
  const whole = { ...state, acknowledgedAs: null, actingAt: null, answeredAt: null, refusedAt: null, reason: null, clockAt: null }
  assert.equal(await tell({ kind: 'state', about: delivery, tlp: 'TLP:GREEN', value: whole }), 'node.not_theirs')
  assert.equal(await tell({ kind: 'state', about: randomUUID(), tlp: 'TLP:GREEN', value: whole }), 'node.malformed')
  await thief.stop()
  ;({ liar, id, name, sent } = owner)
})

/** A liar whose roots signed a list, and who then lies with the key of its server. */
async function aRootedLiar() {
  const instance = randomBytes(16).toString('hex')
  const made = aSelfRooted({ instance })
  const roots = { ...made, pins: { ...made.pins, instance } }
  await liar.stop()
  name = `rooted-${count}`
  liar = await aLiar(victim, name, { instance, pins: canonicalBytes(roots.pins) })
  id = (await database.query<{ id: string }>('select id from asylia.node where name = $1', [name])).rows[0]?.id ?? ''
  return roots
}
function aList(house: Ceremony): Lie {
  const files = { former: canonicalBytes({ statements: [] }), ...filesOf(house) }
  return { kind: 'roster', value: Object.fromEntries(Object.entries(files).map(([file, bytes]) => [file, b64u(bytes)])) }
}
/** The next card of the liar, signed with both keys. */
async function aNextCard(over: Partial<NodeCard>): Promise<Lie> {
  const { card } = await liar.house.keys()
  const seed = newSeed()
  const bytes = writeNodeCard({ ...card, gen: 2, sign: publicKeyOf(seed), ...over })
  const signed = Uint8Array.from(signedBytes('node-key', { from: liar.instance, to, card: b64u(bytes) }))
  return { kind: 'key', version: 2, value: { card: b64u(bytes), proof: b64u(signerOf(seed)(signed)) } }
}

test('the key of a seized server replaces no roots, and an address only a person changes (T-40, T-47)', async () => {
  await aRootedLiar()
  const own = aSelfRooted({ instance: liar.instance }, [aTeam('desk', {}, { epoch: 9 })])
  const theirs = { ...own, pins: { ...own.pins, instance: liar.instance, min_version: 8 } }
  const pins = Buffer.from(sha256(canonicalBytes(theirs.pins))).toString('hex')
  assert.equal(await tell(await aNextCard({ pins })), 'node.fingerprint_differs')
  assert.equal(await tell(aList(theirs)), 'node.roster_refused')
  assert.equal((await database.query('select from asylia.team where node_id = $1', [id])).rowCount, 0)
  assert.equal(await tell(await aNextCard({ url: 'https://169.254.169.254' })), 'done')
  assert.equal((await stands())?.address, 'https://liar.invented.example')
})

test('an older list of keys is refused, and so is one that names an older key of a team (T-47)', async () => {
  const roots = await aRootedLiar()
  const epochs = async () =>
    (await database.query<{ e: number }>('select node_epoch as e from asylia.team where node_id = $1 order by e', [id])).rows.map(
      ({ e }) => e,
    )
  assert.equal(await tell(aList(roots)), 'done')
  assert.deepEqual(await epochs(), [3, 3, 3])
  assert.equal(await tell(aList({ ...roots, roster: { ...roots.roster, version: 8 } })), 'node.roster_refused')
  const older = [aTeam('desk', {}, { epoch: 2 }), ...roots.teams.slice(1)]
  const signed = { ...roots, teams: older, roster: { ...roots.roster, version: 10 } }
  assert.equal(await tell(aList(signed)), 'node.roster_refused')
  assert.deepEqual(await epochs(), [3, 3, 3])
  // Both in one frame count as little as one after the other.
  const newer = await aLie(liar, to, sent, aList({ ...roots, roster: { ...roots.roster, version: 11 } }))
  const former = await aLie(liar, to, newer.point, aList({ ...roots, roster: { ...roots.roster, version: 10 } }))
  await carry([newer, former], { at: at(), sent: former.point })
  const { rows } = await database.query<{ outcome: string }>(
    'select outcome from asylia.node_receipt where node_id = $1 order by n desc limit 2',
    [id],
  )
  assert.deepEqual(
    rows.map(({ outcome }) => outcome),
    ['node.roster_refused', 'done'],
  )
})

test('an old frame that is played to a process which began since says nothing, and gives no number away (T-47, X-11)', async () => {
  const one = await aLie(liar, to, sent, await anAlert())
  const frame = await aFrame(liar, victim, [one], { at: at(), sent: one.point })
  const began: NodeHouse = { ...victim.nodes, nonce: 'e'.repeat(32), peers: new Map(), greeted: new Set() }
  await answerNode(began, frame)
  assert.ok(!began.greeted.has(id), 'nobody has answered this process yet')
  assert.deepEqual([began.peers.get(id)?.nonce, (await stands())?.heardAt], [liar.house.nonce, null])
  const numbers = () => database.query('select from asylia.node_message where node_id = $1 and n is not null', [id])
  assert.equal((await database.query('select from asylia.node_receipt where node_id = $1', [id])).rowCount, 0)
  assert.equal((await numbers()).rowCount, 0)
  // Whoever heard this process is taken at their word.
  await answerNode(began, await aFrame(liar, victim, [one], { at: at(), sent: one.point, echo: began.nonce }))
  assert.ok(began.greeted.has(id))
  assert.equal((await database.query('select from asylia.node_receipt where node_id = $1', [id])).rowCount, 1)
  assert.notEqual((await numbers()).rowCount, 0)
})

test('a day has an end: what is too much waits at its sender, and what was taken back goes all the same (T-27, T-47)', async () => {
  const full = (items: number) =>
    database.query(`update asylia.node set day = $2, day_items = $3, day_bytes = 0 where id = $1`, [id, dayOf(victim.now()), items])
  await full(MOST_ITEMS - 1)
  const lie = await anAlert()
  assert.equal(await tell(lie), 'done')
  assert.equal(await tell(await anAlert()), undefined, 'nothing of it was taken')
  assert.deepEqual([(await stands())?.state, (await stands())?.problem], ['active', 'node.flooded'])
  const { delivery } = lie.value as { delivery: string }
  assert.equal(await tell({ kind: 'withdraw', about: delivery, value: { item: delivery } }), 'done')
  await full(0)
  assert.equal(await tell(await anAlert()), 'done', 'the next day')
})

test('who has no key in force sends nothing, and an answer is one to a version that went and to a key of ours (T-47)', async () => {
  await database.query('update asylia.team set node_epoch = 0 where node_id = $1', [id])
  assert.equal(await tell(await anAlert()), 'node.no_such_team')
  await database.query('update asylia.team set node_epoch = 1 where node_id = $1', [id])
  // A copy of ours that went there, at its second version of three.
  const [alert, delivery] = [randomUUID(), randomUUID()]
  await database.query(
    `with room as (select c.id, t.id as team from asylia.compartment c join asylia.team t on t.id = c.team_id and t.slug = 'quay' where c.kind = 'team'),
       made as (insert into asylia.alert (compartment_id, id, team_id, code, state, version, sent_version)
         select id, $1::uuid, team, 'W-' || translate(upper(left(md5($1::text), 6)), '01', 'XY'), 'sent', 3, 3 from room returning compartment_id, team_id)
     insert into asylia.alert_delivery (compartment_id, id, alert_id, team_id, office, state, version, held_version, level, queued_at, answer_by, ends_at, changed_at)
     select m.compartment_id, $2::uuid, $1::uuid, m.team_id, o.id, 'delivered', 3, 2, 3, now(), now(), now(), now() from made m, asylia.team o where o.node_id = $3`,
    [alert, delivery, id],
  )
  const answer = async (version: number, epoch: number): Promise<Lie> => ({
    kind: 'reply',
    about: delivery,
    sealed: await someSealed(),
    value: { delivery, version, text: randomUUID(), epoch },
  })
  assert.equal(await tell(await answer(3, 1)), 'node.not_theirs', 'a version that nobody there holds')
  assert.equal(await tell(await answer(9_999, 1)), 'node.not_theirs')
  assert.equal(await tell(await answer(2, 0)), 'node.not_theirs')
  assert.equal(await tell(await answer(2, 2)), 'node.not_theirs', 'a key that does not exist')
  assert.equal(await tell(await answer(2, 1)), 'done')
})

test('a flood is refused by its sender alone, and a clock that is far off is told (T-47)', async () => {
  const minute = Math.floor(victim.now().getTime() / 60_000)
  victim.nodes.heard.set(id, { minute, n: 600 })
  await assert.rejects(carry([], { at: at(), sent: START }), { code: 'node.flooded' })
  victim.pass(60_000)
  await carry([], { at: at(), sent: START })
  await assert.rejects(carry([], { at: at() + 3_600_000, sent: START }), { code: 'node.clock_wild' })
  const many = await Promise.all(Array.from({ length: 201 }, () => aLie(liar, to, START, { kind: 'withdraw', value: {} })))
  await assert.rejects(carry(many, { at: at(), sent: START }), { code: 'node.malformed' })
})

test('whoever was ended is told so when they sign, and nothing of theirs counts (T-47, X-09)', async () => {
  await endNode(victim.nodes, operatorOf(victim.nodes), name)
  const lie = await aLie(liar, to, sent, await anAlert())
  await assert.rejects(carry([lie], { at: at(), sent: lie.point }), { code: 'node.revoked' })
  await assert.rejects(carry([lie], { at: at(), sent: lie.point, outside: aStranger() }), { code: 'node.unknown_signer' })
  assert.equal((await database.query('select from asylia.node_receipt where node_id = $1', [id])).rowCount, 0)
})

test('a card counts only with the fingerprint that was heard, and a node is known once', async () => {
  const keys = await liar.house.keys()
  const given = { name: 'another', card: b64u(keys.cardBytes), fingerprint: keys.fingerprint }
  const by = operatorOf(victim.nodes)
  await assert.rejects(introduceNode(victim.nodes, by, { ...given, fingerprint: keys.fingerprint.replace(/.$/, '#') }), {
    code: 'node.fingerprint_differs',
  })
  await assert.rejects(introduceNode(victim.nodes, by, { ...given, card: b64u(new Uint8Array(1_900)) }), { code: 'node.card_malformed' })
  await assert.rejects(introduceNode(victim.nodes, by, given), { code: 'node.known' })
  const own = await victim.nodes.keys()
  const itself = { name: 'itself', card: b64u(own.cardBytes), fingerprint: own.fingerprint }
  await assert.rejects(introduceNode(victim.nodes, by, itself), { code: 'node.known' })
})

test('what goes over the wire holds no word that a relay could read, at any marking (T-47)', async () => {
  const lie = await anAlert({ tlp: 'TLP:GREEN' })
  const one = await aLie(liar, to, sent, lie)
  const frame = Buffer.from(await aFrame(liar, victim, [one], { at: at(), sent: one.point })).toString('latin1')
  const answer = Buffer.from(await carry([one], { at: at(), sent: one.point })).toString('latin1')
  for (const word of ['quay', 'liar', 'alert', 'incident', 'TLP', to, liar.instance, (lie.value as { delivery: string }).delivery])
    for (const bytes of [frame, answer]) assert.ok(!bytes.includes(word), word)
})

test('a coded extract is refused by name, whatever stands in it, and leaves nothing here (T-27, T-47)', async () => {
  const about = randomUUID()
  const fields = [{ field: 'host', value: 'Nguyen.Van.A', count: 1, seen: 0 }]
  const value = { extract: about, code: 'X-ABCDEF', office: 'quay', from: 'liar', fields }
  assert.equal(await tell({ kind: 'extract', about, tlp: 'TLP:AMBER', version: 1, value }), 'node.extracts_closed')
  assert.equal((await database.query('select from asylia.node_item where id = $1', [about])).rowCount, 0)
})
