import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { bans } from '#tools/checks/bans.ts'
import { dead } from '#tools/checks/dead.ts'
import type { Check } from '#tools/checks/finding.ts'
import { layers } from '#tools/checks/layers.ts'
import { promises, style } from '#tools/checks/lint.ts'
import { lockfile } from '#tools/checks/lockfile.ts'
import { pages } from '#tools/checks/pages.ts'
import { runChecks } from '#tools/checks/run-checks.ts'
import { sizes } from '#tools/checks/sizes.ts'
import { trace } from '#tools/checks/trace.ts'
import { types } from '#tools/checks/types.ts'
import { words } from '#tools/checks/words.ts'
import { aPlantedTree, type Files, faultsOf } from './a-planted-tree.ts'

const STATIC = [types, style, promises, layers, dead, sizes, bans, lockfile, trace, words, pages]

/** Plants files in a clean tree and looks for each expected fault; `file` and the words must stand in one line. */
async function assertFound(check: Check, files: Files, expected: readonly (readonly [string, RegExp])[]): Promise<void> {
  const tree = await aPlantedTree(files)
  try {
    const faults = faultsOf(await check.run(tree.root))
    for (const [file, says] of expected) {
      assert.ok(
        faults.some((fault) => fault.startsWith(file) && says.test(fault)),
        `${check.name} does not find ${says} in ${file}; it says:\n${faults.join('\n')}`,
      )
    }
  } finally {
    await tree.remove()
  }
}

test('a clean tree passes every check', async () => {
  const tree = await aPlantedTree()
  try {
    const outcomes = await runChecks(tree.root, STATIC, 2, () => undefined)
    assert.deepEqual(
      outcomes.flatMap(({ name, findings }) => faultsOf(findings).map((fault) => `${name}: ${fault}`)),
      [],
    )
    assert.equal(outcomes.length, STATIC.length)
  } finally {
    await tree.remove()
  }
})

test('a check that breaks is a fault, not a silence', async () => {
  const broken: Check = { name: 'broken', run: () => Promise.reject(new Error('no tool')) }
  const outcomes = await runChecks('.', [broken], 1, () => undefined)
  assert.deepEqual(
    outcomes.map(({ ok }) => ok),
    [false],
  )
})

test('types: a wrong type is found, and a tree without settings is not praised', async () => {
  await assertFound(types, { 'src/kernel/wrong.ts': "export const count: number = 'three'\n" }, [['src/kernel/wrong.ts:1', /TS2322/]])
  await assertFound(types, { 'src/kernel/nullable.ts': 'export const first = (list: string[]): string => list[0]\n' }, [
    ['src/kernel/nullable.ts:1', /TS2322/],
  ])
  await assertFound(types, { 'src/kernel/erasable.ts': 'export enum Colour {\n  Red,\n}\n' }, [['src/kernel/erasable.ts:1', /erasable/]])
  await assertFound(types, { 'tsconfig.json': '{ "compilerOptions": { "nothing": 1 } }' }, [['tsconfig.json', /nothing/]])
})

test('style: banned constructs, bad names, long functions and loose formatting are found', async () => {
  const long = `export function long(n: number): number {\n${'  process.stdout.write(String(n))\n'.repeat(51)}  return n\n}\n`
  await assertFound(
    style,
    {
      'src/kernel/by-default.ts': 'export default 1\n',
      'src/kernel/anything.ts': 'export const f = (x: any) => x as string\n',
      'src/kernel/bang.ts': 'export const first = (list: string[]) => list[0]!\n',
      'src/kernel/list.ts': 'export enum Colour {\n  Red = 1,\n}\n',
      'src/kernel/CamelName.ts': 'export const a = 1\n',
      'src/kernel/long.ts': long,
      'src/kernel/loose.ts': 'export const a={b:"c"};\n',
      'src/kernel/unsorted.ts': "import { test } from '#kernel/a.ts'\nimport { join } from 'node:path'\n\nexport const b = [join, test]\n",
      'src/kernel/many.ts': 'export const f = (a: 1, b: 2, c: 3, d: 4, e: 5) => [a, b, c, d, e]\n',
      'src/kernel/tangled.ts':
        'export function f(a: number): number {\n  for (;;) {\n    if (a > 1) {\n      while (a > 2) {\n        if (a > 3) {\n          for (;;) {\n            if (a) return 1\n          }\n        }\n      }\n    }\n  }\n}\n',
      'src/kernel/silent.ts': 'export function f(): void {\n  try {\n    process.stdout.write("x")\n  } catch {}\n}\n',
      'src/kernel/noisy.ts': "console.log('hello')\n",
    },
    [
      ['src/kernel/by-default.ts', /noDefaultExport/],
      ['src/kernel/anything.ts', /noExplicitAny/],
      ['src/kernel/bang.ts', /noNonNullAssertion/],
      ['src/kernel/list.ts', /noEnum/],
      ['src/kernel/CamelName.ts', /useFilenamingConvention/],
      ['src/kernel/long.ts', /noExcessiveLinesPerFunction/],
      ['src/kernel/loose.ts', /format/],
      ['src/kernel/unsorted.ts', /organizeImports/],
      ['src/kernel/many.ts', /useMaxParams/],
      ['src/kernel/tangled.ts', /noExcessiveCognitiveComplexity/],
      ['src/kernel/silent.ts', /noEmptyBlockStatements/],
      ['src/kernel/noisy.ts', /noConsole/],
    ],
  )
})

test('promises: a Kysely execute() that nobody awaits, and a switch that forgets a case, are found', async () => {
  await assertFound(
    promises,
    {
      'src/features/teams/team.store.ts': [
        "import type { Kysely } from 'kysely'",
        'export function forget(db: Kysely<{ team: { id: string } }>): void {',
        "  db.deleteFrom('team').execute()",
        '}',
        '',
      ].join('\n'),
      'src/kernel/colour.ts':
        "export function f(c: 'red' | 'green'): number {\n  switch (c) {\n    case 'red':\n      return 1\n  }\n  return 2\n}\n",
      'src/kernel/misused.ts': 'export const f = (list: string[]) => list.forEach(async () => {})\n',
      'src/kernel/needless.ts': 'export const f = (list: string[]): number => (list ? 1 : 2)\n',
    },
    [
      ['src/features/teams/team.store.ts:3', /no-floating-promises/],
      ['src/kernel/colour.ts:2', /switch-exhaustiveness/],
      ['src/kernel/misused.ts:1', /no-misused-promises/],
      ['src/kernel/needless.ts:1', /no-unnecessary-condition/],
    ],
  )
})

test('layers: every arrow that points up, round or past the door is found', async () => {
  const uses = (...targets: readonly string[]): string =>
    targets.map((target, index) => `export * as x${index} from '${target}'\n`).join('')
  const thing = 'export const thing = 1\n'
  await assertFound(
    layers,
    {
      'src/base/door.ts': thing,
      'src/formats/stix.ts': thing,
      'src/crypto/open.ts': thing,
      'src/crypto/seal.ts': uses('#formats/stix.ts', 'fastify'),
      'src/kernel/up.ts': uses('#base/door.ts'),
      'src/kernel/left.ts': "import type { Right } from './right.ts'\n\nexport type Left = { right: Right }\n",
      'src/kernel/right.ts': "import type { Left } from './left.ts'\n\nexport type Right = { left: Left }\n",
      'src/kernel/nowhere.ts': uses('./not-there.ts'),
      'src/base/opens.ts': uses('#crypto/open.ts'),
      'src/crypto/mailbox/read.ts': uses('#crypto/open.ts'),
      'src/features/teams/detour.ts': uses('#crypto/mailbox/read.ts'),
      'src/base/tested.ts': uses('../../test/builder.ts'),
      'src/features/teams/team.rules.ts': uses('node:fs', '#base/door.ts'),
      'src/features/teams/team.store.ts': uses('kysely'),
      'src/features/teams/team.policy.ts': uses('./team.store.ts'),
      'src/features/teams/add-member.ts': uses('kysely', '#features/register/index.ts'),
      'src/features/register/index.ts': thing,
      'src/features/register/publish.ts': uses('#features/teams/team.rules.ts', '#features/teams/team.store.ts'),
      'src/features/register/register.contract.ts': uses('#base/door.ts'),
      'src/features/unplanned/index.ts': uses('#kernel/greeting.ts'),
      'src/edges/http/door.ts': uses('#features/teams/index.ts'),
      'web/observatory/page.ts': uses('#base/door.ts', '#crypto/seal.ts', '#features/teams/index.ts'),
      'web/report/page.ts': uses('#formats/stix.ts'),
      'web/desk/page.ts': uses('#base/door.ts', 'node:fs'),
      'test/builder.ts': thing,
      'test/builder.test.ts': uses('./builder.ts'),
    },
    [
      ['src/kernel/up.ts', /floor-kernel-looks-down/],
      ['src/kernel/left.ts', /no-circle.*left\.ts/],
      ['src/kernel/nowhere.ts', /resolves/],
      ['src/crypto/seal.ts', /floor-crypto-looks-down/],
      ['src/crypto/seal.ts', /crypto-needs-age-and-noble/],
      ['src/base/opens.ts', /the-server-cannot-open/],
      ['src/features/teams/detour.ts', /nor-by-a-detour/],
      ['src/base/tested.ts', /nothing-needs-tests/],
      ['src/features/teams/team.rules.ts', /rules-are-pure/],
      ['src/features/teams/team.rules.ts', /rules-and-contracts-reach-nothing/],
      ['src/features/teams/team.policy.ts', /policy-knows-actor-and-rules/],
      ['src/features/teams/add-member.ts', /sql-in-stores-alone/],
      ['src/features/teams/add-member.ts', /feature-teams-looks-down/],
      ['src/features/register/publish.ts', /feature-by-its-door.*team\.rules/],
      ['src/features/register/publish.ts', /stores-stay-inside/],
      ['src/features/register/register.contract.ts', /contract-on-contracts/],
      ['src/features/unplanned/index.ts', /known-feature/],
      ['src/edges/http/door.ts', /edges-know-no-feature/],
      ['web/observatory/page.ts', /observatory-is-a-publication.*base/],
      ['web/observatory/page.ts', /observatory-is-a-publication.*crypto/],
      ['web/observatory/page.ts', /observatory-reads-the-release/],
      ['web/report/page.ts', /report-takes-little/],
      ['web/desk/page.ts', /desk-shares-rules/],
      ['web/desk/page.ts', /browsers-have-no-node/],
      ['src/crypto/seal.ts', /declared-package/],
    ],
  )
})

test('layers: a cruise that reads nothing is a fault', async () => {
  const blind = 'export default { forbidden: [], options: { includeOnly: "^nothing" } }\n'
  await assertFound(layers, { '.dependency-cruiser.mjs': blind }, [['src', /proved nothing/]])
})

test('dead: an export, a file and a dependency that nobody uses are found', async () => {
  await assertFound(
    dead,
    {
      'src/kernel/greeting.ts': 'export const greet = (name: string): string => name\n\nexport const unused = 1\n',
      'src/kernel/alone.ts': 'export const alone = 1\n',
      'package.json':
        '{ "name": "planted", "type": "module", "imports": { "#kernel/*": "./src/kernel/*", "#features/*": "./src/features/*" }, "dependencies": { "kysely": "1.0.0" } }',
    },
    [
      ['src/kernel/greeting.ts', /unused is exported/],
      ['src/kernel/alone.ts', /reached from nowhere/],
      ['package.json', /kysely is a dependency nobody/],
    ],
  )
})

test('sizes: a long file and a name that says nothing are found; a reason is heard', async () => {
  const long = 'export const a = 1\n'.repeat(301)
  await assertFound(sizes, { 'src/kernel/long.ts': long, 'src/kernel/date-utils.ts': '' }, [
    ['src/kernel/long.ts', /301 lines/],
    ['src/kernel/date-utils.ts', /utils/],
  ])
  const tree = await aPlantedTree({ 'src/kernel/long.ts': `// long: one table that is read as a whole\n${long}` })
  assert.deepEqual(faultsOf(await sizes.run(tree.root)), [])
  await tree.remove()
})

test('bans: forged permits, swallowed errors, stray settings, SQL, clocks and chance are found', async () => {
  await assertFound(
    bans,
    {
      'src/features/teams/forge.ts': 'export const permit = {} as Permit<string>\n',
      'src/features/teams/forge-twice.ts': 'export const permit = {} as unknown as Permit<string>\n',
      'src/features/teams/swallow.ts': 'try {\n  work()\n} catch (error) {\n}\n',
      'src/features/teams/swallow-later.ts': 'work().catch(() => undefined)\n',
      'src/features/teams/env.ts': "export const a = process.env['HOME']\n",
      'src/features/teams/list.ts': 'export const q = `select a from b`\n',
      'src/features/teams/later.ts': '// TODO do it\n',
      'src/features/teams/dice.ts': 'export const id = Math.random()\n',
      'src/features/teams/when.ts': 'export const now = new Date()\n',
    },
    [
      ['src/features/teams/forge.ts:1', /forges a permit/],
      ['src/features/teams/forge-twice.ts:1', /forges a permit/],
      ['src/features/teams/swallow.ts:3', /swallows/],
      ['src/features/teams/swallow-later.ts:1', /swallows/],
      ['src/features/teams/env.ts:1', /environment/],
      ['src/features/teams/list.ts:1', /SQL/],
      ['src/features/teams/later.ts:1', /without an issue/],
      ['src/features/teams/dice.ts:1', /guessable/],
      ['src/features/teams/when.ts:1', /clock/],
    ],
  )
})

test('bans: words about a thing are not the thing', async () => {
  const tree = await aPlantedTree({
    'src/base/transact.ts': 'export const permit = {} as unknown as Permit<string>\n',
    'src/features/teams/talk.ts': "// Nobody says `as Permit` or new Date() here.\nexport const a = 'process.env'\n",
    'src/features/teams/team.store.ts': 'export const q = `select a from b`\n',
    'src/features/teams/close.ts': '// The first error is the one that counts.\nclose().catch(() => undefined)\n',
  })
  assert.deepEqual(faultsOf(await bans.run(tree.root)), [])
  await tree.remove()
})

test('lockfile: a host, missing integrity, a loose version, loose settings and an old bill are found', async () => {
  const lock = {
    lockfileVersion: 3,
    packages: {
      '': {},
      'node_modules/one': { version: '1.0.0', integrity: 'sha512-x', license: 'MIT', resolved: 'https://registry.invalid/one.tgz' },
      'node_modules/two': { version: '1.0.0', license: 'MIT' },
      'node_modules/three': { version: 'git+ssh://git@host.invalid/three.git', integrity: 'sha512-x' },
    },
  }
  await assertFound(
    lockfile,
    {
      'package-lock.json': JSON.stringify(lock),
      'package.json': '{ "dependencies": { "one": "^1.0.0", "two": "npm:other@latest", "three": "npm:@a/b@1.2.3" } }',
      '.npmrc': 'ignore-scripts=false\nregistry=https://registry.invalid/\n',
    },
    [
      ['package-lock.json', /one says where/],
      ['package-lock.json', /two has no integrity/],
      ['package-lock.json', /three names a host/],
      ['package.json', /one is \^1\.0\.0/],
      ['package.json', /two is npm:other@latest/],
      ['.npmrc', /ignore-scripts=true/],
      ['.npmrc', /names a host/],
      ['data/bill-of-materials.json', /not what the lockfiles say/],
    ],
  )
})

test('lockfile: a version without its day, or younger than fourteen days, does not enter (T-32)', async () => {
  const aBill = (published: string) => `[\n  {"name":"one","version":"1.0.0","licence":"MIT","for":"runtime"${published}}\n]\n`
  const young = new Date(Date.now() - 13 * 86_400_000).toISOString().slice(0, 10)
  await assertFound(lockfile, { 'data/bill-of-materials.json': aBill('') }, [['data/bill-of-materials.json', /does not say on which day/]])
  await assertFound(lockfile, { 'data/bill-of-materials.json': aBill(`,"published":"${young}"`) }, [
    ['data/bill-of-materials.json', /less than 14 days ago/],
  ])
})

test('trace: invented ids, promises without proof and claims without a test are found', async () => {
  await assertFound(
    trace,
    {
      'src/kernel/greeting.test.ts': [
        "test('a greeting (R-EP-99)', () => {})",
        '// proves T-44',
        'const between = 1',
        "test('another', () => {})",
        '',
      ].join('\n'),
      'src/features/teams/index.ts': '// guards T-99\n',
      'data/delivered.json': '{ "requirements": ["R-EP-02", "R-XX-01"], "threats": ["T-44"] }',
    },
    [
      ['src/kernel/greeting.test.ts:1', /R-EP-99, which does not exist/],
      ['src/kernel/greeting.test.ts:2', /proves T-44, and no test follows/],
      ['src/features/teams/index.ts:1', /T-99, which does not exist/],
      ['data/delivered.json', /R-EP-02 is delivered and no test/],
      ['data/delivered.json', /R-XX-01, which does not exist/],
      ['data/delivered.json', /T-44 is delivered and no test/],
      ['data/delivered.json', /T-44 is delivered and no code/],
    ],
  )
  await assertFound(trace, { 'THREAT-MODEL.md': 'nothing\n' }, [['THREAT-MODEL.md', /is not there/]])
})

test('trace: what was delivered once cannot leave the list', async () => {
  const tree = await aPlantedTree()
  const git = (...words: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.invalid', ...words], { cwd: tree.root, stdio: 'ignore' })
  git('init', '-q')
  git('add', 'data/delivered.json')
  git('commit', '-q', '-m', 'promise')
  await tree.plant({ 'data/delivered.json': '{ "requirements": [], "threats": ["T-44"] }' })
  const faults = faultsOf(await trace.run(tree.root))
  assert.deepEqual(faults, ['data/delivered.json R-EP-02 was delivered before and is not listed any more'])
  await tree.remove()
})

test('words: a shout, a label for a person, a machine path and a registry are found', async () => {
  await assertFound(
    words,
    {
      'web/observatory/words/en.ts': "export const en = {\n  a: 'Danger!',\n  b: 'The victim said',\n  c: 'Invalid date',\n}\n",
      'web/observatory/words/vi.ts': 'export const vi = { a: `Xin chào!` }\n',
      'docs/start.md': 'Look into /work/main.\nTODO write more\nFetch it from registry.npmjs.org.\n',
      'runtime/package.json': '{ "name": "x", "repository": "https://github.com/a/b" }',
    },
    [
      ['web/observatory/words/en.ts:2', /shouts/],
      ['web/observatory/words/en.ts:3', /victim/],
      ['web/observatory/words/en.ts:4', /invalid/],
      ['web/observatory/words/vi.ts:1', /shouts/],
      ['docs/start.md:1', /one machine/],
      ['docs/start.md:2', /puts something off/],
      ['docs/start.md:3', /registry/],
      ['runtime/package.json:1', /binds packages/],
    ],
  )
})

test('pages: a page over its budget, a third party and what the policy forbids are found', async () => {
  const heavy = (bytes: number): string => randomBytes(bytes).toString('base64')
  const page = (body: string): string =>
    `<!doctype html><html lang="en"><title>x</title><link rel="stylesheet" href="/site.css">${body}</html>`
  const site = {
    'var/site/index.html': page('<p>light</p>'),
    'var/site/site.css': 'p { color: black }',
    'var/site/heavy.html': page(`<p>${heavy(70_000)}</p>`),
    'var/site/map.html': page(`<figure class="map"><p>${heavy(70_000)}</p></figure>`),
    'var/site/heavy-map.html': page(`<figure class="map"><p>${heavy(160_000)}</p></figure>`),
    'var/site/heavy-style.html': '<link rel="stylesheet" href="heavy.css"><p>x</p>',
    'var/site/heavy.css': heavy(70_000),
    'var/site/third.html': page('<img src="https://elsewhere.invalid/pixel.png" alt="">'),
    'var/site/inline.html': page('<script>alert(1)</script>'),
    'var/site/styled.html': page('<p style="color: red">x</p>'),
  }
  await assertFound(pages, site, [
    ['heavy.html', /without a map/],
    ['heavy-map.html', /with a map/],
    ['heavy-style.html', /without a map/],
    ['third.html', /elsewhere/],
    ['inline.html', /policy/],
    ['styled.html', /policy/],
  ])
  const tree = await aPlantedTree({ ...site, 'var/site/big.csv': heavy(24_000_000) })
  const faults = faultsOf(await pages.run(tree.root))
  assert.ok(faults.some((fault) => /30 MB/.test(fault)))
  assert.ok(!faults.some((fault) => /^(index|map)\.html/.test(fault)), faults.join('\n'))
  await tree.remove()
})
