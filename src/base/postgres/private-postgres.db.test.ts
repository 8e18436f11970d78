import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, readlink, rename, stat, statfs, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { aConfig, aHolder, aPlace, isRoot } from '#base/a-data-folder.ts'
import { LOGINS } from '#base/config.ts'
import { type DataFolder, openDataFolder } from '#base/data-folder.ts'
import { OperatorError } from '#base/operator-error.ts'
import { clusterOf } from './make-cluster.ts'
import { type PrivatePostgres, startPrivatePostgres } from './private-postgres.ts'
import { processesIn } from './stop-orphan.ts'

type Opened = { readonly folder: DataFolder; readonly server: PrivatePostgres; close(): Promise<void> }

async function opened(data: string): Promise<Opened> {
  const folder = await openDataFolder(aConfig(data))
  try {
    const server = await startPrivatePostgres(folder)
    const close = async () => {
      await server.stop()
      await folder.close()
    }
    return { folder, server, close }
  } catch (error) {
    await folder.close()
    throw error
  }
}

/** The server ends before its folder is removed. */
async function withServer(t: TestContext, work: (opened: Opened) => Promise<void>): Promise<void> {
  const one = await opened(join(await aPlace(t), 'data'))
  try {
    await work(one)
  } finally {
    await one.close()
  }
}

async function ask<Row extends pg.QueryResultRow>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

async function sentenceOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof OperatorError, String(error))
    return error.message
  }
  return assert.fail('nothing stood in the way')
}

test('a fresh folder gets a server on a socket alone, six logins, durable settings and a place apart for keys', async (t) => {
  await withServer(t, async ({ server, folder }) => {
    for (const login of LOGINS) {
      const rows = await ask<{ name: string; database: string }>(
        server.url(login),
        'select current_user as name, current_database() as database',
      )
      assert.deepEqual(rows, [{ name: login, database: 'asylia' }])
    }
    const settings = await ask<{ name: string; setting: string }>(
      server.superuserUrl(),
      `select name, setting from pg_settings where name in ('listen_addresses', 'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'track_commit_timestamp', 'wal_level', 'server_encoding')`,
    )
    assert.deepEqual(Object.fromEntries(settings.map((row) => [row.name, row.setting])), {
      listen_addresses: '',
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      data_checksums: 'on',
      track_commit_timestamp: 'off',
      wal_level: 'replica',
      server_encoding: 'UTF8',
    })
    await ask(
      server.url('asylia_owner'),
      'create schema keys; create table keys.wrap (id uuid primary key, age_file bytea) tablespace asylia_keys',
    )
    const [place] = await ask<{ path: string }>(server.superuserUrl('asylia'), `select pg_relation_filepath('keys.wrap') as path`)
    assert.ok((await stat(join(folder.keys, (place?.path ?? '').replace(/^pg_tblspc\/[0-9]+\//, '')))).isFile())
  })
})

test('no login of a part is a superuser, makes roles or databases, replicates or passes row security', async (t) => {
  await withServer(t, async ({ server }) => {
    const roles = await ask<{ rolname: string; free: boolean }>(
      server.superuserUrl(),
      `select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as free from pg_roles where rolname like 'asylia_%' and rolname <> 'asylia_superuser' order by 1`,
    )
    assert.deepEqual(
      roles.map((row) => row.rolname),
      ['asylia_access', 'asylia_app', 'asylia_inbox', 'asylia_intake', 'asylia_jobs', 'asylia_ledger', 'asylia_owner', 'asylia_public'],
    )
    assert.ok(roles.every((row) => !row.free))
    await assert.rejects(ask(server.url('asylia_app'), 'create table here (a int)'), { code: '42501' })
    await assert.rejects(ask(server.url('asylia_public'), 'create schema mine'), { code: '42501' })
    await assert.rejects(ask(server.url('asylia_app', 'postgres'), 'select 1'), { code: '42501' })
    await assert.rejects(ask(server.url('asylia_app').replace(/:[^:@/]+@/, ':wrong@'), 'select 1'), { code: '28P01' })
    await assert.rejects(ask(server.superuserUrl().replace('asylia_superuser', 'asylia_access'), 'select 1'), { code: '28P01' })
  })
})

test('when root starts it, the server and its files belong to the unprivileged user', async (t) => {
  if (!isRoot) return t.skip('needs root')
  await withServer(t, async ({ server, folder }) => {
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8')
    const uid = folder.runAs?.uid ?? 0
    assert.ok(uid > 0)
    assert.match(status, new RegExp(`^Uid:\\s+${uid}\\s+${uid}\\s+${uid}\\s+${uid}$`, 'm'))
    assert.match(status, new RegExp(`^Gid:\\s+${uid}\\s+${uid}\\s+${uid}\\s+${uid}$`, 'm'))
    assert.match(status, /^Groups:\s*$/m)
    assert.match(await readFile(`/proc/${server.pid}/limits`, 'utf8'), /^Max core file size\s+0\s+0/m)
    const environment = await readFile(`/proc/${server.pid}/environ`, 'utf8')
    assert.deepEqual(
      environment
        .split('\0')
        .map((entry) => entry.split('=')[0])
        .filter((name) => name !== '' && name !== 'PWD')
        .sort(),
      ['LC_ALL', 'PATH', 'PG_GRANDPARENT_PID', 'TZ'].filter((name) => environment.includes(`${name}=`)),
    )
    assert.equal((await stat(join(folder.secrets, 'superuser'))).mode & 0o777, 0o600)
  })
})

test('an ordinary user starts, uses and stops the same server', async (t) => {
  if (!isRoot) return t.skip('only root can take both parts')
  const place = await aPlace(t)
  await chmod(place, 0o777)
  const holder = await aHolder(t, join(place, 'data'), 'server', 65_534)
  if (holder.said.length === 0) return t.skip('the unprivileged user cannot reach this checkout')
  const [word, , url] = (holder.said[0] ?? '').split(' ')
  assert.equal(word, 'ready', holder.said.join('\n'))
  assert.deepEqual(await ask(url ?? '', 'select 1 as one'), [{ one: 1 }])
  holder.kill('SIGTERM')
  assert.equal(await holder.ended, 0)
  assert.deepEqual(await processesIn(join(place, 'data', 'pg', 'data')), [])
})

test('after kill -9 of our process its server is ended at the next start, and nothing acknowledged is lost', async (t) => {
  const data = join(await aPlace(t), 'data')
  const holder = await aHolder(t, data, 'server')
  const [, pid, url = ''] = (holder.said[0] ?? '').split(' ')
  await ask(url, 'create table kept (a int)')
  await ask(url, 'insert into kept select generate_series(1, 1000)')
  const idle = new pg.Client({ connectionString: url })
  idle.on('error', () => undefined)
  await idle.connect()
  holder.kill('SIGKILL')
  await holder.ended
  assert.ok((await processesIn(join(data, 'pg', 'data'))).includes(Number(pid)), 'the server outlives its parent')
  const one = await opened(data)
  assert.notEqual(one.server.pid, Number(pid))
  assert.deepEqual(await ask(one.server.url('asylia_owner'), 'select count(*)::int as n from kept'), [{ n: 1000 }])
  await one.close()
})

test('after kill -9 of everything at once the folder starts and holds what was committed', async (t) => {
  const data = join(await aPlace(t), 'data')
  const holder = await aHolder(t, data, 'server')
  const [, , url = ''] = (holder.said[0] ?? '').split(' ')
  await ask(url, 'create table kept (a int); insert into kept select generate_series(1, 500)')
  holder.kill('SIGKILL')
  for (const pid of await processesIn(join(data, 'pg', 'data'))) process.kill(pid, 'SIGKILL')
  await holder.ended
  const one = await opened(data)
  assert.deepEqual(await ask(one.server.url('asylia_owner'), 'select count(*)::int as n from kept'), [{ n: 500 }])
  await one.close()
})

test('a number in postmaster.pid that now belongs to another process does not stand in the way', async (t) => {
  const data = join(await aPlace(t), 'data')
  await (await opened(data)).close()
  const file = join(data, 'pg', 'data', 'postmaster.pid')
  await writeFile(file, `${process.pid}\n${data}/pg/data\n1\n5432\n${data}/run\n\n 0 0\nready\n`)
  await (await opened(data)).close()
})

test('a database that was half made when its process was killed is made anew', async (t) => {
  const data = join(await aPlace(t), 'data')
  const folder = await openDataFolder(aConfig(data))
  await mkdir(join(folder.postgres, 'making-1', 'base'), { recursive: true })
  await mkdir(join(folder.programs, 'making-abc', 'bin'), { recursive: true })
  await folder.close()
  const one = await opened(data)
  assert.deepEqual((await readdir(folder.postgres)).sort(), ['data', 'postgres.log'])
  assert.equal((await readdir(folder.programs)).length, 1)
  await one.close()
})

test('a server that ends by itself is reported, one that was asked is not mistaken for it', async (t) => {
  await withServer(t, async ({ server }) => {
    process.kill(server.pid, 'SIGQUIT')
    assert.equal((await server.exited).asked, false)
  })
  await withServer(t, async ({ server }) => {
    await server.stop()
    assert.deepEqual(await server.exited, { code: 0, signal: null, asked: true })
  })
})

test('stopping takes little time also while somebody is connected, and leaves no process and no core', async (t) => {
  await withServer(t, async ({ server, folder }) => {
    const client = new pg.Client({ connectionString: server.url('asylia_app') })
    client.on('error', () => undefined)
    await client.connect()
    const began = performance.now()
    await server.stop()
    assert.ok(performance.now() - began < 5_000)
    assert.deepEqual(await processesIn(clusterOf(folder)), [])
  })
})

test('the second start is fast: the server accepts connections after a moment, everything is ready soon after', async (t) => {
  const data = join(await aPlace(t), 'data')
  await (await opened(data)).close()
  const times: number[] = []
  for (let round = 0; round < 5; round += 1) {
    const one = await opened(data)
    times.push(one.server.readyAfter)
    await one.close()
  }
  const median = times.sort((a, b) => a - b)[2] ?? 0
  t.diagnostic(`server ready after ${times.map((time) => Math.round(time)).join(', ')} ms`)
  assert.ok(median < 1_000, `median ${median} ms`)
})

test('nothing that people wrote reaches the log, whatever goes wrong with it (T-12)', async (t) => {
  await withServer(t, async ({ server, folder }) => {
    const secret = 'Nguyen Van Testperson'
    const url = server.url('asylia_owner')
    await ask(url, 'create table said (a int primary key, b text unique check (length(b) < 30))')
    await ask(url, 'insert into said values ($1, $2)', [1, secret])
    for (const [text, values] of [
      ['insert into said values ($1, $2)', [2, secret]],
      ['insert into said values (3, $1)', [secret.repeat(3)]],
      ['select $1::int', [secret]],
      [`select '${secret}'::json`, []],
      [`do $$ begin raise exception '${secret}'; end $$`, []],
      [`do $$ begin raise warning '${secret}'; end $$`, []],
      [`select "${secret}"`, []],
    ] as const) {
      await ask(url, text, [...values]).catch((error: unknown) => assert.ok(error instanceof pg.DatabaseError))
    }
    const log = await readFile(join(folder.postgres, 'postgres.log'), 'utf8')
    assert.match(log, /ready to accept connections/)
    assert.equal(log.includes(secret), false)
    assert.doesNotMatch(log, /insert into|raise|select|said/i)
  })
})

test('a folder that was moved starts from its new place, keys included', async (t) => {
  const place = await aPlace(t)
  const one = await opened(join(place, 'before'))
  await ask(one.server.url('asylia_owner'), 'create table wrap (a int) tablespace asylia_keys; insert into wrap values (7)')
  await one.close()
  await rename(join(place, 'before'), join(place, 'after'))
  const two = await opened(join(place, 'after'))
  assert.deepEqual(await ask(two.server.url('asylia_owner'), 'select a from wrap'), [{ a: 7 }])
  const links = join(clusterOf(two.folder), 'pg_tblspc')
  for (const name of await readdir(links)) assert.equal(await readlink(join(links, name)), join(place, 'after', 'pg-keys'))
  await two.close()
})

test('a long path is no obstacle: the server listens in a short folder', async (t) => {
  const place = await aPlace(t)
  const folder = await openDataFolder(aConfig(join(place, 'b'.repeat(100), 'data'), { XDG_RUNTIME_DIR: place }))
  const server = await startPrivatePostgres(folder)
  assert.deepEqual(await ask(server.url('asylia_app'), 'select 1 as one'), [{ one: 1 }])
  await server.stop()
  await folder.close()
})

test('a disk that fills up while the database is made is said so, nothing half made stays, and space mends it', async (t) => {
  if (!isRoot) return t.skip('needs root, to mount a small disk')
  const disk = join(await aPlace(t), 'disk')
  await mkdir(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=711', 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    return t.skip('this machine lets nobody mount')
  }
  try {
    const folder = await openDataFolder(aConfig(join(disk, 'data')))
    const filler = join(disk, 'filler')
    for (const leaves of [4, 75]) {
      const free = await statfs(disk)
      execFileSync('fallocate', ['-l', `${free.bavail * free.bsize - leaves * 1024 * 1024}`, filler])
      assert.equal(
        await sentenceOf(startPrivatePostgres(folder)),
        `The disk that holds ${folder.path} is full. Free at least 256 MB, or choose another folder with --data.`,
      )
      assert.deepEqual(await readdir(folder.postgres), [])
      await truncate(filler, 0)
    }
    const server = await startPrivatePostgres(folder)
    await server.stop()
    await folder.close()
  } finally {
    execFileSync('umount', [disk])
  }
})

test('data of another major version of PostgreSQL is refused untouched', async (t) => {
  const data = join(await aPlace(t), 'data')
  await (await opened(data)).close()
  await writeFile(join(data, 'pg', 'data', 'PG_VERSION'), '17\n')
  assert.match(await sentenceOf(opened(data)), /was made by PostgreSQL 17, this version of Asylia brings PostgreSQL 18\. Make a backup/)
})

test('a server that cannot start says its own reason and where its log is', async (t) => {
  const data = join(await aPlace(t), 'data')
  await (await opened(data)).close()
  await writeFile(join(data, 'pg', 'data', 'postgresql.auto.conf'), "no_such_setting = 'x'\n")
  assert.match(
    await sentenceOf(opened(data)),
    /^The private database does not start: .*postgresql\.auto\.conf.* contains errors\. Its log is .*postgres\.log\.$/,
  )
})
