import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OperatorError } from '#base/operator-error.ts'
import { readTeam, type TeamRequest, team } from './team.ts'

const ADD = ['--id', 'harbour-aid', '--name', 'Harbour Aid', '--kind', 'ngo', '--about', 'We help at the harbour.']
const CODE = { code: 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE', expires: new Date('2026-11-25T10:20:00Z') }

test('a team is read with its names in five languages, the countries it is of and serves, and its conflicts', () => {
  const more = [
    '--name-vi',
    'Trợ giúp Cảng',
    '--about-fr',
    'Nous aidons au port.',
    '--of',
    'FR,DE',
    '--serves',
    'VN',
    '--serves',
    'TH',
    '--conflicts',
    'quay-aid,CN',
    '--languages',
    'en,vi',
  ]
  assert.deepEqual(readTeam([...ADD, ...more]), {
    slug: 'harbour-aid',
    names: { en: 'Harbour Aid', vi: 'Trợ giúp Cảng' },
    about: { en: 'We help at the harbour.', fr: 'Nous aidons au port.' },
    kind: 'ngo',
    of: ['FR', 'DE'],
    serves: ['VN', 'TH'],
    conflicts: ['quay-aid', 'CN'],
    languages: ['en', 'vi'],
  })
})

test('letters typed in two pieces become the one form that signatures are made over', () => {
  assert.equal(readTeam([...ADD, '--name-vi', 'Cảng']).names['vi'], 'Cảng')
})

test('what is missing, doubled or of no kind is refused with the usage, and nothing typed is repeated', () => {
  for (const args of [
    [],
    ADD.slice(2),
    ADD.filter((word) => word !== 'ngo' && word !== '--kind'),
    [...ADD, '--kind', 'eu'],
    [...ADD.slice(0, 5), 'police', ...ADD.slice(6)],
    [...ADD, '--passphrase', 'secret words'],
    [...ADD, 'secret words'],
  ])
    assert.throws(
      () => readTeam(args),
      (error) => error instanceof OperatorError && /Say which team/.test(error.message) && !/secret|police/.test(error.message),
      args.join(' '),
    )
})

test('the code is told once with where it opens and until when', async () => {
  const said: string[] = []
  const added: TeamRequest[] = []
  const doors = {
    add: async (one: TeamRequest) => {
      added.push(one)
      return CODE
    },
    invite: async (slug: string) => ({ ...CODE, code: `again ${slug}` }),
    heir: async (slug: string) => ({ ...CODE, code: `heir ${slug}` }),
    ask: async (file: string) => ({ asked: file === 'one.json' ? 1 : 2, readyAt: file === 'one.json' ? null : '2026-11-25T10:20:00.000Z' }),
    list: async () => [
      { team: { id: 'a', anchors: [] }, epochs: [] },
      { team: { id: 'b', anchors: ['k'] }, epochs: [] },
      { team: { id: 'c', anchors: ['k'] }, epochs: [1] },
    ],
  }
  const run = (...args: string[]) => team(args, doors, 'https://asylia.example', (line) => said.push(line))
  assert.equal(await run('add', ...ADD), 0)
  assert.equal(added[0]?.slug, 'harbour-aid')
  assert.equal(said.filter((line) => line.includes(CODE.code)).length, 1)
  assert.match(said.join('\n'), /https:\/\/asylia\.example\/desk\/ until 2026-11-25T10:20Z/)
  await run('invite', '--id', 'harbour-aid')
  assert.match(said.join('\n'), /again harbour-aid/)
  said.length = 0
  await run('list')
  assert.deepEqual(said, ['a  waits for its first member', 'b  has no key yet', 'c  has a key'])
  said.length = 0
  await run('heir', '--id', 'harbour-aid')
  assert.match(said.join('\n'), /heir harbour-aid/)
  assert.match(said.join('\n'), /opens nothing by itself/)
  said.length = 0
  await run('heir', '--id', 'harbour-aid', '--request', 'one.json')
  await run('heir', '--id', 'harbour-aid', '--request', 'two.json')
  assert.deepEqual(said, [
    '1 custodian has asked. A second one is needed.',
    'Two custodians have asked. Not before 2026-11-25T10:20:00.000Z.',
  ])
  for (const args of [[], ['remove'], ['heir'], ['invite'], ['invite', '--id', 'a', '--id', 'b']])
    await assert.rejects(run(...args), OperatorError)
})
