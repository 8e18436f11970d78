import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { noteSigner } from '#crypto/signed-note.ts'
import { writeCheckpoint } from '#formats/checkpoint.ts'
import { type ScratchServer, scratchServer } from '../../../test/database.ts'
import { type ALedger, aLedger } from './a-ledger.ts'
import { databaseSource } from './database-source.ts'
import { canonicalEntry, type LedgerEntry, leafOfCanonical } from './entry.ts'
import { makeCheckpoint, signHead } from './make-checkpoint.ts'
import { claimsOf, runVerifier } from './run-verifier.ts'
import { verifyLedger } from './verify-ledger.ts'
import type { Fault, FaultCode, VerifyReport } from './verify-report.ts'

let server: ScratchServer
before(async () => {
  server = await scratchServer()
})
after(() => server.stop())

const NOW = new Date('2026-03-14T09:26:00Z')
const clock = { now: () => NOW }

/** Twelve entries, checkpoints at 5 and 9, the head at 12, and one that waits. */
async function aSignedLedger(t: Parameters<typeof aLedger>[0]): Promise<ALedger> {
  const ledger = await aLedger(t, server, clock)
  await ledger.grow(5)
  await makeCheckpoint(ledger.house.ledger, ledger.key, clock)
  await ledger.grow(4)
  await makeCheckpoint(ledger.house.ledger, ledger.key, clock)
  await ledger.grow(3)
  await signHead(ledger.house.ledger, ledger.key)
  await ledger.append(1)
  return ledger
}

/** The faults without ids, which differ from run to run. */
function seen(faults: readonly Fault[]): string[] {
  return faults.map(({ code, at, after: last }) => [code, at, last].filter((part) => part !== undefined).join(' ')).toSorted()
}

const entryAt = (index: number) =>
  `(compartment_id, month, id) = (select compartment_id, month, entry_id from base.ledger_leaf where index = ${index})`

test('a ledger that nobody touched holds, and the report says how far it is signed (T-23)', async (t) => {
  const report = await (await aSignedLedger(t)).verify()
  assert.deepEqual(report.faults, [])
  assert.deepEqual([report.ok, report.size, report.signedSize, report.checkpoints, report.pending], [true, 12, 12, 2, 1])
})

test('a change to any field of an entry is named by its index (T-23)', async (t) => {
  const ledger = await aSignedLedger(t)
  const fields = [
    `action = 'record.withdraw'`,
    `actor = gen_random_uuid()`,
    `subject = subject || ' '`,
    `object_hash = repeat('cd', 32)`,
    `object_hash = case when object_hash is null then repeat('ab', 32) end`,
    `salt = sha256('x')::bytea`,
    `at = at + interval '1 minute'`,
    `at = at + interval '1 second'`,
    `at = at - interval '3000 years'`,
    `object_hash = case when object_hash is null then '' else object_hash || 'x' end`,
    'subject = null',
  ]
  await ledger.tamper(
    'create table kept as select * from base.ledger_entry',
    ...['action', 'at', 'salt', 'object_hash', 'subject'].map(
      (column) => `alter table base.ledger_entry drop constraint ledger_entry_${column}_check`,
    ),
    'alter table base.ledger_entry alter column subject drop not null',
  )
  for (const [i, change] of fields.entries()) {
    await ledger.tamper(`update base.ledger_entry set ${change} where ${entryAt(i)}`)
    assert.deepEqual(seen((await ledger.verify()).faults), [`entry.changed ${i}`], change)
    await ledger.tamper('delete from base.ledger_entry', 'insert into base.ledger_entry select * from kept')
  }
  assert.equal((await ledger.verify()).ok, true)
})

type Case = { readonly what: string; readonly tamper: readonly string[]; readonly seen: readonly string[] }

const CASES: readonly Case[] = [
  { what: 'an entry is deleted', tamper: [`delete from base.ledger_entry where ${entryAt(6)}`], seen: ['entry.missing 6'] },
  {
    what: 'an entry is moved to another compartment',
    tamper: [`update base.ledger_entry set compartment_id = gen_random_uuid() where ${entryAt(6)}`],
    seen: ['entry.missing 6', 'entry.unplaced'],
  },
  {
    what: 'two entries are swapped',
    tamper: [
      `create table pair as select * from base.ledger_entry where ${entryAt(2)} or ${entryAt(7)}`,
      `update base.ledger_entry e set subject = o.subject, salt = o.salt, object_hash = o.object_hash from pair o where e.id in (select id from pair) and o.id <> e.id`,
    ],
    seen: ['entry.changed 2', 'entry.changed 7'],
  },
  {
    what: 'two leaves are swapped',
    tamper: [
      'update base.ledger_leaf set index = 99 where index = 6',
      'update base.ledger_leaf set index = 6 where index = 7',
      'update base.ledger_leaf set index = 7 where index = 99',
    ],
    seen: ['checkpoint.other_root 12 5', 'checkpoint.other_root 9 5', 'frontier.differs 12'],
  },
  {
    what: 'a leaf is deleted',
    tamper: ['delete from base.ledger_leaf where index = 7'],
    seen: ['checkpoint.other_root 12 5', 'checkpoint.other_root 9 5', 'entry.unplaced', 'frontier.differs 12', 'leaf.missing 7'],
  },
  {
    what: 'an index is given twice',
    tamper: ['alter table base.ledger_leaf drop constraint ledger_leaf_pkey', 'update base.ledger_leaf set index = 6 where index = 7'],
    seen: ['checkpoint.other_root 12 5', 'checkpoint.other_root 9 5', 'frontier.differs 12', 'leaf.out_of_order 7'],
  },
  {
    what: 'a leaf is changed',
    tamper: [`update base.ledger_leaf set hash = sha256('x') where index = 10`],
    seen: ['checkpoint.other_root 12 9', 'entry.changed 10', 'frontier.differs 12'],
  },
  {
    what: 'a leaf becomes something that is no hash',
    tamper: [
      'alter table base.ledger_leaf drop constraint ledger_leaf_hash_check',
      `update base.ledger_leaf set hash = repeat('x', 100)::bytea where index = 10`,
    ],
    seen: ['checkpoint.other_root 12 9', 'entry.changed 10', 'frontier.differs 12'],
  },
  {
    what: 'the end is cut off, leaves and right edge alike',
    tamper: [
      'delete from base.ledger_entry e using base.ledger_leaf l where l.index >= 9 and l.entry_id = e.id',
      'delete from base.ledger_leaf where index >= 9',
      'delete from base.ledger_frontier where size > 9',
    ],
    seen: ['checkpoint.beyond_end 12 9'],
  },
  {
    what: 'the whole database is rolled back to an older state of its own',
    tamper: [
      'delete from base.ledger_entry e using base.ledger_leaf l where l.index >= 5 and l.entry_id = e.id',
      'delete from base.ledger_leaf where index >= 5',
      'delete from base.ledger_frontier where size > 5',
      'delete from base.ledger_checkpoint where size > 5',
    ],
    seen: ['checkpoint.beyond_end 12 5', 'checkpoint.beyond_end 9 5', 'checkpoint.missing'],
  },
  {
    what: 'the whole ledger is emptied',
    tamper: ['entry', 'pending', 'leaf', 'frontier', 'checkpoint'].map((name) => `delete from base.ledger_${name}`),
    seen: ['checkpoint.beyond_end 12 0', 'checkpoint.beyond_end 9 0', 'checkpoint.missing'],
  },
  {
    what: 'the right edge is changed',
    tamper: [`update base.ledger_frontier set hashes[1] = sha256('x') where size = 12`],
    seen: ['frontier.differs 12'],
  },
  {
    what: 'the right edge holds nothing',
    tamper: ['update base.ledger_frontier set hashes[2] = null where size = 12'],
    seen: ['frontier.differs 12'],
  },
  {
    what: 'the right edge is one batch behind',
    tamper: ['delete from base.ledger_frontier where size = 12'],
    seen: ['frontier.differs 9'],
  },
  {
    what: 'a right edge is invented',
    tamper: [`insert into base.ledger_frontier values (4096, array[sha256('x')])`],
    seen: ['frontier.differs 4096'],
  },
  {
    what: 'a checkpoint is cut short',
    tamper: ['update base.ledger_checkpoint set note = left(note, -20) where size = 5'],
    seen: ['checkpoint.malformed 5'],
  },
  {
    what: 'a checkpoint loses its signature',
    tamper: [`update base.ledger_checkpoint set note = split_part(note, E'\\n\\n', 1) || E'\\n\\n' where size = 5`],
    seen: ['checkpoint.malformed 5'],
  },
  {
    what: 'the text of a checkpoint is changed',
    tamper: [`update base.ledger_checkpoint set note = replace(note, E'\\n5\\n', E'\\n6\\n') where size = 5`],
    seen: ['checkpoint.forged 5'],
  },
  {
    what: 'the size beside a checkpoint is changed',
    tamper: ['update base.ledger_checkpoint set size = 6 where size = 5'],
    seen: ['checkpoint.differs 5'],
  },
  {
    what: 'the root beside a checkpoint is changed',
    tamper: [`update base.ledger_checkpoint set root = sha256('x') where size = 5`],
    seen: ['checkpoint.differs 5'],
  },
  { what: 'the newest checkpoint is deleted', tamper: ['delete from base.ledger_checkpoint where size = 9'], seen: ['checkpoint.missing'] },
  { what: 'an entry that waited is taken out of the queue', tamper: ['delete from base.ledger_pending'], seen: ['entry.unplaced'] },
  {
    what: 'an entry that waited is deleted',
    tamper: ['delete from base.ledger_entry e using base.ledger_pending p where p.id = e.id'],
    seen: ['pending.without_entry'],
  },
  {
    what: 'an entry is slipped in beside the queue',
    tamper: [
      'insert into base.ledger_entry select compartment_id, month, gen_random_uuid(), action, actor, subject, object_hash, salt, at from base.ledger_entry limit 1',
    ],
    seen: ['entry.unplaced'],
  },
  {
    what: 'an entry is slipped in and another queued twice to make up the number',
    tamper: [
      'alter table base.ledger_pending drop constraint ledger_pending_pkey',
      'insert into base.ledger_pending select * from base.ledger_pending',
      'insert into base.ledger_entry select compartment_id, month, gen_random_uuid(), action, actor, subject, object_hash, salt, at from base.ledger_entry limit 1',
    ],
    seen: ['entry.unplaced'],
  },
  {
    what: 'an entry that has its place is queued again',
    tamper: ['insert into base.ledger_pending select compartment_id, month, entry_id from base.ledger_leaf where index = 3'],
    seen: ['pending.with_leaf'],
  },
]

for (const { what, tamper, seen: expected } of CASES) {
  test(`it is seen when ${what} (T-23)`, async (t) => {
    const ledger = await aSignedLedger(t)
    await ledger.tamper(...tamper)
    const report = await ledger.verify()
    assert.deepEqual(seen(report.faults), expected)
    assert.deepEqual([report.ok, report.faultCount], [false, expected.length])
  })
}

/** Rewrites an entry and then everything that follows from it, as somebody who knows how the tree is made would. */
async function rewrite(ledger: ALedger, index: number, others: readonly string[] = []): Promise<void> {
  await ledger.tamper(`update base.ledger_entry set subject = 'nothing happened' where ${entryAt(index)}`)
  const rows = await ledger.ask<LedgerEntry>(`
    select e.action, e.actor, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as at, e.compartment_id as compartment, e.id, e.month::text,
      e.object_hash as "objectHash", encode(e.salt, 'hex') as salt, e.subject
    from base.ledger_entry e where ${entryAt(index)}`)
  const hash = rows.map((row) => leafOfCanonical(canonicalEntry(row)).toString('hex'))[0]
  await ledger.tamper(`update base.ledger_leaf set hash = decode('${hash}', 'hex') where index = ${index}`, ...others)
}

test('an entry rewritten together with its leaf is seen at the first signature after it (T-23)', async (t) => {
  const ledger = await aSignedLedger(t)
  await rewrite(ledger, 7)
  assert.deepEqual(seen((await ledger.verify()).faults), ['checkpoint.other_root 12 5', 'checkpoint.other_root 9 5', 'frontier.differs 12'])
})

test('a history signed anew with another key is seen, with every root in the database in its favour (T-23)', async (t) => {
  const ledger = await aSignedLedger(t)
  await rewrite(ledger, 7, ['delete from base.ledger_frontier', 'delete from base.ledger_checkpoint', 'delete from base.ledger_pending'])
  await ledger.tamper(`delete from base.ledger_entry e where not exists (select from base.ledger_leaf l where l.entry_id = e.id)`)
  const report = await ledger.verify()
  const forger = await noteSigner(ledger.key.origin, new Uint8Array(32).fill(7))
  const note = await forger.sign(
    writeCheckpoint({ origin: ledger.key.origin, size: 12, root: Buffer.from(report.root, 'hex'), extensions: [] }),
  )
  await ledger.tamper(`insert into base.ledger_checkpoint values (12, decode('${report.root}', 'hex'), '${note}', now())`)
  const codes = new Set((await ledger.verify()).faults.map(({ code }) => code))
  assert.deepEqual(codes, new Set<FaultCode>(['checkpoint.unknown_key', 'checkpoint.missing', 'checkpoint.other_root', 'frontier.differs']))
})

test('a fork is seen: another history, signed by the true key, beside what was signed before (T-23)', async (t) => {
  const ledger = await aSignedLedger(t)
  const memory = await ledger.key.readMemory()
  const fork = await aLedger(t, server, clock)
  await fork.grow(20)
  await assert.rejects(makeCheckpoint(fork.house.ledger, ledger.key, clock), { code: 'ledger.rewritten' })
  // The thief of the key makes it sign by taking its memory away; the verifier still has it.
  await ledger.key.keepMemory({})
  await makeCheckpoint(fork.house.ledger, ledger.key, clock)
  await ledger.key.keepMemory(memory)
  const report = await verifyLedger(databaseSource(fork.database.urls.asylia_ledger), await claimsOf(ledger.key))
  assert.deepEqual(seen(report.faults), ['checkpoint.missing', 'checkpoint.other_root 12 0', 'checkpoint.other_root 9 0'])
  assert.equal(report.signedSize, 20)
})

test('a checkpoint that somebody kept elsewhere is enough to see a history rewritten with all keys and memories in hand (T-23)', async (t) => {
  const ledger = await aSignedLedger(t)
  const [kept] = await ledger.ask<{ note: string }>('select note from base.ledger_checkpoint where size = 9')
  assert.ok(kept)
  const fork = await aLedger(t, server, clock)
  await fork.grow(20)
  await ledger.key.keepMemory({})
  await makeCheckpoint(fork.house.ledger, ledger.key, clock)
  const source = databaseSource(fork.database.urls.asylia_ledger)
  const claims = await claimsOf(ledger.key)
  assert.equal((await verifyLedger(source, claims)).ok, true)
  const report = await verifyLedger(source, { ...claims, notes: [...claims.notes, kept.note] })
  assert.deepEqual(seen(report.faults), ['checkpoint.other_root 9 0'])
})

test('a checkpoint of another log says nothing of this one (T-23)', async (t) => {
  const ledger = await aSignedLedger(t)
  const claims = await claimsOf(ledger.key)
  const root = new Uint8Array(32)
  const other = await ledger.key.sign(writeCheckpoint({ origin: 'other.example/ledger', size: 1, root, extensions: [] }))
  const foreign = await (await noteSigner('x.example/ledger', root)).sign('x\n1\n\n')
  const report = await verifyLedger(databaseSource(ledger.database.urls.asylia_ledger), { ...claims, notes: [other, foreign, ''] })
  assert.deepEqual(seen(report.faults), ['checkpoint.malformed', 'checkpoint.malformed', 'checkpoint.unknown_key'])
})

test('of a ruined ledger the first hundred faults are named and all are counted (T-23)', async (t) => {
  const ledger = await aLedger(t, server, clock)
  await ledger.grow(130)
  await ledger.tamper(`update base.ledger_entry set subject = 'x'`)
  const report = await ledger.verify()
  assert.deepEqual([report.ok, report.faults.length, report.faultCount], [false, 100, 130])
})

test('the report holds places and random ids, and nothing of what the entries say (T-23)', async (t) => {
  const ledger = await aSignedLedger(t)
  await ledger.tamper(`update base.ledger_entry set subject = 'Tran Thi Invented'`, 'delete from base.ledger_pending')
  const report = await ledger.verify()
  assert.doesNotMatch(JSON.stringify(report), /Invented|line|record\.correct/)
})

test('a house may go on writing while its ledger is verified (T-23)', async (t) => {
  const ledger = await aSignedLedger(t)
  const stop = new AbortController()
  const writing = (async () => {
    while (!stop.signal.aborted) await ledger.grow(2)
  })()
  for (let i = 0; i < 6; i++) assert.deepEqual((await ledger.verify()).faults, [])
  stop.abort()
  await writing
})

test('a database that does not answer is an error, not a report', async () => {
  const claims = { key: { name: 'x', id: 1, publicKey: new Uint8Array(32) }, notes: [] }
  await assert.rejects(verifyLedger(databaseSource('postgresql://nobody@localhost/none?host=/nowhere'), claims))
})

test('the running verifier reports at once and again each time, goes on after a fault, and ends cleanly (T-23)', async (t) => {
  const ledger = await aSignedLedger(t)
  const told: (readonly FaultCode[] | 'fault')[] = []
  const run = async (url: string, reports: number) => {
    const stop = new AbortController()
    const end = told.length + reports
    const onReport = (report: VerifyReport | 'fault') => {
      told.push(report === 'fault' ? report : report.faults.map(({ code }) => code))
      if (told.length === end) stop.abort()
    }
    await runVerifier(url, { trust: ledger.key, signal: stop.signal, everyMs: 1, onReport })
  }
  await run(ledger.database.urls.asylia_ledger, 2)
  await run('postgresql://nobody@localhost/none?host=/nowhere', 2)
  await ledger.tamper(`delete from base.ledger_entry where ${entryAt(6)}`)
  await run(ledger.database.urls.asylia_ledger, 1)
  assert.deepEqual(told, [[], [], 'fault', 'fault', ['entry.missing']])
})
