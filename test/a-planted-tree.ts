import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describeFinding, type Finding, isFault } from '#tools/checks/finding.ts'

const HOME = join(import.meta.dirname, '..')
const SETTINGS = ['tsconfig.json', 'biome.json', '.oxlintrc.json', '.dependency-cruiser.mjs', 'knip.json', '.npmrc']

export type Files = Readonly<Record<string, string>>

const json = (content: unknown): string => `${JSON.stringify(content, null, 2)}\n`
const LOCKED = { version: '1.0.0', integrity: 'sha512-x', license: 'MIT' }

/** The smallest tree that every check is content with. */
const CLEAN: Files = {
  'package.json': json({
    name: 'planted',
    type: 'module',
    imports: {
      '#kernel/*': './src/kernel/*',
      '#crypto/*': './src/crypto/*',
      '#formats/*': './src/formats/*',
      '#base/*': './src/base/*',
      '#features/*': './src/features/*',
      '#web/*': './web/*',
    },
    dependencies: {},
  }),
  'package-lock.json': json({ name: 'planted', lockfileVersion: 3, packages: { '': {}, 'node_modules/one': LOCKED } }),
  'runtime/package.json': json({ name: 'planted-runtime' }),
  'runtime/package-lock.json': json({ name: 'planted-runtime', lockfileVersion: 3, packages: { '': {} } }),
  'data/bill-of-materials.json': '[\n  {"name":"one","version":"1.0.0","licence":"MIT","for":"runtime","published":"2020-01-01"}\n]\n',
  'data/requirements.json': json({ requirements: [{ id: 'R-EP-02', title: 'Code physical methods' }] }),
  'data/abuse-cases.json': json({ cases: [{ id: 'A-02', title: 'the database asked without a member' }] }),
  'data/screen-points.json': json({ points: [{ id: 'A11Y-1', title: 'axe finds nothing' }] }),
  'data/delivered.json': json({ requirements: ['R-EP-02'], threats: ['T-44'] }),
  'THREAT-MODEL.md':
    '| T-01 ● | nothing reaches the server | sealing | test | each |\n| T-17 ● | nothing signs | no key | test | each |\n| T-44 ● | the two worlds never join | no key | test | each |\n',
  'src/kernel/greeting.ts': "/** Says good day. */\nexport function greet(name: string): string {\n  return 'Good day, ' + name\n}\n",
  'src/kernel/greeting.test.ts': [
    "import assert from 'node:assert/strict'",
    "import { test } from 'node:test'",
    "import { greet } from './greeting.ts'",
    '',
    "test('a greeting holds the name (R-EP-02)', () => {",
    "  assert.equal(greet('Ana'), 'Good day, Ana')",
    '})',
    '',
    '// proves T-44, A-02',
    "test('a greeting joins nothing', () => {",
    "  assert.doesNotMatch(greet('Ana'), /person/)",
    '})',
    '',
  ].join('\n'),
  'src/features/teams/index.ts': "import { greet } from '#kernel/greeting.ts'\n\n// guards T-44\nexport const welcome = greet('team')\n",
  'src/main.ts': "import { welcome } from '#features/teams/index.ts'\n\nprocess.stdout.write(welcome)\n",
  'web/observatory/words/en.ts': "export const en = { title: 'What is known' }\n",
  'web/observatory/words/words.test.ts': [
    "import assert from 'node:assert/strict'",
    "import { test } from 'node:test'",
    "import { en } from './en.ts'",
    '',
    "test('there are words', () => {",
    "  assert.notEqual(en.title, '')",
    '})',
    '',
  ].join('\n'),
}

/** A clean tree with these files in place of, or beside, its own; its packages are ours. */
export async function aPlantedTree(
  files: Files = {},
): Promise<{ root: string; plant(more: Files): Promise<void>; remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'asylia-planted-'))
  const plant = async (more: Files): Promise<void> => {
    for (const [path, text] of Object.entries(more)) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
    }
  }
  await plant({ ...CLEAN, ...files })
  for (const path of SETTINGS) if (files[path] === undefined) await cp(join(HOME, path), join(root, path))
  await cp(join(root, '.npmrc'), join(root, 'runtime/.npmrc'))
  await symlink(join(HOME, 'node_modules'), join(root, 'node_modules'))
  return { root, plant, remove: () => rm(root, { recursive: true, force: true }) }
}

/** The faults of a check as lines, for a test to look through. */
export function faultsOf(findings: readonly Finding[]): string[] {
  return findings.filter(isFault).map(describeFinding)
}
