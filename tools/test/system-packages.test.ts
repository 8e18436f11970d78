import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { homeFolder } from '#tools/home.ts'
import { installPackages, listSystemPackages, missingPackages } from './system-packages.ts'

const CHROMIUM = { package: 'chromium', program: 'chromium', instead: 'ASYLIA_CHROMIUM', why: 'x' }

test('the one list names every package that tests are promised', () => {
  const names = listSystemPackages(homeFolder()).map((wanted) => wanted.package)
  assert.deepEqual(names, [
    'chromium',
    'fonts-noto-core',
    'poppler-utils',
    'libxml2-utils',
    'age',
    'openssl',
    'qpdf',
    'bsdutils',
    'python3-openpyxl',
    'minisign',
  ])
})

test('a program is here when it can be run from the search path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-path-'))
  assert.deepEqual(missingPackages([CHROMIUM], { PATH: folder }), [CHROMIUM])
  await writeFile(join(folder, 'chromium'), '', { mode: 0o644 })
  assert.deepEqual(missingPackages([CHROMIUM], { PATH: folder }), [CHROMIUM])
  await writeFile(join(folder, 'another'), '', { mode: 0o755 })
  assert.deepEqual(missingPackages([{ ...CHROMIUM, program: 'another' }], { PATH: folder }), [])
  await rm(folder, { recursive: true })
})

test('ASYLIA_CHROMIUM names a browser elsewhere, and one that is not there is missing', () => {
  assert.deepEqual(missingPackages([CHROMIUM], { PATH: '', ASYLIA_CHROMIUM: process.execPath }), [])
  assert.deepEqual(missingPackages([CHROMIUM], { PATH: '', ASYLIA_CHROMIUM: '/nowhere/chromium' }), [CHROMIUM])
})

test('a package without a program is here when its file is', () => {
  const fonts = { package: 'fonts', file: import.meta.filename, why: 'x' }
  assert.deepEqual(missingPackages([fonts], {}), [])
  assert.deepEqual(missingPackages([{ ...fonts, file: '/nowhere.ttf' }], {}).length, 1)
})

test('when nothing is missing nothing is installed and nothing is said', () => {
  const said: string[] = []
  assert.deepEqual(
    installPackages([], (line) => said.push(line)),
    [],
  )
  assert.deepEqual(said, [])
})
