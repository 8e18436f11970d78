import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { serverSettings, settingsAsArguments } from './server-settings.ts'

const GIGABYTE = 1024 ** 3

test('the server takes a small, bounded share of whatever memory there is', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.25, max: 2_048, noNaN: true }), (gigabytes) => {
      const buffers = Number.parseInt(serverSettings('/run', gigabytes * GIGABYTE)['shared_buffers'] ?? '', 10)
      assert.ok(buffers >= 64 && buffers <= 512)
      assert.ok(buffers <= Math.max(64, (gigabytes * 1024) / 16))
    }),
  )
  assert.equal(serverSettings('/run', 4 * GIGABYTE)['shared_buffers'], '256MB')
})

test('no setting opens a network, costs durability or lets content or times of arrival into the log (T-12)', () => {
  const settings = serverSettings('/somewhere/run')
  const expected = {
    listen_addresses: '',
    unix_socket_directories: '/somewhere/run',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    track_commit_timestamp: 'off',
    wal_recycle: 'off',
    log_statement: 'none',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_min_duration_statement: '-1',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: '-1',
    log_connections: '',
  }
  for (const [name, value] of Object.entries(expected)) assert.equal(settings[name], value, name)
})

test('each setting becomes one argument, whatever stands in it', () => {
  assert.deepEqual(settingsAsArguments({ one: 'a b', two: '' }), ['-c', 'one=a b', '-c', 'two='])
})
