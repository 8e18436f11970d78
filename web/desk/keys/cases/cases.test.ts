import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import { type AMember, aDeskAt, addressOf, aMemberAt } from '../a-member.ts'
import { aReporter, sendFile } from '../a-reporter.ts'

const BEAT = 61_000
let house: DeskHouse
let ana: AMember
/** What the server is sent, all of it. */
const sent: string[] = []
/** The address at which the line breaks, once. */
let cutAt: string | null = null
const through: typeof fetch = async (input, init) => {
  const address = addressOf(input)
  if (cutAt !== null && address.endsWith(cutAt)) {
    cutAt = null
    throw new TypeError('cut')
  }
  if (typeof init?.body === 'string') sent.push(`${address} ${init.body}`)
  return fetch(input, init)
}

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'), through)
})
after(async () => {
  const { faults } = house
  await house.stop()
  assert.deepEqual(faults, [])
})

const everything = { state: null, owner: null, host: null, origin: null, risk: null, deadline: null, after: null }
const dated = { from: null, until: null, precision: 'unknown', hedge: null, state: null, due: null, ledFrom: null, link: null }
const anEvent = { kind: 'event', stage: 'arrest', ...dated, facts: {} } as const
const pageOf = (code: string) => ({ case: code, kinds: [], down: true, after: null })

/** Somebody else of the same member, in another browser. */
async function again() {
  const desk = aDeskAt(house)
  await desk.call('unlock', { member: ana.member, typed: ana.words.join(' '), drafts: null })
  return desk
}
async function aTaken(text: string): Promise<{ item: string; code: string }> {
  const { item } = await aReporter(house).report({ to: ['harbour'], text })
  house.pass(BEAT)
  await ana.call('look', null)
  return { item, code: (await ana.call('takeIn', { item })).code }
}
const write = (code: string, about: string, kind: 'note' | 'case.label' | 'case.summary', text: string) =>
  ana.call('cases.write', { case: code, about, kind, text, card: null, revision: 0 })

test('a case that was taken in from the inbox shows at once, and what is written in it never leaves unsealed (T-05)', async () => {
  const { code } = await aTaken('Canary in the report.')
  const { cases } = await ana.call('cases.list', everything)
  assert.equal(cases[0]?.case, code)
  const { record, reports } = await ana.call('cases.view', { case: code })
  assert.equal(reports.length, 1)
  await write(code, record, 'case.label', 'Canary of the label')
  await write(code, record, 'note', 'Canary of the note')
  await ana.call('cases.keepEntry', { case: code, entry: null, revision: 0, body: anEvent, text: 'Canary of the arrest' })
  await ana.call('cases.assess', {
    case: code,
    supersedes: null,
    factors: ['threat.direct'],
    level: 'high',
    cause: 'first',
    reasons: 'Canary of reasons',
  })
  const task = {
    playbook: null,
    action: 'own-call',
    due: '2030-01-01',
    owner: ana.member,
    second: null,
    state: 'open',
    outcome: null,
    gap: null,
    jurisdiction: null,
  } as const
  await ana.call('tasks.keep', { case: code, task: null, revision: 0, body: task, detail: 'Canary of the task' })
  assert.ok(sent.length > 10)
  assert.ok(sent.every((one) => !one.includes('Canary')))

  const other = await again()
  const sealed = await other.call('cases.sealed', { case: code, record })
  assert.deepEqual([sealed.label?.text, sealed.notes.map(({ text }) => text)], ['Canary of the label', ['Canary of the note']])
  const { entries } = await other.call('cases.entries', pageOf(code))
  assert.equal(entries[0]?.texts['chronology']?.text, 'Canary of the arrest')
  assert.equal((await other.call('cases.risk', { case: code })).assessments[0]?.reasons?.text, 'Canary of reasons')
  const { tasks } = await other.call('tasks.list', { case: code, owner: null, state: null, after: null, open: true })
  assert.equal(tasks[0]?.detail?.text, 'Canary of the task')
})

test('a list shows labels of cases that are open in this session, and opens none for itself (T-25)', async () => {
  const { code } = await aTaken('Label.')
  const { record } = await ana.call('cases.view', { case: code })
  await write(code, record, 'case.label', 'Known here')
  await ana.call('cases.sealed', { case: code, record })
  const labelOf = async (who: Pick<AMember, 'call'>) =>
    (await who.call('cases.list', everything)).cases.find((row) => row.case === code)?.label
  assert.equal(await labelOf(ana), 'Known here')
  assert.equal(await labelOf(await again()), null)
})

test('two people on one field: the second sees both versions, and nothing is overwritten (UX-C-05)', async () => {
  const { code } = await aTaken('Conflict.')
  const { record } = await ana.call('cases.view', { case: code })
  const first = await write(code, record, 'case.summary', 'One.')
  assert.ok(first.state === 'kept')
  const other = await again()
  const change = { case: code, about: record, kind: 'case.summary', card: first.card, revision: 1 } as const
  assert.equal((await other.call('cases.write', { ...change, text: 'Theirs.' })).state, 'kept')
  const mine = await ana.call('cases.write', { ...change, text: 'Mine.' })
  assert.ok(mine.state === 'conflict')
  assert.deepEqual([mine.theirs.text, mine.theirs.revision], ['Theirs.', 2])
  assert.equal((await ana.call('cases.sealed', { case: code, record })).summary?.text, 'Theirs.')
  assert.equal((await ana.call('cases.write', { ...change, revision: 2, text: 'Both.' })).state, 'kept')
})

test('a merge brings reports, entries, tasks and every sealed thing over, and within 30 days it goes back', async () => {
  const [from, into] = [await aTaken('From.'), await aTaken('Into.')]
  const [source, target] = [from.code, into.code]
  const { record } = await ana.call('cases.view', { case: source })
  await write(source, record, 'note', 'Note of the first')
  await ana.call('cases.keepEntry', { case: source, entry: null, revision: 0, body: anEvent, text: 'It began here' })
  const moved = await ana.call('cases.merge', { source, target })
  assert.equal(moved.case, target)
  const merged = await ana.call('cases.view', { case: target })
  assert.equal(merged.reports.length, 2)
  assert.deepEqual(
    (await ana.call('cases.sealed', { case: target, record: merged.record })).notes.map(({ text }) => text),
    ['Note of the first'],
  )
  assert.equal((await ana.call('cases.entries', pageOf(target))).entries[0]?.texts['chronology']?.text, 'It began here')
  const left = await ana.call('cases.view', { case: source })
  assert.deepEqual([left.state, left.movedInto, left.reports.length], ['merged', target, 0])
  // The report opens with the key of the case that it came to: an answer and a follow-up find their way.
  house.pass(BEAT)
  await ana.call('look', null)
  assert.equal(ana.items().find(({ item }) => item === from.item)?.taken, target)

  await ana.call('cases.undoMove', { move: moved.move, source, target })
  const back = await ana.call('cases.view', { case: source })
  assert.deepEqual([back.state, back.movedInto, back.reports.length], ['open', null, 1])
  assert.deepEqual(
    (await ana.call('cases.sealed', { case: source, record })).notes.map(({ text }) => text),
    ['Note of the first'],
  )
  assert.equal((await ana.call('cases.entries', pageOf(source))).entries[0]?.texts['chronology']?.text, 'It began here')
  assert.deepEqual((await ana.call('cases.entries', pageOf(target))).entries, [])
})

test('a merge that was cut off shows nothing, and anybody who works on both goes on with it', async () => {
  const [from, into] = [await aTaken('Cut.'), await aTaken('Off.')]
  const [source, target] = [from.code, into.code]
  const { record } = await ana.call('cases.view', { case: source })
  await write(source, record, 'note', 'Half way')
  cutAt = '/moves/finish'
  await assert.rejects(ana.call('cases.merge', { source, target }))
  const before = await ana.call('cases.view', { case: target })
  assert.equal(before.reports.length, 1)
  assert.deepEqual(
    (await ana.call('cases.sealed', { case: source, record })).notes.map(({ text }) => text),
    ['Half way'],
  )
  await assert.rejects(ana.call('cases.merge', { source, target }), { code: 'move.under_way' })
  // What is written meanwhile comes along.
  await write(source, record, 'note', 'Meanwhile')
  const [held] = (await ana.call('cases.moves', { case: source })).moves
  assert.equal(held?.state, 'held')
  await (await again()).call('cases.finishMove', { move: held.move, source, target })
  const notes = (await ana.call('cases.sealed', { case: target, record: before.record })).notes.map(({ text }) => text)
  assert.deepEqual(notes.toSorted(), ['Half way', 'Meanwhile'])
})

test('a split takes the chosen report with what is about it into a case from which the same teams are barred (T-27)', async () => {
  await aMemberAt(house, await house.team('quay', { of: ['DE'] }))
  const reporter = aReporter(house)
  const never = [{ kind: 'country' as const, id: 'DE' }]
  const { item } = await reporter.report({ to: ['harbour'], never, text: 'Two things.' })
  house.pass(BEAT)
  await ana.call('look', null)
  const { code: source } = await ana.call('takeIn', { item })
  const entry = await ana.call('cases.keepEntry', { case: source, entry: null, revision: 0, body: anEvent, text: 'Goes' })
  await ana.call('cases.keepEntry', { case: source, entry: null, revision: 0, body: anEvent, text: 'Stays' })
  const { case: target, move } = await ana.call('cases.split', { source, chosen: [entry.entry] })
  const textsOf = async (code: string) =>
    (await ana.call('cases.entries', pageOf(code))).entries.map(({ texts }) => texts['chronology']?.text)
  assert.deepEqual([await textsOf(source), await textsOf(target)], [['Stays'], ['Goes']])
  const barred = await house.superuser.query(
    `select t.slug from asylia.compartment_deny d join asylia.team t on t.id = d.team_id join asylia.report_case c using (compartment_id) where c.code = $1`,
    [target],
  )
  assert.deepEqual(barred.rows, [{ slug: 'quay' }])
  await ana.call('cases.undoMove', { move, source, target })
  assert.deepEqual((await textsOf(source)).toSorted(), ['Goes', 'Stays'])
})

test('opening an original says why first, and the ledger has the line before a byte is seen', async () => {
  const item = 'cd'.repeat(16)
  const data = new TextEncoder().encode('%PDF-1.7 '.padEnd(3_000, 'x'))
  const file = await sendFile(house, item, { n: 0, name: 'a.pdf', data })
  await aReporter(house).report({ to: ['harbour'], text: 'With a file.', header: { item, files: [file] } })
  house.pass(BEAT)
  await ana.call('look', null)
  const { code } = await ana.call('takeIn', { item })
  const { record } = await ana.call('cases.view', { case: code })
  const opened = await ana.call('cases.openFile', { case: code, record, item, n: 0, reason: 'legal_filing' })
  assert.deepEqual([opened.problem, opened.type], [null, 'application/pdf'])
  const lines = await house.superuser.query(`select from base.ledger_entry where action = 'evidence.open_legal_filing'`)
  assert.equal(lines.rowCount, 1)
  cutAt = '/cards/read'
  await assert.rejects(ana.call('cases.openFile', { case: code, record, item, n: 0, reason: 'legal_filing' }))
})

test('a playbook makes its tasks, and deadlines count them', async () => {
  const { code } = await aTaken('Playbook.')
  assert.deepEqual(await ana.call('tasks.playbook', { case: code, playbook: 'police_report', owner: ana.member, second: null }), {
    made: 3,
  })
  const { deadlines } = await ana.call('tasks.deadlines', { until: '2030-12-31', mine: true })
  assert.equal(deadlines.filter((due) => due.case === code).length, 3)
})
