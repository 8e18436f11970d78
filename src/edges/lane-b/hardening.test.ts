import assert from 'node:assert/strict'
import { test } from 'node:test'
import { objectionTo } from './hardening.ts'

const SWAPS = 'Filename\tType\tSize\tUsed\tPriority\n'
const machine = {
  swaps: SWAPS,
  limits: 'Max core file size        1                    1                    bytes\n',
  corePattern: 'core',
  execArgv: [],
}

test('a process that could be swapped out, dumped or looked into holds no words (T-02, I-24)', () => {
  assert.equal(objectionTo(machine), null)
  assert.match(objectionTo({ ...machine, swaps: `${SWAPS}/dev/dm-1 partition 8388604 0 -2\n` }) ?? '', /swapoff/)
  assert.match(objectionTo({ ...machine, limits: 'Max core file size  0  unlimited  bytes\n' }) ?? '', /prlimit/)
  assert.match(objectionTo({ ...machine, limits: '' }) ?? '', /prlimit/)
  assert.equal(objectionTo({ ...machine, limits: 'Max core file size  0  0  bytes\n' }), null)
  const piped = { ...machine, corePattern: '|/usr/lib/systemd/systemd-coredump %P\n' }
  assert.equal(objectionTo(piped), null)
  assert.match(objectionTo({ ...piped, limits: 'Max core file size  0  0  bytes\n' }) ?? '', /prlimit/)
  for (const option of ['--inspect', '--inspect-brk=0', '--heapsnapshot-signal=SIGUSR2', '--report-on-signal', '--cpu-prof'])
    assert.match(objectionTo({ ...machine, execArgv: [option] }) ?? '', /debugger/, option)
})
