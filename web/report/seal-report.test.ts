import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hex, utf8 } from '#crypto/bytes.ts'
import { FRAME_LENGTHS } from '#crypto/constants.ts'
import { kdf } from '#crypto/kdf.ts'
import { openBlob } from '#crypto/mailbox/blob.ts'
import { readSelf } from '#crypto/mailbox/self.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { openBody, openEnvelope } from '#crypto/open/open-item.ts'
import { aSelfRooted, aTeam, filesOf, INSTANCE, type Made, momentOf } from '#crypto/roster/a-roster.ts'
import { type CheckedRoster, checkRoster } from '#crypto/roster/check-roster.ts'
import { readFrame } from '#crypto/seal/frame.ts'
import { mailboxKeys } from '#crypto/secret/mailbox-keys.ts'
import type { Draft } from './draft.ts'
import { sealReport } from './seal-report.ts'

const TEAMS: readonly Made[] = [
  aTeam('desk'),
  aTeam('unit', { kind: 'eu' }),
  aTeam('state', { kind: 'state', of: ['DE'] }),
  aTeam('asleep', {}, { not_before: '2026-10-01', not_after: '2026-11-01' }),
]

function aList(): CheckedRoster {
  const verdict = checkRoster(filesOf(aSelfRooted({}, TEAMS)), momentOf())
  assert.ok(verdict.ok)
  return verdict
}

const list = aList()
const keys = mailboxKeys(kdf(utf8('invented'), 'a master key'))
const draft = (over: Partial<Draft> = {}): Draft => ({
  text: 'Two men asked for me by name.',
  language: 'en',
  to: ['desk', 'unit'],
  never: [],
  host: 'TH',
  origin: ['VN'],
  danger: 'maybe',
  urgent: true,
  contact: '',
  uses: [],
  mailbox: true,
  files: [],
  ...over,
})

async function readBy(team: string, frame: Uint8Array) {
  const { envelope, body, item, bucket, urgent, lane } = readFrame(frame)
  const made = TEAMS.find(({ team: { id } }) => id === team)
  assert.ok(made !== undefined)
  const payload = await openEnvelope([openerOf(made.key)], envelope)
  return payload === null ? null : openBody(payload, body, { item: hex(item), instance: INSTANCE, bucket, urgent, lane, team })
}

async function memoryIn(frame: Uint8Array) {
  const { selfBlob } = readFrame(frame)
  const content = await openBlob((sealed) => openWith([openerOf(keys.identitySeed)], sealed, { min: 1, max: 1 }), selfBlob)
  assert.ok(content !== null)
  return readSelf(keys, { kind: 'self', w: 0, i: 0 }, content)
}

const code = (error: unknown): unknown => (error as { code?: unknown }).code

test('the chosen teams read the report and nobody else opens anything (T-06)', async () => {
  const { frame } = await sealReport(draft(), list, keys)
  const read = await readBy('desk', frame)
  assert.equal(read?.text, 'Two men asked for me by name.')
  assert.deepEqual(
    [read.header.to, read.header.danger, read.header.urgent, read.header.where],
    [['desk', 'unit'], 'maybe', true, { host: 'TH', origin: ['VN'] }],
  )
  assert.equal((await readBy('unit', frame))?.text, 'Two men asked for me by name.')
  assert.equal(await readBy('state', frame), null)
  assert.equal(await readBy('asleep', frame), null)
})

test('a report agrees to casework and to the uses that were ticked, and its memory says the same', async () => {
  const consent = { casework: true, private_diplomacy: false, judicial: false, public: false }
  for (const [uses, given] of [
    [[], consent],
    [['public'], { ...consent, public: true }],
    [['private_diplomacy', 'judicial'], { ...consent, private_diplomacy: true, judicial: true }],
  ] as const) {
    const { frame } = await sealReport(draft({ uses }), list, keys)
    assert.deepEqual((await readBy('desk', frame))?.header.consent, given)
    assert.deepEqual((await memoryIn(frame))?.consent, given)
  }
})

test('whatever is written, with or without a mailbox, the frame has one size (T-04)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.boolean(),
      fc.constantFrom(['desk'], ['desk', 'unit', 'state']),
      async (text, kept, to) => {
        const { frame } = await sealReport(draft({ text, mailbox: kept, to }), list, kept ? keys : null)
        assert.equal(frame.length, FRAME_LENGTHS[0])
      },
    ),
    { numRuns: 8 },
  )
})

test('an excluded team gets nothing, by its name or by its country, whatever the page asks for (T-06, T-27)', async () => {
  const asked = draft({ to: ['desk', 'state'], never: [{ kind: 'country', id: 'DE' }] })
  await assert.rejects(sealReport(asked, list, keys), (error) => code(error) === 'wrap.blocked')
  await assert.rejects(
    sealReport({ ...asked, never: [{ kind: 'team', id: 'desk' }] }, list, keys),
    (error) => code(error) === 'wrap.blocked',
  )
})

test('nothing is sealed to a team that cannot receive now, to none, or to bodies of states alone', async () => {
  await assert.rejects(sealReport(draft({ to: ['desk', 'asleep'] }), list, keys), (error) => code(error) === 'lists.changed')
  await assert.rejects(sealReport(draft({ to: [] }), list, keys), (error) => code(error) === 'lists.changed')
  await assert.rejects(sealReport(draft({ to: ['state'] }), list, keys), (error) => code(error) === 'lists.only_states')
  await assert.rejects(sealReport(draft(), { ...list, receiving: 'nobody_now' }, keys), (error) => code(error) === 'lists.nobody')
})

test('the memory beside the item opens with the words and names what was sent', async () => {
  const { frame } = await sealReport(draft({ never: [{ kind: 'country', id: 'VN' }] }), list, keys)
  const { item } = readFrame(frame)
  const self = await memoryIn(frame)
  assert.deepEqual([self?.items[0]?.item, self?.to, self?.never], [hex(item), ['desk', 'unit'], [{ kind: 'country', id: 'VN' }]])
})

test('without a mailbox every id is random and no reader can answer', async () => {
  const [one, other] = await Promise.all([
    sealReport(draft({ mailbox: false }), list, null),
    sealReport(draft({ mailbox: false }), list, null),
  ])
  const [a, b] = [readFrame(one.frame), readFrame(other.frame)]
  for (const part of ['item', 'deleteHash', 'selfSlot', 'selfDeleteHash'] as const) assert.notEqual(hex(a[part]), hex(b[part]))
  assert.equal((await readBy('desk', one.frame))?.header.conv, null)
})

test('a file is named in the sealed part alone, with keys that the words make again', async () => {
  const file = { n: 1, name: 'café.jpg', type: 'image/jpeg', size: 70_000, segment: 1_048_576, segments: 1, probe: '0'.repeat(64) } as const
  const { frame, uploads } = await sealReport(draft({ files: [file] }), list, keys)
  const read = await readBy('desk', frame)
  const [named, upload] = [read?.header.files[0], uploads[0]]
  assert.ok(named !== undefined && upload !== undefined)
  assert.equal(named.name, 'café.jpg')
  assert.equal(upload.set, named.set)
  assert.equal(hex(upload.token), hex(keys.token(upload.item, 1)))
})
