import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import type { Actor } from '#base/actor.ts'
import { decideProposal, ingestDocument, letReviewer } from '#features/documents/index.ts'
import type { MemberId } from '#kernel/ids.ts'
import { Refusal, type RefusalCode, yes } from '#kernel/refusal.ts'
import { type ADesk, type AMember, aDesk, aFoundedTeam, anotherMember, must } from '../../../../test/a-desk.ts'
import { aPreparedDocument, aReview, FACTS, type Reviewed } from '../../../../test/a-review.ts'
import { exportRelease } from '../export-release.ts'
import { proposalRecorder } from './record-proposal.ts'
import type { DeskDocument, DeskProposal } from './review-desk.contract.ts'

let desk: ADesk
let verifier: AMember
let caseworker: AMember
let review: Reviewed

before(async () => {
  desk = await aDesk()
  verifier = (await aFoundedTeam(desk, 'first-aid')).founder
  caseworker = await anotherMember(desk, verifier)
  review = await aReview(desk.house)
})
after(() => desk.stop())

const refuses = (code: RefusalCode) => (error: unknown) => error instanceof Refusal && error.code === code
const lets = (who: AMember, inside: boolean) => letReviewer(desk.house.base, desk.house.installation, who.code, inside)
const open = async (): Promise<DeskDocument> =>
  must(await verifier.post('/documents/open', { document: review.code, part: null }), 200).body as unknown as DeskDocument
const saidOf = (one: DeskProposal, over: object = {}) => ({
  proposal: one.id,
  seen: one.seen,
  decision: 'accepted',
  edits: {},
  record: null,
  reason: null,
  ...over,
})
const find = async (test: (one: DeskProposal) => boolean): Promise<DeskProposal> => {
  const one = (await open()).proposals.find(test)
  assert.ok(one !== undefined)
  return one
}
const released = () => exportRelease(desk.house.publicDatabase, { asOf: '2031-05-01', site: 'http://127.0.0.1:8080', contact: null })
const idOf = async ({ code }: AMember): Promise<MemberId> => {
  const superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  try {
    const { rows } = await superuser.query<{ id: MemberId }>('select id from asylia.member where code = $1', [code])
    const [row] = rows
    assert.ok(row !== undefined)
    return row.id
  } finally {
    await superuser.end()
  }
}

test('a verifier whom nobody let in is told so and finds no document; a caseworker is no reviewer (T-21, T-22)', async () => {
  assert.deepEqual((await verifier.post('/documents/list', {})).body, { letIn: false, documents: [] })
  const unknown = await verifier.post('/documents/open', { document: 'D-ABCDEF', part: null })
  const there = await verifier.post('/documents/open', { document: review.code, part: null })
  assert.deepEqual([there.status, there.body], [unknown.status, unknown.body])
  for (const [path, body] of [
    ['/documents/list', {}],
    ['/documents/open', { document: review.code, part: null }],
  ] as const)
    assert.equal((await caseworker.post(path, body)).body['code'], 'role.needed')
})

test('only the installation lets somebody in, by the code of a member of a desk', async () => {
  const { base, installation } = desk.house
  await assert.rejects(letReviewer(base, installation, 'M-ZZZZZZ', true), refuses('reviewer.unknown'))
  await assert.rejects(letReviewer(base, { ...installation, actor: review.by.actor }, verifier.code, true), refuses('access.denied'))
  const forged: Actor = { ...review.by.actor, kind: 'machine' }
  await assert.rejects(letReviewer(base, { ...installation, actor: forged }, verifier.code, true), /only the installation/)
})

test('a verifier who was let in reads each paragraph with its proposals, their hedges and where they stand (R-NGO-09)', async () => {
  await lets(verifier, true)
  const { documents } = must(await verifier.post('/documents/list', {}), 200).body as { documents: { code: string; open: number }[] }
  assert.deepEqual(
    documents.map(({ code, open: waiting }) => [code, waiting]),
    [[review.code, 14]],
  )
  const { paragraphs, proposals, parts, publisher } = await open()
  assert.deepEqual([parts, publisher], [1, 'The Loom Society'])
  const texts = new Map(paragraphs.map(({ number, text }) => [number, text]))
  for (const one of proposals) assert.equal(texts.get(one.paragraph)?.slice(one.start, one.end), one.quote)
  const stands = async (who: AMember) => must(await who.get('/team'), 200).body['reviews']
  assert.deepEqual([await stands(verifier), await stands(caseworker)], [true, false], 'the room stands in the rail of reviewers alone')
  const wordsOf = (wanted: string) => proposals.filter(({ kind }) => kind === wanted).map(({ words }) => words)
  assert.deepEqual(wordsOf('person'), ['Mira Okonedo', 'Mira Okonedo'], 'as the document prints it, without the title')
  assert.deepEqual(wordsOf('organisation'), ['Loom Society', 'European Union'])
  assert.deepEqual(proposals.find(({ kind }) => kind === 'relation')?.joins[0], { kind: 'person', words: 'Mira Okonedo' })
  const told = proposals.find(({ kind }) => kind === 'method')
  assert.deepEqual([told?.hedge, told?.negated, told?.decision], ['alleged', false, null])
  assert.equal(proposals.find(({ kind }) => kind === 'relation')?.hedge, 'alleged', 'as firm as what it joins')
})

test('whoever reviews at the desk sees no number of a press contact, and every place in the text is where it was (R-HRD-16)', async () => {
  const { paragraphs } = await open()
  const last = paragraphs.at(-1)?.text
  assert.equal(last, 'Press contact of the society: +•• (•)• •• •••••')
})

const seenBy = async (who: MemberId) => {
  const { base, installation } = desk.house
  const rows = await base.read({ id: who, kind: 'person', writes: [] }, (db) =>
    sql<{ lines: number; rooms: number; publishes: boolean; documents: number; proposals: number }>`
      select (select count(*)::int from base.ledger_entry where compartment_id = ${installation.register}) as lines,
        (select count(*)::int from asylia.compartment where id = ${installation.register}) as rooms, access.publishes() as publishes,
        (select count(*)::int from asylia.imported_document) as documents, (select count(*)::int from asylia.proposal) as proposals`.execute(
      db,
    ),
  )
  return rows.rows[0]
}

test('whoever was let in is no member of the room of the installation: its lines and its nodes stay closed (T-21)', async () => {
  const { installation } = desk.house
  const house = await seenBy(installation.actor.id)
  assert.ok(house !== undefined && house.lines > 0 && house.rooms === 1)
  assert.deepEqual(await seenBy(await idOf(verifier)), { lines: 0, rooms: 0, publishes: true, documents: 1, proposals: 14 })
  const actor: Actor = { id: await idOf(verifier), kind: 'person', writes: [installation.register] }
  const other = desk.house.base.transact(actor, (tx) =>
    tx.grant({ action: 'node.revoke', subject: 'x', compartment: installation.register }, yes),
  )
  await assert.rejects(other, /not this member's to write/)
})

test('accepted, corrected, rejected and taken back at a desk are the decisions of that person, and the records follow', async () => {
  const person = await find(({ kind }) => kind === 'person')
  const made = must(await verifier.post('/documents/decide', saidOf(person)), 200).body
  assert.match(String(made['record']), /^P-/)
  const method = await find(({ kind, negated }) => kind === 'method' && !negated)
  const states = { origin: 'VN', host: 'TH' }
  const stronger = await verifier.post('/documents/decide', saidOf(method, { edits: { ...states, hedge: 'stated' } }))
  assert.equal(stronger.body['code'], 'proposal.hedge_upgraded')
  must(await verifier.post('/documents/decide', saidOf(method, { edits: states })), 200)
  const date = await find(({ kind }) => kind === 'date')
  must(await verifier.post('/documents/decide', saidOf(date, { decision: 'rejected', reason: 'no day of this' })), 200)
  const late = await verifier.post('/documents/decide', saidOf(date))
  assert.deepEqual([late.status, late.body['code']], [409, 'proposal.decided'])

  const release = await released()
  assert.deepEqual([release.persons.length, release.incidents[0]?.hedge.code, release.statements], [1, 'alleged', []])
  const now = await find(({ id }) => id === date.id)
  assert.deepEqual([now.decision, now.record, now.seen], ['rejected', null, 1])
  const accepted = await find(({ id }) => id === person.id)
  assert.deepEqual([accepted.decision, accepted.record], ['accepted', made['record']])
  must(await verifier.post('/documents/decide', saidOf(accepted, { decision: 'undone' })), 200)
  assert.deepEqual((await released()).persons, [])
})

test('a door takes one decision on one proposal and nothing else, whatever is sent', async () => {
  const one = await find(({ decision }) => decision === null)
  for (const over of [{ decision: 'all' }, { proposal: 'person:1-2' }, { rule: one.rule }, { seen: -1 }])
    assert.equal((await verifier.post('/documents/decide', saidOf(one, over))).body['code'], 'request.malformed')
  assert.equal((await find(({ id }) => id === one.id)).decision, null)
})

test('what a rule proposes of a line with a number comes to the desk without the number (R-HRD-16)', async () => {
  const { base, installation } = desk.house
  const words = 'will answer at phone number: 555 0101, 555 0102'
  const wanted = [
    { words, kind: 'commitment', value: words, role: 'agree_will_commit' },
    { words: `We ${words}`, kind: 'relation', value: 'claim', role: 'claim', of: ['p1'] },
  ]
  const done = await ingestDocument(
    base,
    installation,
    { ...FACTS, address: null },
    aPreparedDocument(`# The loom desk\n\nWe ${words}.\n`, wanted),
  )
  const opened = must(await verifier.post('/documents/open', { document: done.code, part: null }), 200).body as unknown as DeskDocument
  const hidden = 'will answer at phone number: ••• ••••, ••• ••••'
  const promise = opened.proposals.find(({ kind }) => kind === 'commitment')
  assert.deepEqual([promise?.quote, promise?.value], [hidden, hidden])
  assert.equal(opened.proposals.find(({ kind }) => kind === 'relation')?.joins[0]?.words, hidden)
  assert.ok(!/555/.test(JSON.stringify(opened)))
})

test('row security asks for the role again: whoever was let in and does not verify decides and publishes nothing (T-22)', async () => {
  await lets(caseworker, true)
  const { base, installation } = desk.house
  const actor: Actor = { id: await idOf(caseworker), kind: 'person', writes: [installation.register] }
  const one = await find(({ decision, kind }) => decision === null && kind === 'organisation')
  for (const decision of ['rejected', 'accepted'] as const)
    await assert.rejects(
      decideProposal(base, { actor, register: installation.register }, { proposal: one.id, seen: one.seen, decision }, proposalRecorder),
      refuses('record.not_found'),
    )
  assert.equal((await caseworker.post('/documents/list', {})).body['code'], 'role.needed')
  assert.deepEqual(await seenBy(actor.id), { lines: 0, rooms: 0, publishes: false, documents: 0, proposals: 0 })
})

test('a verifier who was let out finds no document any more (T-21)', async () => {
  const one = await find(({ decision }) => decision === null)
  await lets(verifier, false)
  assert.equal(must(await verifier.get('/team'), 200).body['reviews'], false)
  assert.deepEqual((await verifier.post('/documents/list', {})).body, { letIn: false, documents: [] })
  assert.equal((await verifier.post('/documents/decide', saidOf(one))).status, 404)
})
