import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'

const PROGRAM = `
  import { spawnSync } from 'node:child_process'
  import { readdirSync, readFileSync } from 'node:fs'
  import { standBack } from '${new URL('./lowest-priority.ts', import.meta.url)}'
  const fields = (file) => readFileSync(file, 'utf8').replace(/^.*[)] /s, '').split(' ')
  standBack()
  const own = readdirSync('/proc/self/task').map((thread) => fields('/proc/self/task/' + thread + '/stat'))
  const child = spawnSync('/bin/cat', ['/proc/self/stat']).stdout.toString().replace(/^.*[)] /s, '').split(' ')
  console.log(JSON.stringify([...own, child].map((of) => ({ nice: Number(of[16]), policy: Number(of[38]) }))))
`
const GROUP = `
  import { readFileSync } from 'node:fs'
  import { standBack } from '${new URL('./lowest-priority.ts', import.meta.url)}'
  standBack()
  console.log(readFileSync('/proc/self/autogroup', 'utf8'))
`
/** SCHED_OTHER, and not the class for idle moments: beside that one a reader waits longer. */
const USUAL = 0

test('every thread of a process that stands back, and whatever it starts, waits for all others', (t) => {
  if (!existsSync('/proc/self/task')) return t.skip('no Linux')
  const said = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], { encoding: 'utf8' })
  assert.equal(said.status, 0, said.stderr)
  const all = JSON.parse(said.stdout) as readonly { readonly nice: number; readonly policy: number }[]
  // More than the one that asked, or nothing was proved about the others.
  assert.ok(all.length > 3)
  assert.deepEqual([...new Set(all.map(({ nice }) => nice))], [19])
  assert.deepEqual([...new Set(all.map(({ policy }) => policy))], [USUAL])
})

test('a session that it leads stands back behind all others, and a session of others stays as it is', async (t) => {
  if (!existsSync('/proc/self/autogroup')) return t.skip('sessions have no priority here')
  const said = async (detached: boolean) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', GROUP], { detached, stdio: ['ignore', 'pipe', 'inherit'] })
    return (await text(child.stdout)).trim()
  }
  assert.match(await said(true), / nice 19$/)
  assert.equal(await said(false), readFileSync('/proc/self/autogroup', 'utf8').trim())
})
