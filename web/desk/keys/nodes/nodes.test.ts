import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { b64u, randomBytes, unb64u } from '#crypto/bytes.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import { newMember } from '#crypto/team/member.ts'
import { introduceNode, nodeDoors, operatorOf } from '#features/nodes/index.ts'
import type { NodeFiles, NodeOffices } from '#features/nodes/node.contract.ts'
import { speakWith } from '#features/nodes/node.jobs.ts'
import { listNodes } from '#features/nodes/node.store.ts'
import { introduce, talk } from '../../../../test/a-node.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import type { Typed } from '../../rooms/alerts/calls.ts'
import { type AMember, addressOf, aMemberAt } from '../a-member.ts'
import { aReporter } from '../a-reporter.ts'
import { aCard } from './a-card.ts'

type Lie = (path: string, answer: Response) => Promise<Response>
const honest: Lie = async (_path, answer) => answer
const SAID = 'They waited at her door.'
const QUAY = 'quay-node--quay'
const DOCK = 'dock-node--dock'
const EMBASSY = 'quay-node--embassy'
let one: DeskHouse
let other: DeskHouse
let third: DeskHouse
let ana: AMember
let ben: AMember
let eva: AMember
let fay: AMember
let lie: Lie = honest
const sent: string[] = []
const liar: typeof fetch = async (input, init) => {
  if (typeof init?.body === 'string') sent.push(init.body)
  return lie(addressOf(input).replace(/^.*\/api\/desk\//, ''), await fetch(input, init))
}
/** A server that answers one door with something else. */
const lying =
  <Answer>(door: string, change: (body: Answer) => unknown): Lie =>
  async (path, answer) =>
    path === door ? Response.json(change((await answer.json()) as Answer)) : answer

before(async () => {
  ;[one, other, third] = await Promise.all([aDeskHouse(), aDeskHouse(), aDeskHouse()])
  ana = await aMemberAt(one, await one.team('harbour'), liar)
  eva = await aMemberAt(other, await other.team('quay'), liar)
  await aMemberAt(other, await other.team('embassy', { kind: 'state', of: ['VN'] }))
  fay = await aMemberAt(third, await third.team('dock'), liar)
  const { code } = await ana.call('invite', null)
  ben = await aMemberAt(one, code, liar)
  await ana.call('team', null)
  await ana.call('vouch', { member: ben.member })
  await ben.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })
})
beforeEach(() => {
  lie = honest
})
after(() => Promise.all([one.stop(), other.stop(), third.stop()]))

const second = (more: number) => `${new Date(one.now().getTime() + more).toISOString().slice(0, 19)}Z`
const typed = (over: Partial<Typed> = {}): Typed => ({
  kind: 'urgent_action',
  tlp: 'TLP:RED',
  level: 5,
  asks: 'contact',
  answerBy: second(3_600_000),
  endsAt: second(86_400_000),
  about: [],
  names: 'nobody',
  shows: false,
  offices: [QUAY],
  text: SAID,
  wish: '',
  ...over,
})
function later(): void {
  for (const house of [one, other, third]) house.pass(1_100)
}
const offered = async () => (await ana.call('alerts.choose', { case: null })).offices.map(({ team }) => team).toSorted()
const awayNow = async () => (await ana.call('alerts.choose', { case: null })).away
/** Drawn up by ana, sent with ben's yes, and carried over. */
async function sentToQuay(of: { alert: string; version: number } | null = null, over: Partial<Typed> = {}): Promise<string> {
  later()
  const { alert } = await ana.call('alerts.draft', { case: null, of, typed: typed(over) })
  await ben.call('alerts.approve', { alert })
  return alert
}
/** What waits there, the newest first. */
const waitingAt = async (by: AMember) =>
  (await by.call('alerts.received', { waiting: true, after: null })).rows.toSorted((first, next) =>
    (next.deliveredAt ?? '').localeCompare(first.deliveredAt ?? ''),
  )
const arrived = () => waitingAt(eva)
const standing = async (alert: string) => {
  const { offices, replies } = await ana.call('alerts.view', { alert })
  const [row] = offices
  return { state: row?.state, as: row?.acknowledgedAs, signed: row?.signed, held: [row?.heldVersion, row?.version], replies }
}

test('the desk reads which installations there are and how they stand, and nothing of what waits for whom (T-21, R-EP-24)', async () => {
  const before = await ana.call('nodes.list', null)
  assert.deepEqual([before.nodes, before.own.split(' ').length], [[], 8])
  await introduce(one, other)
  await introduceNode(one.nodes, operatorOf(one.nodes), { name: 'pier-node', ...aCard() })
  const { nodes } = await ana.call('nodes.list', null)
  const told = { state: 'active', trust: 'unheard', problem: null, heard: null, offices: 0, since: true, answers: true }
  assert.deepEqual(
    nodes.map(({ since, ...rest }) => ({ ...rest, since: /^[0-9T:.-]+Z$/.test(since) })),
    [
      { name: 'pier-node', ...told },
      { name: 'quay-node', ...told },
    ],
  )
  // One that stays away is said to; after the first tries alone it would be told that something waits for it.
  const answers = async () => (await ana.call('nodes.list', null)).nodes.map((node) => node.answers)
  const away = () => Promise.reject(new Error('nobody is there'))
  for (let tries = 1; tries <= 5; tries += 1) {
    const node = (await one.nodes.base.read(one.nodes.by.actor, listNodes)).find(({ name }) => name === 'pier-node')
    assert.ok(node !== undefined)
    assert.equal(await speakWith(one.nodes, node, away), false)
    assert.deepEqual(await answers(), [tries < 5, true])
  }
})

test('no door of a desk introduces, resumes or ends another installation: one steward does not decide for every team (T-47)', () => {
  assert.deepEqual(
    nodeDoors(one.nodes).map(({ method, path }) => `${method} ${path}`),
    ['GET /api/desk/nodes', 'GET /api/desk/nodes/offices', 'POST /api/desk/nodes/list', 'POST /api/desk/nodes/hear'],
  )
})

test('offices of another installation are offered once a member signed the fingerprint that they heard, and no other one (T-47)', async () => {
  await talk(one, other)
  assert.deepEqual([await offered(), (await awayNow()).map(({ trust }) => trust)], [[], ['unheard', 'unheard']])
  const { fingerprint } = await other.nodes.keys()
  await assert.rejects(ana.call('nodes.hear', { name: 'quay-node', typed: aCard().fingerprint }), /node.fingerprint_differs/)
  // A server that shows the keys of somebody else under that name makes another fingerprint.
  lie = lying<NodeOffices>('nodes/offices', ({ nodes }) => ({
    nodes: nodes.map((node) => ({ ...node, card: { ...node.card, pins: '0'.repeat(64) } })),
  }))
  await assert.rejects(ana.call('nodes.hear', { name: 'quay-node', typed: fingerprint }), /node.fingerprint_differs/)
  lie = honest
  await ana.call('nodes.hear', { name: 'quay-node', typed: fingerprint.toLowerCase().replaceAll(' ', '-') })
  assert.deepEqual(await offered(), [EMBASSY, QUAY])
  const { offices, away } = await ben.call('alerts.choose', { case: null })
  const quay = offices.find(({ team }) => team === QUAY)
  assert.deepEqual([quay?.name['en'], quay?.node, quay?.receives, quay?.police], ['Desk of quay (quay-node)', 'quay-node', true, false])
  assert.equal(quay?.heard?.member, ana.member)
  assert.ok(Math.abs(Date.parse(quay.heard.at) - one.now().getTime()) < 3_600_000, 'when they heard it')
  assert.deepEqual(
    away.map(({ name, trust }) => [name, trust]),
    [['pier-node', 'unheard']],
  )
  const own = await one.nodes.keys()
  await eva.call('nodes.hear', { name: 'harbour-node', typed: own.fingerprint })
})

test('an office of which its installation does not say that it is no police counts as police (T-21)', async () => {
  const says = (police: boolean | null) => one.superuser.query(`update asylia.team set node_police = $1 where slug = $2`, [police, QUAY])
  await says(null)
  const { offices } = await ana.call('alerts.choose', { case: null })
  assert.equal(offices.find(({ team }) => team === QUAY)?.police, true)
  await says(false)
})

test('an alert reaches an office of another installation sealed, is acknowledged there by role, and each word that comes back is checked (R-EP-24, T-22, T-47)', async () => {
  sent.length = 0
  await assert.rejects(ana.call('alerts.draft', { case: null, of: null, typed: typed({ shows: true }) }), /alert.shows_away/)
  const alert = await sentToQuay()
  assert.deepEqual([(await standing(alert)).state, await arrived()], ['queued', []])
  await talk(one, other)
  const [row] = await arrived()
  const delivery = row?.delivery ?? assert.fail()
  assert.deepEqual([row?.from, row?.name['en']], ['harbour-node--harbour', 'Desk of harbour (harbour-node)'])
  const came = await standing(alert)
  assert.deepEqual([came.state, came.signed], ['delivered', 'node'])

  const { words, problem } = await eva.call('alerts.open', { delivery })
  assert.deepEqual([words?.text, words?.marks.tlp, problem], [SAID, 'TLP:RED', null])
  await talk(one, other)
  const opened = await standing(alert)
  assert.deepEqual([opened.state, opened.signed], ['opened', 'node'])

  await eva.call('alerts.turn', { delivery, becomes: 'acknowledged', as: 'caseworker', reason: null })
  await talk(one, other)
  const taken = await standing(alert)
  assert.deepEqual([taken.state, taken.as, taken.signed], ['acknowledged', 'caseworker', 'office'])

  const files = [{ name: 'a.txt', bytes: new Uint8Array([1]) }]
  await assert.rejects(eva.call('alerts.answer', { delivery, text: '', files }), /alert.files_stay/)
  await eva.call('alerts.answer', { delivery, text: 'We are with her.' })
  await talk(one, other)
  const answered = await standing(alert)
  assert.deepEqual(
    [answered.state, answered.signed, answered.replies.at(-1)?.text, answered.replies.map(({ problem: why }) => why)],
    ['answered', 'office', 'We are with her.', [null, null]],
  )
  for (const secret of [SAID, 'We are with her.']) assert.ok(!sent.some((body) => body.includes(secret)), 'words left a browser')
})

test('an office elsewhere refuses with a reason, and that stands signed on the board of the sender (R-EP-24, T-22)', async () => {
  const alert = await sentToQuay()
  await talk(one, other)
  const delivery = (await arrived()).find(({ state }) => state === 'delivered')?.delivery ?? assert.fail()
  await eva.call('alerts.open', { delivery })
  await eva.call('alerts.turn', { delivery, becomes: 'refused', as: null, reason: 'no_means' })
  await talk(one, other)
  const { offices } = await ana.call('alerts.view', { alert })
  assert.deepEqual([offices[0]?.state, offices[0]?.reason, offices[0]?.signed], ['refused', 'no_means', 'office'])
  lie = lying<{ offices: { reason: string }[] }>('alerts/view', (body) => ({
    ...body,
    offices: body.offices.map((office) => ({ ...office, reason: 'known' })),
  }))
  assert.equal((await standing(alert)).signed, null, 'another reason than was signed is the word of the server')
})

test('an alert reaches every node that it is addressed to, says who has it since when and who holds the old one, and is shown nowhere once it is withdrawn (R-EP-24, T-27)', async () => {
  await introduce(one, third, ['harbour-node', 'dock-node'])
  await talk(one, third)
  await ana.call('nodes.hear', { name: 'dock-node', typed: (await third.nodes.keys()).fingerprint })
  await fay.call('nodes.hear', { name: 'harbour-node', typed: (await one.nodes.keys()).fingerprint })
  const carry = async () => {
    await talk(one, other)
    await talk(one, third)
  }
  const here = async (by: AMember) => (await waitingAt(by)).find(({ state }) => state === 'delivered')
  const rows = async () => (await ana.call('alerts.view', { alert })).offices.toSorted((a, b) => a.office.localeCompare(b.office))

  const alert = await sentToQuay(null, { offices: [QUAY, DOCK] })
  await carry()
  const [atQuay, atDock] = [(await here(eva))?.delivery ?? assert.fail(), (await here(fay))?.delivery ?? assert.fail()]
  later()
  const both = [
    [fay, atDock],
    [eva, atQuay],
  ] as const
  for (const [by, delivery] of both) {
    const { words, problem } = await by.call('alerts.open', { delivery })
    assert.deepEqual([words?.text, words?.others, problem], [SAID, [], null])
    await by.call('alerts.turn', { delivery, becomes: 'acknowledged', as: 'caseworker', reason: null })
  }
  await carry()
  const taken = await rows()
  assert.deepEqual(
    taken.map(({ office, state, acknowledgedAs, signed }) => [office, state, acknowledgedAs, signed]),
    [
      [DOCK, 'acknowledged', 'caseworker', 'office'],
      [QUAY, 'acknowledged', 'caseworker', 'office'],
    ],
  )
  assert.ok(
    taken.every(({ acknowledgedAt, deliveredAt }) => (acknowledgedAt ?? '') > (deliveredAt ?? 'z')),
    'since when',
  )

  await sentToQuay({ alert, version: 1 }, { offices: [QUAY, DOCK], text: 'She has left.' })
  await talk(one, other)
  const held = async () =>
    (await rows()).map(({ office, heldVersion, version, state, signed }) => [office, heldVersion, version, state, signed])
  assert.deepEqual(
    await held(),
    [
      [DOCK, 1, 2, 'queued', null],
      [QUAY, 2, 2, 'delivered', 'node'],
    ],
    'one of them still holds the first',
  )
  await carry()
  for (const [by, delivery] of both) assert.equal((await by.call('alerts.open', { delivery })).words?.text, 'She has left.')
  await ana.call('alerts.withdraw', { alert })
  await carry()
  for (const [by, delivery] of both) {
    const { rows: waiting } = await by.call('alerts.received', { waiting: true, after: null })
    assert.ok(!waiting.some((row) => row.delivery === delivery), 'it stands among what is over')
    const { row, words } = await by.call('alerts.look', { delivery })
    assert.deepEqual([row.state, words], ['withdrawn', null])
    await assert.rejects(by.call('alerts.open', { delivery }), /alert.not_so/)
  }
  assert.deepEqual(
    (await rows()).map(({ state }) => state),
    ['recalled', 'recalled'],
  )
})

test('an own server that swaps the key of an office elsewhere, or its whole list, or who heard it, gets nothing sealed to it (T-35, T-47)', async () => {
  const fresh = async (why: string, refused: Lie) => {
    lie = refused
    const away = (await awayNow()).find(({ name }) => name === 'quay-node')
    sent.length = 0
    await assert.rejects(ana.call('alerts.draft', { case: null, of: null, typed: typed() }), /transfer.cannot_receive/, why)
    assert.ok(!sent.some((body) => body.includes('"marks"')), 'nothing was sealed or sent')
    return [away?.trust, away?.problem]
  }
  // Under another hash, so that the browser fetches it.
  const another = (digest: string, change: (files: NodeFiles) => NodeFiles): Lie => {
    const told = lying<NodeOffices>('nodes/offices', ({ nodes }) => ({
      nodes: nodes.map((node) => ({ ...node, list: node.list === null ? null : digest.repeat(64) })),
    }))
    const given = lying<NodeFiles>('nodes/list', change)
    return async (path, answer) => given(path, await told(path, answer))
  }
  const swapped = another('a', (files) => {
    const all = unb64u(files.recipients)
    all.set(randomBytes(1_216), all.length - 1_216)
    return { ...files, recipients: b64u(all) }
  })
  const ownList = await own()
  assert.deepEqual(await fresh('a key', swapped), ['refused', 'recipients.differ'])
  assert.deepEqual(
    await fresh(
      'a list that holds, of somebody else',
      another('b', () => ownList),
    ),
    ['refused', 'roster.not_pinned'],
  )
  // The pins of somebody else under their own card, said to be heard by somebody who is not of the team.
  const nobody = newMember()
  const heard = lying<NodeOffices>('nodes/offices', ({ nodes }) => ({
    nodes: nodes.map((node) => {
      if (node.heard === null) return node
      const statement = { ...node.heard.statement, by: b64u(nobody.signKey) }
      return { ...node, heard: { ...node.heard, statement, signature: b64u(signStatement(nobody.signSeed, 'node-heard', statement)) } }
    }),
  }))
  assert.deepEqual(await fresh('nobody heard it', heard), ['unheard', null])
  const renamed = lying<NodeOffices>('nodes/offices', ({ nodes }) => ({
    nodes: nodes.map((node) => ({
      ...node,
      heard: nodes.find(({ name }) => name === 'quay-node')?.heard ?? null,
      name: node.name === 'quay-node' ? 'pier-node' : 'quay-node',
    })),
  }))
  assert.deepEqual(await fresh('one under the name of another', renamed), ['unheard', null])
})

test('a desk keeps one list of keys of each installation, however many it makes (T-47)', async () => {
  const fetches = async (digest: string) => {
    let n = 0
    const told = lying<NodeOffices>('nodes/offices', ({ nodes }) => ({
      nodes: nodes.map((node) => ({ ...node, list: node.list === null ? null : digest.repeat(64) })),
    }))
    lie = async (path, answer) => {
      if (path === 'nodes/list') n += 1
      return told(path, answer)
    }
    await offered()
    return n
  }
  // Those of two installations have come.
  assert.deepEqual([await fetches('c'), await fetches('c'), await fetches('d'), await fetches('c')], [2, 0, 2, 2])
})

/** The files of this installation's own list, which hold, and are of somebody else than the office. */
async function own(): Promise<NodeFiles> {
  const file = async (name: string) => b64u(new Uint8Array(await (await fetch(`${one.origin}/report/${name}`)).arrayBuffer()))
  return {
    pins: await file('pins.json'),
    roster: await file('roster.json'),
    epochs: await file('epochs.json'),
    former: await file('epochs-former.json'),
    recipients: await file('recipients.bin'),
  }
}

test('an installation that says for its office what no member of it signed is believed as an installation, and its server not at all (T-22, T-47)', async () => {
  const alert = await sentToQuay()
  await talk(one, other)
  const delivery = (await arrived()).find(({ state }) => state === 'delivered')?.delivery ?? assert.fail()
  await other.superuser.query(
    `update asylia.alert_delivery set state = 'acknowledged', acknowledged_as = 'counsel', acknowledged_at = now(), changed_at = now() where id = $1`,
    [delivery],
  )
  await talk(one, other)
  const said = await standing(alert)
  assert.deepEqual([said.state, said.as, said.signed, said.replies], ['acknowledged', 'counsel', 'node', []])
  lie = lying<{ offices: { acknowledgedAs: string }[] }>('alerts/view', (body) => ({
    ...body,
    offices: body.offices.map((office) => ({ ...office, acknowledgedAs: 'caseworker' })),
  }))
  assert.equal((await standing(alert)).signed, null)
  lie = lying<{ offices: { readVersion: number }[] }>('alerts/view', (body) => ({
    ...body,
    offices: body.offices.map((office) => ({ ...office, readVersion: office.readVersion + 1 })),
  }))
  assert.equal((await standing(alert)).signed, null, 'another version than was read')
  // The server of the office names another sender: what its two members signed is not shown as somebody else's.
  lie = lying<{ row: { from: string } }>('alerts/received/view', (body) => ({ ...body, row: { ...body.row, from: 'embassy' } }))
  const shown = await eva.call('alerts.open', { delivery })
  assert.deepEqual([shown.words, shown.problem], [null, 'alert.unsigned'])
})

test('an own server that kept a copy back shows it as delivered with no word that was signed about another one (T-22, T-47)', async () => {
  const [first, kept] = [await sentToQuay(), await sentToQuay()]
  type Told = { alert: string; offices: { delivery: string; office: string }[] }
  await talk(one, other)
  let real: Told['offices'] = []
  lie = lying<Told>('alerts/view', (body) => {
    real = body.offices
    return body
  })
  assert.deepEqual([(await standing(first)).state, (await standing(first)).signed], ['delivered', 'node'])
  lie = lying<Told>('alerts/view', (body) => ({ ...body, offices: real }))
  const said = await standing(kept)
  assert.deepEqual([said.state, said.signed], ['delivered', null], 'the word of another delivery')
})

test('a case is closed to every office of an installation of which the reporter excluded one, as it is to an office here (T-27)', async () => {
  const known = new Set<string>()
  const report = async (never: { kind: 'country'; id: string }[]) => {
    await aReporter(one).report({ to: ['harbour'], never, text: 'They came to my door.' })
    for (const house of [one, other, third]) house.pass(61_000)
    await ana.call('look', null)
    const item = ana.items().find((entry) => !known.has(entry.item))?.item ?? assert.fail()
    known.add(item)
    const { code } = await ana.call('takeIn', { item })
    const { rows } = await one.superuser.query<{ code: string }>(
      `select c.code from asylia.report_case c join asylia.report r on r.compartment_id = c.compartment_id where r.code = $1 or c.code = $1`,
      [code],
    )
    return rows[0]?.code ?? assert.fail()
  }
  const barredOf = async (place: string) => {
    const { offices } = await ana.call('alerts.choose', { case: place })
    return offices.map(({ team, barred }) => [team, barred]).toSorted()
  }
  const place = await report([{ kind: 'country', id: 'VN' }])
  assert.deepEqual(await barredOf(place), [
    [DOCK, false],
    [EMBASSY, true],
    [QUAY, true],
  ])
  await assert.rejects(ana.call('alerts.draft', { case: place, of: null, typed: typed({ text: '', names: null }) }), /wrap.blocked/)
  const open = await report([])
  assert.deepEqual(await barredOf(open), [
    [DOCK, false],
    [EMBASSY, true],
    [QUAY, false],
  ])
})
