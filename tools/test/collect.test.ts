import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collect, type FileReport, type RunnerEvent } from './collect.ts'

const ROOT = '/house'
const FILE = '/house/src/a.test.ts'

function reportsOf(events: readonly RunnerEvent[]): FileReport[] {
  const reports: FileReport[] = []
  const collector = collect(ROOT, 'unit', (report) => reports.push(report))
  for (const event of events) collector.take(event)
  collector.end()
  return reports
}

const start = (name: string, nesting = 0): RunnerEvent => ({ type: 'test:start', data: { name, nesting, file: FILE } })
const pass = (name: string, more: Partial<RunnerEvent['data']> = {}): RunnerEvent => ({
  type: 'test:pass',
  data: { name, nesting: 0, file: FILE, details: { type: 'test', duration_ms: 2 }, ...more },
})
const fail = (name: string, error: Error, nesting = 0): RunnerEvent => ({
  type: 'test:fail',
  data: { name, nesting, file: FILE, details: { type: 'test', error } },
})
const summary: RunnerEvent = { type: 'test:summary', data: { file: FILE } }

test('a file is handed over once, with the time of its tests, when it ends', () => {
  const [report, ...more] = reportsOf([start('one'), pass('one'), start('two'), pass('two'), summary])
  assert.equal(more.length, 0)
  assert.equal(report?.file, 'src/a.test.ts')
  assert.equal(report.ms, 4)
  assert.deepEqual(
    report.results.map(({ title, outcome }) => [title, outcome]),
    [
      ['one', 'passed'],
      ['two', 'passed'],
    ],
  )
})

test('a failed subtest is counted once, under the path to it', () => {
  const parent = Object.assign(new Error('1 subtest failed'), { failureType: 'subtestsFailed' })
  const [report] = reportsOf([
    start('outer'),
    start('inner', 1),
    fail('inner', new Error('no', { cause: new Error('why') }), 1),
    fail('outer', parent),
    summary,
  ])
  assert.deepEqual(
    report?.results.map(({ title, outcome }) => [title, outcome]),
    [['outer > inner', 'failed']],
  )
  assert.match(report.results[0]?.why ?? '', /^Error: why/)
})

test('a skipped test and one marked as to do did not run, and say why', () => {
  const [report] = reportsOf([
    pass('a', { skip: 'ASYLIA_SHARED is absent' }),
    pass('b', { skip: true }),
    pass('c', { todo: true }),
    summary,
  ])
  assert.deepEqual(
    report?.results.map(({ outcome, why }) => [outcome, why]),
    [
      ['not run', 'ASYLIA_SHARED is absent'],
      ['not run', 'skipped without a reason'],
      ['not run', 'marked as to do'],
    ],
  )
})

test('a file that cannot start has failed, with its own words', () => {
  const stderr: RunnerEvent = { type: 'test:stderr', data: { file: FILE, message: 'Cannot find module\n' } }
  const [report] = reportsOf([stderr, fail(FILE, new Error('exit code 1'))])
  assert.deepEqual(
    report?.results.map(({ title, outcome, why }) => [title, outcome, why]),
    [['src/a.test.ts as a whole', 'failed', 'Cannot find module']],
  )
})

test('a file without a test has failed', () => {
  const [report] = reportsOf([pass(FILE)])
  assert.deepEqual(
    report?.results.map(({ outcome, why }) => [outcome, why]),
    [['failed', 'the file holds no test']],
  )
})

test('a suite is no test, and a file that dies after its tests still fails', () => {
  const suite = pass('suite', { details: { type: 'suite' } })
  const reports = reportsOf([pass('one'), suite, summary, fail(FILE, new Error('exit code 7'))])
  assert.deepEqual(
    reports.flatMap(({ results }) => results.map(({ title, outcome }) => [title, outcome])),
    [
      ['one', 'passed'],
      ['src/a.test.ts as a whole', 'failed'],
    ],
  )
})

test('full counts that a test tells are kept', () => {
  const told: RunnerEvent = { type: 'test:diagnostic', data: { file: FILE, message: 'count 10000 mutated proofs refused' } }
  const other: RunnerEvent = { type: 'test:diagnostic', data: { file: FILE, message: 'duration 3' } }
  assert.deepEqual(reportsOf([pass('one'), told, other, summary])[0]?.counts, ['10000 mutated proofs refused'])
})
