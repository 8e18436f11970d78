import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hex, randomBytes, unhex } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import type { MailboxKeys } from '../secret/mailbox-keys.ts'
import { CASEWORK, NO_CONSENT, someKeys, ZERO32 } from './a-mailbox.ts'
import { convOf } from './conv.ts'
import {
  type Conversation,
  consentOf,
  conversationOf,
  headOf,
  type Item,
  inOrder,
  judge,
  macsOf,
  neverOf,
  replyConvOf,
  seenOf,
  type Word,
} from './conversation.ts'
import { blocked, excludedTeams, guardWrap, neverHash } from './exclusions.ts'
import type { Consent, Exclusion } from './shapes.ts'

const keys = someKeys()
const ALL: Consent = { casework: true, private_diplomacy: true, judicial: true, public: true }
const VIETNAM: Exclusion = { kind: 'country', id: 'VN' }
const EMBASSY: Exclusion = { kind: 'team', id: 'embassy' }

/** An item of the reporter. */
function anItem(seq: number, change: Partial<Item['header']> = {}, from: MailboxKeys = keys): Item {
  return {
    header: {
      type: seq === 0 ? 'report' : 'followup',
      seq,
      step: hex(from.chain(seq)),
      to: ['north', 'south'],
      never: [],
      consent: CASEWORK,
      conv: convOf(from, 0, 0),
      ...change,
    },
    body: hex(randomBytes(32)),
  }
}

/** What a co-recipient can make: everything but a step that was never sent. */
function forged(seq: number, step: string, change: Partial<Item['header']> = {}): Item {
  const item = anItem(0, change)
  return { ...item, header: { ...item.header, type: 'followup', ...change, seq, step } }
}

function read(items: readonly Item[], start: Conversation | null = null): { words: Word[]; conversation: Conversation } {
  const words: Word[] = []
  let conversation = start
  for (const item of items) {
    const judged = judge(conversation, item)
    words.push(judged.word)
    conversation = judged.conversation
  }
  assert.ok(conversation)
  return { words, conversation }
}

test('a step belongs to the chain that its number reaches by hashing', () => {
  const head = hex(keys.chainHead)
  for (const seq of [0, 1, 5, 1_023]) assert.equal(headOf(hex(keys.chain(seq)), seq), head)
  assert.notEqual(headOf(hex(keys.chain(5)), 4), head)
  assert.equal(headOf(hex(keys.chain(0)), 1_024), '')
  assert.equal(headOf(hex(keys.chain(0)), -1), '')
})

test('the reporter is obeyed item by item, gaps in the numbers included', () => {
  const grant = anItem(4, { consent: ALL, never: [VIETNAM] })
  const { words, conversation } = read([anItem(0), anItem(1), grant])
  assert.deepEqual(words, ['first', 'proved', 'proved'])
  assert.deepEqual(consentOf(conversation), ALL)
  assert.deepEqual(neverOf(conversation), [VIETNAM])
  assert.deepEqual(seenOf(conversation), { seq: 4, step: hex(keys.chain(4)), never_sha256: neverHash([VIETNAM]) })
})

test('the same bytes again are a repeat and change nothing, at any time (I-01, T-37)', () => {
  const first = anItem(0)
  const withdrawal = anItem(1, { consent: NO_CONSENT })
  const again = anItem(2, { consent: ALL })
  const { conversation } = read([first, withdrawal, again])
  for (const old of [first, withdrawal, again]) {
    assert.deepEqual(judge(conversation, old), { word: 'repeat', conversation })
  }
})

test('any replay of what was sent, in any order and number, leaves the conversation as it was (I-01, T-37)', () => {
  const items = [anItem(0), anItem(1, { consent: ALL }), anItem(2, { never: [EMBASSY] }), anItem(3, { type: 'close' })]
  const { conversation } = read(items)
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...items), { maxLength: 20 }), (replayed) => {
      assert.deepEqual(read(replayed, conversation).conversation, conversation)
    }),
  )
})

test('a co-recipient cannot grant consent, move, close, exclude, or change readers: a step that was never sent is needed (T-37, X-12)', () => {
  const { conversation } = read([anItem(0), anItem(1)])
  const known = keys.chain(1)
  const guesses: [number, string][] = [
    [2, ZERO32],
    [2, hex(known)],
    [2, hex(sha256(known))],
    [1_023, hex(randomBytes(32))],
    [0, hex(keys.chain(1))],
  ]
  const wishes: Partial<Item['header']>[] = [
    { consent: ALL },
    { type: 'move', conv: convOf(someKeys(), 0, 0) },
    { type: 'close' },
    { never: [EMBASSY] },
    { to: ['south'], conv: convOf(someKeys(), 3, 3) },
  ]
  for (const [seq, step] of guesses) {
    for (const wish of wishes) {
      const judged = judge(conversation, forged(seq, step, wish))
      assert.equal(judged.word, 'not_proved')
      assert.deepEqual(judged.conversation?.settled, conversation.settled)
      assert.deepEqual(neverOf(judged.conversation), neverOf(conversation))
    }
  }
})

test('an old step under a lower number is known to every reader, so it proves nothing (T-37)', () => {
  const { conversation } = read([anItem(0), anItem(5)])
  for (const seq of [1, 2, 3, 4]) {
    const step = headOf(hex(keys.chain(5)), 4 - seq)
    assert.equal(step, hex(keys.chain(seq)))
    const judged = judge(conversation, forged(seq, step, { consent: ALL, type: 'close' }))
    assert.equal(judged.word, 'not_proved')
    assert.deepEqual(judged.conversation?.settled, conversation.settled)
  }
})

test('one number with two contents is an alarm: neither has effect, the next number settles it (I-08, X-12)', () => {
  const grant = anItem(1, { consent: ALL })
  const other = anItem(1, { consent: CASEWORK, type: 'close' })
  for (const [one, two] of [
    [grant, other],
    [other, grant],
  ] as const) {
    const { words, conversation } = read([anItem(0), one, two])
    assert.deepEqual(words, ['first', 'proved', 'same_number'])
    assert.deepEqual(consentOf(conversation), CASEWORK)
    assert.equal(conversation.settled.closed, false)
    assert.equal(seenOf(conversation).seq, 0)
    const thrice = read([anItem(1, { consent: ALL })], conversation)
    assert.deepEqual(thrice.words, ['same_number'])
    assert.deepEqual(consentOf(thrice.conversation), CASEWORK, 'a third one changes nothing either')
    const settled = read([anItem(2, { consent: ALL })], thrice.conversation)
    assert.deepEqual(settled.words, ['proved'])
    assert.deepEqual(consentOf(settled.conversation), ALL)
  }
})

test('the same number below the newest is an alarm that changes nothing settled', () => {
  const { conversation } = read([anItem(0), anItem(1, { consent: ALL }), anItem(2, { consent: ALL })])
  const judged = judge(conversation, anItem(1, { consent: ALL, type: 'close' }))
  assert.equal(judged.word, 'same_number')
  assert.deepEqual(judged.conversation?.settled, conversation.settled)
  assert.deepEqual(consentOf(judged.conversation), ALL)
})

test('a forged twin of the very first item takes what was given with it, and keeps its exclusions binding', () => {
  const first = anItem(0, { consent: ALL, never: [VIETNAM] })
  const { words, conversation } = read([first, forged(0, hex(keys.chain(0)), { consent: ALL, never: [] })])
  assert.deepEqual(words, ['first', 'same_number'])
  assert.deepEqual(consentOf(conversation), NO_CONSENT)
  assert.deepEqual(neverOf(conversation), [VIETNAM])
  assert.ok(replyConvOf(conversation), 'the reporter can still be answered')
  assert.deepEqual(consentOf(read([anItem(1, { consent: ALL })], conversation).conversation), ALL)
})

test('withdrawal takes effect at any number, without a step and out of order, until a proved item grants again', () => {
  const start = read([anItem(0), anItem(3, { consent: ALL })]).conversation
  const withdrawals = [
    forged(9, ZERO32, { consent: NO_CONSENT }),
    anItem(2, { consent: { ...ALL, public: false } }),
    forged(3, hex(keys.chain(3)), { consent: { ...ALL, judicial: false } }),
  ]
  for (const item of withdrawals) {
    const { conversation } = read([item], start)
    for (const scope of ['casework', 'private_diplomacy', 'judicial', 'public'] as const) {
      if (!item.header.consent[scope]) assert.equal(consentOf(conversation)[scope], false)
    }
    const granted = read([anItem(4, { consent: ALL })], conversation).conversation
    assert.deepEqual(consentOf(granted), ALL)
  }
})

test('a withdrawal is never undone by anything a co-recipient sends (T-37)', () => {
  const { conversation } = read([anItem(0, { consent: ALL }), anItem(1, { consent: NO_CONSENT })])
  const steps = [ZERO32, hex(keys.chain(0)), hex(keys.chain(1))]
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 5 }), fc.constantFrom(...steps)), { maxLength: 8 }), (attempts) => {
      const after = read(
        attempts.map(([seq, step]) => forged(seq, step, { consent: ALL })),
        conversation,
      ).conversation
      // A twin of the withdrawal disputes its number; what was withdrawn stays withdrawn all the same.
      assert.deepEqual(consentOf(after), NO_CONSENT)
    }),
  )
})

test('exclusions only grow: no sequence of forged and replayed items lifts one, and the wrap guard throws throughout (T-27, X-12)', () => {
  const teams = [{ id: 'embassy', of: ['VN'], conflicts: [] }]
  const items = [anItem(0, { never: [VIETNAM] }), anItem(1, { never: [VIETNAM, EMBASSY] })]
  const { conversation } = read(items)
  const steps = [ZERO32, hex(keys.chain(0)), hex(keys.chain(1))]
  const lifting = fc.record(
    { seq: fc.nat({ max: 4 }), step: fc.constantFrom(...steps), type: fc.constantFrom('followup', 'consent', 'move', 'close') },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(lifting, fc.constantFrom(...items)), { maxLength: 10 }), (attempts) => {
      let now = conversation
      for (const attempt of attempts) {
        const item = 'body' in attempt ? attempt : forged(attempt.seq, attempt.step, { type: attempt.type as 'move', never: [] })
        now = judge(now, item).conversation ?? now
        const block = blocked(neverOf(now), teams)
        assert.throws(() => guardWrap(['embassy'], block), { code: 'wrap.blocked' })
        assert.deepEqual([...excludedTeams(neverOf(now), teams)], ['embassy'])
      }
      // The reporter's next item carries the whole list: nothing was lost on the way.
      assert.deepEqual(neverOf(read([anItem(2, { never: [VIETNAM, EMBASSY] })], now).conversation), [VIETNAM, EMBASSY])
    }),
  )
})

test('a proved item that leaves exclusions out lifts none of them', () => {
  const { conversation } = read([anItem(0, { never: [VIETNAM] }), anItem(1, { never: [] })])
  assert.deepEqual(neverOf(conversation), [VIETNAM])
})

test('new keys are taken from proved items alone, and an item of consent names no readers', () => {
  const raised = anItem(1, { conv: convOf(keys, 1, 0), to: ['north'] })
  const consent = anItem(2, { type: 'consent', conv: null, to: ['former-a', 'former-b'], consent: ALL })
  const { words, conversation } = read([anItem(0), raised, consent])
  assert.deepEqual(words, ['first', 'proved', 'proved'])
  assert.deepEqual(conversation.settled.readers, ['north'])
  assert.equal(replyConvOf(conversation)?.g, 1)
  assert.equal(macsOf(conversation).length, 2)
  const invented = forged(9, ZERO32, { conv: convOf(someKeys(), 7, 0) })
  assert.equal(macsOf(read([invented], conversation).conversation).length, 2)
})

test('a move carries the conversation to a new chain; the old words prove nothing afterwards (I-10)', () => {
  const next = someKeys()
  const move = anItem(2, { type: 'move', conv: convOf(next, 0, 0) })
  const { words, conversation } = read([anItem(0), anItem(1, { never: [VIETNAM] }), move, anItem(3, {}, next)])
  assert.deepEqual(words, ['first', 'proved', 'proved', 'proved'])
  assert.equal(conversation.settled.chain, hex(next.chainHead))
  assert.deepEqual(neverOf(conversation), [VIETNAM])
  assert.equal(judge(conversation, anItem(4, { consent: ALL })).word, 'not_proved')
  assert.equal(judge(conversation, anItem(4, { consent: ALL }, next)).word, 'proved')
})

test('a second move under the same number is an alarm and moves nothing (T-37)', () => {
  const [next, thief] = [someKeys(), someKeys()]
  const move = (to: MailboxKeys) => anItem(1, { type: 'move', conv: convOf(to, 0, 0) })
  for (const order of [
    [move(next), move(thief)],
    [move(thief), move(next)],
  ]) {
    const { words, conversation } = read([anItem(0), ...order])
    assert.deepEqual(words, ['first', 'proved', 'same_number'])
    assert.equal(conversation.settled.chain, hex(keys.chainHead))
    assert.equal(judge(conversation, anItem(2)).word, 'proved', 'the old words settle it')
  }
})

test('a move forged into a gap comes after the higher number that gave its step away, and moves nothing (T-37)', () => {
  const thief = someKeys()
  const higher = anItem(5, { consent: ALL })
  const step = headOf(hex(keys.chain(5)), 2)
  const gap = forged(2, step, { type: 'move', conv: convOf(thief, 0, 0) })
  assert.equal(step, hex(keys.chain(2)), 'any reader of number 5 can make the step of number 2')
  const { words, conversation } = read(inOrder([gap, higher, anItem(0)]))
  assert.deepEqual(words, ['first', 'proved', 'not_proved'])
  assert.equal(conversation.settled.chain, hex(keys.chainHead))
})

test('items that came together are judged by number, a true move among them', () => {
  const next = someKeys()
  const items = [anItem(0), anItem(1), anItem(2, { type: 'move', conv: convOf(next, 0, 0) }), anItem(3, {}, next)]
  fc.assert(
    fc.property(fc.shuffledSubarray(items, { minLength: 4 }), (together) => {
      assert.deepEqual(read(inOrder(together)).words, ['first', 'proved', 'proved', 'proved'])
    }),
  )
})

test('keys of another chain in an item that is no move are not taken', () => {
  const { conversation } = read([anItem(0), anItem(1, { conv: convOf(someKeys(), 0, 0) })])
  assert.equal(conversation.settled.chain, hex(keys.chainHead))
  assert.equal(conversation.settled.convs.length, 1)
})

test('the first item that a team ever sees starts its chain, at any number; one whose step fits nothing starts none', () => {
  assert.deepEqual(read([anItem(17)]).words, ['first'])
  assert.deepEqual(judge(null, forged(3, ZERO32)), { word: 'not_proved', conversation: null })
  assert.equal(judge(null, anItem(0, { conv: null })).word, 'one_way')
  assert.equal(judge(null, anItem(1, { type: 'consent', conv: null })).word, 'not_proved')
})

test('an item finds its conversation by its bytes, its step or the chain that it names', () => {
  const others = [someKeys(), someKeys()]
  const first = anItem(0)
  const all = [read([anItem(0, {}, others[0])]), read([first]), read([anItem(0, {}, others[1])])].map(({ conversation }) => conversation)
  const mine = all[1]
  assert.equal(conversationOf(all, first), mine)
  assert.equal(conversationOf(all, anItem(6, { conv: null, type: 'consent' })), mine)
  assert.equal(conversationOf(all, forged(9, ZERO32)), mine)
  assert.equal(conversationOf(all, anItem(0, {}, someKeys())), undefined)
})

test('two teams that see the same items in the same order believe the same, and a conversation is plain JSON', () => {
  const items = [anItem(0), anItem(2, { consent: ALL }), anItem(1), anItem(2), anItem(3, { type: 'close' })]
  const one = read(items)
  const carried = items.reduce<Conversation | null>((now, item) => {
    const { conversation } = judge(now, item)
    return conversation === null ? null : (JSON.parse(JSON.stringify(conversation)) as Conversation)
  }, null)
  assert.deepEqual(one.words, ['first', 'proved', 'not_proved', 'same_number', 'proved'])
  assert.deepEqual(carried, one.conversation)
  assert.equal(one.conversation.settled.closed, true)
  assert.deepEqual(unhex(one.conversation.settled.chain), keys.chainHead)
})
