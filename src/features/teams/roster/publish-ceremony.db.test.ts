import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openPool } from '#base/database.ts'
import { newSeed } from '#crypto/age/identity.ts'
import { hex } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { checkRoster } from '#crypto/roster/check-roster.ts'
import { cardOf, newRoot, signProposal } from '#crypto/sign/ceremony.ts'
import { signatureOf } from '#crypto/sign/sign.ts'
import { type ADesk, aDesk, aFoundedTeam, anEpoch, anotherMember, must } from '../../../../test/a-desk.ts'
import { rosterEntries } from '../roster-source.ts'
import { proposeRoster } from './hold-ceremony.ts'
import { publishCeremony } from './publish-ceremony.ts'

let desk: ADesk

before(async () => {
  desk = await aDesk()
})
after(() => desk.stop())

const entries = () => rosterEntries(desk.house.base, desk.house.installation)

async function clientSees() {
  const read = async (name: string) => new Uint8Array(await readFile(join(desk.folder, 'roster', name)))
  const [pins, roster, epochs, recipients] = [
    await read('pins.json'),
    await read('roster.json'),
    await read('epochs.json'),
    await read('recipients.bin'),
  ]
  return { pins, verdict: checkRoster({ pins, roster, epochs, recipients }, { now: desk.now(), buildTime: desk.now() }) }
}

test('a house with a team goes through its ceremony: readers agree, the ledger says it, one anchor alone no longer counts, and a second one makes it count (T-35, T-38)', async () => {
  const { founder } = await aFoundedTeam(desk, 'hill')
  const second = await anotherMember(desk, founder)
  const seed = newSeed()
  const next = await anEpoch(desk, founder, [founder, second], seed)
  const signatures = [...next.signatures, signatureOf(second.keys.signSeed, 'epoch', next.statement)]
  must(await founder.post('/epochs', { ...next, signatures }), 200)

  const roots = ['north', 'south', 'west'].map((id) => newRoot(id, `House ${id}`))
  const cards = roots.map((root) => cardOf(root).root)
  const proposal = await proposeRoster(desk.folder, await entries(), cards, desk.now())
  const copies = roots.slice(0, 2).map((root) => signProposal(proposal, root))
  const places = { secrets: desk.folder, folder: join(desk.folder, 'roster') }
  const { published, isNewMode } = await publishCeremony(desk.house, places, copies, await entries())
  assert.deepEqual([published.mode, published.receiving, isNewMode], ['ceremonied', 'yes', true])

  const { pins, verdict } = await clientSees()
  assert.ok(verdict.ok && verdict.mode === 'ceremonied' && verdict.teams[0]?.recipient !== null)
  const ledger = openPool(desk.database.urls.asylia_ledger, 1)
  const lines = await ledger.query<{ object_hash: string; subject: string }>(
    "select object_hash, subject from base.ledger_entry where action = 'roster.ceremonied'",
  )
  await ledger.end()
  assert.deepEqual(lines.rows, [{ object_hash: hex(sha256(pins)), subject: `version ${verdict.version}` }])

  const alone = await anEpoch(desk, founder, [founder, second], newSeed())
  assert.equal(must(await founder.post('/epochs', alone), 200).body['counts'], false)
  await desk.desk.roster.publish()
  const after = await clientSees()
  assert.ok(after.verdict.ok && after.verdict.teams[0]?.epoch === next.statement.epoch)
  const number = next.statement.epoch + 1
  const stranger = await aFoundedTeam(desk, 'valley').catch(() => undefined)
  assert.equal(stranger, undefined, 'a team that the roots did not sign makes no key')
  const add = (by: typeof founder, over: object = {}) =>
    by.post('/statements/sign', { kind: 'epoch', number, signature: signatureOf(by.keys.signSeed, 'epoch', alone.statement), ...over })
  assert.equal((await add(founder)).body['code'], 'statement.signed', 'a second signature of the same anchor adds nothing')
  const third = await anotherMember(desk, founder)
  assert.equal((await add(third)).body['code'], 'statement.refused', 'a member whom the roots did not sign as an anchor')
  const foreign = signatureOf(founder.keys.signSeed, 'epoch', alone.statement)
  assert.equal((await add(second, { signature: foreign })).body['code'], 'statement.refused', 'somebody else’s signature')
  assert.equal((await add(second, { number: number + 1 })).body['code'], 'record.not_found')
  const burns = async () =>
    (must(await founder.get('/epochs'), 200).body['epochs'] as { statement: { epoch: number }; burnsOn: string | null }[]).map(
      ({ statement, burnsOn }) => [statement.epoch, burnsOn !== null],
    )
  assert.deepEqual((await burns()).slice(0, 2), [
    [number, false],
    [number - 1, false],
  ])
  assert.deepEqual(must(await add(second), 200).body, { counts: true })
  assert.deepEqual((await burns()).slice(0, 2), [
    [number, false],
    [number - 1, true],
  ])
  const counted = await clientSees()
  assert.ok(counted.verdict.ok && counted.verdict.teams[0]?.epoch === number)
})
