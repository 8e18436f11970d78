import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import { writeAlert } from '#crypto/team/alert.ts'
import { type ReplyStatement, replyDigest } from '#crypto/team/alert-reply.ts'
import { newMember } from '#crypto/team/member.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import type { Typed } from '../../rooms/alerts/calls.ts'
import { type AMember, addressOf, aMemberAt } from '../a-member.ts'
import { aReporter } from '../a-reporter.ts'
import { sealText } from './sealed-text.ts'

type Lie = (path: string, answer: Response) => Promise<Response>
const honest: Lie = async (_path, answer) => answer
const SAID = 'They were seen at the hotel.'
let house: DeskHouse
let ana: AMember
let ben: AMember
let eva: AMember
let lie: Lie = honest
const sent: string[] = []
const liar: typeof fetch = async (input, init) => {
  if (typeof init?.body === 'string') sent.push(init.body)
  return lie(addressOf(input).replace(/^.*\/api\/desk\//, ''), await fetch(input, init))
}

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'), liar)
  eva = await aMemberAt(house, await house.team('quay'), liar)
  await aMemberAt(house, await house.team('embassy', { kind: 'state', of: ['VN'] }))
  const { code } = await ana.call('invite', null)
  ben = await aMemberAt(house, code, liar)
  await ana.call('team', null)
  await ana.call('vouch', { member: ben.member })
  await ben.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })
})
beforeEach(() => {
  lie = honest
})
after(async () => {
  await house.stop()
})

const second = (after: number) => `${new Date(house.now().getTime() + after).toISOString().slice(0, 19)}Z`
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
  offices: ['quay'],
  text: SAID,
  wish: 'Ring them.',
  ...over,
})
const cameToEva = async () => {
  const { rows } = await eva.call('alerts.received', { waiting: true, after: null })
  return rows.toSorted((one, other) => (other.deliveredAt ?? '').localeCompare(one.deliveredAt ?? ''))[0] ?? assert.fail()
}

/** Drawn up by ana, sent with ben's yes, delivered. */
async function aDelivered(over: Partial<Typed> = {}): Promise<{ alert: string; delivery: string }> {
  house.pass(1_100)
  const { alert } = await ana.call('alerts.draft', { case: null, of: null, typed: typed(over) })
  await ben.call('alerts.approve', { alert })
  await house.ring()
  return { alert, delivery: (await cameToEva()).delivery }
}

test('an alert that one drew up goes with another’s yes, is read by the office alone, and its answer comes back sealed (R-EP-24, T-22)', async () => {
  sent.length = 0
  const { alert } = await ana.call('alerts.draft', { case: null, of: null, typed: typed() })
  assert.equal((await ana.call('alerts.view', { alert })).yes, 'waits')
  await assert.rejects(ana.call('alerts.send', { alert }), /approval.needed/)
  const shown = await ben.call('alerts.view', { alert })
  assert.deepEqual([shown.yes, shown.versions[0]?.words?.text], ['mine', SAID])
  await ben.call('alerts.approve', { alert })
  await house.ring()
  const { delivery } = await cameToEva()
  assert.equal((await eva.call('alerts.look', { delivery })).words, null)
  assert.equal((await ana.call('alerts.view', { alert })).offices[0]?.state, 'delivered', 'looking is not opening')
  const { words, problem, row } = await eva.call('alerts.open', { delivery })
  assert.deepEqual([problem, row.state, words?.text, words?.wish, words?.others], [null, 'opened', SAID, 'Ring them.', []])
  await eva.call('alerts.turn', { delivery, becomes: 'acknowledged', as: 'caseworker', reason: null })
  await eva.call('alerts.answer', { delivery, text: 'We rang.' })
  const after = await ana.call('alerts.view', { alert })
  assert.deepEqual([after.offices[0]?.state, after.replies.at(-1)?.text, after.offices[0]?.signed], ['answered', 'We rang.', 'office'])
  assert.equal(await ana.call('alerts.again', { alert }), null, 'nothing is fetched and opened anew where nothing is new')
  await eva.call('alerts.answer', { delivery, text: 'They are safe.' })
  assert.equal((await ana.call('alerts.again', { alert }))?.replies.at(-1)?.text, 'They are safe.')
  for (const secret of [SAID, 'Ring them.', 'We rang.']) assert.ok(!sent.some((body) => body.includes(secret)), 'words left a browser')
})

test('an office reads the others by name and not itself, and the sender reads them all, where the sender shows them (R-EP-24)', async () => {
  const offices = ['quay', 'embassy']
  const { alert, delivery } = await aDelivered({ shows: true, offices })
  const { words } = await eva.call('alerts.open', { delivery })
  assert.deepEqual(words?.others, [{ team: 'embassy', name: { en: 'Desk of embassy' } }])
  const { versions } = await ana.call('alerts.view', { alert })
  assert.deepEqual(
    versions[0]?.words?.others.map(({ team }) => team),
    offices.toSorted(),
  )
})

test('a server that shows another marking, level or end than two people signed is found out (R-EP-24)', async () => {
  const { delivery } = await aDelivered()
  lie = async (path, answer) => {
    if (path !== 'alerts/received/view') return answer
    const body = (await answer.json()) as { row: { tlp: string } }
    body.row.tlp = 'TLP:CLEAR'
    return Response.json(body)
  }
  assert.equal((await eva.call('alerts.open', { delivery })).problem, 'alert.unsigned')
  assert.equal((await eva.call('alerts.open', { delivery })).words?.marks.tlp, 'TLP:RED', 'the signed one is shown')
})

test('a server that hands out a signed version as a later one is found out (R-EP-24)', async () => {
  const { delivery } = await aDelivered()
  lie = async (path, answer) => {
    if (path !== 'alerts/received/view') return answer
    const body = (await answer.json()) as { row: { version: number } }
    body.row.version = 2
    return Response.json(body)
  }
  assert.equal((await eva.call('alerts.open', { delivery })).problem, 'alert.unsigned')
  lie = honest
  assert.equal((await eva.call('alerts.open', { delivery })).problem, null)
})

test('a server that hands out an alert of another office, or the text of another alert, shows nothing (R-EP-24)', async () => {
  const [first, other] = [await aDelivered(), await aDelivered({ text: 'Another one.' })]
  const told = await eva.call('alerts.look', { delivery: first.delivery })
  assert.equal(told.words, null)
  let swaps = true
  const bodies = new Map<string, ArrayBuffer>()
  lie = async (path, answer) => {
    if (path !== 'alerts/received/open') return answer
    const bytes = await answer.arrayBuffer()
    bodies.set('one', bytes)
    const [kept] = swaps ? [...bodies.values()] : [bytes]
    return new Response(kept, { headers: answer.headers })
  }
  await eva.call('alerts.open', { delivery: other.delivery })
  lie = async (path, answer) => (path === 'alerts/received/open' ? new Response(bodies.get('one'), { headers: answer.headers }) : answer)
  swaps = false
  const { words, problem } = await eva.call('alerts.open', { delivery: first.delivery })
  assert.deepEqual([words, problem], [null, 'item.hash_differs'])
})

test('a server that changes a draft gets no second yes: what is signed is what this desk opened (T-22)', async () => {
  house.pass(1_100)
  const { alert } = await ana.call('alerts.draft', { case: null, of: null, typed: typed() })
  lie = async (path, answer) => {
    if (path !== 'alerts/view') return answer
    const body = (await answer.json()) as { versions: { marks: { offices: string[]; scopes: string[] } }[] }
    for (const { marks } of body.versions) {
      marks.offices = ['embassy', 'quay']
      marks.scopes = ['embassy:focal_point', 'quay:partners']
    }
    return Response.json(body)
  }
  assert.equal((await ben.call('alerts.view', { alert })).yes, 'none')
  await assert.rejects(ben.call('alerts.approve', { alert }), /approval.needed/)
})

test('a server that lowers what an office stands for after it was drawn up gets no second yes (T-21, T-22)', async () => {
  await house.superuser.query(`update asylia.team set police = true where slug = 'quay'`)
  house.pass(1_100)
  const { alert } = await ana.call('alerts.draft', { case: null, of: null, typed: typed() })
  const { versions } = await ben.call('alerts.view', { alert })
  assert.deepEqual(
    versions[0]?.uses.map(({ office, scope }) => [office, scope]),
    [['quay', 'law_enforcement']],
  )
  lie = async (path, answer) => {
    if (path !== 'focal-points') return answer
    const body = (await answer.json()) as { police: string[] }
    return Response.json({ ...body, police: [] })
  }
  await assert.rejects(ben.call('alerts.approve', { alert }), /record.stale/)
  assert.equal((await ben.call('alerts.view', { alert })).yes, 'mine', 'nothing was signed')
  lie = honest
  await ben.call('alerts.approve', { alert })
  await house.ring()
  await house.superuser.query(`update asylia.team set police = false where slug = 'quay'`)
})

test('an alert from a case goes to no office that the reporter excluded, whatever the page says (T-27)', async () => {
  await aReporter(house).report({ to: ['harbour'], never: [{ kind: 'country', id: 'VN' }], text: 'They came to my door.' })
  house.pass(61_000)
  await ana.call('look', null)
  const item = ana.items()[0]?.item ?? assert.fail()
  const { code } = await ana.call('takeIn', { item })
  const cases = await house.superuser.query<{ code: string }>('select code from asylia.report_case')
  const place = cases.rows.map((row) => row.code).find((one) => one === code || one.startsWith('C-')) ?? assert.fail()
  const choosing = await ana.call('alerts.choose', { case: place })
  assert.deepEqual(choosing.offices.map(({ team, barred }) => [team, barred]).toSorted(), [
    ['embassy', true],
    ['quay', false],
  ])
  sent.length = 0
  await assert.rejects(
    ana.call('alerts.draft', { case: place, of: null, typed: typed({ offices: ['embassy'], text: '', wish: '', names: null }) }),
    /wrap.blocked/,
  )
  assert.ok(!sent.some((body) => body.includes('"marks"')), 'nothing was sealed or sent')
  await assert.rejects(
    ana.call('alerts.draft', { case: place, of: null, typed: typed({ about: ['reporter'], names: null }) }),
    /alert.no_consent/,
    'nobody agreed to partners',
  )
})

test('a colleague who has not looked since a report came gives the second yes to an alert about its case (T-22, T-27)', async () => {
  house.pass(61_000)
  await ben.call('look', null)
  await aReporter(house).report({ to: ['harbour'], text: 'They wait at the corner.' })
  house.pass(61_000)
  await ana.call('look', null)
  const item = ana.items().at(-1)?.item ?? assert.fail()
  await ana.call('takeIn', { item })
  const { rows } = await house.superuser.query<{ code: string }>(
    `select c.code from asylia.report_case c join asylia.report r on r.compartment_id = c.compartment_id where encode(r.item_id, 'hex') = $1`,
    [item],
  )
  const place = rows[0]?.code ?? assert.fail()
  const nothing = typed({ text: '', wish: '', names: null })
  const { alert } = await ana.call('alerts.draft', { case: place, of: null, typed: nothing })
  await ben.call('alerts.approve', { alert })
  assert.equal((await ana.call('alerts.view', { alert })).state, 'sent')
  await house.ring()

  // A page that stays open for an hour of answers is one opening: fifty would end the session of whoever sent it.
  const asked: string[] = []
  lie = async (path, answer) => {
    asked.push(path)
    return answer
  }
  const count = (path: string) => asked.filter((one) => one === path).length
  await ana.call('alerts.view', { alert })
  assert.deepEqual([count('cases/keys'), count('alerts/text')], [1, 1])
  const { delivery } = await cameToEva()
  await eva.call('alerts.open', { delivery })
  await eva.call('alerts.turn', { delivery, becomes: 'acknowledged', as: 'caseworker', reason: null })
  assert.equal((await ana.call('alerts.again', { alert }))?.offices[0]?.state, 'acknowledged')
  for (const text of ['One.', 'Two.', 'Three.']) {
    await eva.call('alerts.answer', { delivery, text })
    assert.equal((await ana.call('alerts.again', { alert }))?.replies.at(-1)?.text, text)
  }
  assert.deepEqual([count('cases/keys'), count('alerts/text')], [1, 5], 'what came is fetched once, and nothing is opened anew')
  await ana.call('alerts.withdraw', { alert })
})

test('what a server says for an office is marked as its word, and a reply that it forged is shown as forged (T-22, R-EP-24)', async () => {
  const { alert, delivery } = await aDelivered()
  await eva.call('alerts.open', { delivery })
  const standing = async () => {
    const { offices, replies } = await ana.call('alerts.view', { alert })
    return { state: offices[0]?.state, signed: offices[0]?.signed, replies: replies.map(({ text, problem }) => [text, problem]) }
  }
  assert.deepEqual(await standing(), { state: 'opened', signed: null, replies: [] })
  await eva.call('alerts.turn', { delivery, becomes: 'acknowledged', as: 'caseworker', reason: null })
  assert.deepEqual(await standing(), { state: 'acknowledged', signed: 'office', replies: [['', null]] })

  const forger = newMember()
  const words = { text: 'We rang, they are safe.', nonce: '0'.repeat(32) }
  const statement: ReplyStatement = {
    v: 1,
    type: 'alert-reply',
    team: 'quay',
    to: 'harbour',
    alert,
    version: 1,
    delivery,
    state: 'answered',
    as: null,
    reason: null,
    digest: replyDigest(words),
    by: b64u(forger.signKey),
    at: second(60_000),
  }
  const signature = b64u(signStatement(forger.signSeed, 'alert-reply', statement))
  const plain = writeAlert({ v: 1, type: 'alert-reply', statement, signature, vouching: [], ...words })
  const [key] = (
    await house.superuser.query<{ recipient: Buffer; epoch: number }>(
      `select e.recipient, e.epoch from asylia.epoch_statement e
      join asylia.compartment c on c.id = e.compartment_id join asylia.team t on t.id = c.team_id where t.slug = 'harbour' order by e.epoch desc limit 1`,
    )
  ).rows
  const sealed = await sealText(plain, { recipient: new Uint8Array(key?.recipient ?? []), epoch: key?.epoch ?? 0 })
  await house.superuser.query(
    `with room as (select compartment_id as id from asylia.alert_delivery where id = $1),
      said as (insert into asylia.alert_text (compartment_id, id, kind, about, version, put_at, body)
        select room.id, $2, 'reply', $1, 1, now(), $3 from room)
    insert into keys.alert_wrap (compartment_id, id, epoch, age_file) select room.id, $2, $4, $5 from room`,
    [delivery, sealed.text, unb64u(sealed.body), sealed.epoch, unb64u(sealed.wrap)],
  )
  await house.superuser.query(`update asylia.alert_delivery set state = 'answered' where id = $1`, [delivery])
  const forged = await standing()
  assert.deepEqual([forged.state, forged.signed], ['answered', null])
  assert.deepEqual(
    forged.replies.toSorted(),
    [
      ['', null],
      [null, 'alert.unsigned'],
    ].toSorted(),
  )
})

test('a new key of the team opens what came before it, after it was sealed anew', async () => {
  const { delivery } = await aDelivered({ text: 'Before the key.' })
  await eva.call('rotate', null)
  const old = await house.superuser.query(
    'select from keys.alert_wrap w join asylia.alert_text t on t.id = w.id where t.about = $1 and w.epoch = 1',
    [delivery],
  )
  assert.equal(old.rowCount, 0)
  assert.equal((await eva.call('alerts.open', { delivery })).words?.text, 'Before the key.')
})

test('a file goes with a reply, opens as it was for the sender, and another one in its place is not shown (R-EP-24, T-22)', async () => {
  const { alert, delivery } = await aDelivered()
  await eva.call('alerts.open', { delivery })
  await eva.call('alerts.turn', { delivery, becomes: 'acknowledged', as: 'caseworker', reason: null })
  const bytes = new TextEncoder().encode('%PDF-1.7 what the office found')
  const files = [
    { name: 'found\u202efdp.pdf', bytes },
    { name: 'two.txt', bytes: new TextEncoder().encode('two') },
  ]
  await eva.call('alerts.answer', { delivery, text: '', files })
  const told = (await ana.call('alerts.view', { alert })).replies.at(-1)
  assert.deepEqual([told?.problem, told?.files.map(({ name }) => name)], [null, ['found[U+202E]fdp.pdf', 'two.txt']])
  const [first, second] = told?.files ?? []
  const opened = await ana.call('alerts.file', { alert, delivery, file: first?.file ?? '' })
  assert.deepEqual([Buffer.from(opened.bytes).toString(), opened.type], [Buffer.from(bytes).toString(), 'application/pdf'])
  assert.match(opened.saveAs, /^W-[2-9A-HJ-NP-Z]{6}-[0-9a-f]{4}\.pdf$/, 'under a name of ours')
  assert.ok(!sent.some((body) => body.includes('what the office found')), 'it left no browser unsealed')

  const other = await (async () => {
    const kept: ArrayBuffer[] = []
    lie = async (path, answer) => {
      if (path !== 'alerts/file') return answer
      const whole = await answer.arrayBuffer()
      kept.push(whole)
      return new Response(whole, { headers: answer.headers })
    }
    await ana.call('alerts.file', { alert, delivery, file: second?.file ?? '' })
    return kept[0]
  })()
  lie = async (path, answer) => (path === 'alerts/file' ? new Response(other, { headers: answer.headers }) : answer)
  await assert.rejects(ana.call('alerts.file', { alert, delivery, file: first?.file ?? '' }), /item.hash_differs/)
  lie = honest
  await assert.rejects(ana.call('alerts.file', { alert, delivery, file: crypto.randomUUID() }), /alert.unsigned/, 'no reply names it')
})

test('a steward who opens nothing changes the key of the team, and the next member who looks and can brings what came under it', async () => {
  const { delivery } = await aDelivered({ text: 'Before the steward.' })
  const { code } = await eva.call('invite', null)
  const fay = await aMemberAt(house, code, liar)
  await eva.call('team', null)
  await eva.call('vouch', { member: fay.member })
  await house.superuser.query(
    `delete from asylia.member_role r using asylia.member m where m.id = r.member_id and m.code = $1 and r.role <> 'steward'`,
    [eva.member],
  )
  const { epoch } = await eva.call('rotate', null)
  const epochs = async () => {
    const { rows } = await house.superuser.query<{ epoch: number }>(
      'select w.epoch from keys.alert_wrap w join asylia.alert_text t on t.id = w.id where t.about = $1',
      [delivery],
    )
    return rows.map((row) => row.epoch)
  }
  assert.deepEqual(await epochs(), [epoch - 1])
  await fay.call('unlock', { member: fay.member, typed: fay.words.join(' '), drafts: null })
  await fay.call('look', null)
  assert.deepEqual(await epochs(), [epoch])
})
