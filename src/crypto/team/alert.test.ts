import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { b64u, hex, randomBytes } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import { signStatement } from '../sign/sign.ts'
import {
  type AlertContent,
  type AlertCopy,
  type AlertFacts,
  alertBinds,
  checkedAlert,
  checkedReply,
  deliveryOf,
  digestOf,
  placeOf,
  readOwn,
  vouchingFor,
  writeAlert,
} from './alert.ts'
import { type AlertReply, type ReplyStatement, replyDigest } from './alert-reply.ts'
import { type ApprovalStatement, payloadOf } from './approval.ts'
import { type MemberKeys, newMember } from './member.ts'

const [ana, ben, eve] = [newMember(), newMember(), newMember()] as const
const SALT = randomBytes(32)
const aContent = (over: Partial<AlertContent> = {}): AlertContent => ({
  v: 1,
  type: 'alert',
  from: 'harbour',
  alert: 'W-ABCDEF',
  version: 1,
  text: 'They were seen at the hotel.',
  wish: 'Ring them at once.',
  others: [],
  nonce: hex(randomBytes(16)),
  ...over,
})

function join(of: MemberKeys, by: MemberKeys, member: string, team = 'harbour') {
  const statement = {
    v: 1,
    type: 'join',
    team,
    member,
    recipient_sha256: hex(sha256(of.recipient)),
    sign_key: b64u(of.signKey),
    by: b64u(by.signKey),
    at: '2026-11-22',
  } as const
  return { statement, signature: b64u(signStatement(by.signSeed, 'join', statement)) }
}
const VOUCHING = [join(ana, ana, 'M-ABCDEF'), join(ben, ana, 'M-BCDEFG')]

function factsOf(content: AlertContent, offices: readonly string[]): AlertFacts {
  const clocks = { answerBy: '2026-11-22T12:00:00Z', endsAt: '2026-11-23T12:00:00Z' }
  const marks = {
    kind: 'urgent_action',
    tlp: 'TLP:AMBER+STRICT',
    level: 5,
    asks: 'contact',
    about: ['P-ABCDEF'],
    says: true,
    names: null,
    shows: false,
  }
  return {
    code: content.alert,
    version: content.version,
    ...marks,
    ...clocks,
    offices,
    scopes: offices.map((one) => `${one}:partners`),
    salt: SALT,
    digest: digestOf(content),
  }
}

function signed(by: MemberKeys, member: string, payload: string, step: 'ask' | 'yes' | 'no', over: Partial<ApprovalStatement> = {}) {
  const statement: ApprovalStatement = {
    v: 1,
    type: 'approval',
    step,
    id: '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b11',
    team: 'harbour',
    case: null,
    action: 'alert.send',
    subject: 'W-ABCDEF',
    payload,
    reason: 'alert',
    member,
    by: b64u(by.signKey),
    at: '2026-11-22',
    ...over,
  }
  return { statement, signature: b64u(signStatement(by.signSeed, 'approval', statement)) }
}

function aCopy(office = 'quay', offices: readonly string[] = ['dock', 'quay'], content = aContent()): AlertCopy {
  const binds = alertBinds(factsOf(content, offices))
  const payload = payloadOf(binds)
  return {
    v: 1,
    type: 'alert-copy',
    content,
    place: placeOf(SALT, offices, office),
    binds,
    asked: signed(ana, 'M-ABCDEF', payload, 'ask'),
    answered: signed(ben, 'M-BCDEFG', payload, 'yes'),
    vouching: vouchingFor([b64u(ana.signKey), b64u(ben.signKey)], VOUCHING),
  }
}
const FROM = { id: 'harbour', anchors: [b64u(ana.signKey)] }
const read = (copy: AlertCopy, team = 'quay', from = FROM) => checkedAlert(writeAlert(copy), { team, from })
const refused = (code: string) => (error: unknown) => error instanceof SealingRefusal && error.code === code

test('a copy says what two members of the sender’s team signed for this very office, and always has one length (T-22, R-EP-24)', () => {
  const copy = aCopy()
  assert.equal(writeAlert(copy).length, 16_384)
  assert.deepEqual(read(copy), copy)
  assert.throws(() => read(copy, 'pier'), refused('item.not_for_us'))
  assert.throws(() => read(aCopy('dock')), refused('item.not_for_us'), 'a copy that was meant for another office')
})

test('what a copy is called follows from the salt, the alert and the office, and from nothing that a server chooses (T-47)', () => {
  const called = deliveryOf(SALT, 'W-ABCDEF', 'quay')
  assert.match(called, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(deliveryOf(SALT, 'W-ABCDEF', 'quay'), called)
  const others = [
    deliveryOf(SALT, 'W-ABCDEG', 'quay'),
    deliveryOf(SALT, 'W-ABCDEF', 'dock'),
    deliveryOf(
      SALT.map((byte) => byte ^ 1),
      'W-ABCDEF',
      'quay',
    ),
  ]
  assert.equal(new Set([called, ...others]).size, 4)
})

test('another text, marking, level, deadline or version than was signed is not shown', () => {
  const copy = aCopy()
  for (const over of [
    { content: { ...copy.content, text: 'Something else' } },
    { content: { ...copy.content, version: 2 } },
    { binds: { ...copy.binds, tlp: 'CLEAR' } },
    { binds: { ...copy.binds, level: 1 } },
    { binds: { ...copy.binds, endsAt: '2027-11-23T12:00:00Z' } },
  ] as Partial<AlertCopy>[])
    assert.throws(() => read({ ...copy, ...over }), refused('alert.unsigned'), JSON.stringify(Object.keys(over)))
})

test('one signer twice, a stranger, a no, another action or another team is no yes of two (T-22)', () => {
  const copy = aCopy()
  const { payload } = copy.asked.statement
  const answers = [
    signed(ana, 'M-ABCDEF', payload, 'yes'),
    signed(eve, 'M-CDEFGH', payload, 'yes'),
    signed(ben, 'M-BCDEFG', payload, 'no'),
    signed(ben, 'M-BCDEFG', payload, 'yes', { action: 'identity.unseal' }),
    signed(ben, 'M-BCDEFG', payload, 'yes', { subject: 'W-BCDEFG' }),
    { ...copy.answered, signature: copy.asked.signature },
  ]
  for (const answered of answers) assert.throws(() => read({ ...copy, answered }), refused('alert.unsigned'))
  assert.throws(() => read({ ...copy, vouching: [] }, 'quay', { ...FROM, anchors: [] }), refused('alert.unsigned'))
  assert.throws(() => read(copy, 'quay', { id: 'harbour', anchors: [b64u(eve.signKey)] }), refused('alert.unsigned'))
  assert.throws(() => read(copy, 'quay', { ...FROM, id: 'pier' }), refused('alert.unsigned'))
})

test('from its own copy an office learns neither which others there are nor how many, up to sixty-four', () => {
  const offices = Array.from({ length: 64 }, (_, n) => `office-${n}`)
  fc.assert(
    fc.property(fc.subarray(offices, { minLength: 1 }), (others) => {
      const own = others[0] ?? 'office-0'
      const { place, binds } = aCopy(own, others)
      assert.deepEqual([place.size, place.path.length], [64, 6])
      const told = JSON.stringify([place, binds])
      assert.ok(!others.some((one) => told.includes(one)))
    }),
    { numRuns: 15 },
  )
  assert.notEqual(
    alertBinds(factsOf(aContent(), ['quay']))['to'],
    alertBinds({ ...factsOf(aContent(), ['quay']), salt: randomBytes(32) })['to'],
  )
  assert.ok(!JSON.stringify(aCopy().binds).includes('P-ABCDEF'), 'codes of persons stay with the sender')
  const facts = factsOf(aContent(), ['quay'])
  assert.notEqual(payloadOf(alertBinds(facts)), payloadOf(alertBinds({ ...facts, scopes: ['quay:law_enforcement'] })), 'another use')
})

test('only the statements that lead to the two signers go along', () => {
  const more = [...VOUCHING, join(eve, ben, 'M-CDEFGH')]
  assert.deepEqual(vouchingFor([b64u(ben.signKey)], more), VOUCHING)
})

const REPLIED = { office: { id: 'quay', anchors: [b64u(eve.signKey)] }, to: 'harbour', alert: 'W-ABCDEF', delivery: crypto.randomUUID() }

function aReply(over: Partial<ReplyStatement> = {}, by = eve, vouched = by): AlertReply {
  const words = { text: 'We rang.', nonce: hex(randomBytes(16)) }
  const statement: ReplyStatement = {
    v: 1,
    type: 'alert-reply',
    team: 'quay',
    to: 'harbour',
    alert: 'W-ABCDEF',
    version: 1,
    delivery: REPLIED.delivery,
    state: 'answered',
    as: null,
    reason: null,
    digest: replyDigest(words),
    by: b64u(by.signKey),
    at: '2026-11-22T10:00:00Z',
    ...over,
  }
  const signature = b64u(signStatement(by.signSeed, 'alert-reply', statement))
  return { v: 1, type: 'alert-reply', statement, signature, vouching: [join(vouched, vouched, 'M-CDEFGH', 'quay')], ...words }
}
const readReply = (reply: AlertReply, asked = REPLIED) => checkedReply(writeAlert(reply), asked)

test('a reply is what a member of the office signed of this copy of this alert; a server that forges one is found out (T-22, R-EP-24)', () => {
  const reply = aReply()
  assert.deepEqual(readReply(reply), reply)
  for (const over of [{ alert: 'W-BCDEFG' }, { delivery: crypto.randomUUID() }, { to: 'dock' }, { team: 'dock' }])
    assert.throws(() => readReply(aReply(over)), refused('alert.unsigned'), JSON.stringify(over))
  assert.throws(() => readReply(aReply({}, ana)), refused('alert.unsigned'), 'somebody of another team who vouches for themselves')
  assert.throws(() => readReply(aReply({}, ana, eve)), refused('alert.unsigned'), 'nobody vouches for this key')
  assert.throws(() => readReply(reply, { ...REPLIED, office: { id: 'quay', anchors: [b64u(ana.signKey)] } }), refused('alert.unsigned'))
  assert.throws(() => readReply({ ...reply, text: 'They are safe.' }), refused('alert.unsigned'), 'other words')
  for (const over of [{ state: 'refused' }, { version: 2 }, { at: '2026-11-23T10:00:00Z' }, { as: 'steward' }] as const)
    assert.throws(() => readReply({ ...reply, statement: { ...reply.statement, ...over } }), refused('alert.unsigned'))
})

test('own copies are read as what they are, and damage is refused', () => {
  const content = aContent()
  assert.deepEqual(readOwn(writeAlert({ v: 1, type: 'alert-own', content })), content)
  const reply = aReply()
  assert.throws(() => checkedReply(writeAlert({ v: 1, type: 'alert-own', content }), REPLIED), refused('alert.malformed'))
  assert.throws(() => readOwn(writeAlert(reply)), refused('alert.malformed'))
  assert.throws(() => read(reply as unknown as AlertCopy), refused('alert.malformed'))
  for (const plain of [new Uint8Array(16_384).fill(1), new Uint8Array(10), writeAlert(reply).with(16_000, 1)])
    assert.throws(() => readOwn(plain), SealingRefusal)
  assert.throws(() => writeAlert({ ...reply, text: 'x'.repeat(8_001) }), refused('alert.malformed'))
})
