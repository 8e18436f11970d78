import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { OpeningReason } from '#features/reports/cards/card.contract.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { team } from '../../desk-state.ts'
import { CATALOGUES, type Key, language } from '../../words.ts'
import { sentenceOf } from './sentence.ts'

const HOME = join(import.meta.dirname, '../../../..')
const ACTION = /^[a-z_]+\.[a-z_]+$/

/** What a template in the source can stand for; another template fails until it is named here. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  "report.${Decide['decision']}": ['report.decline', 'report.duplicate', 'report.reopen', 'report.return', 'report.shred'],
  'report.${said.decision}': ['report.decline', 'report.duplicate', 'report.reopen', 'report.return', 'report.shred'],
  "${kind === 'evidence.manifest' ? 'evidence' : 'identity'}.open_${asked.reason}": OpeningReason.enum.flatMap((why) => [
    `identity.open_${why}`,
    `evidence.open_${why}`,
  ]),
  "case.${found?.kind ?? 'merge'}": ['case.merge', 'case.split', 'case.undo'],
}

/** Every action that some file of src/ names: in the type of a permit, or where a line is asked for. */
function grantedActions(): Set<string> {
  const found = new Set<string>()
  for (const file of globSync('src/**/*.ts', { cwd: HOME })) {
    if (/\.test\.ts$|\/an?-[a-z-]+\.ts$/.test(file)) continue
    const text = readFileSync(join(HOME, file), 'utf8')
    const places = [...text.matchAll(/Permit<((?:[^<>]|`[^`]*`)*)>/g), ...text.matchAll(/\baction(?::| =) ?([^\n]*)/g)].map(
      ([, said = '']) => said,
    )
    for (const said of places) for (const action of actionsIn(said, file)) found.add(action)
  }
  return found
}

function actionsIn(said: string, file: string): readonly string[] {
  const templates = [...said.matchAll(/`([^`]*\$\{[^`]*)`/g)]
    .map(([, template = '']) => template)
    .filter((one) => ACTION.test(one.replaceAll(/\$\{[^}]*\}/g, 'x')))
  const plain = [...said.replaceAll(/`[^`]*`/g, '').matchAll(/'([^']*)'/g)].map(([, text = '']) => text).filter((one) => ACTION.test(one))
  return [...plain, ...templates.flatMap((one) => TEMPLATES[one] ?? assert.fail(`${file} grants ${one}, which no list names`))]
}

/** Not lines: kinds of cards, refusals and sizes that stand beside the word "action". */
const NO_LINES = new Set(['approval.needed', 'evidence.manifest', 'record.correct'])

test('every action that is granted anywhere has a sentence in five languages, so no line is a riddle (UX-L-02)', () => {
  const actions = [...grantedActions()].filter((action) => !NO_LINES.has(action))
  assert.ok(actions.length > 100, `only ${actions.length} found`)
  for (const of of LANGUAGES) {
    language.value = of
    const missing = actions.filter((action) => {
      const [kind, verb = ''] = action.split('.')
      const key = verb.startsWith('open_') ? `audit.do.${kind}.open` : `audit.do.${action}`
      const why = `audit.why.${verb.replace('open_', '')}`
      return !(key in CATALOGUES[of]) || (verb.startsWith('open_') && !(why in CATALOGUES[of]))
    })
    assert.deepEqual(missing, [], of)
    for (const action of actions) assert.doesNotMatch(sentenceOf({ ...LINE, action }), /[{}]/, action)
  }
  language.value = 'en'
})

const LINE = { action: 'case.read', subject: 'C-7Q4MXK', case: 'C-7Q4MXK', member: 'M-ABCDEF', team: 'harbour', machine: false }

test('a sentence has the name that this team’s list gives, and the ledger’s codes where it has none', () => {
  assert.equal(sentenceOf({ ...LINE, action: 'identity.open_visa_call' }), 'M-ABCDEF opened an identity card of C-7Q4MXK: visa call')
  const ana = { member: 'M-ABCDEF', name: 'Ana', state: 'member', fingerprint: '', own: false, vouched: true } as const
  team.value = {
    team: 'harbour',
    member: 'M-222222',
    names: {},
    keys: { ok: false, code: 'x' },
    foundingUntil: null,
    hasRecovery: true,
    epoch: 1,
    epochUntil: null,
    colleagues: [ana],
  } as never
  assert.equal(sentenceOf({ ...LINE, action: 'identity.open_visa_call' }), 'Ana (M-ABCDEF) opened an identity card of C-7Q4MXK: visa call')
  assert.equal(
    sentenceOf({ ...LINE, action: 'consent.withdraw', subject: 'reporter:public_named' }),
    'Ana (M-ABCDEF) noted a withdrawal: whoever reported: Raised publicly by name',
  )
  assert.equal(
    sentenceOf({ ...LINE, action: 'role.grant', subject: 'M-ABCDEF:auditor' }),
    'Ana (M-ABCDEF) gave a role: Ana (M-ABCDEF): auditor',
  )
  assert.equal(sentenceOf({ ...LINE, member: null }), 'Somebody of harbour took the keys of the case C-7Q4MXK to read it')
  assert.equal(
    sentenceOf({ ...LINE, machine: true, member: null, action: 'team.count' }),
    'This installation told the team its counts of the hour',
  )
  team.value = null
})

test('a line of an action that this version does not know is shown, and not left out', () => {
  assert.equal(sentenceOf({ ...LINE, action: 'moon.landing' }), 'M-ABCDEF: moon.landing, C-7Q4MXK')
})

test('the names of kinds in the filter are the words before the dot of actions that exist', async () => {
  const { kindsOf } = await import('./kinds.ts')
  const kinds = new Set([...grantedActions()].map((action) => action.split('.')[0]))
  const unknown = kindsOf().filter(([kind]) => !kinds.has(kind))
  assert.deepEqual(unknown, [])
  for (const [kind] of kindsOf()) assert.ok(`audit.kind.${kind}` as Key)
})
