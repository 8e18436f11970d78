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

test('a house with a team goes through its ceremony: readers agree, the ledger says it, and one anchor alone no longer counts (T-35)', async () => {
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
  assert.notEqual((await founder.post('/epochs', alone)).status, 200)
  await desk.desk.roster.publish()
  const after = await clientSees()
  assert.ok(after.verdict.ok && after.verdict.teams[0]?.epoch === next.statement.epoch)
})
