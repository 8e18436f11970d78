import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, test } from 'node:test'
import { identityText, newSeed, recipientOf } from '#crypto/age/identity.ts'
import { randomBytes, utf8 } from '#crypto/bytes.ts'
import { anItem, aTeam } from '#crypto/seal/an-item.ts'
import { writeArmour } from '#crypto/seal/armour.ts'
import { readFrame } from '#crypto/seal/frame.ts'
import { sealItem } from '#crypto/seal/item.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'

const plugin = resolve(import.meta.dirname, 'age-plugin-pq.ts')
const folder = mkdtempSync(join(tmpdir(), 'asylia-'))
after(() => rmSync(folder, { recursive: true }))
const hasAge = spawnSync('age', ['--version']).status === 0

const link = join(folder, 'age-plugin-pq')
writeFileSync(link, `#!/bin/sh\nexec '${process.execPath}' '${plugin}' "$@"\n`)
chmodSync(link, 0o755)

/** What the age of this machine makes of a file, with our plugin and the key of a seed. */
function ageOpens(seed: Uint8Array, sealed: Uint8Array): { readonly status: number | null; readonly stdout: Buffer } {
  const identity = execFileSync(process.execPath, [plugin, '--translate'], { input: `${identityText(seed)}\n`, encoding: 'utf8' })
  writeFileSync(join(folder, 'identity'), identity)
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` }
  return spawnSync('age', ['-d', '-i', join(folder, 'identity')], { input: sealed, env, maxBuffer: 1 << 24 })
}

test('the age of the machine opens what we seal, body and armour included, through the plugin', async (t) => {
  if (!hasAge) return t.skip('age is absent')
  const seed = newSeed()
  const plain = randomBytes(70_000)
  const sealed = await sealTo([recipientOf(newSeed()), recipientOf(seed)], plain)
  assert.deepEqual(ageOpens(seed, sealed).stdout, Buffer.from(plain))
  assert.deepEqual(ageOpens(seed, utf8(writeArmour(sealed))).stdout, Buffer.from(plain))
  const team = aTeam()
  const { envelope } = readFrame((await sealItem(anItem([team, aTeam('delta')]))).frame)
  const { status, stdout } = ageOpens(team.seed, envelope)
  assert.deepEqual([status, stdout.length], [0, 512])
})

test('the age of the machine opens nothing with another key, and nothing that was changed (T-05)', async (t) => {
  if (!hasAge) return t.skip('age is absent')
  const seed = newSeed()
  const sealed = await sealTo([recipientOf(seed)], utf8('words'))
  assert.notEqual(ageOpens(newSeed(), sealed).status, 0)
  for (const at of [1_600, sealed.length - 1]) {
    const { status, stdout } = ageOpens(
      seed,
      sealed.map((byte, index) => (index === at ? byte ^ 1 : byte)),
    )
    assert.ok(status !== 0 && stdout.length === 0)
  }
})
