import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { aPlace } from '#base/a-data-folder.ts'
import { processesIn, stopOrphan } from './stop-orphan.ts'

// Stand-ins for a server are real processes whose working folder is the cluster; the server itself is tried elsewhere.
async function aCluster(t: TestContext): Promise<{ readonly cluster: string; readonly sockets: string }> {
  const place = await aPlace(t)
  const [cluster, sockets] = [join(place, 'data'), join(place, 'run')]
  for (const path of [cluster, sockets]) await mkdir(path)
  return { cluster, sockets }
}

async function aProcess(t: TestContext, cluster: string, script: string): Promise<number> {
  const child = spawn('/bin/sh', ['-c', `${script}; echo ready; while :; do sleep 1 & wait $!; done`], {
    cwd: cluster,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  t.after(() => child.kill('SIGKILL'))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return child.pid ?? 0
}

test('a folder without a server is left alone', async (t) => {
  const { cluster, sockets } = await aCluster(t)
  assert.equal(await stopOrphan(cluster, sockets), false)
  assert.deepEqual(await processesIn(cluster), [])
})

test('whoever works in the cluster is found, by whatever path it came, and nobody else', async (t) => {
  const { cluster, sockets } = await aCluster(t)
  await symlink(cluster, join(cluster, '..', 'alias'))
  const found = [await aProcess(t, cluster, ':'), await aProcess(t, join(cluster, '..', 'alias'), ':')]
  await aProcess(t, sockets, ':')
  const seen = await processesIn(cluster)
  for (const pid of found) assert.ok(seen.includes(pid))
})

test('an orphan is told to stop, its files go, and a process elsewhere with the number of the file is spared', async (t) => {
  const { cluster, sockets } = await aCluster(t)
  const orphan = await aProcess(t, cluster, `trap 'kill $!; exit 0' INT`)
  const other = await aProcess(t, sockets, ':')
  await writeFile(join(cluster, 'postmaster.pid'), `${orphan}\n`)
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) await writeFile(join(sockets, name), `${other}\n`)
  assert.equal(await stopOrphan(cluster, sockets), true)
  assert.deepEqual(await processesIn(cluster), [])
  assert.deepEqual([...(await readdir(cluster)), ...(await readdir(sockets))], [])
  await writeFile(join(cluster, 'postmaster.pid'), `${other}\n`)
  assert.equal(await stopOrphan(cluster, sockets), false)
  process.kill(other, 0)
})

test('a file that names no number does not hurt anybody', async (t) => {
  const { cluster, sockets } = await aCluster(t)
  for (const text of ['', '-1\n', '0\n', 'postgres\n', '1\n']) {
    await writeFile(join(cluster, 'postmaster.pid'), text)
    assert.equal(await stopOrphan(cluster, sockets), false, JSON.stringify(text))
  }
})
