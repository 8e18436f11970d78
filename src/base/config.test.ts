import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ConfigError, PART_LOGINS, readConfig } from './config.ts'

const home = { ASYLIA_HOME: '/srv/asylia' }

function refusalOf(env: Record<string, string>, args: string[] = []): ConfigError {
  try {
    readConfig({ ...home, ...env }, args)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error
  }
  return assert.fail('the setting was accepted')
}

test('without any setting the house listens on this machine alone, with every part and language', () => {
  const config = readConfig(home)
  assert.deepEqual(config.listen, { host: '127.0.0.1', port: 8080 })
  assert.equal(config.url, 'http://127.0.0.1:8080')
  assert.deepEqual(config.parts, ['web', 'intake', 'worker'])
  assert.deepEqual(config.languages, ['en', 'vi', 'th', 'fr', 'ar'])
  assert.equal(config.databaseUrl, undefined)
  assert.equal(config.contact, undefined)
  assert.equal(config.shared, '/srv/shared')
  assert.equal(config.data, process.getuid?.() === 0 ? '/var/lib/asylia' : '/srv/asylia/var')
})

test('without ASYLIA_HOME the home is the folder of the code', () => {
  assert.ok(import.meta.dirname.startsWith(readConfig({}).home))
})

test('an argument wins over the environment, in both spellings', () => {
  const env = { ...home, ASYLIA_DATA: '/data/one', ASYLIA_LISTEN: '0.0.0.0:80' }
  assert.equal(readConfig(env, ['--data', '/data/two']).data, '/data/two')
  assert.equal(readConfig(env, ['--data=/data/two']).data, '/data/two')
  assert.deepEqual(readConfig(env, ['--port', '0']).listen, { host: '0.0.0.0', port: 0 })
  assert.equal(readConfig(env, ['--demo']).data, '/data/one')
})

test('a relative ASYLIA_DATA is read from the home, a relative --data from where the person stands', () => {
  assert.equal(readConfig({ ...home, ASYLIA_DATA: 'elsewhere' }).data, '/srv/asylia/elsewhere')
  assert.equal(readConfig(home, ['--data', 'here']).data, `${process.cwd()}/here`)
})

test('an institution is named by its issuer and our client id there, and by no secret', () => {
  assert.deepEqual(readConfig({ ...home, ASYLIA_OIDC: 'https://id.example/realm  desk' }).oidc, {
    issuer: 'https://id.example/realm',
    clientId: 'desk',
  })
  assert.deepEqual(readConfig({ ...home, ASYLIA_OIDC: 'http://127.0.0.1:9/ desk' }).oidc?.clientId, 'desk')
  assert.equal(readConfig(home).oidc, undefined)
})

test('an empty variable counts as absent', () => {
  const config = readConfig({ ...home, ASYLIA_URL: '', ASYLIA_CONTACT: '  ', DATABASE_URL: '' })
  assert.equal(config.url, 'http://127.0.0.1:8080')
  assert.equal(config.contact, undefined)
  assert.equal(config.databaseUrl, undefined)
})

test('the public name follows the address, IPv6 in brackets', () => {
  assert.equal(readConfig({ ...home, ASYLIA_LISTEN: '[::1]:9090' }).url, 'http://[::1]:9090')
  assert.equal(readConfig({ ...home, ASYLIA_URL: 'https://asylia.example.org/' }).url, 'https://asylia.example.org')
})

test('each login of a part has an address of its own', () => {
  for (const login of PART_LOGINS) {
    const name = `ASYLIA_DATABASE_${login.slice(7).toUpperCase()}_URL`
    const config = readConfig({ ...home, [name]: 'postgresql://l:p@db.example.org/asylia' })
    assert.deepEqual(config.databaseUrls, { [login]: 'postgresql://l:p@db.example.org/asylia' })
  }
  assert.equal(readConfig({ ...home, ASYLIA_DATABASE_READ_URLS: 'postgres://a@b/c, postgres://a@d/c' }).databaseReadUrls.length, 2)
})

const WRONG: Record<string, readonly string[]> = {
  ASYLIA_LISTEN: ['8080', '127.0.0.1', '127.0.0.1:70000', 'some.host:80', '::1:80'],
  ASYLIA_PARTS: ['web,desk', 'web,web', ','],
  ASYLIA_URL: ['http://asylia.example.org', 'https://asylia.example.org/path', 'https://a:b@asylia.example.org', 'asylia'],
  ASYLIA_ONION: ['short.onion', 'https://x.onion'],
  ASYLIA_MAIL: [
    'smtp://relay.example',
    'http://relay.example a@b.example',
    'smtp://u:p@relay.example a@b.example',
    'smtp://relay.example nobody',
  ],
  ASYLIA_OIDC: ['https://id.example', 'http://id.example desk', 'https://a:b@id.example desk', 'https://id.example desk secret', 'id desk'],
  ASYLIA_LANE_B: ['yes', '1'],
  ASYLIA_LANE_B_LISTEN: ['8081', 'some.host:80'],
  ASYLIA_NODES_HERE: ['yes', '127.0.0.1'],
  ASYLIA_LANGUAGES: ['vi,th', 'en,de'],
  ASYLIA_BLOBS: ['s3://bucket', '/somewhere'],
  ASYLIA_CHROMIUM: ['chromium'],
  ASYLIA_READS_WITHIN: ['24', '24 48', '4 24', '0 0', '24h 4h', '999 4', '24 4 1', '-24 4'],
  ASYLIA_CONTACT: ['somebody', 'http://asylia.example.org', 'a b@example.org'],
  DATABASE_URL: ['mysql://a@b/c', 'postgresql://a@b', 'postgresql://a@b/', 'db'],
  ASYLIA_DATABASE_APP_URL: ['db'],
  ASYLIA_DATABASE_READ_URLS: ['postgres://a@b/c, db'],
}

test('a wrong value stops with the name of the setting and what it accepts, and never repeats the value', () => {
  for (const [name, values] of Object.entries(WRONG)) {
    for (const value of values) {
      const refusal = refusalOf({ [name]: value })
      assert.equal(refusal.variable, name)
      assert.match(refusal.message, new RegExp(`^${name} accepts .+\\. Nothing was started\\.$`))
    }
  }
  const secret = refusalOf({ DATABASE_URL: 'mysql://owner:verysecret@db/asylia' })
  assert.doesNotMatch(secret.message, /verysecret/)
})

test('the form without scripts is there for an onion name or the switch, and for nobody else (T-02)', () => {
  const onion = `${'a'.repeat(56)}.onion`
  assert.equal(readConfig(home).laneB, undefined)
  assert.equal(readConfig({ ...home, ASYLIA_ONION: onion, ASYLIA_LANE_B: 'off' }).laneB, undefined)
  assert.equal(readConfig({ ...home, ASYLIA_LANE_B_LISTEN: '127.0.0.1:9' }).laneB, undefined)
  assert.deepEqual(readConfig({ ...home, ASYLIA_ONION: onion }).laneB, { host: '127.0.0.1', port: 8081, anyName: false })
  const switched = readConfig({ ...home, ASYLIA_LANE_B: 'on', ASYLIA_LANE_B_LISTEN: '[::1]:9' })
  assert.deepEqual(switched.laneB, { host: '::1', port: 9, anyName: true })
})

test('nodes on this machine are called only where the operator said so (T-40)', () => {
  assert.equal(readConfig(home).nodesHere, false)
  assert.equal(readConfig({ ...home, ASYLIA_NODES_HERE: 'off' }).nodesHere, false)
  assert.equal(readConfig({ ...home, ASYLIA_NODES_HERE: 'on' }).nodesHere, true)
})

test('a wrong argument stops with its name', () => {
  assert.equal(refusalOf({}, ['--port', '70000']).variable, '--port')
  assert.equal(refusalOf({}, ['--port']).variable, '--port')
  assert.equal(refusalOf({}, ['--data', '--port', '80']).variable, '--data')
})

test('nothing in the settings can be changed afterwards', () => {
  const config = readConfig(home)
  assert.throws(() => Object.assign(config, { data: '/x' }), TypeError)
  assert.throws(() => Object.assign(config.listen, { port: 1 }), TypeError)
  assert.throws(() => Object.assign(config.parts, { 0: 'none' }), TypeError)
})

test('whatever a variable holds, the answer is a setting or its own refusal', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(WRONG)), fc.string(), (name, value) => {
      try {
        readConfig({ ...home, [name]: value })
      } catch (error) {
        assert.ok(error instanceof ConfigError && error.variable === name)
      }
    }),
    { numRuns: 300 },
  )
})
