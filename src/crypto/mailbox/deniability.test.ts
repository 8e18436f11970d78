import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hex, unb64u, unhex } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { openerOf } from '../open/open-age.ts'
import { type OpenedItem, openBody, openEnvelope } from '../open/open-item.ts'
import { type ATeam, aHeader, anItem, aTeam, INSTANCE } from '../seal/an-item.ts'
import { readFrame } from '../seal/frame.ts'
import { sealItem } from '../seal/item.ts'
import type { ItemHeader } from '../seal/item-header.ts'
import { CASEWORK, someKeys } from './a-mailbox.ts'
import { judge } from './conversation.ts'
import { firstReport, followUp } from './intents.ts'
import { nextItem, remembered } from './next-item.ts'

/** All that a reader has: what it opened, and the public keys of the teams. Nothing of the reporter's is in scope here. */
type Reader = { readonly opened: OpenedItem; readonly teams: readonly ATeam[] }

/**
 * The simulator of T-17: from what any reader holds after receipt, a message that verifies as the reporter's, with any
 * text, any consent and any number up to the one received. Lower steps follow by hashing.
 */
async function forge({ opened, teams }: Reader, wish: Partial<ItemHeader> & { seq: number }, text: string): Promise<Uint8Array> {
  const received = opened.header
  let step = unhex(received.step)
  for (let seq = received.seq; seq > wish.seq; seq -= 1) step = new Uint8Array(sha256(step))
  const conv = received.conv
  assert.ok(conv)
  const header: Partial<ItemHeader> = {
    to: teams.map(({ id }) => id),
    never: received.never,
    consent: received.consent,
    conv,
    ...wish,
    step: hex(step),
  }
  return (await sealItem({ ...anItem(teams, header, text), convKey: unb64u(conv.mac) })).frame
}

async function openFrame(team: ATeam, bytes: Uint8Array): Promise<OpenedItem> {
  const frame = readFrame(bytes)
  const payload = await openEnvelope([openerOf(team.seed)], frame.envelope)
  assert.ok(payload)
  return openBody(payload, frame.body, {
    item: hex(frame.item),
    instance: INSTANCE,
    bucket: frame.bucket,
    urgent: false,
    lane: 1,
    team: team.id,
  })
}

/** A conversation of two items, the second as a reader received it. */
async function received(teams: readonly ATeam[]): Promise<{ first: OpenedItem; second: OpenedItem }> {
  const keys = someKeys()
  const to = teams.map(({ id }) => id)
  const [reader] = teams
  assert.ok(reader)
  const intent = firstReport({ to, never: [], consent: CASEWORK })
  const facts = nextItem({ keys }, null, { kind: 'self', w: 0, i: 0 }, intent)
  const self = remembered(null, { kind: 'self', w: 0, i: 0 }, intent, {
    item: 'aa'.repeat(16),
    body: 'bb'.repeat(32),
    files: [],
    roster: 1,
    openSets: new Set(),
  })
  const more = nextItem({ keys }, self, { kind: 'self', w: 0, i: 1 }, followUp(self))
  const send = async ({ header, convKey }: typeof facts) =>
    openFrame(reader, (await sealItem({ ...anItem(teams, aHeader(header), 'true words'), convKey })).frame)
  return { first: await send(facts), second: await send(more) }
}

test('any reader can make any message of the reporter once one was received: it opens and verifies for anybody (T-17, P4)', async () => {
  const teams = [aTeam('north'), aTeam('south')]
  const judgeOfFacts = aTeam('court')
  const { second } = await received(teams)
  const wish = fc.record(
    { seq: fc.constantFrom(0, 1), type: fc.constantFrom('report' as const, 'followup' as const, 'consent' as const, 'close' as const) },
    { noNullPrototype: true },
  )
  await fc.assert(
    fc.asyncProperty(wish, fc.string({ unit: 'grapheme', maxLength: 200 }), async (wanted, text) => {
      const shown = [...teams, judgeOfFacts]
      const opened = await openFrame(judgeOfFacts, await forge({ opened: second, teams: shown }, wanted, text))
      assert.notEqual(opened.convKey, null, 'the tag is right')
      assert.equal(judge(null, { header: opened.header, body: opened.bodyHash }).word, 'first', 'the step fits the chain')
    }),
    { numRuns: 6 },
  )
})

test('a true transcript and a simulated one are judged alike, message by message (T-17)', async () => {
  const teams = [aTeam('north'), aTeam('south')]
  const [north] = teams
  assert.ok(north)
  const { first, second } = await received(teams)
  const forged = await Promise.all(
    [0, 1].map(async (seq) => openFrame(north, await forge({ opened: second, teams }, { seq }, 'other words'))),
  )
  const words = (items: readonly OpenedItem[]) => {
    let conversation = null as ReturnType<typeof judge>['conversation']
    return items.map((item) => {
      const judged = judge(conversation, { header: item.header, body: item.bodyHash })
      conversation = judged.conversation
      return judged.word
    })
  }
  assert.deepEqual(words([first, second]), ['first', 'proved'])
  assert.deepEqual(words(forged), ['first', 'proved'])
  assert.deepEqual(
    forged.map(({ header }) => [header.seq, header.step]),
    [first, second].map(({ header }) => [header.seq, header.step]),
  )
})

test('before a step is sent nobody can make its message: no simulator makes the next number (T-37)', async () => {
  const teams = [aTeam('north'), aTeam('south')]
  const [north] = teams
  assert.ok(north)
  const { first, second } = await received(teams)
  const ahead = await openFrame(north, await forge({ opened: first, teams }, { seq: 1, type: 'close' }, 'not mine'))
  const started = judge(null, { header: first.header, body: first.bodyHash })
  assert.equal(judge(started.conversation, { header: ahead.header, body: ahead.bodyHash }).word, 'not_proved')
  assert.equal(judge(started.conversation, { header: second.header, body: second.bodyHash }).word, 'proved')
})
