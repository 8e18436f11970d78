import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import type { Actor } from '#base/actor.ts'
import type { House } from '#base/house.ts'
import {
  type Decision,
  decideProposal,
  enrolOperator,
  findOperator,
  ingestDocument,
  listReviews,
  openReview,
  recheckCitations,
} from '#features/documents/index.ts'
import { exportRelease, proposalRecorder } from '#features/observatory/index.ts'
import { listMergeable } from '#features/observatory/proposals/list-mergeable.ts'
import { type MemberId, newId } from '#kernel/ids.ts'
import { Refusal, type RefusalCode } from '#kernel/refusal.ts'
import { aPreparedDocument, aReview, FACTS, type Reviewed, STATEMENT } from './a-review.ts'
import { type ScratchDatabase, type ScratchServer, scratchServer } from './database.ts'

let server: ScratchServer
let database: ScratchDatabase
let house: House
before(async () => {
  server = await scratchServer()
})
after(() => server.stop())
beforeEach(async () => {
  database = await server.more()
  house = await database.house()
})
afterEach(async () => {
  await house.close()
  await database.stop()
})

const refuses = (code: RefusalCode) => (error: unknown) => error instanceof Refusal && error.code === code
const released = () => exportRelease(house.publicDatabase, { asOf: '2031-05-01', site: 'http://127.0.0.1:8080', contact: null })
const lines = async () =>
  (
    await sql<{ line: string }>`select action || ' ' || count(*) as line from base.ledger_entry group by action order by 1`.execute(
      house.ledger,
    )
  ).rows.map((row) => row.line)
/** How many rows of every table of the import there are. */
const counts = async (by: Actor = house.installation.actor) =>
  house.base.read(by, async (db) => {
    const rows = await sql<{ n: number }>`
      select count(*)::int as n from asylia.imported_document union all select count(*)::int from asylia.proposal
      union all select count(*)::int from publication.document union all select count(*)::int from publication.held_paragraph
      union all select count(*)::int from asylia.proposal_decision`.execute(db)
    return rows.rows.map((row) => row.n)
  })

async function decide(review: Reviewed, mark: string, decision: Omit<Decision, 'proposal' | 'seen'>) {
  const opened = await openReview(house.base, review.by, review.code)
  const proposal = opened.proposals.find((one) => one.mark === mark)
  assert.ok(proposal !== undefined)
  return decideProposal(house.base, review.by, { proposal: proposal.id, seen: proposal.decisions, ...decision }, proposalRecorder)
}

test('a document is taken in whole, once; the same bytes again change nothing and leave no line', async () => {
  const prepared = aPreparedDocument()
  const done = await ingestDocument(house.base, house.installation, FACTS, prepared)
  assert.deepEqual([done.already, done.version, done.proposals], [false, 1, 14])
  const before = await counts()
  const again = await ingestDocument(house.base, house.installation, { ...FACTS, publisher: 'Somebody else' }, prepared)
  assert.deepEqual([again.already, again.code], [true, done.code])
  assert.deepEqual(await counts(), before)
  assert.deepEqual(await lines(), ['document.ingest 1'])
})

test('two who bring the same bytes at once make one document', async () => {
  const prepared = aPreparedDocument()
  const done = await Promise.all([1, 2, 3].map(() => ingestDocument(house.base, house.installation, FACTS, prepared)))
  assert.deepEqual(done.map((one) => one.already).sort(), [false, true, true])
  assert.deepEqual((await counts()).slice(0, 3), [1, 14, 1])
})

test('a changed text under the same address is a new version, and citations stay with the old one', async () => {
  const review = await aReview(house)
  await decide(review, 'p1', { decision: 'accepted' })
  const changed = await ingestDocument(
    house.base,
    house.installation,
    FACTS,
    aPreparedDocument(STATEMENT.replace('two men', 'three men'), []),
  )
  assert.equal(changed.version, 2)
  const release = await released()
  assert.deepEqual(new Set(release.citations.map((one) => one.document)), new Set([review.document]))
  assert.equal(await recheckCitations(house.base, house.installation.actor), 1)
  const unknown = { ...FACTS, address: null }
  assert.equal((await ingestDocument(house.base, house.installation, unknown, aPreparedDocument('Other words.', []))).version, 1)
})

test('every actor but the installation is refused at the door and leaves nothing, operators too', async () => {
  const { actor, register } = house.installation
  const operator = await enrolOperator(house.base, house.installation, 'Ada Reviewer')
  const empty = await counts()
  const others: Actor[] = [
    operator,
    { ...actor, kind: 'person' },
    { ...actor, writes: [] },
    { id: newId<MemberId>(), kind: 'person', writes: [register] },
  ]
  for (const other of others) {
    await assert.rejects(ingestDocument(house.base, { actor: other, register }, FACTS, aPreparedDocument()), refuses('access.denied'))
  }
  assert.deepEqual(await counts(), empty)
  // A stranger who forges a machine still meets the database.
  const forged: Actor = { id: newId<MemberId>(), kind: 'machine', writes: [register] }
  await assert.rejects(ingestDocument(house.base, { actor: forged, register }, FACTS, aPreparedDocument()), /not this member's to write/)
  assert.deepEqual(await counts(), empty)
})

test('what nobody accepted is not published, not even the document', async () => {
  const review = await aReview(house)
  const before = await released()
  assert.deepEqual([before.documents, before.corridors, before.held, before.changes], [[], [], [], []])
  await decide(review, 'p3', { decision: 'rejected', reason: 'a choir' })
  assert.equal((await released()).documents.length, 0)
})

test('accepted proposals appear in the next publication with the words that they rest on (R-NGO-09)', async () => {
  const review = await aReview(house)
  for (const mark of ['p1', 'p3', 'p8', 'p10', 'p11']) await decide(review, mark, { decision: 'accepted' })
  await decide(review, 'p5', { decision: 'accepted', edits: { origin: 'VN', host: 'TH' } })
  const release = await released()
  assert.deepEqual(
    release.documents.map((one) => one.code),
    [review.code],
  )
  assert.deepEqual(
    release.persons.map((one) => one.name),
    ['Mira Okonedo'],
  )
  assert.deepEqual(
    release.organisations.map((one) => one.name),
    ['Loom Society'],
  )
  assert.deepEqual(release.signatories.map((one) => [one.number, one.name]).sort(), [
    [1, 'Loom Society'],
    [2, 'Friends of Arvena'],
  ])
  assert.deepEqual(
    release.dialogues.map((one) => [one.track, one.round]),
    [['hrd', 9]],
  )
  const [incident] = release.incidents
  assert.deepEqual(incident?.hedge, { code: 'alleged', said: 'allegedly' })
  assert.deepEqual(incident.assessment, { verification: 'unverified', standard: 'none' })
  assert.deepEqual(incident.happened, { from: '2031-03-01', until: '2031-03-31', precision: 'month', said: 'March 2031' })
  const quotes = new Map(release.citations.map((one) => [one.code, one.quote]))
  assert.equal(quotes.get(incident.citations[0] ?? ''), 'followed by two men')
  assert.equal(await recheckCitations(house.base, house.installation.actor), 6)
  assert.ok(!JSON.stringify(release).includes('allowsFullText":true'))
  const { persons, organisations, signatories, dialogues, incidents } = release
  assert.deepEqual(
    release.uncoded,
    [persons, organisations, signatories, dialogues, incidents]
      .flat()
      .map((one) => one.code)
      .toSorted(),
    'each is said to be coded by nobody',
  )
})

test('a demand becomes a recommendation to whom the text makes it, or to whom a person says (R-NGO-15)', async () => {
  const review = await aReview(house)
  await decide(review, 'p12', { decision: 'accepted' })
  const [demand, ...others] = (await released()).recommendations
  assert.ok(demand !== undefined && others.length === 0)
  assert.deepEqual([demand.addresseeCodes, demand.status, demand.parent], [['eu'], 'open', null])
  assert.match(demand.id, /^DOC-[2-9A-Z]{6}$/)
  await decide(review, 'p12', { decision: 'undone' })
  assert.deepEqual((await released()).recommendations, [])
  await decide(review, 'p12', {
    decision: 'accepted',
    edits: { addressee: 'Government of Viet Nam', value: 'Raise the case of the weaver.' },
  })
  const [corrected] = (await released()).recommendations
  assert.deepEqual([corrected?.addresseeCodes, corrected?.action], [['government_of_viet_nam'], { en: 'Raise the case of the weaver.' }])
})

test('a body counts as the one that promises only where a person accepted it (R-NGO-09)', async () => {
  const { by } = await aReview(house)
  const promiser = async (text: string, body: 'accepted' | 'rejected' | null) => {
    const wanted = [
      { words: 'Loom Society', kind: 'organisation', value: 'loom society' },
      { words: 'will raise the case', kind: 'commitment', value: 'will raise the case', role: 'agree_will_commit' },
    ]
    const done = await ingestDocument(house.base, house.installation, { ...FACTS, address: null }, aPreparedDocument(text, wanted))
    const review = { code: done.code, by, document: done.sha256 }
    if (body !== null) await decide(review, 'p1', { decision: body, ...(body === 'rejected' ? { reason: 'no body' } : {}) })
    const { record } = await decide(review, 'p2', { decision: 'accepted' })
    return (await released()).statements?.find(({ code }) => code === record)?.promiser
  }
  assert.equal(await promiser('Of the first loom. Loom Society will raise the case of the weaver.\n', null), null)
  assert.equal(await promiser('Of the second loom. Loom Society will raise the case of the weaver.\n', 'rejected'), null)
  assert.equal(await promiser('Of the third loom. Loom Society will raise the case of the weaver.\n', 'accepted'), 'Loom Society')
})

test('a promise, a relation, a place, a day, a law and a treaty become statements of their source, with its hedge (R-NGO-09)', async () => {
  const { by, document } = await aReview(house)
  const text =
    'We will raise the case in Arvena under article 9 of the Charter since March 2031. It is alleged that Mira Okonedo was followed in Arvena.\n'
  const wanted = [
    { words: 'will raise the case', kind: 'commitment', value: 'will raise the case', role: 'agree_will_commit' },
    { words: 'Arvena', kind: 'place', value: 'region:arvena', precision: 'admin1', valid: '../2025-06-30' },
    { words: 'article 9 of the Charter', kind: 'legal_reference', value: 'CHARTER:9' },
    { words: 'March 2031', kind: 'date', value: '2031-03', precision: 'since' },
    { words: 'alleged', kind: 'hedge', value: 'alleged', of: ['p7'] },
    { words: 'Mira Okonedo', kind: 'person', value: 'mira okonedo' },
    { words: 'followed', kind: 'method', value: 'phys.surveillance', role: 'told', hedge: 'alleged' },
    { words: 'Mira Okonedo was followed', kind: 'relation', value: 'phys.surveillance', role: 'target', of: ['p7', 'p6'] },
    { words: 'Arvena', kind: 'place', value: 'region:arvena', precision: 'admin1', valid: '../2025-06-30', nth: 2 },
    { words: 'the Charter', kind: 'instrument', value: 'charter' },
  ]
  const done = await ingestDocument(house.base, house.installation, { ...FACTS, address: null }, aPreparedDocument(text, wanted))
  const review = { code: done.code, by, document }
  const person = await decide(review, 'p6', { decision: 'accepted' })
  for (const mark of ['p1', 'p2', 'p3', 'p4', 'p8', 'p10'])
    assert.match((await decide(review, mark, { decision: 'accepted' })).record ?? '', /^ST-/)
  const { statements = [], citations } = await released()
  const of = (kind: string) => statements.filter((one) => one.kind === kind)
  assert.deepEqual(statements.map((one) => one.kind).toSorted(), [
    'commitment',
    'date',
    'instrument',
    'legal_reference',
    'place',
    'relation',
  ])
  assert.deepEqual([of('commitment')[0]?.strength, of('commitment')[0]?.promiser], ['agree_will_commit', 'We'])
  assert.deepEqual(of('place')[0]?.valid, { from: null, until: '2025-06-30' })
  assert.deepEqual(of('date')[0]?.happened, { from: '2031-03-01', until: null, precision: 'since', said: 'March 2031' })
  const [relation] = of('relation')
  assert.deepEqual(relation?.hedge, { code: 'alleged', said: 'alleged' })
  assert.deepEqual(
    relation.parts.map((part) => part.record),
    [null, person.record],
  )
  const quotes = new Map(citations.map((one) => [one.code, one.quote]))
  assert.equal(quotes.get(relation.citations[0] ?? ''), 'Mira Okonedo was followed')

  const again = await decide(review, 'p9', { decision: 'accepted' })
  assert.equal(again.record, of('place')[0]?.code, 'the same place in one document is one statement')
  const [twice] = (await released()).statements?.filter((one) => one.kind === 'place') ?? []
  assert.equal(twice?.citations.length, 2)
  await assert.rejects(decide(review, 'p7', { decision: 'merged', record: of('place')[0]?.code ?? '' }), refuses('proposal.not_mergeable'))
  assert.equal(await recheckCitations(house.base, house.installation.actor), 8)
  const lists = await listMergeable(house.base, by.actor, { kind: 'date', value: '2031-03' })
  assert.deepEqual(
    lists.map((one) => one.code),
    [of('date')[0]?.code],
  )
})

test('a statement is undone with its words, and what was rejected is remembered and stands in nothing', async () => {
  const review = await aReview(house)
  await decide(review, 'p6', { decision: 'accepted' })
  assert.equal((await released()).statements?.length, 1)
  await decide(review, 'p6', { decision: 'undone' })
  assert.deepEqual([(await released()).statements, (await released()).citations], [[], []])
  await decide(review, 'p1', { decision: 'rejected', reason: 'no person' })
  await assert.rejects(decide(review, 'p7', { decision: 'accepted' }), refuses('proposal.incomplete'))
  const opened = await openReview(house.base, review.by, review.code)
  const rejected = opened.proposals.find((one) => one.mark === 'p1')
  assert.deepEqual([rejected?.decision, rejected?.by, rejected?.record], ['rejected', 'Ada Reviewer', null])
  assert.deepEqual((await released()).statements, [])
})

test('the same name accepted twice in one document is one record with two quotations, linked in the ledger line by line', async () => {
  const review = await aReview(house)
  const first = await decide(review, 'p1', { decision: 'accepted' })
  const second = await decide(review, 'p2', { decision: 'accepted' })
  assert.equal(second.record, first.record)
  const [person, ...others] = (await released()).persons
  assert.deepEqual([person?.citations.length, others.length], [2, 0])
  assert.deepEqual(await lines(), ['document.ingest 1', 'operator.enrol 1', 'proposal.decide 2'])
})

test('a wording is never made stronger, whoever asks (R-NGO-09)', async () => {
  const review = await aReview(house)
  const states = { origin: 'VN', host: 'TH' }
  for (const hedge of ['stated', 'reportedly', 'credibly_reported', 'claimed_by_authority']) {
    await assert.rejects(decide(review, 'p5', { decision: 'accepted', edits: { ...states, hedge } }), refuses('proposal.hedge_upgraded'))
  }
  await decide(review, 'p5', { decision: 'accepted', edits: { ...states, hedge: 'denied' } })
  assert.equal((await released()).incidents[0]?.hedge.code, 'denied')
})

test('what a source denies, or what lacks its states, does not become an incident', async () => {
  const review = await aReview(house)
  await assert.rejects(decide(review, 'p9', { decision: 'accepted', edits: { origin: 'VN', host: 'TH' } }), refuses('proposal.not_told'))
  await assert.rejects(decide(review, 'p5', { decision: 'accepted' }), refuses('proposal.incomplete'))
  assert.deepEqual((await released()).incidents, [])
  assert.equal((await counts())[4], 0)
})

test('a decision taken meanwhile is refused and stays as it is', async () => {
  const review = await aReview(house)
  const other = { ...review.by, actor: await enrolOperator(house.base, house.installation, 'Ben Second') }
  const opened = await openReview(house.base, review.by, review.code)
  const proposal = opened.proposals.find((one) => one.mark === 'p3')
  assert.ok(proposal !== undefined)
  const both = await Promise.allSettled([
    decideProposal(house.base, review.by, { proposal: proposal.id, seen: 0, decision: 'accepted' }, proposalRecorder),
    decideProposal(house.base, other, { proposal: proposal.id, seen: 0, decision: 'rejected' }, proposalRecorder),
  ])
  const refused = both.filter((one) => one.status === 'rejected')
  assert.equal(refused.length, 1)
  assert.ok(refuses('proposal.decided')(refused[0]?.reason))
  const now = (await openReview(house.base, other, review.code)).proposals.find((one) => one.mark === 'p3')
  assert.deepEqual([now?.decisions, now?.by], [1, both[0].status === 'fulfilled' ? 'Ada Reviewer' : 'Ben Second'])
})

test('a decision is undone with its record, and can be taken again', async () => {
  const review = await aReview(house)
  const first = await decide(review, 'p1', { decision: 'accepted' })
  await decide(review, 'p2', { decision: 'accepted' })
  await assert.rejects(decide(review, 'p1', { decision: 'accepted' }), refuses('proposal.not_open'))
  await decide(review, 'p1', { decision: 'undone' })
  assert.deepEqual(
    (await released()).persons.map((one) => [one.code, one.citations.length]),
    [[first.record, 1]],
    'the other quotation still carries it',
  )
  await decide(review, 'p2', { decision: 'undone' })
  const release = await released()
  assert.deepEqual([release.persons, release.citations], [[], []])
  const again = await decide(review, 'p1', { decision: 'accepted' })
  assert.notEqual(again.record, first.record)
  await assert.rejects(decide(review, 'p3', { decision: 'undone' }), refuses('proposal.not_open'))
})

test('a second source joins a record, and what differs stands beside it unsettled', async () => {
  const review = await aReview(house)
  const first = await decide(review, 'p1', { decision: 'accepted' })
  const text = 'Other words of another writer.\n\nMiira Okonedo was followed.\n'
  const wanted = [{ words: 'Miira Okonedo', kind: 'person', value: 'miira okonedo' }]
  const done = await ingestDocument(house.base, house.installation, { ...FACTS, address: null }, aPreparedDocument(text, wanted))
  const second = { ...review, code: done.code }
  await assert.rejects(decide(second, 'p1', { decision: 'merged', record: 'P-ZZZZ' }), refuses('proposal.not_mergeable'))
  await decide(second, 'p1', { decision: 'merged', record: first.record ?? '' })
  const release = await released()
  assert.deepEqual(
    release.persons.map((one) => [one.name, one.citations.length]),
    [['Mira Okonedo', 2]],
  )
  assert.deepEqual(
    release.discrepancies.map((one) => one.issue.en),
    ['Two sources spell this name differently.'],
  )
})

test('a review is for named people: the machine decides nothing, and a name is enrolled once', async () => {
  const review = await aReview(house)
  const machine = { ...review, by: house.installation }
  await assert.rejects(decide(machine, 'p1', { decision: 'rejected' }), refuses('access.denied'))
  await assert.rejects(findOperator(house.base, house.installation, 'Nobody'), refuses('operator.unknown'))
  assert.equal((await findOperator(house.base, house.installation, 'Ada Reviewer')).id, review.by.actor.id)
  assert.equal((await enrolOperator(house.base, house.installation, 'Ada Reviewer')).id, review.by.actor.id)
  await assert.rejects(enrolOperator(house.base, { ...house.installation, actor: review.by.actor }, 'Third'), refuses('access.denied'))
  const forged: Actor = { ...review.by.actor, kind: 'machine' }
  await assert.rejects(enrolOperator(house.base, { ...house.installation, actor: forged }, 'Third'), /only the installation/)
})

test('a review is left and continued: what waits is what was not decided', async () => {
  const review = await aReview(house)
  await decide(review, 'p3', { decision: 'rejected' })
  await decide(review, 'p6', { decision: 'accepted' })
  const [open] = await listReviews(house.base, review.by)
  assert.deepEqual([open?.proposals, open?.open, open?.code], [14, 12, review.code])
  await assert.rejects(openReview(house.base, review.by, 'D-NONE'), refuses('record.not_found'))
})

test('nobody reads or writes proposals without a member, and nobody changes a decision', async () => {
  const review = await aReview(house)
  await decide(review, 'p3', { decision: 'rejected' })
  const stranger: Actor = { id: newId<MemberId>(), kind: 'person', writes: [] }
  assert.deepEqual((await counts(stranger)).slice(0, 2), [0, 0])
  for (const change of [
    'update asylia.proposal_decision set number = 2',
    'delete from asylia.proposal',
    'truncate asylia.imported_document',
  ]) {
    await assert.rejects(
      house.base.transact(review.by.actor, ({ db }) => sql.raw(change).execute(db)),
      /permission denied|append-only/,
      change,
    )
  }
})
