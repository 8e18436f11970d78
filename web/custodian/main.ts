import { parseArgs } from 'node:util'
import { dayOf, systemClock } from '#kernel/clock.ts'
import { CustodianError, makeCustodian, openShareFor, USAGE } from './custodian.ts'

// A program of its own: it opens something sealed, and nothing that the server loads may reach what opens (ADR 0014).

const OPTIONS = {
  name: { type: 'string' },
  key: { type: 'string' },
  for: { type: 'string' },
  fingerprint: { type: 'string' },
  to: { type: 'string' },
} as const
const say = (line: string) => process.stdout.write(`${line}\n`)

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  const [, what, one, two, ...more] = positionals
  if (what === 'custodian' && one !== undefined && two === undefined && values.name !== undefined) {
    await makeCustodian(one, values.name, say)
    return 0
  }
  const { key, for: newcomer, fingerprint, to } = values
  if (what !== 'share' || one !== 'open' || two === undefined || more.length > 0 || key === undefined || newcomer === undefined)
    throw new CustodianError(USAGE)
  return (await openShareFor({ share: two, key, newcomer, fingerprint, to, today: dayOf(systemClock.now()) }, say)) ? 0 : 1
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  process.stderr.write(`asylia: ${error instanceof CustodianError ? error.message : isUsage ? USAGE : 'This is our fault.'}\n`)
  process.exitCode = 1
}
