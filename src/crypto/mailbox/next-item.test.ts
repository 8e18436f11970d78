import assert from 'node:assert/strict'
import { test } from 'node:test'
import { equalBytes, hex, randomBytes, unhex } from '../bytes.ts'
import { openerOf } from '../open/open-age.ts'
import { openBody, openEnvelope } from '../open/open-item.ts'
import { SealingRefusal } from '../refusals.ts'
import { type ATeam, aHeader, aTeam, INSTANCE } from '../seal/an-item.ts'
import { readFrame } from '../seal/frame.ts'
import { sealItem } from '../seal/item.ts'
import { type MailboxKeys, mailboxKeys } from '../secret/mailbox-keys.ts'
import { aDoor, aSelf, CASEWORK, NO_CONSENT, openFor, StoredSlots, someKeys } from './a-mailbox.ts'
import { openBlob } from './blob.ts'
import { type Conversation, consentOf, judge, neverOf, replyConvOf, type Word } from './conversation.ts'
import { everything } from './delete.ts'
import { changeConsent, changeReaders, closing, firstReport, followUp, type Intent, moveAgain, tellAgain } from './intents.ts'
import { frontierOf, memoryOf } from './known.ts'
import { afterSending, changeWords, forgetOldWords, type ItemFacts, nextItem, oneWayItem, remembered, slotFacts } from './next-item.ts'
import { openMailbox } from './open-mailbox.ts'
import { readSelf, sealSelf } from './self.ts'
import type { Exclusion, Self } from './shapes.ts'
import { deleteHash, deleteToken, type SelfSlot, teamSlotId } from './slots.ts'

const VIETNAM: Exclusion = { kind: 'country', id: 'VN' }
const NOBODY: ReadonlySet<string> = new Set()
const slotAt = (i: number, w = 0): SelfSlot => ({ kind: 'self', w, i })

/** A reporter with a device that forgets, and teams that open what is sealed to them: real seals on both sides. */
class Story {
  keys = someKeys()
  old: MailboxKeys | undefined
  self: Self | null = null
  readonly server = new StoredSlots()
  readonly teams = new Map<string, { team: ATeam; conversation: Conversation | null; words: Word[]; unreadable: number }>()

  constructor(...ids: readonly string[]) {
    for (const id of ids) this.teams.set(id, { team: aTeam(id), conversation: null, words: [], unreadable: 0 })
  }

  get memory(): Self {
    assert.ok(this.self)
    return this.self
  }

  of(id: string): { team: ATeam; conversation: Conversation | null; words: Word[]; unreadable: number } {
    const found = this.teams.get(id)
    assert.ok(found)
    return found
  }

  conversationOf(id: string): Conversation {
    const { conversation } = this.of(id)
    assert.ok(conversation)
    return conversation
  }

  async send(intent: Intent, text = ''): Promise<void> {
    const slot = this.self === null ? slotAt(0) : slotAt(this.self.index + 1)
    const words = { keys: this.keys, ...(this.old === undefined ? {} : { old: this.old }) }
    const facts = nextItem(words, this.self, slot, intent)
    await this.sendFacts(facts, slot, text, (sent) => remembered(this.self, slot, intent, sent))
  }

  async sendFacts(facts: ItemFacts, slot: SelfSlot, text: string, memory: (sent: Parameters<typeof remembered>[3]) => Self): Promise<void> {
    const header = aHeader({ ...facts.header })
    const item = unhex(header.item)
    let self: Self | undefined
    const blob = (body: Uint8Array) => {
      self = memory({ item: header.item, body: hex(body), files: [], roster: 1, openSets: NOBODY })
      return sealSelf(this.keys, self)
    }
    const teams = facts.header.to.map((id) => this.of(id).team)
    const place = slotFacts(this.keys, slot)
    const { frame } = await sealItem({
      header,
      text,
      convKey: facts.convKey,
      teams,
      deleteHash: deleteHash(deleteToken(this.keys, item)),
      self: { slot: place.id, deleteHash: place.deleteHash, blob },
      lane: 1,
    })
    assert.ok(self)
    this.self = self
    this.server.blobs.set(hex(place.id), readFrame(frame).selfBlob)
    for (const id of this.teams.keys()) await this.deliver(id, frame)
  }

  /** Every team tries every envelope. */
  async deliver(id: string, bytes: Uint8Array): Promise<void> {
    const { team, conversation } = this.of(id)
    const frame = readFrame(bytes)
    const payload = await openEnvelope([openerOf(team.seed)], frame.envelope)
    if (payload === null) return
    const convKeys = conversation?.settled.convs.map(({ mac }) => new Uint8Array(Buffer.from(mac, 'base64url'))) ?? []
    const facts = { item: hex(frame.item), instance: INSTANCE, bucket: frame.bucket, urgent: false, lane: 1 as const, team: id, convKeys }
    const known = this.of(id)
    try {
      const opened = await openBody(payload, frame.body, facts)
      const judged = judge(conversation, { header: opened.header, body: opened.bodyHash })
      known.words.push(judged.word)
      known.conversation = judged.conversation
    } catch (error) {
      if (!(error instanceof SealingRefusal)) throw error
      known.unreadable += 1
    }
  }
}

const choice = (...to: string[]) => ({ to, never: [], consent: CASEWORK })

test('a report, a follow-up and a closing are each proved to every team they name, and to no other', async () => {
  const story = new Story('north', 'south', 'west')
  await story.send(firstReport(choice('north', 'south')), 'one line is enough')
  await story.send(followUp(story.memory), 'more')
  await story.send(closing(story.memory))
  for (const id of ['north', 'south']) {
    assert.deepEqual(story.of(id).words, ['first', 'proved', 'proved'])
    assert.equal(story.conversationOf(id).settled.closed, true)
  }
  assert.deepEqual(story.of('west').words, [])
})

test('the memory that goes out with an item names the hash of its body and is found again with the words alone', async () => {
  const story = new Story('north')
  await story.send(firstReport(choice('north')))
  await story.send(followUp(story.memory))
  const known = await openMailbox(aDoor(story.keys, story.server))
  assert.deepEqual(memoryOf(known).self, story.self)
  assert.deepEqual(
    story.memory.items.map(({ seq }) => seq),
    [0, 1],
  )
  const bodies = story.conversationOf('north').known.map(({ body }) => body)
  assert.deepEqual(
    story.memory.items.map(({ body }) => body),
    bodies,
  )
})

test('after sending, the next free slot is known without another exchange', async () => {
  const story = new Story('north')
  await story.send(firstReport(choice('north')))
  const known = await openMailbox(aDoor(story.keys, story.server))
  await story.send(followUp(story.memory))
  const after = afterSending(known, story.memory)
  assert.deepEqual(frontierOf(after), { free: slotAt(2) })
  assert.equal(memoryOf(after).self, story.self)
})

test('a reader taken away gets no keys of the new generation, and the others do (P2)', async () => {
  const story = new Story('north', 'south')
  await story.send(firstReport(choice('north', 'south')))
  const intents = changeReaders(story.memory, { to: ['north'], never: [], excluded: NOBODY })
  assert.deepEqual(
    intents.map(({ type, to, g }) => [type, to, g]),
    [['followup', ['north'], 1]],
  )
  for (const intent of intents) await story.send(intent)
  assert.equal(replyConvOf(story.conversationOf('north'))?.g, 1)
  assert.equal(replyConvOf(story.conversationOf('south'))?.g, 0)
  assert.equal(story.memory.g, 1)
  assert.deepEqual(story.memory.reached, [
    { team: 'south', g: 0 },
    { team: 'north', g: 1 },
  ])
  const known = replyConvOf(story.conversationOf('south'))
  assert.ok(known)
  const oldIds = Array.from({ length: 64 }, (_, i) => hex(teamSlotId(new Uint8Array(Buffer.from(known.slot, 'base64url')), 0, i)))
  assert.ok(Array.from({ length: 48 }, (_, at) => hex(teamSlotId(story.keys.slot(1), 0, 16 + at))).every((id) => !oldIds.includes(id)))
})

test('a reader who is added stays in the generation and starts its own chain', async () => {
  const story = new Story('north', 'south')
  await story.send(firstReport(choice('north')))
  for (const intent of changeReaders(story.memory, { to: ['north', 'south'], never: [], excluded: NOBODY })) await story.send(intent)
  await story.send(followUp(story.memory))
  assert.deepEqual(story.of('north').words, ['first', 'proved', 'proved'])
  assert.deepEqual(story.of('south').words, ['first', 'proved'])
  assert.equal(story.memory.g, 0)
})

test('a new exclusion reaches every team ever reached that it does not exclude, each under the generation it knew (T-27)', async () => {
  const story = new Story('north', 'south', 'west', 'late', 'embassy')
  await story.send(firstReport(choice('north', 'south', 'west', 'embassy')))
  for (const to of [
    ['north', 'south', 'late', 'embassy'],
    ['north', 'embassy'],
  ]) {
    for (const intent of changeReaders(story.memory, { to, never: [], excluded: NOBODY })) await story.send(intent)
  }
  assert.equal(story.memory.g, 2)
  const intents = changeReaders(story.memory, { to: ['north'], never: [VIETNAM], excluded: new Set(['embassy']) })
  const consents = intents.filter(({ type }) => type === 'consent')
  assert.deepEqual(consents.flatMap(({ to }) => to).toSorted(), ['late', 'north', 'south', 'west'])
  assert.ok(consents.every(({ conv }) => !conv))
  for (const intent of intents) await story.send(intent)
  for (const id of ['north', 'south', 'west', 'late']) {
    assert.equal(story.of(id).unreadable, 0, id)
    assert.deepEqual(neverOf(story.conversationOf(id)), [VIETNAM], id)
    assert.ok(!story.of(id).words.includes('not_proved'))
  }
  assert.deepEqual(neverOf(story.conversationOf('embassy')), [])
  assert.equal(story.memory.g, 3)
  assert.deepEqual(story.memory.to, ['north'])
})

test('more than six teams are told in items of at most six, each once', () => {
  const reached = Array.from({ length: 14 }, (_, at) => ({ team: `team-${at}`, g: 0 }))
  const intents = tellAgain(aSelf({ reached, to: ['team-0'] }), new Set(['team-3']))
  assert.deepEqual(
    intents.map(({ to }) => to.length),
    [6, 6, 1],
  )
  assert.equal(new Set(intents.flatMap(({ to }) => to)).size, 13)
  assert.ok(intents.every(({ readers }) => readers.length === 1))
})

test('an excluded reader cannot be chosen, nor nobody, nor seven (T-27)', () => {
  const excluded = new Set(['embassy'])
  assert.throws(() => changeReaders(aSelf(), { to: ['embassy'], never: [VIETNAM], excluded }), new SealingRefusal('wrap.blocked'))
  assert.throws(() => changeReaders(aSelf(), { to: [], never: [], excluded }), new SealingRefusal('mailbox.nobody_left'))
  assert.throws(() => firstReport(choice('a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7')), new SealingRefusal('envelope.team_count'))
  assert.throws(() => firstReport(choice('north', 'north')), new SealingRefusal('envelope.team_count'))
})

test('a team in conflict with somebody excluded is told of the exclusion and cannot be chosen (T-27)', () => {
  const self = aSelf({ to: ['north', 'lawyers'], reached: ['north', 'lawyers', 'embassy'].map((team) => ({ team, g: 0 })) })
  const sets = { excluded: new Set(['embassy']), blocked: new Set(['embassy', 'lawyers']) }
  assert.throws(() => changeReaders(self, { to: ['lawyers'], never: [VIETNAM], ...sets }), new SealingRefusal('wrap.blocked'))
  const [told] = changeReaders(self, { to: ['north'], never: [VIETNAM], ...sets })
  assert.deepEqual(told?.to, ['north', 'lawyers'])
})

test('consent withdrawn reaches former readers too', async () => {
  const story = new Story('north', 'south')
  await story.send(firstReport(choice('north', 'south')))
  for (const intent of changeReaders(story.memory, { to: ['north'], never: [], excluded: NOBODY })) await story.send(intent)
  for (const intent of changeConsent(story.memory, NO_CONSENT, NOBODY)) await story.send(intent)
  for (const id of ['north', 'south']) assert.deepEqual(consentOf(story.conversationOf(id)), NO_CONSENT)
  assert.deepEqual(story.memory.to, ['north'], 'telling former readers does not make them readers')
})

test('changed words move the conversation: proved to the teams, remembered under the new words, old slots deleted (I-10)', async () => {
  const story = new Story('north', 'south')
  await story.send(firstReport(choice('north', 'south')))
  for (const intent of changeReaders(story.memory, { to: ['north'], never: [], excluded: NOBODY })) await story.send(intent)
  const [before, oldKeys] = [story.memory, story.keys]
  const mk = randomBytes(32)
  const next = mailboxKeys(mk)
  const oldMk = randomBytes(32)
  const moved = changeWords({ keys: oldKeys, mk: oldMk, self: before, openSets: NOBODY }, next)
  story.keys = next
  story.old = oldKeys
  await story.sendFacts(moved.facts, moved.slot, '', moved.memory)
  assert.equal(story.of('north').words.at(-1), 'proved')
  assert.equal(story.conversationOf('north').settled.chain, hex(next.chainHead))
  assert.equal(moved.deleting.length, 16 + 2 * 48)
  assert.equal(story.memory.old_mk, hex(oldMk))
  assert.equal(story.memory.items.length, before.items.length + 1)
  const firstItem = unhex(before.items[0]?.item ?? '')
  const pairs = everything(next, story.memory, oldKeys)
  assert.ok(pairs.some(({ id, token }) => equalBytes(id, firstItem) && equalBytes(token, deleteToken(oldKeys, firstItem))))

  await story.send(followUp(story.memory), 'under new words')
  assert.equal(story.of('north').words.at(-1), 'proved')
  for (const intent of changeReaders(story.memory, { to: ['north'], never: [VIETNAM], excluded: NOBODY })) await story.send(intent)
  assert.deepEqual(neverOf(story.conversationOf('south')), [VIETNAM], 'a former reader is told under the words it knew')
  assert.equal(story.of('south').unreadable, 0)
})

test('a move whose number a co-recipient claimed is made again with the words before, and settles it (T-37)', async () => {
  const story = new Story('north')
  await story.send(firstReport(choice('north')))
  const next = someKeys()
  const moved = changeWords({ keys: story.keys, mk: randomBytes(32), self: story.memory, openSets: NOBODY }, next)
  story.old = story.keys
  story.keys = next
  await story.sendFacts(moved.facts, moved.slot, '', moved.memory)
  const twin = { header: { ...moved.facts.header, type: 'close' as const }, body: hex(randomBytes(32)) }
  const disputed = judge(story.conversationOf('north'), twin)
  assert.equal(disputed.word, 'same_number')
  story.of('north').conversation = disputed.conversation
  await story.send(followUp(story.memory))
  assert.equal(story.of('north').words.at(-1), 'not_proved')
  await story.send(moveAgain(story.memory))
  await story.send(followUp(story.memory))
  assert.deepEqual(story.of('north').words.slice(-2), ['proved', 'proved'])
})

test('words are not changed while a file is on its way', () => {
  const old = { keys: someKeys(), mk: randomBytes(32), self: aSelf(), openSets: new Set(['dd'.repeat(16)]) }
  assert.throws(() => changeWords(old, someKeys()), new SealingRefusal('mailbox.uploads_open'))
})

test('old words are forgotten together with the teams that knew only them', () => {
  const self = forgetOldWords(
    aSelf({
      old_mk: 'cd'.repeat(32),
      reached: [
        { team: 'north', g: 0 },
        { team: 'south', g: 1, words: 'old' },
      ],
    }),
  )
  assert.equal('old_mk' in self, false)
  assert.deepEqual(self.reached, [{ team: 'north', g: 0 }])
})

test('a conversation ends after 1,024 items, and former readers cannot be told without the old words', () => {
  const keys = someKeys()
  assert.throws(() => nextItem({ keys }, aSelf({ seq: 1_023 }), slotAt(1), followUp(aSelf())), new SealingRefusal('chain.at_its_end'))
  const [told] = tellAgain(aSelf({ reached: [{ team: 'south', g: 0, words: 'old' }] }), NOBODY)
  assert.ok(told)
  assert.throws(() => nextItem({ keys }, aSelf(), slotAt(1), told), new SealingRefusal('mailbox.memory_missing'))
})

test('a report without a mailbox has a random step, no keys to answer, and no two are alike', () => {
  const [one, other] = [oneWayItem(choice('north')), oneWayItem(choice('north'))]
  assert.notEqual(one.header.step, other.header.step)
  assert.deepEqual([one.header.conv, one.convKey, one.header.seq], [null, null, 0])
})

test('the keys of a window go with the slot that opens it', async () => {
  const keys = someKeys()
  const facts = nextItem({ keys }, aSelf({ index: 15, seq: 15 }), slotAt(0, 1), followUp(aSelf()))
  assert.equal(facts.header.conv?.window, 1)
  const self = remembered(aSelf({ index: 15, seq: 15 }), slotAt(0, 1), followUp(aSelf()), {
    item: 'ee'.repeat(16),
    body: 'ff'.repeat(32),
    files: [],
    roster: 4,
    openSets: NOBODY,
  })
  assert.deepEqual([self.window, self.index, self.seq, self.roster], [1, 0, 16, 4])
  const content = await openBlob(openFor(keys), await sealSelf(keys, self))
  assert.ok(content)
  assert.deepEqual(readSelf(keys, slotAt(0, 1), content), self)
})
