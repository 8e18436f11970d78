import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { armor, Encrypter } from 'age-encryption'
import { newSeed, recipientOf, recipientText } from '#crypto/age/identity.ts'
import { b64u, concat, hex, randomBytes, readU32, u32, unb64u, utf8 } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { convOf } from '#crypto/mailbox/conv.ts'
import { aHeader, anItem } from '#crypto/seal/an-item.ts'
import { type Conv, type ItemHeader, sealItem } from '#crypto/seal/item.ts'
import { aDeskHouse, type DeskHouse } from '../../../test/browser/a-desk-house.ts'
import { type AMember, addressOf, aMemberAt } from './a-member.ts'
import { aReporter, CASEWORK, oneWay, post, rosterOf, teamsIn } from './a-reporter.ts'

const BEAT = 61_000
type Lie = (path: string, answer: Response, body: string) => Promise<Response>
const honest: Lie = async (_path, answer) => answer
let house: DeskHouse
let ana: AMember
let lie: Lie = honest
const sent = new Map<string, string>()

/** Between the desk and its server stands whoever runs the server. */
const liar: typeof fetch = async (input, init) => {
  const path = addressOf(input).replace(/^.*\/api\/desk\//, '')
  const body = typeof init?.body === 'string' ? init.body : ''
  if (body !== '') sent.set(path, body)
  return lie(path, await fetch(input, init), body)
}

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'), liar)
})
beforeEach(() => {
  lie = honest
})
after(() => house.stop())

async function look(): Promise<void> {
  house.pass(BEAT)
  await ana.call('look', null)
}
const find = (item: string) => ana.items().find((one) => one.item === item)

type Entry = { item: Uint8Array; envelope: Uint8Array; body: Uint8Array }

/** Lets the server change what it hands out. */
const fetching =
  (change: (entries: Entry[]) => Entry[]): Lie =>
  async (path, answer) => {
    if (path !== 'inbox/fetch') return answer
    const entries = change(entriesIn(new Uint8Array(await answer.arrayBuffer())))
    return new Response(
      concat(...entries.flatMap(({ item, envelope, body }) => [item, u32(envelope.length), envelope, u32(body.length), body])),
    )
  }

function entriesIn(bytes: Uint8Array): Entry[] {
  const entries: Entry[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 20 + readU32(bytes, at + 16)
    const last = end + 4 + readU32(bytes, end)
    entries.push({ item: bytes.slice(at, at + 16), envelope: bytes.slice(at + 20, end), body: bytes.slice(end + 4, last) })
    at = last
  }
  return entries
}

/** Shows nothing of an item but its code and the reason. */
function assertUnreadable(item: string, problem: string): void {
  const shown = find(item)
  assert.deepEqual([shown?.state, shown?.problem, shown?.opened, shown?.kind], ['unreadable', problem, null, null])
}

test('swapped envelopes and bodies are refused whole, with a code and no part of a text (T-37)', async () => {
  const [a, b] = [await oneWay(house, { to: ['harbour'], text: 'One.' }), await oneWay(house, { to: ['harbour'], text: 'Two.' })]
  lie = fetching(([one, other]) =>
    one === undefined || other === undefined
      ? []
      : [
          { ...one, body: other.body },
          { ...other, envelope: one.envelope, body: one.body },
        ],
  )
  await look()
  const problems = [find(a.item)?.problem, find(b.item)?.problem]
  assert.deepEqual(problems.toSorted(), ['age.damaged', 'item.not_here'])
  for (const { item } of [a, b]) assertUnreadable(item, find(item)?.problem ?? '')
})

test('a flipped bit anywhere in the body makes it unreadable (T-05, T-37)', async () => {
  const { item } = await oneWay(house, { to: ['harbour'], text: 'Whole or not at all.' })
  lie = fetching((all) => all.map((one) => ({ ...one, body: one.body.map((byte, at) => (at === 17_000 ? byte ^ 1 : byte)) })))
  await look()
  assertUnreadable(item, 'age.damaged')
})

test('an old item sent again under another id is a repeat, shown once and without an alarm (I-01, T-37)', async () => {
  const reporter = aReporter(house)
  const { item, frame } = await reporter.report({ to: ['harbour'], text: 'Once.' })
  await look()
  const replayed = [1, 2].map(() => {
    const copy = frame.slice()
    copy.set(randomBytes(16), 8)
    copy.set(randomBytes(16), 40)
    return copy
  })
  for (const copy of replayed) assert.equal(await post(house, copy), 201)
  await look()
  assert.deepEqual([find(item)?.repeats, find(item)?.proved], [2, 'proved'])
  for (const copy of replayed) assert.equal(find(hex(copy.subarray(8, 24))), undefined)
})

/** What a reader of an item holds, and could misuse: the key of the tag and the recipient of the others. */
async function forged(conv: Conv, header: Partial<ItemHeader>, text: string): Promise<string> {
  const roster = await rosterOf(house)
  const whole = aHeader({ to: ['harbour'], instance: roster.instance, roster: roster.version, conv, consent: CASEWORK, ...header })
  const { frame } = await sealItem({
    ...anItem([], {}),
    header: whole,
    text,
    convKey: unb64u(conv.mac),
    teams: teamsIn(roster, ['harbour']),
    lane: 1,
  })
  assert.equal(await post(house, frame), 201)
  return whole.item
}

test('a co-recipient’s follow-up, move and close without a step are shown as not proved and change nothing (T-37, I-08)', async () => {
  const reporter = aReporter(house)
  const { item } = await reporter.report({ to: ['harbour'], text: 'Mine.' })
  await look()
  // What every reader of the first item holds.
  const conv = convOf(reporter.keys, 0, 0)
  const more = { casework: true, private_diplomacy: true, judicial: true, public: true }
  const lies = [
    await forged(conv, { type: 'followup', seq: 1, consent: more }, 'Publish all of it.'),
    await forged(conv, { type: 'close', seq: 2 }, 'Leave me alone.'),
    await forged(
      { ...conv, chain: hex(randomBytes(32)), recipient: recipientText(recipientOf(newSeed())) },
      { type: 'move', seq: 3 },
      'Write here from now on.',
    ),
  ]
  await look()
  for (const one of lies) assert.equal(find(one)?.proved, 'unproved')
  assert.equal(find(lies[0] ?? '')?.opened?.text, 'Publish all of it.', 'its text is shown all the same')
  assert.deepEqual([find(item)?.opened?.consent, find(item)?.opened?.hasMailbox], [CASEWORK, true])
  const second = await reporter.followUp('This is me.')
  await look()
  assert.equal(find(second.item)?.proved, 'proved')
})

test('the same number twice is an alarm on both, and neither has effect until the next (I-08, T-37)', async () => {
  const mk = randomBytes(32)
  const [phone, other] = [aReporter(house, mk), aReporter(house, mk)]
  await phone.report({ to: ['harbour'], text: 'Start.' })
  other.self = phone.self
  const a = await phone.followUp('From the phone.')
  const b = await other.followUp('From the other one.')
  await look()
  assert.deepEqual([a, b].map(({ item }) => find(item)?.opened?.text).toSorted(), ['From the other one.', 'From the phone.'])
  assert.ok([a, b].some(({ item }) => find(item)?.proved === 'same_number'))
})

test('a frame that says otherwise than the sealed header raises an alarm, and the sealed word counts (T-37)', async () => {
  const { item, frame } = await (async () => {
    const roster = await rosterOf(house)
    const header = aHeader({ to: ['harbour'], instance: roster.instance, urgent: false })
    const sealed = await sealItem({ ...anItem([], {}), header, text: 'Not urgent.', teams: teamsIn(roster, ['harbour']), lane: 1 })
    return { item: header.item, frame: sealed.frame.slice() }
  })()
  frame[5] = 1
  assert.equal(await post(house, frame), 201)
  await look()
  assert.deepEqual([find(item)?.frameDiffers, find(item)?.urgent], [true, false])
})

test('envelopes of other stanzas and lengths cost nothing and are counted, not listed (I-02)', async () => {
  const items = await Promise.all(Array.from({ length: 4 }, () => oneWay(house, { to: ['harbour'], text: 'x' })))
  const scrypt = utf8(`age-encryption.org/v1\n-> scrypt ${'A'.repeat(22)} 30\n${'A'.repeat(43)}\n--- ${'A'.repeat(43)}\n`)
  const wrong = [new Uint8Array(0), scrypt, concat(scrypt, new Uint8Array(9_956 - scrypt.length)), randomBytes(9_956)]
  lie = fetching((all) => all.map((one, at) => ({ ...one, envelope: wrong[at % 4] ?? one.envelope })))
  const began = performance.now()
  await look()
  assert.ok(performance.now() - began < 5_000)
  for (const { item } of items) assert.equal(find(item), undefined)
  const search = ana.events.flatMap((event) => ('event' in event && event.event === 'search' ? [event.search] : [])).at(-1)
  assert.equal(search?.malformed, 4)
})

test('armour of the stock tool is read as plain text, bound to nothing and without a mailbox', async () => {
  const roster = await rosterOf(house)
  const [team] = teamsIn(roster, ['harbour'])
  assert.ok(team)
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipientText(team.recipient))
  const text = armor.encode(await encrypter.encrypt('Made with age alone.'))
  const answer = await fetch(`${house.origin}/api/intake/armour`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: text,
  })
  assert.equal(answer.status, 201)
  await look()
  const found = ana.items().find(({ lane }) => lane === 4)
  assert.deepEqual(
    [found?.state, found?.opened?.text, found?.opened?.hasMailbox, found?.proved],
    ['armour', 'Made with age alone.', false, null],
  )
})

test('a member whom the server made up is sealed no key, whatever it says of them (T-38)', async () => {
  const made = { seed: newSeed(), recipient: recipientOf(newSeed()) }
  const signKey = b64u(randomBytes(32))
  lie = async (path, answer) => {
    if (path !== 'team') return answer
    const told = (await answer.json()) as { members: Record<string, unknown>[]; recovery: unknown }
    const [own] = told.members
    told.members.push({ ...own, member: 'M-222222', name: 'Ghost', recipient: b64u(made.recipient), signKey })
    // A recovery key without its signed statement is nobody's either.
    told.recovery = { version: 1, recipient: b64u(recipientOf(newSeed())) }
    return Response.json(told)
  }
  await look()
  await ana.call('rotate', null)
  const { wrap } = JSON.parse(sent.get('epochs') ?? '{}') as { wrap: string }
  const stanzas = Buffer.from(wrap, 'base64url').toString('latin1').split('-> mlkem768x25519').length - 1
  assert.equal(stanzas, 1, 'sealed to the one member whose chain holds')
  const ghost = (await ana.call('team', null)).colleagues.find(({ member }) => member === 'M-222222')
  assert.equal(ghost?.vouched, false)
})

test('an epoch key that the statement does not name is not worked with (T-38)', async () => {
  const seed = newSeed()
  lie = async (path, answer) => {
    if (path !== 'epochs' || answer.headers.get('content-type')?.includes('json') !== true) return answer
    const told = (await answer.json()) as { epochs?: { statement: Record<string, unknown>; recipient: string }[] }
    for (const one of told.epochs ?? []) {
      one.recipient = b64u(recipientOf(seed))
      one.statement['recipient_sha256'] = hex(sha256(recipientOf(seed)))
    }
    return Response.json(told)
  }
  assert.equal((await ana.call('team', null)).epoch, null)
  lie = honest
  assert.notEqual((await ana.call('team', null)).epoch, null)
})

test('a list of keys that does not hold is told as such, and nobody is named from it (T-35)', async () => {
  lie = async (path, answer) =>
    path.endsWith('/report/roster.json') ? new Response((await answer.text()).replace('harbour', 'harbinger')) : answer
  const list = await ana.call('keyList', null)
  assert.deepEqual(list, { ok: false, code: 'roster.forged' })
})
