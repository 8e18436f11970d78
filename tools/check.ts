/** `./asylia check [NAME] [--all] [--write]`: what can be known without running anything of ours. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { ALL_CHECKS } from './checks/all.ts'
import { type Check, describeFinding, isFault } from './checks/finding.ts'
import { type CheckOutcome, runChecks } from './checks/run-checks.ts'
import { homeFolder } from './home.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
// A reader such as `head` may leave early; that is no fault.
process.stdout.on('error', () => process.exit())
const names = ALL_CHECKS.map((check) => check.name)

const { values, positionals } = parseArgs({
  options: { all: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const chosen = ALL_CHECKS.filter((check) => positionals.length === 0 || positionals.includes(check.name))
const unknown = positionals.filter((name) => !names.includes(name))

if (unknown.length > 0) {
  say(`There is no check called ${unknown.join(' ')}. There are: ${names.join(' ')}`)
  process.exitCode = 2
} else if (values.write) {
  await writeGenerated(chosen)
} else {
  await checkAll(chosen)
}

async function checkAll(checks: readonly Check[]): Promise<void> {
  const started = performance.now()
  const outcomes = await runChecks(homeFolder(), checks, availableParallelism(), tell)
  for (const check of positionals.length > 0 ? checks : []) {
    const more = await check.report?.(homeFolder(), values.all)
    if (more !== undefined) say(`\n${more}`)
  }
  const failed = outcomes.filter((outcome) => !outcome.ok).length
  say(`${outcomes.length - failed} of ${outcomes.length} checks hold (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  process.exitCode = failed > 0 ? 1 : 0
}

function tell(outcome: CheckOutcome): void {
  const count = outcome.findings.filter(isFault).length
  const found = count === 0 ? '' : `, ${count} ${count === 1 ? 'finding' : 'findings'}`
  say(`${outcome.ok ? 'ok' : 'NO'}  ${outcome.name} (${(outcome.ms / 1000).toFixed(1)} s${found})`)
  for (const finding of outcome.findings) say(`    ${describeFinding(finding)}`)
}

/** Renews the files that checks compare with: row types, bill of materials. */
async function writeGenerated(checks: readonly Check[]): Promise<void> {
  const writers = checks.filter((check) => check.write !== undefined)
  if (writers.length === 0) say('None of these checks has a file to write.')
  for (const check of writers) say(`${check.name}: wrote ${await check.write?.(homeFolder())}`)
}
