import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '#base/config.ts'
import { deskSettings } from './desk-settings.ts'

test('the desk stands under its public address, its onion name, and on this machine under localhost; under no other', async () => {
  const secrets = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  try {
    const onion = `${'a'.repeat(56)}.onion`
    const far = readConfig({ ASYLIA_URL: 'https://desk.invented.example', ASYLIA_ONION: onion, ASYLIA_LANE_B: 'off' })
    const public_ = await deskSettings(far, secrets, () => 'http://10.0.0.4:8080')
    assert.deepEqual(public_.sites(), ['https://desk.invented.example', `http://${onion}`])
    const here = await deskSettings(readConfig({}), secrets, () => 'http://127.0.0.1:4711')
    assert.deepEqual(here.sites(), ['http://127.0.0.1:8080', 'http://127.0.0.1:4711', 'http://localhost:4711'])
    assert.equal(here.outside, undefined)
  } finally {
    await rm(secrets, { recursive: true })
  }
})

test('the secret of an institution is read from a file, and one that has none is asked without', async () => {
  const secrets = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  try {
    const config = readConfig({ ASYLIA_OIDC: 'https://id.invented.example desk' })
    const settings = () => deskSettings(config, secrets, () => undefined)
    assert.deepEqual((await settings()).outside, { issuer: 'https://id.invented.example', clientId: 'desk', clientSecret: undefined })
    await writeFile(join(secrets, 'oidc.secret'), 'hush\n', { mode: 0o600 })
    assert.equal((await settings()).outside?.clientSecret, 'hush')
  } finally {
    await rm(secrets, { recursive: true })
  }
})
