import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u, hex, unb64u, unutf8, utf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { RECOVERY_WAIT } from '#crypto/constants.ts'
import { sha256 } from '#crypto/kdf.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { signatureOf } from '#crypto/sign/sign.ts'
import { custodianCard, readHeirCard, readSharePacket } from '#crypto/team/custodian.ts'
import { type MemberKeys, newMember } from '#crypto/team/member.ts'
import { answerRequest, openShare } from '#crypto/team/open-share.ts'
import { readPassphrase } from '#crypto/team/passphrase.ts'
import { joinShares } from '#crypto/team/recovery.ts'
import { dayOf } from '#kernel/clock.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import type { Device } from '../../model.ts'
import { type AMember, aDeskAt, addressOf } from '../a-member.ts'
import { aReporter, oneWay } from '../a-reporter.ts'
import { keepCard, openRing, readCards } from '../cases/ring.ts'
import { newDevice } from '../device.ts'
import { doorTo } from '../door.ts'
import { unlock, type Vault } from '../vault.ts'

const BEAT = 61_000
const CASE = '11111111-2222-4333-8444-555555555555'
type Lie = (path: string, answer: Response) => Promise<Response>
const honest: Lie = async (_path, answer) => answer
let house: DeskHouse
let lie: Lie = honest
const sent = new Map<string, string>()
const liar: typeof fetch = async (input, init) => {
  const path = addressOf(input).replace(/^.*\/api\/desk\//, '')
  if (typeof init?.body === 'string') sent.set(path, init.body)
  return lie(path, await fetch(input, init))
}

before(async () => {
  house = await aDeskHouse()
})
beforeEach(() => {
  lie = honest
})
after(async () => {
  assert.deepEqual(house.faults, [])
  await house.stop()
})

type Seat = AMember & { readonly device: Device; state: string }

async function seatAt(code: string): Promise<Seat> {
  const desk = aDeskAt(house, liar)
  const { founding } = await desk.call('invitation', { code })
  const { words } = await desk.call('makeWords', null)
  const device = await newDevice()
  const { member, state } = await desk.call('join', { typed: words.join(' '), name: 'Ana', device, label: 'laptop' })
  if (founding) await desk.call('found', null)
  return { ...desk, member, words, device, state }
}

async function colleagueOf(one: Seat): Promise<Seat> {
  const { code } = await one.call('invite', null)
  const other = await seatAt(code)
  await one.call('team', null)
  await one.call('vouch', { member: other.member })
  await enter(other)
  return other
}
const enter = (who: Seat) => who.call('unlock', { member: who.member, typed: who.words.join(' '), drafts: null, device: who.device })

/** The same person with the keys in sight, as a device image would show them. */
async function vaultOf(who: Seat): Promise<Vault> {
  const read = readPassphrase(who.words.join(' '))
  assert.ok(read.ok)
  const door = doorTo(house.origin, fetch)
  const signed = await unlock(door, { now: house.now }, { member: who.member, words: read.passphrase, device: who.device, label: 'laptop' })
  assert.ok(signed.state === 'open')
  return signed.vault
}

const NAMES = ['lead', 'union', 'trust']
const threeKeys = (): readonly MemberKeys[] => NAMES.map(() => newMember())
const cardsOf = (keys: readonly MemberKeys[]) => keys.map((one, at) => unutf8(canonicalBytes(custodianCard(one, NAMES[at] ?? ''))))
const shortHashOf = (recipient: Uint8Array) => hex(sha256(recipient))

async function look(who: Pick<AMember, 'call'>): Promise<void> {
  house.pass(BEAT)
  await who.call('look', null)
}
const find = (who: Pick<AMember, 'items'>, item: string) => who.items().find((one) => one.item === item)
const stanzasIn = (file: string) => Buffer.from(file, 'base64url').toString('latin1').split('-> mlkem768x25519').length - 1

/** What a custodian's machine makes of the two files that were carried to it. */
async function answered(keys: MemberKeys, packet: Uint8Array, newcomer: Uint8Array): Promise<string> {
  const [read, heir] = [readSharePacket(packet), readHeirCard(newcomer)]
  assert.ok(read && heir)
  const file = await answerRequest(keys, read, heir, dayOf(house.now()))
  assert.ok(file)
  return unutf8(canonicalBytes(file))
}

test('drill: all members are gone; two custodians and a newcomer open an inbox item and a case, and a second key is demanded (T-09)', async () => {
  const ana = await seatAt(await house.team('harbour'))
  const reporter = aReporter(house)
  const { item: kept } = await reporter.report({ to: ['harbour'], text: 'In the case.' })
  const { item: waiting } = await oneWay(house, { to: ['harbour'], text: 'In the inbox.' })
  await look(ana)
  const { code } = await ana.call('takeIn', { item: kept })
  const custodians = threeKeys()
  assert.equal((await ana.call('team', null)).hasRecovery, false)
  const { counts, covered, handouts } = await ana.call('recovery.setUp', { cards: cardsOf(custodians) })
  assert.deepEqual([counts, covered, handouts.length], [true, 2, 3], 'the team key and the case are sealed to it as well')
  assert.equal((await ana.call('recovery.state', null)).uncovered, 0)
  assert.equal((await ana.call('team', null)).hasRecovery, true)
  await keepCard(await openRing(await vaultOf(ana), code), { kind: 'note', about: CASE, content: { text: 'Only in the card.' } })

  // From here on nobody of the team signs in again.
  const heir = await seatAt(await house.heir('harbour'))
  assert.equal(heir.state, 'waiting')
  const newcomer = await heir.call('recovery.newcomer', null)
  for (const at of [2, 0]) {
    const [keys, packet] = [custodians[at], handouts[at]]
    assert.ok(keys && packet)
    await heir.call('recovery.ask', { file: await answered(keys, packet.bytes, newcomer.bytes) })
  }
  const told = await ana.call('team', null)
  assert.equal(told.recoveryAsked?.custodians, 2, 'on every member’s screen')
  house.pass(RECOVERY_WAIT - 60_000)
  await house.tidy()
  await assert.rejects(enter(heir))
  house.pass(60_000)
  await house.tidy()
  const before = await enter(heir)
  assert.equal(before.hasKey, false)
  assert.equal((await heir.call('recovery.state', null)).handed, 2)
  const taken = await heir.call('recovery.takeOver', null)
  assert.deepEqual([taken.epochs, taken.cases], [1, 1])
  await look(heir)
  assert.deepEqual([find(heir, waiting)?.opened?.text, find(heir, kept)?.opened?.text], ['In the inbox.', 'In the case.'])
  assert.equal(find(heir, kept)?.taken, code)
  const ring = await openRing(await vaultOf(heir), code)
  const [card] = await readCards<{ text: string }>(ring, await cardsIn(code))
  assert.equal(card?.content.text, 'Only in the card.')

  const due = await heir.call('recovery.state', null)
  assert.deepEqual([due.due, due.epochDue], ['used', true])
  await heir.call('recovery.changeKeys', null)
  const again = await heir.call('recovery.setUp', { cards: cardsOf(threeKeys()) })
  assert.ok(again.counts)
  const done = await heir.call('recovery.state', null)
  assert.deepEqual([done.due, done.epochDue, done.uncovered], [null, false, 0])
})

async function cardsIn(code: string): Promise<string[]> {
  const rows = await house.superuser.query<{ id: string }>(
    'select d.id from asylia.card d join asylia.report_case c on c.compartment_id = d.compartment_id where c.code = $1',
    [code],
  )
  return rows.rows.map(({ id }) => id)
}

test('one custodian and an administrator who writes into the database open nothing (T-09, T-38)', async () => {
  const ana = await seatAt(await house.team('lagoon'))
  const { item } = await oneWay(house, { to: ['lagoon'], text: 'Nobody else reads this.' })
  const [lead, ...others] = threeKeys()
  assert.ok(lead)
  const { handouts } = await ana.call('recovery.setUp', { cards: cardsOf([lead, ...others]) })
  const heir = await seatAt(await house.heir('lagoon'))
  const { bytes } = await heir.call('recovery.newcomer', null)
  const packet = handouts[0]
  assert.ok(packet)
  await heir.call('recovery.ask', { file: await answered(lead, packet.bytes, bytes) })
  house.pass(2 * RECOVERY_WAIT)
  await house.tidy()
  await assert.rejects(enter(heir))
  await house.superuser.query(`update asylia.member set state = 'member', anchor = true where code = $1`, [heir.member])
  await house.superuser.query(
    `insert into asylia.recovery_use (compartment_id, version, member_id, epoch, used_on)
     select c.id, 1, m.id, 1, current_date from asylia.member m join asylia.compartment c on c.team_id = m.team_id and c.kind = 'team' where m.code = $1`,
    [heir.member],
  )
  await house.superuser.query(
    `insert into asylia.compartment_member (compartment_id, member_id, can_write)
     select c.id, m.id, true from asylia.member m join asylia.compartment c on c.team_id = m.team_id where m.code = $1`,
    [heir.member],
  )
  assert.equal((await enter(heir)).hasKey, false)
  assert.equal((await heir.call('recovery.state', null)).handed, 1)
  await assert.rejects(heir.call('recovery.takeOver', null), { fault: { code: 'recovery.one_custodian', kind: 'refused' } })
  await look(heir)
  assert.equal(find(heir, item), undefined)
})

test('a recovery key that the anchors did not sign is wrapped to by nobody, and an older one not again (T-35, T-38)', async () => {
  const ana = await seatAt(await house.team('delta'))
  const wrapNow = async () => {
    await ana.call('team', null)
    await ana.call('rotate', null)
    return stanzasIn((JSON.parse(sent.get('epochs') ?? '{}') as { wrap: string }).wrap)
  }
  const mallory = newMember()
  const seed = newSeed()
  const statement = {
    v: 1,
    type: 'recovery',
    team: 'delta',
    version: 9,
    recipient_sha256: shortHashOf(recipientOf(seed)),
    custodians: threeKeys().map(({ recipient, signKey }, at) => ({
      name: NAMES[at] ?? '',
      recipient_sha256: shortHashOf(recipient),
      sign_key: b64u(signKey),
    })),
    at: dayOf(house.now()),
  }
  const inForce = {
    signed: { statement, signatures: [signatureOf(mallory.signSeed, 'recovery', statement)] },
    recipient: b64u(recipientOf(seed)),
  }
  const telling =
    (told: object): Lie =>
    async (path, answer) => {
      if (path !== 'team') return answer
      const body = (await answer.json()) as { recovery: object }
      return Response.json({ ...body, recovery: { ...body.recovery, ...told } })
    }
  lie = telling({ inForce })
  assert.equal(await wrapNow(), 1, 'a statement of somebody who is no anchor')
  assert.deepEqual([(await ana.call('team', null)).hasRecovery, (await ana.call('recovery.state', null)).isUnvouched], [false, true])
  lie = honest
  await ana.call('recovery.setUp', { cards: cardsOf(threeKeys()) })
  const first = JSON.parse(sent.get('recovery') ?? '{}') as { statement: object; signatures: object[]; recipient: string }
  assert.equal(await wrapNow(), 2)
  // The right statement beside another key.
  const signed = { statement: first.statement, signatures: first.signatures }
  lie = telling({ inForce: { signed, recipient: b64u(recipientOf(newSeed())) } })
  assert.equal(await wrapNow(), 1)
  lie = honest
  await ana.call('recovery.setUp', { cards: cardsOf(threeKeys()) })
  lie = telling({ inForce: { signed, recipient: first.recipient } })
  assert.equal(await wrapNow(), 1, 'the one before, whose custodians may be gone')
})

test('a removed member with a full image of their device opens nothing that is sealed afterwards, also if they made the recovery key (T-07)', async () => {
  const ana = await seatAt(await house.team('cape'))
  const ben = await colleagueOf(ana)
  const reporter = aReporter(house)
  const { item } = await reporter.report({ to: ['cape'], text: 'Both read this.' })
  await look(ana)
  const { code } = await ana.call('takeIn', { item })
  await look(ben)
  const custodians = threeKeys()
  const { handouts } = await ben.call('recovery.setUp', { cards: cardsOf(custodians) })
  assert.equal(handouts.length, 3)
  await keepCard(await openRing(await vaultOf(ana), code), { kind: 'note', about: CASE, content: { text: 'Before.' } })

  // Everything that ben's device holds: the member key, every team key, every key of the case, and R_t, which ben made.
  const image = await vaultOf(ben)
  const rings = await openRing(image, code)
  const seeds = [image.keys.seed, ...image.epochs.map(({ seed }) => seed), ...rings.seeds]

  await ana.call('recovery.leave', { member: ben.member })
  await assert.rejects(ben.call('team', null), { code: 'session.ended', status: 401 })
  const due = await ana.call('recovery.state', null)
  assert.deepEqual([due.due, due.epochDue, due.casesDue], ['maker_left', true, 1])
  const began = performance.now()
  const changed = await ana.call('recovery.changeKeys', null)
  assert.deepEqual([changed.counts, changed.cases], [true, 1])
  await ana.call('recovery.setUp', { cards: cardsOf(threeKeys()) })
  assert.ok(performance.now() - began < 600_000, 'less than ten minutes')
  assert.deepEqual((await ana.call('recovery.state', null)).casesDue, 0)
  house.pass(8 * 86_400_000)
  await house.tidy()

  const later = await oneWay(house, { to: ['cape'], text: 'After.' })
  const ring = await openRing(await vaultOf(ana), code)
  const card = await keepCard(ring, { kind: 'note', about: CASE, content: { text: 'After.' } })
  const recoverySeed = await seedOf(
    custodians,
    handouts.map(({ bytes }) => bytes),
  )
  const files = await filesAfter(later.item, card.id)
  assert.ok(files.length >= 8, 'envelope, card, wraps of team, case, older keys and report, shares')
  for (const seed of [...seeds, recoverySeed]) for (const file of files) assert.equal(await opens(seed, file), false)
  // The positive control: whoever stayed opens them, and what was there before is still there for them.
  const now = await vaultOf(ana)
  const own = [now.keys.seed, ...now.epochs.map(({ seed }) => seed), ...ring.seeds]
  const opened = await Promise.all(files.map(async (file) => (await Promise.all(own.map((seed) => opens(seed, file)))).some(Boolean)))
  assert.ok(opened.filter(Boolean).length >= 5)
  const cards = await readCards<{ text: string }>(ring, await cardsIn(code))
  assert.deepEqual(cards.map(({ content }) => content.text).toSorted(), ['After.', 'Before.'])
})

async function seedOf(custodians: readonly MemberKeys[], packets: readonly Uint8Array[]): Promise<Uint8Array> {
  const read = packets.map((packet) => readSharePacket(packet))
  const shares = await Promise.all(
    custodians.map(async (keys, at) => {
      const packet = read[at]
      return packet === undefined ? undefined : openShare(keys, packet)
    }),
  )
  const [first] = read
  assert.ok(first)
  const seed = await joinShares(
    first.recovery.statement,
    shares.filter((share) => share !== undefined),
  )
  assert.ok(seed)
  return seed
}

/** Every age file of the team that was written after the removal. */
async function filesAfter(item: string, card: string): Promise<Uint8Array[]> {
  const rows = await house.superuser.query<{ file: Buffer }>(
    `select e.envelope as file from keys.intake_envelope e where e.item_id = decode($1, 'hex')
     union all select blob from asylia.card where id = $2
     union all select w.age_file from keys.epoch_wrap w join asylia.compartment c on c.id = w.compartment_id join asylia.team t on t.id = c.team_id where t.slug = 'cape'
     union all select w.age_file from keys.case_wrap w join asylia.report_case c on c.compartment_id = w.compartment_id join asylia.team t on t.id = c.team_id where t.slug = 'cape'
     union all select w.age_file from keys.case_ring w join asylia.report_case c on c.compartment_id = w.compartment_id join asylia.team t on t.id = c.team_id where t.slug = 'cape'
     union all select w.age_file from keys.report_wrap w join asylia.report_case c on c.compartment_id = w.compartment_id join asylia.team t on t.id = c.team_id where t.slug = 'cape'
     union all select w.blob from keys.inbox_page w join asylia.compartment c on c.id = w.compartment_id join asylia.team t on t.id = c.team_id where t.slug = 'cape'
     union all select w.age_file from keys.recovery_share w join asylia.compartment c on c.id = w.compartment_id join asylia.team t on t.id = c.team_id where t.slug = 'cape' and w.version = 2`,
    [item, card],
  )
  return rows.rows.map(({ file }) => new Uint8Array(file))
}

async function opens(seed: Uint8Array, file: Uint8Array): Promise<boolean> {
  return (await openWith([openerOf(seed)], file, { min: 1, max: 80 })) !== null
}

test('a member of another team keeps a share, answers with their own key, and a foreign packet is none of theirs (T-09)', async () => {
  const [ana, eva] = [await seatAt(await house.team('reef')), await seatAt(await house.team('cove'))]
  const card = await eva.call('recovery.ownCard', { name: 'Eva of the union' })
  const others = cardsOf(threeKeys()).slice(0, 2)
  const cards = [...others, unutf8(card.bytes)]
  assert.equal((await ana.call('recovery.readCard', { card: unutf8(card.bytes) })).name, 'Eva of the union')
  await assert.rejects(ana.call('recovery.readCard', { card: unutf8(card.bytes).replace('Eva', 'Eve') }), {
    fault: { code: 'recovery.no_card', kind: 'typed' },
  })
  await assert.rejects(ana.call('recovery.setUp', { cards: [...others, others[0] ?? ''] }), {
    fault: { code: 'recovery.three', kind: 'typed' },
  })
  const { handouts } = await ana.call('recovery.setUp', { cards })
  const again = await ana.call('recovery.handouts', null)
  assert.deepEqual(
    again.handouts.map(({ saveAs, bytes }) => [saveAs, hex(sha256(bytes))]),
    handouts.map(({ saveAs, bytes }) => [saveAs, hex(sha256(bytes))]),
  )
  const heir = await seatAt(await house.heir('reef'))
  const newcomer = unutf8((await heir.call('recovery.newcomer', null)).bytes)
  const own = handouts.find(({ name }) => name === 'Eva of the union')
  const foreign = handouts.find(({ name }) => name === 'lead')
  assert.ok(own && foreign)
  const file = await eva.call('recovery.answer', { packet: unutf8(own.bytes), newcomer })
  assert.deepEqual(await heir.call('recovery.ask', { file: unutf8(file.bytes) }), { asked: 1, readyAt: null })
  await assert.rejects(eva.call('recovery.answer', { packet: unutf8(foreign.bytes), newcomer }), {
    fault: { code: 'recovery.not_yours', kind: 'typed' },
  })
  assert.equal(utf8(newcomer).length > 0 && unb64u(b64u(own.bytes)).length, own.bytes.length)
})
