import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { findTestFiles, partOf, titlesIn } from './parts.ts'

test('a test belongs to the part that its name and folder say', () => {
  assert.equal(partOf('src/kernel/ids.test.ts', ''), 'unit')
  assert.equal(partOf('bench/measure.test.ts', ''), 'unit')
  assert.equal(partOf('conformance/tlog.test.ts', ''), 'conformance')
  assert.equal(partOf('test/start.test.ts', ''), 'stories')
})

test('whatever imports the scratch database needs PostgreSQL', () => {
  assert.equal(partOf('src/base/ledger/ledger.db.test.ts', ''), 'house')
  assert.equal(partOf('src/features/nodes/wire.db.test.ts', ''), 'rooms')
  assert.equal(partOf('test/access.db.test.ts', ''), 'worlds')
  assert.equal(partOf('src/a.test.ts', "import { scratchDatabase } from '../test/database.ts'\n"), 'house')
  assert.equal(partOf('src/a.test.ts', "import {\n  HOME,\n} from '../test/database.ts'\n"), 'house')
  assert.equal(partOf('src/a.test.ts', 'const a = "from \'../test/database.ts\'"\n'), 'unit')
  assert.equal(partOf('src/a.test.ts', "import { openDatabase } from './database.ts'\n"), 'unit')
})

test('what the desk does in a browser, and tests in Chromium, belong to whom they are for', () => {
  assert.equal(partOf('web/desk/keys/story.test.ts', ''), 'keys')
  assert.equal(partOf('web/desk/address.test.ts', ''), 'unit')
  const house = (name: string): string => `import { house } from './${name}.ts'\n`
  assert.equal(partOf('test/browser/pages.test.ts', house('site-server')), 'public')
  assert.equal(partOf('test/browser/pages.test.ts', house('a-report-house')), 'report')
  assert.equal(partOf('test/browser/pages.test.ts', house('a-mailbox-house')), 'mailbox')
  assert.equal(partOf('test/browser/pages.test.ts', house('a-desk-house')), 'desk')
  assert.equal(partOf('test/browser/outward/pages.test.ts', house('a-desk-house')), 'outward')
  assert.equal(partOf('test/browser/pages.test.ts', ''), 'public')
})

test('every test file of the tree is found, with the system packages it names', async () => {
  const root = await mkdtemp(join(tmpdir(), 'asylia-parts-'))
  const files = {
    'src/a.test.ts': '// needs qpdf, poppler-utils\n',
    'src/a.ts': '',
    'test/browser/b.test.ts': '// needs age\n',
    'node_modules/x/c.test.ts': '',
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  assert.deepEqual(findTestFiles(root), [
    { path: 'src/a.test.ts', part: 'unit', needs: ['qpdf', 'poppler-utils'] },
    { path: 'test/browser/b.test.ts', part: 'public', needs: ['chromium', 'fonts-noto-core', 'age'] },
  ])
  await rm(root, { recursive: true })
})

test('titles are read without running', () => {
  const text = ["test('one', () => {})", 'test("two", () => {})', 'test(`three`, () => {})', "  test('four', () => {})", 'contest(5)'].join(
    '\n',
  )
  assert.deepEqual(titlesIn(text), ['one', 'two', 'three', 'four'])
})
