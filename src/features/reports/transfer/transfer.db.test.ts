import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import { HELD_MS } from '#crypto/team/transfer.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { type ADesk, type AMember, type Answer, aFiledItem, aTakeIn, must, rotate, signInAs } from '../../../../test/a-desk.ts'
import { type AHarbour, aHarbour } from '../../../../test/a-harbour.ts'
import { endOldOffers } from '../inbox/inbox.jobs.ts'

let harbour: AHarbour
let desk: ADesk
let superuser: pg.Client
let ana: AMember
let ben: AMember
let quay: AMember
let dock: AMember
let seed: Uint8Array

before(async () => {
  harbour = await aHarbour()
  ;({ desk, superuser, ana, ben, quay, dock, seed } = harbour)
})
after(async () => {
  assert.deepEqual(desk.faults, [])
  await harbour.stop()
})

const codeOf = (answer: Answer) => answer.body['code']

/** The key of the quay that counts now. */
let newest = 1

/** A report that ana took in with ben among the readers, and the statement of a transfer to the quay. */
async function aProposal(over: object = {}, barred: readonly string[] = []) {
  const item = await aFiledItem(desk, [{ id: 'harbour', seed }])
  const key = { wrap: b64u(await sealTo([ana.keys.recipient, ben.keys.recipient], newSeed())), readers: [ana.code, ben.code] }
  const taken = await aTakeIn(desk, ana, item, { key, blocked: [...barred] })
  must(await ana.post('/reports', taken), 200)
  const statement = {
    v: 1,
    type: 'transfer',
    item,
    from: 'harbour',
    to: 'quay',
    epoch: newest,
    fields: ['text'],
    until: '2026-12-22',
    reason: 'legal_help',
    never_sha256: '0'.repeat(64),
    proposer: b64u(ana.keys.signKey),
    approver: b64u(ben.keys.signKey),
    ...over,
  }
  return { report: taken.report, case: taken.case, item, statement }
}
type Proposal = Awaited<ReturnType<typeof aProposal>>
const signedBy = (who: AMember, statement: object) => b64u(signStatement(who.keys.signSeed, 'transfer', statement))
const propose = (by: AMember, { report, statement }: Proposal, signature = signedBy(by, statement)) =>
  by.post('/transfers/propose', { report, statement, signature })

async function approved(over: object = {}, barred: readonly string[] = []) {
  const proposal = await aProposal(over, barred)
  const transfer = String(must(await propose(ana, proposal), 200).body['transfer'])
  must(await ben.post('/transfers/approve', { transfer, signature: signedBy(ben, proposal.statement) }), 200)
  return { ...proposal, transfer }
}

async function aParcel(transfer: string, over: object = {}) {
  const body = b64u(await sealTo([recipientOf(newSeed())], new Uint8Array(16_384)))
  const wrap = b64u(await sealTo([quay.keys.recipient], new Uint8Array(512)))
  return { transfer, epoch: newest, body, wrap, blocked: [], ...over }
}
const incomingOf = async (who: AMember) =>
  must(await who.get('/incoming'), 200).body['incoming'] as { incoming: string; barred: string[] }[]
const stateOf = async (transfer: string) => {
  const all = must(await ana.get('/transfers'), 200).body['transfers'] as { transfer: string; state: string; freeAt: string | null }[]
  return all.find((one) => one.transfer === transfer)
}
async function pass(milliseconds: number): Promise<void> {
  desk.pass(milliseconds)
  for (const who of [ana, ben, quay, dock]) await signInAs(desk, who)
}

async function anAcceptance(incoming: string, over: object = {}) {
  const caseSeed = newSeed()
  return {
    incoming,
    item: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex'),
    report: newPublicCode('R'),
    case: newPublicCode('C'),
    key: { wrap: b64u(await sealTo([quay.keys.recipient], caseSeed)), readers: [quay.code] },
    wrap: b64u(await sealTo([recipientOf(caseSeed)], new Uint8Array(512))),
    body: b64u(await sealTo([recipientOf(newSeed())], new Uint8Array(16_384))),
    neverSha256: '0'.repeat(64),
    blocked: [],
    ...over,
  }
}

test('a transfer needs two signatures of two members over the same statement, and waits ten minutes that can be used to undo it (T-22, A-11)', async () => {
  const proposal = await aProposal()
  const { statement } = proposal
  const wrong: readonly (readonly [Promise<Answer>, string])[] = [
    [propose(ana, proposal, signedBy(ben, statement)), 'transfer.unsigned'],
    [propose(ben, proposal), 'transfer.unsigned'],
    [propose(ana, { ...proposal, statement: { ...statement, approver: statement.proposer } }), 'approval.same_person'],
    [propose(ana, { ...proposal, statement: { ...statement, approver: b64u(quay.keys.signKey) } }), 'transfer.not_members'],
    [propose(ana, { ...proposal, statement: { ...statement, to: 'harbour' } }), 'transfer.malformed'],
    [propose(ana, { ...proposal, statement: { ...statement, to: 'nowhere' } }), 'transfer.malformed'],
    [propose(ana, { ...proposal, statement: { ...statement, fields: ['everything'] } }), 'transfer.malformed'],
    [propose(ana, { ...proposal, statement: { ...statement, until: '2026-11-22' } }), 'transfer.ended'],
    [propose(ana, { ...proposal, statement: { ...statement, epoch: 2 } }), 'transfer.key_changed'],
    [propose(ana, { ...proposal, statement: { ...statement, item: 'f'.repeat(32) } }), 'record.not_found'],
  ]
  for (const [answer, code] of wrong) assert.equal(codeOf(await answer), code)
  const transfer = String(must(await propose(ana, proposal), 200).body['transfer'])
  assert.equal(codeOf(await propose(ana, proposal)), 'transfer.open')
  assert.equal(codeOf(await ana.post('/transfers/send', await aParcel(transfer))), 'record.stale', 'one signature sends nothing')
  assert.equal(codeOf(await ana.post('/transfers/approve', { transfer, signature: signedBy(ana, statement) })), 'transfer.unsigned')
  assert.equal(
    codeOf(await ben.post('/transfers/approve', { transfer, signature: signedBy(ben, { ...statement, fields: ['text', 'contact'] }) })),
    'transfer.unsigned',
    'another payload',
  )
  must(await ben.post('/transfers/approve', { transfer, signature: signedBy(ben, statement) }), 200)
  assert.equal((await stateOf(transfer))?.freeAt, new Date(desk.now().getTime() + HELD_MS).toISOString())
  assert.equal(codeOf(await ben.post('/transfers/send', await aParcel(transfer))), 'access.denied', 'the proposer sends')
  await pass(HELD_MS - 1)
  assert.equal(codeOf(await ana.post('/transfers/send', await aParcel(transfer))), 'transfer.held')
  must(await ben.post('/transfers/undo', { transfer }), 200)
  await pass(1)
  assert.equal(codeOf(await ana.post('/transfers/send', await aParcel(transfer))), 'record.stale')
  assert.deepEqual(await incomingOf(quay), [])
})

test('what was sent stands in the other team’s room, is accepted into a case with all bars, and the giving team sees it (T-27)', async () => {
  const { transfer } = await approved({}, ['dock'])
  await pass(HELD_MS)
  for (const [over, code] of [
    [{ body: b64u(new Uint8Array(18_044)) }, 'key.malformed'],
    [{ epoch: 2 }, 'transfer.key_changed'],
    [{ blocked: ['nowhere'] }, 'record.not_found'],
  ] as const)
    assert.equal(codeOf(await ana.post('/transfers/send', await aParcel(transfer, over))), code)
  must(await ana.post('/transfers/send', await aParcel(transfer)), 200)
  assert.equal((await stateOf(transfer))?.state, 'sent')
  assert.equal(codeOf(await ana.post('/transfers/send', await aParcel(transfer))), 'record.stale')
  const [came] = await incomingOf(quay)
  assert.deepEqual(came?.barred, ['dock'])
  assert.deepEqual(await incomingOf(dock), [])
  assert.ok(came)
  const { incoming } = came
  assert.equal((await quay.post('/incoming/body', { incoming })).raw.length, 18_043)
  assert.equal((await dock.post('/incoming/body', { incoming })).status, 404)
  assert.equal(codeOf(await dock.post('/incoming/accept', await anAcceptance(incoming))), 'record.not_found')
  const acceptance = await anAcceptance(incoming)
  must(await quay.post('/incoming/accept', acceptance), 200)
  assert.deepEqual(await incomingOf(quay), [])
  assert.equal((await stateOf(transfer))?.state, 'accepted')
  const keys = must(await quay.post('/cases/keys', { case: acceptance.case }), 200).body
  assert.deepEqual(keys['denied'], ['dock'], 'a barred team stays barred')
  assert.equal((await quay.post('/reports/moved', { report: acceptance.report })).raw.length, 18_043)
  assert.equal((await ana.post('/reports/moved', { report: acceptance.report })).status, 404)
  const decide = (decision: string) =>
    quay.post('/reports/decide', { report: acceptance.report, revision: 1, decision, reason: null, duplicateOf: null })
  assert.equal(codeOf(await decide('return')), 'record.stale', 'there is nothing to go back to')
  must(await decide('shred'), 200)
  assert.equal((await quay.post('/reports/moved', { report: acceptance.report })).status, 404)
})

test('a barred team is offered nothing by this server, before and after the yes of two (T-27)', async () => {
  assert.equal(codeOf(await propose(ana, await aProposal({ to: 'dock' }, ['dock']))), 'transfer.blocked')
  const { transfer, case: code } = await approved({ to: 'dock' })
  await pass(HELD_MS)
  assert.equal(codeOf(await ana.post('/transfers/send', await aParcel(transfer, { blocked: ['dock'] }))), 'transfer.blocked')
  await superuser.query(
    `insert into asylia.compartment_deny (compartment_id, team_id)
     select c.compartment_id, t.id from asylia.report_case c, asylia.team t where c.code = $1 and t.slug = 'dock'`,
    [code],
  )
  assert.equal(codeOf(await ana.post('/transfers/send', await aParcel(transfer))), 'transfer.blocked')
  assert.deepEqual(await incomingOf(dock), [])
})

test('what goes back is gone from the other team, and an offer whose day has passed is too', async () => {
  const { transfer } = await approved()
  const { transfer: late } = await approved({ until: '2026-11-24' })
  const { transfer: never } = await approved({ until: '2026-11-24' })
  await pass(HELD_MS)
  must(await ana.post('/transfers/send', await aParcel(transfer)), 200)
  must(await quay.post('/incoming/return', { incoming: (await incomingOf(quay))[0]?.incoming }), 200)
  assert.deepEqual([await incomingOf(quay), (await stateOf(transfer))?.state], [[], 'returned'])
  must(await ana.post('/transfers/send', await aParcel(late)), 200)
  await pass(3 * 86_400_000)
  assert.equal(codeOf(await ana.post('/transfers/send', await aParcel(never))), 'approval.stale')
  await endOldOffers(desk.desk)
  assert.deepEqual([await incomingOf(quay), (await stateOf(late))?.state, (await stateOf(never))?.state], [[], 'ended', 'ended'])
  const left = await superuser.query('select from keys.incoming_wrap')
  assert.equal(left.rowCount, 0, 'the wraps go with it')
})

test('transfer and forget: when the other team has sealed it anew, the giving one has no key and no body of it any more', async () => {
  const { transfer, report, case: code, item } = await approved({ fields: ['text', 'forget_here'] })
  await pass(HELD_MS)
  must(await ana.post('/transfers/send', await aParcel(transfer)), 200)
  const incoming = (await incomingOf(quay))[0]?.incoming ?? ''
  const wraps = async () => (must(await ana.post('/cases/keys', { case: code }), 200).body['reports'] as unknown[]).length
  assert.equal(await wraps(), 1, 'not before it was accepted')
  must(await quay.post('/incoming/accept', await anAcceptance(incoming)), 200)
  assert.equal(await wraps(), 0)
  const reports = must(await ana.get('/reports'), 200).body['reports'] as { report: string; state: string }[]
  assert.equal(reports.find((one) => one.report === report)?.state, 'shredded')
  const bodies = await superuser.query(`select from intake.body where item_id = decode($1, 'hex')`, [item])
  assert.equal(bodies.rowCount, 0)
})

test('a new key of the target is noticed before anything is sealed for the old one, and what waits there is wrapped again', async () => {
  const { transfer } = await approved()
  const { transfer: second } = await approved()
  await pass(HELD_MS)
  must(await ana.post('/transfers/send', await aParcel(second)), 200)
  const parcel = await aParcel(transfer)
  await rotate(desk, quay, [quay])
  newest = 2
  assert.equal(codeOf(await ana.post('/transfers/send', parcel)), 'transfer.key_changed')
  const [came] = await incomingOf(quay)
  const wrap = b64u(await sealTo([quay.keys.recipient], new Uint8Array(512)))
  assert.equal((await dock.post('/incoming/wrap', { incoming: came?.incoming, epoch: 2, wrap })).status, 404)
  must(await quay.post('/incoming/wrap', { incoming: came?.incoming, epoch: 2, wrap }), 200)
  assert.equal(codeOf(await quay.post('/incoming/wrap', { incoming: came?.incoming, epoch: 1, wrap })), 'record.stale')
})

test('a server that is killed in the middle of sending, accepting or changing a case key leaves it whole or not at all', async () => {
  const { transfer, case: code, report } = await approved({ fields: ['text', 'forget_here'] })
  await pass(HELD_MS)
  const known = new Set((await incomingOf(quay)).map(({ incoming }) => incoming))
  const came = async () => (await incomingOf(quay)).filter(({ incoming }) => !known.has(incoming))
  /** Kills the database sessions of the server while one of them stands at this table, as a machine that stops there would. */
  const killedAt = async (table: string, work: () => Promise<Answer>): Promise<number> => {
    await superuser.query(
      `create function public.stand_still() returns trigger language plpgsql as 'begin perform pg_sleep(20); return new; end'`,
    )
    await superuser.query(
      `create trigger stand_still before insert or update or delete on ${table} for each row execute function public.stand_still()`,
    )
    const working = work()
    for (let killed = 0; killed === 0; ) {
      const rows = await superuser.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
      )
      killed = rows.rowCount ?? 0
    }
    const { status } = await working
    await superuser.query(`drop trigger stand_still on ${table}`)
    await superuser.query('drop function public.stand_still()')
    desk.faults.length = 0
    return status
  }
  assert.equal(await killedAt('keys.incoming_wrap', async () => ana.post('/transfers/send', await aParcel(transfer))), 500)
  assert.deepEqual([await came(), (await stateOf(transfer))?.state], [[], 'approved'])
  must(await ana.post('/transfers/send', await aParcel(transfer)), 200)

  const incoming = (await came())[0]?.incoming ?? ''
  const acceptance = await anAcceptance(incoming)
  const cases = async () => (await superuser.query('select from asylia.report_case where code = $1', [acceptance.case])).rowCount
  assert.equal(await killedAt('asylia.moved_body', () => quay.post('/incoming/accept', acceptance)), 500)
  assert.deepEqual([(await came()).length, (await stateOf(transfer))?.state, await cases()], [1, 'sent', 0])

  const keys = must(await ana.post('/cases/keys', { case: code }), 200).body as {
    key: string
    revision: number
    reports: { wrap: string }[]
  }
  const wrap = b64u(await sealTo([recipientOf(newSeed())], new Uint8Array(512)))
  const change = {
    case: code,
    revision: keys.revision,
    key: b64u(await sealTo([ana.keys.recipient], newSeed())),
    readers: [ana.code],
    wraps: [{ report, wrap }],
    ring: [{ generation: 1, wrap }],
  }
  assert.equal(await killedAt('keys.case_ring', () => ana.post('/cases/readers', change)), 500)
  assert.deepEqual(must(await ana.post('/cases/keys', { case: code }), 200).body, { ...keys })
  must(await ana.post('/cases/readers', change), 200)
  must(await quay.post('/incoming/accept', acceptance), 200)
  assert.equal(await cases(), 1)
})

test('police gets a report only with the consent of everybody in its case to exactly that, and the signature of a data protection officer (R-EP-19, T-21)', async () => {
  await superuser.query(`update asylia.team set police = true where slug = 'quay'`)
  const proposal = await aProposal()
  assert.equal(codeOf(await propose(ana, proposal)), 'consent.missing')
  const yes = { giver: 'self', basis: 'spoken', from: '2026-11-22', until: null, card: null, mark: null }
  const said = { case: proposal.case, subject: 'reporter', scopes: ['law_enforcement'] }
  must(await ana.post('/consent/give', { ...said, ...yes }), 200)
  const transfer = String(must(await propose(ana, proposal), 200).body['transfer'])
  must(await ben.post('/transfers/approve', { transfer, signature: signedBy(ben, proposal.statement) }), 200)
  await pass(HELD_MS)
  assert.equal(codeOf(await ana.post('/transfers/send', await aParcel(transfer))), 'police.needs_dpo')
  await superuser.query(
    `insert into asylia.member_role (compartment_id, member_id, role) select c.id, m.id, 'dpo' from asylia.member m
     join asylia.compartment c on c.team_id = m.team_id and c.kind = 'team' where m.code = $1`,
    [ben.code],
  )
  must(await ana.post('/consent/withdraw', { ...said, giver: 'self', basis: 'spoken', card: null, mark: null }), 200)
  assert.equal(codeOf(await ana.post('/transfers/send', await aParcel(transfer))), 'consent.missing', 'asked once more when it goes')
  must(await ana.post('/consent/give', { ...said, ...yes }), 200)
  must(await ana.post('/transfers/send', await aParcel(transfer)), 200)
  const lines = await superuser.query(`select from base.ledger_entry where action = 'transfer.to_police' and subject = $1`, [transfer])
  assert.equal(lines.rowCount, 1)
  await superuser.query(`update asylia.team set police = false where slug = 'quay'`)
})
